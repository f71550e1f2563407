"""How many of the articles found have each value of a facet, or are of each month or country."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from spacecrawl.browsing.filters import FACETS, Filters
from spacecrawl.browsing.words import match_expression

COUNTED = 40_000
"""Matches of words that are counted by facet, those stored last: they cost 0.1 s. How many there are is exact."""

SHOWN = 12
"""Values that a facet shows; those chosen are always among them."""


@dataclass(frozen=True)
class Count:
    """A value of a facet, and how many of the articles found have it."""

    value: str
    number: int


@dataclass(frozen=True)
class Facets:
    """Counts by facet and by month; ``sampled`` where they are of the last COUNTED matches alone."""

    facets: dict[str, list[Count]]
    months: dict[str, int]
    sampled: bool


class Counting:
    """Counts over one connection; words are looked up once, into a temporary table of what matches."""

    def __init__(self, connection: sqlite3.Connection, filters: Filters) -> None:
        self.filters = filters
        self.sampled = False
        self._execute = connection.execute
        self._expression = match_expression(filters.q)
        self._nothing = bool(filters.q) and not self._expression
        self._source = "filings"
        if self._expression:
            self._source = "temp.hits CROSS JOIN filings USING (number)"
            self._note_hits()

    def facets(self) -> Facets:
        """Return what a page of results shows beside them."""
        return Facets({name: self.facet(name) for name in FACETS}, self.counts("month"), self.sampled)

    def facet(self, name: str) -> list[Count]:
        """Return a facet's values, the most frequent first, months newest first; its own choice does not count."""
        counts = self._authors() if name == "author" else self.counts(name, without=name)
        chosen: tuple[str, ...] = getattr(self.filters, name)
        order = sorted(counts.items(), key=lambda entry: (-entry[1], entry[0]))
        if name == "month":
            order = sorted(counts.items(), reverse=True)
        shown = dict(order[:SHOWN]) | {value: counts.get(value, 0) for value in chosen}
        return [Count(value, number) for value, number in shown.items()]

    def counts(self, column: str, without: str = "") -> dict[str, int]:
        """Return how many of the articles found have each value of a column of ``filings``."""
        if self._nothing:
            return {}
        where, values = self.filters.where(without)
        sql = f"SELECT {column}, count(*) FROM {self._source} WHERE {where} GROUP BY {column}"  # noqa: S608
        return {value: number for value, number in self._execute(sql, values) if value}

    def _note_hits(self) -> None:
        self._execute("CREATE TEMP TABLE IF NOT EXISTS hits (number INTEGER PRIMARY KEY)")
        self._execute("DELETE FROM temp.hits")
        sql = "INSERT INTO temp.hits SELECT rowid FROM search WHERE search MATCH ? ORDER BY rowid DESC LIMIT ?"
        self._execute(sql, (self._expression, COUNTED))
        self.sampled = self._execute("SELECT count(*) FROM temp.hits").fetchone()[0] == COUNTED

    def _authors(self) -> dict[str, int]:
        """Return the counts of the authors that are shown."""
        if self._nothing:
            return {}
        where, values = self.filters.where("author")
        source = f"{self._source} CROSS JOIN authors ON authors.number = filings.number"
        if where == "1":
            source = "temp.hits CROSS JOIN authors USING (number)" if self._expression else "authors"
        sql = f"SELECT author, count(*) FROM {source} WHERE {where} {{}} GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT {SHOWN}"  # noqa: S608
        chosen = {f"chosen_{number}": name for number, name in enumerate(self.filters.author)}
        listed = ", ".join(f":{mark}" for mark in chosen)
        found = self._execute(sql.format(""), values).fetchall()
        found += self._execute(sql.format(f"AND author IN ({listed})"), {**values, **chosen}).fetchall()
        return dict(found)
