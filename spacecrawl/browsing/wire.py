"""The wire view: who files from where and when, how a story goes over hosts, how long after filing it comes out."""

from __future__ import annotations

import sqlite3
from collections import Counter
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from spacecrawl.browsing.filters import Filters

PLACES = 40
"""Pairs of agency and place on the page."""

STORIES = 25

_PLACES = """
    SELECT agency, place, country, count(*), count(DISTINCT story), min(substr(day, 1, 7)), max(substr(day, 1, 7))
    FROM filings WHERE agency IS NOT NULL AND place IS NOT NULL AND {where}
    GROUP BY 1, 2, 3 ORDER BY 4 DESC, 1, 2 LIMIT {limit}
"""
_MONTHS = """
    SELECT agency, place, country, substr(day, 1, {length}), count(*)
    FROM filings WHERE agency IS NOT NULL AND place IS NOT NULL AND day IS NOT NULL AND {where} GROUP BY 1, 2, 3, 4
"""
_STORIES = """
    SELECT story FROM filings WHERE {where}
    GROUP BY story HAVING count(*) > 1 OR sum(addresses) > 1
    ORDER BY count(*) DESC, sum(addresses) DESC, min(day) DESC, story LIMIT {limit}
"""
_FILINGS = """
    SELECT filings.id, story, filings.host, agency, place, day, articles.title, articles.also_at,
        julianday(day) - julianday(first_value(day) OVER in_order) AS after
    FROM filings JOIN articles USING (number) WHERE story = ?
    WINDOW in_order AS (ORDER BY day IS NULL, day, filings.number ROWS UNBOUNDED PRECEDING)
    ORDER BY day IS NULL, day, filings.number
"""
_LAGS = """
    SELECT agency, lag, count(*) FROM filings WHERE lag IS NOT NULL AND agency IS NOT NULL AND {where}
    GROUP BY 1, 2 ORDER BY 1, 2
"""


@dataclass(frozen=True)
class Place:
    """Filings of an agency from a place, and how many of them each year or month has."""

    agency: str
    place: str
    country: str | None
    filings: int
    stories: int
    first: str | None
    last: str | None
    times: dict[str, int]


@dataclass(frozen=True)
class Lag:
    """Days from dateline to publication of an agency's filings, where pages state both."""

    agency: str
    filings: int
    same_day: int
    median: int
    nine_in_ten: int
    most: int


@dataclass(frozen=True)
class Wire:
    """The three tables of the wire view, and the times, YYYY or YYYY-MM, that the places have filings of."""

    places: list[Place]
    times: list[str]
    stories: list[list[dict[str, Any]]]
    lags: list[Lag]


def wire(connection: sqlite3.Connection, filters: Filters) -> Wire:
    """Return the wire view of what is narrowed down to; words are not looked for."""
    where, values = filters.where()
    placed = connection.execute(_PLACES.format(where=where, limit=PLACES), values).fetchall()
    months = {month for row in placed for month in row[5:7] if month}
    length = 4 if months and int(max(months)[:4]) - int(min(months)[:4]) > 2 else 7
    counted = connection.execute(_MONTHS.format(where=where, length=length), values).fetchall()
    wanted = {tuple(row[:3]) for row in placed}
    times: dict[tuple[Any, ...], dict[str, int]] = {}
    for *pair, time, number in counted:
        if tuple(pair) in wanted:
            times.setdefault(tuple(pair), {})[time] = number
    places = [
        Place(agency, place, country, filings, stories, first, last, times.get((agency, place, country), {}))
        for agency, place, country, filings, stories, first, last in placed
    ]
    return Wire(
        places,
        sorted({time for place in places for time in place.times}),
        _stories(connection, where, values),
        _lags(connection, where, values),
    )


def _stories(connection: sqlite3.Connection, where: str, values: dict[str, str]) -> list[list[dict[str, Any]]]:
    """Return the filings of each story, the first first, with ``after``, days after the first."""
    found = []
    for (story,) in connection.execute(_STORIES.format(where=where, limit=STORIES), values).fetchall():
        cursor = connection.execute(_FILINGS, (story,))
        names = [column[0] for column in cursor.description]
        found.append([dict(zip(names, row, strict=True)) for row in cursor])
    return found


def _lags(connection: sqlite3.Connection, where: str, values: dict[str, str]) -> list[Lag]:
    rows = connection.execute(_LAGS.format(where=where), values).fetchall()
    lags = [_lag(agency, Counter({lag: number for _, lag, number in group})) for agency, group in groupby(rows, _first)]
    return sorted(lags, key=lambda lag: -lag.filings)


def _first(row: tuple[Any, ...]) -> Any:
    return row[0]


def _lag(agency: str, counts: Counter[int]) -> Lag:
    total, days = counts.total(), sorted(counts)

    def within(share: float) -> int:
        seen = 0
        for day in days:
            seen += counts[day]
            if seen >= share * total:
                return day
        return days[-1]

    return Lag(agency, total, counts[0], within(0.5), within(0.9), days[-1])
