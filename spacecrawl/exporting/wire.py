"""The wire view: who filed from where and when, how a story went over hosts, and how long after filing it came out.

The questions are SQL over a table or view ``filings``, which ``FILINGS`` makes of the columns of an export's table
``articles``: whoever has an SQLite export can ask them there. ``Wire`` asks them of records in a temporary database.
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections.abc import Iterable, Iterator
from itertools import groupby
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

from spacecrawl.errors import FolderError
from spacecrawl.exporting.columns import day_of, encodable

COLUMNS = (
    *("id", "url", "host", "site", "title", "dateline_place", "dateline_city", "dateline_country"),
    *("dateline_agency", "dateline_agency_name", "dateline_date", "date", "date_published", "also_at", "duplicate_of"),
    "extractor_provenance",
)
"""Columns of an export that the wire view reads."""

FILINGS = """
SELECT
    rowid AS number, id, url, host, site, title, date_published, also_at,
    coalesce(dateline_agency_name, dateline_agency) AS agency,
    coalesce(dateline_city, dateline_place) AS place,
    dateline_country AS country,
    coalesce(dateline_date, date) AS day,
    substr(coalesce(dateline_date, date), 1, 7) AS month,
    dateline_place IS NOT NULL OR dateline_agency IS NOT NULL AS has_dateline,
    1 + json_array_length(coalesce(also_at, '[]')) AS addresses,
    CASE WHEN json_extract(extractor_provenance, '$.date_published') <> 'dateline'
        THEN CAST(julianday(date) - julianday(dateline_date) AS INTEGER) END AS lag,
    CASE WHEN duplicate_of IS NULL THEN coalesce(id, url, rowid) ELSE (
        WITH RECURSIVE chain (id, up) AS (
            SELECT articles.id, articles.duplicate_of
            UNION SELECT earlier.id, earlier.duplicate_of FROM chain JOIN articles AS earlier ON earlier.id = chain.up
        )
        SELECT coalesce(
            (SELECT coalesce(up, id) FROM chain
                WHERE NOT EXISTS (SELECT 1 FROM articles AS earlier WHERE earlier.id = chain.up)),
            (SELECT min(id) FROM chain)
        )
    ) END AS story
FROM articles
"""
"""A row an article: ``story`` is the id of the one that it repeats, over several steps, else its own; ``lag`` the days
from the dateline's date to a publication that the page states apart from it, else null; ``addresses`` on how many it
stands. A repeated article that was not selected still gives its id to those that repeat it."""

COUNTS = """
SELECT count(*) AS articles, coalesce(sum(has_dateline), 0) AS with_dateline, count(DISTINCT story) AS stories
FROM filings
"""

MONTHS = """
SELECT month, agency, place, country, count(*) AS filings, count(DISTINCT story) AS stories,
    count(DISTINCT host) AS hosts, sum(addresses) AS addresses
FROM filings WHERE has_dateline
GROUP BY month, agency, place, country
ORDER BY month DESC, filings DESC, agency, place, country
"""
"""Filings of each agency from each place in each month (YYYY-MM), the last month first."""

STORIES = """
SELECT story, count(*) AS filings, sum(addresses) AS addresses, min(day) AS first
FROM filings GROUP BY story HAVING count(*) > 1 OR sum(addresses) > 1
ORDER BY filings DESC, addresses DESC, first DESC, story
"""
"""Stories that were filed more than once, or stand on several addresses; the most filed first."""

FILINGS_OF_A_STORY = """
SELECT id, url, host, site, title, agency, place, country, day, date_published, also_at,
    CAST(julianday(day) - julianday(first_value(day) OVER in_order) AS INTEGER) AS days_after_first
FROM filings WHERE story = ?
WINDOW in_order AS (ORDER BY day IS NULL, day, date_published, number ROWS UNBOUNDED PRECEDING)
ORDER BY day IS NULL, day, date_published, number
"""
"""The filings of one story, the first first; of equal days the one stored first."""

LAGS = """
SELECT agency, lag, count(*) FROM filings WHERE has_dateline GROUP BY agency, lag
ORDER BY agency IS NULL, agency, lag
"""
"""How many filings of each agency came out how many days after their dateline; null where that is not known."""

_CACHE_KB = 4_096


class Wire:
    """Answers about records that it was given once; they are kept in a temporary database on disk.

    What is held in memory is 4 MB of that database's pages, and of an answer one row, or one story's filings, at a
    time. Raise FolderError where there is no room for it.
    """

    def __init__(self, records: Iterable[dict[str, Any]]) -> None:
        self._database = sqlite3.connect("", isolation_level=None)
        self._database.row_factory = sqlite3.Row
        with contextlib.ExitStack() as unless_filled:
            unless_filled.callback(self._database.close)
            with _room_for_it():
                self._fill(records)
            unless_filled.pop_all()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._database.close()

    def counts(self) -> dict[str, int]:
        """Return how many articles there are, how many have a dateline, and how many stories they tell."""
        (row,) = self._ask(COUNTS)
        return dict(row)

    def months(self) -> Iterator[dict[str, Any]]:
        """Yield filings by agency, place and month."""
        yield from map(dict, self._ask(MONTHS))

    def stories(self) -> Iterator[dict[str, Any]]:
        """Yield stories on several hosts or filed several times, each with its first filing and the later ones."""
        for story in self._ask(STORIES):
            filings = [_filing(row) for row in self._ask(FILINGS_OF_A_STORY, story["story"])]
            first, *later = filings
            yield {
                "story": story["story"],
                "filings": len(filings),
                "hosts": list(
                    dict.fromkeys(host for filing in filings for host in (filing["host"], *filing["also_on"]))
                ),
                "first": first,
                "later": later,
            }

    def lags(self) -> Iterator[dict[str, Any]]:
        """Yield by agency the days from dateline to publication, where pages state the latter apart."""
        for agency, rows in groupby(self._ask(LAGS), key=lambda row: row["agency"]):
            counted = [(row["lag"], row[2]) for row in rows]
            known = [(lag, number) for lag, number in counted if lag is not None]
            yield {
                "agency": agency,
                "filings": sum(number for _, number in counted),
                "known": sum(number for _, number in known),
                "before_dateline": sum(number for lag, number in known if lag < 0),
                "same_day": sum(number for lag, number in known if lag == 0),
                "median_days": _quantile(known, 0.5),
                "days_of_nine_in_ten": _quantile(known, 0.9),
                "most_days": known[-1][0] if known else None,
            }

    def _ask(self, question: str, *values: Any) -> Iterator[sqlite3.Row]:
        with _room_for_it():
            yield from self._database.execute(question, values)

    def _fill(self, records: Iterable[dict[str, Any]]) -> None:
        run = self._database.execute
        run(f"PRAGMA cache_size = -{_CACHE_KB}")
        run(f"CREATE TABLE articles ({', '.join(COLUMNS)})")
        run("BEGIN")
        marks = ", ".join("?" * len(COLUMNS))
        self._database.executemany(f"INSERT INTO articles VALUES ({marks})", map(_row, records))  # noqa: S608
        run("CREATE INDEX by_id ON articles (id)")
        run(f"CREATE TABLE filings AS {FILINGS}")
        run("DROP TABLE articles")
        run("CREATE INDEX by_story ON filings (story)")
        run("COMMIT")


@contextlib.contextmanager
def _room_for_it() -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise FolderError(
            f"the temporary table of filings can't be used ({error}). "
            "Make room for it, or set SQLITE_TMPDIR to a folder that has some."
        ) from error


def _row(record: dict[str, Any]) -> tuple[Any, ...]:
    """Return a record's values of ``COLUMNS``, as an export to SQLite has them."""
    dateline = record.get("dateline") or {}
    provenance = (record.get("extractor") or {}).get("provenance") or {}
    values = {
        **{name: record.get(name) for name in ("id", "url", "host", "site", "title", "date_published", "duplicate_of")},
        **{f"dateline_{name}": value for name, value in dateline.items()},
        "date": day_of(record),
        "also_at": json.dumps(record.get("also_at") or []),
        "extractor_provenance": json.dumps({"date_published": provenance.get("date_published")}),
    }
    return tuple(encodable(values.get(column)) for column in COLUMNS)


def _filing(row: sqlite3.Row) -> dict[str, Any]:
    filing = dict(row)
    with contextlib.suppress(ValueError):
        filing["also_at"] = json.loads(filing["also_at"] or "[]")
    hosts = (urlsplit(url).hostname or "" for url in filing["also_at"])
    return {**filing, "also_on": list(dict.fromkeys(host.removeprefix("www.") for host in hosts))}


def _quantile(counted: list[tuple[int, int]], share: float) -> int | None:
    """Return the value that this share of the values does not exceed; they come in order, each with its number."""
    wanted, seen = share * sum(number for _, number in counted), 0
    for value, number in counted:
        seen += number
        if seen >= wanted:
            return value
    return None
