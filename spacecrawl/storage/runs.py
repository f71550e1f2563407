"""The runs that a ledger remembers, and what it knows of each site."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, field
from typing import Any

from spacecrawl.storage.ledger import Ledger
from spacecrawl.storage.outcomes import as_json

_NOW = "(SELECT committed FROM articles_file), (SELECT coalesce(max(number), 0) FROM presence)"
"""Where a stream of changes stands."""

_BEGIN = f"""
    INSERT INTO runs (folder, command, arguments, started, articles_end, presence) VALUES (?, ?, ?, ?, {_NOW})
    ON CONFLICT (folder) DO NOTHING
"""  # noqa: S608
_END = f"""
    INSERT INTO runs (folder, command, arguments, started, ended, status, summary, articles_end, presence)
    VALUES (?, ?, '{{}}', ?, ?, ?, ?, {_NOW}) ON CONFLICT (folder) DO UPDATE
    SET ended = excluded.ended, status = excluded.status, summary = excluded.summary
"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class Run:
    """One run; times in Unix seconds. ``ended`` and ``status`` are None while it runs, and where it was killed.

    ``summary`` holds the counts that its ``run.json`` holds.
    """

    number: int
    folder: str
    command: str
    arguments: dict[str, Any]
    started: int
    ended: int | None = None
    status: int | None = None
    summary: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class KnownSite:
    """What is known of a site: its stored articles, when the last new one came, its newest day, and other addresses.

    ``others`` counts addresses that lead to no stored article, by state (``gone``, ``rejected``, ``outside``, ...).
    ``last_new`` is in Unix seconds, ``newest`` a day (YYYY-MM-DD); both None without an article.
    """

    site: str | None
    articles: int
    last_new: int | None
    newest: str | None
    others: dict[str, int]


class Runs:
    """Reads and writes the table of runs."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def begin(self, folder: str, command: str, arguments: dict[str, Any], started: float | None = None) -> int:
        """Note that a run begins, committed at once; return its number. A run noted before keeps its number."""
        began = int(time.time() if started is None else started)
        self._ledger.write(
            _BEGIN,
            (folder, command, json.dumps(arguments, default=str), began),
        )
        self._ledger.commit()
        row = self._ledger.row("SELECT number FROM runs WHERE folder = ?", (folder,))
        assert row is not None
        return int(row[0])

    def end(self, folder: str, status: int, summary: dict[str, Any], ended: float | None = None) -> None:
        """Note how a run ended, committed at once; a run that never began to write is noted whole."""
        at = int(time.time() if ended is None else ended)
        self._ledger.write(
            _END,
            (folder, str(summary.get("command", "")), at, at, status, json.dumps(summary, default=as_json)),
        )
        self._ledger.commit()

    def last(self, number: int = 10) -> list[Run]:
        """Return the last runs, newest first."""
        rows = self._ledger.rows(
            "SELECT number, folder, command, arguments, started, ended, status, summary FROM runs"
            " ORDER BY number DESC LIMIT ?",
            (number,),
        )
        return [
            Run(number, folder, command, json.loads(arguments), started, ended, status, json.loads(summary or "{}"))
            for number, folder, command, arguments, started, ended, status, summary in rows
        ]

    def sites(self) -> list[KnownSite]:
        """Return what is known of each site, by name; articles of no known site come last."""
        articles = {
            site: (count, self._first_seen(last), newest)
            for site, count, last, newest in self._ledger.rows(
                "SELECT site, count(*), max(number), max(published) FROM articles GROUP BY site"
            )
        }
        others: dict[str | None, dict[str, int]] = {}
        for site, state, count in self._ledger.rows(
            "SELECT site, state, count(*) FROM addresses WHERE article IS NULL GROUP BY site, state"
        ):
            others.setdefault(site, {})[state] = count
        names = sorted(articles.keys() | others.keys(), key=lambda name: (name is None, name or ""))
        return [KnownSite(name, *articles.get(name, (0, None, None)), others.get(name, {})) for name in names]

    def _first_seen(self, article: int) -> int | None:
        """Return when an article was first stored; numbers are given in that order."""
        row = self._ledger.row("SELECT first_seen FROM articles WHERE number = ?", (article,))
        return int(row[0]) if row else None
