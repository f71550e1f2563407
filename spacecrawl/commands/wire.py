"""``spacecrawl wire``: who filed from where and when, how stories went over hosts, how long they took to come out."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

import click

from spacecrawl.commands.printing import results, table
from spacecrawl.commands.selecting import folders_option, selected, selection_options

if TYPE_CHECKING:
    from spacecrawl.exporting.wire import Wire


@click.command()
@folders_option
@selection_options
@click.option("--rows", type=click.IntRange(1), default=20, show_default=True, help="Rows of each table.")
@click.option("--json", "as_json", is_flag=True, help="Write everything as JSON to stdout.")
def wire(folders: tuple[str, ...], rows: int, as_json: bool, **wanted: Any) -> None:
    """Show what datelines tell: who filed from where and when, and how stories went on from there.

    Three tables: filings by agency, place and month; stories with their first and later filings over hosts; days from
    dateline to publication. Chooses articles as export does, and reads beside a run that is writing.

    Example: spacecrawl wire --agency AFP --since 2012-01-01 --folder output/demo
    """
    from spacecrawl.exporting.wire import Wire

    with Wire(selected(folders, **wanted)) as known:
        if as_json:
            write_json(known)
        else:
            show(known, rows)


def write_json(known: Wire) -> None:
    """Write one JSON document to stdout, an entry a line, none of which is held for the next."""
    sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    sys.stdout.write(f'{{"counts": {json.dumps(known.counts())}')
    for name, entries in (("months", known.months()), ("stories", known.stories()), ("lags", known.lags())):
        sys.stdout.write(f',\n"{name}": [')
        for line in _between(entries):
            sys.stdout.write(line)
        sys.stdout.write("\n]")
    sys.stdout.write("}\n")


def _between(entries: Iterable[dict[str, Any]]) -> Iterator[str]:
    for number, entry in enumerate(entries):
        yield f"{',' if number else ''}\n{json.dumps(entry, ensure_ascii=False)}"


def show(known: Wire, rows: int) -> None:
    """Print the three tables, each with its first rows."""
    counts = known.counts()
    results.print(
        f"{counts['articles']} articles, {counts['with_dateline']} with a dateline, {counts['stories']} stories\n"
    )
    for title, headings, made in (
        ("Filings by agency, place and month", MONTH_HEADINGS, map(_month, known.months())),
        ("Stories on several hosts, or filed more than once", STORY_HEADINGS, map(_story, known.stories())),
        ("Days from dateline to publication, where a page states both", LAG_HEADINGS, _lags(known)),
    ):
        shown = list(islice(made, rows))
        more = sum(1 for _ in made)
        results.print(table(headings, shown, title=title) if shown else f"{title}: none.")
        results.print(f"... and {more} more: --rows {rows + more}, or --json\n" if more else "")


MONTH_HEADINGS = ("month", "agency", "place", "filings", "stories", "addresses")
STORY_HEADINGS = ("first filed", "agency", "place", "host", "then", "title")
LAG_HEADINGS = ("agency", "filings", "publication stated", "same day", "median", "nine in ten within", "most")


def _month(row: dict[str, Any]) -> tuple[object, ...]:
    return row["month"] or "?", _agency(row), _place(row), row["filings"], row["stories"], row["addresses"]


def _story(row: dict[str, Any]) -> tuple[object, ...]:
    """Return a row: later filings by host and days after the first, then hosts on which a filing stands besides."""
    first = row["first"]
    later = [f"{filing['host']} {_after(filing['days_after_first'])}" for filing in row["later"]]
    told = {first["host"], *(filing["host"] for filing in row["later"])}
    besides = [host for host in row["hosts"] if host not in told]
    then = ", ".join([*later, *besides[:3], *([f"{len(besides) - 3} more hosts"] if len(besides) > 3 else [])])
    return first["day"] or "?", _agency(first), _place(first), first["host"], then, first["title"][:60]


def _after(days: int | None) -> str:
    return "" if days is None else f"+{days} d"


def _lags(known: Wire) -> Iterator[tuple[object, ...]]:
    return (_lag(row) for row in known.lags() if row["known"])


def _lag(row: dict[str, Any]) -> tuple[object, ...]:
    values = (row[key] for key in ("median_days", "days_of_nine_in_ten", "most_days"))
    return _agency(row), row["filings"], row["known"], row["same_day"], *values


def _agency(row: dict[str, Any]) -> str:
    return row["agency"] or "none"


def _place(row: dict[str, Any]) -> str:
    return ", ".join(filter(None, (row["place"], row["country"]))) or "?"
