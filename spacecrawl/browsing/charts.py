"""Counts as the geometry of charts: bars of a timeline, countries of the map. Templates draw them as inline SVG."""

from __future__ import annotations

import json
import math
from collections import Counter
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from spacecrawl.browsing.filters import Filters

MONTHS_SHOWN = 48
"""Up to so many months are bars each; more are gathered into years."""

STEPS = 5
"""Shades of the map above none, each for counts some times greater than the one before."""

_HIGH = 100.0
_GAP = 0.15


@dataclass(frozen=True)
class Bar:
    """A bar of a timeline, in units of a box 100 high and one wide for each bar."""

    label: str
    number: int
    query: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Country:
    """A country of the map: an outline, or a point where ``path`` is empty; ``shade`` 0 for none, up to STEPS."""

    code: str
    name: str
    number: int
    shade: int
    path: str
    x: int | None
    y: int | None
    query: str


def timeline(months: dict[str, int], filters: Filters) -> list[Bar]:
    """Return a bar for each month, or year, from the first to the last that has articles; gaps are bars of none."""
    counted = {month: number for month, number in months.items() if _is_month(month)}
    spans = _months(min(counted), max(counted)) if counted else []
    if len(spans) > MONTHS_SHOWN:
        years = Counter[str]()
        for month, number in counted.items():
            years[month[:4]] += number
        counted = dict(years)
        spans = [f"{year:04}" for year in range(int(min(years)), int(max(years)) + 1)]
    most = max(counted.values(), default=1)
    return [_bar(at, span, counted.get(span, 0), most, filters) for at, span in enumerate(spans)]


def _bar(at: int, span: str, number: int, most: int, filters: Filters) -> Bar:
    height = round(max(_HIGH * number / most, 2.0 if number else 0.0), 2)
    if len(span) == 4:
        query = filters.query(since=f"{span}-01-01", until=f"{span}-12-31")
    else:
        query = filters.query(month=(span,))
    return Bar(span, number, query, round(at + _GAP / 2, 3), round(_HIGH - height, 2), 1 - _GAP, height)


def _is_month(month: str) -> bool:
    return len(month) == 7 and month[:4].isdecimal() and month[5:].isdecimal() and 1 <= int(month[5:]) <= 12


def _months(first: str, last: str) -> list[str]:
    begin, end = (int(month[:4]) * 12 + int(month[5:]) - 1 for month in (first, last))
    return [f"{number // 12:04}-{number % 12 + 1:02}" for number in range(begin, end + 1)]


@cache
def world() -> dict[str, Any]:
    """Return the map: ``width``, ``height``, ``countries`` by ISO 3166-1 code (benchmarks/build_map.py)."""
    loaded: dict[str, Any] = json.loads(files("spacecrawl.browsing").joinpath("data/world.json").read_text("utf-8"))
    return loaded


def country_name(code: str | None) -> str:
    """Return a country's English name, the code itself where it is no country's."""
    country = world()["countries"].get(code)
    return country["name"] if country else code or ""


def choropleth(counts: dict[str, int], filters: Filters) -> list[Country]:
    """Return the countries to draw, points last so that they lie on top; points alone where there are articles."""
    most = max(counts.values(), default=0)
    drawn = [
        Country(
            code,
            country["name"],
            counts.get(code, 0),
            shade(counts.get(code, 0), most),
            country["path"],
            country["x"],
            country["y"],
            filters.query(country=(code,)),
        )
        for code, country in world()["countries"].items()
        if country["path"] or (code in counts and country["x"] is not None)
    ]
    return sorted(drawn, key=lambda country: (not country.path, country.number))


def shade(number: int, most: int) -> int:
    """Return a count's step on a scale of equal ratios: few articles are told from none beside very many."""
    if number < 1:
        return 0
    return 1 + min(STEPS - 1, int(STEPS * math.log(number) / math.log(most + 1)))


def legend(most: int) -> list[tuple[int, str]]:
    """Return each shade in use with the counts that it stands for."""
    ranges: dict[int, list[int]] = {}
    for number in _edges(most):
        ranges.setdefault(shade(number, most), []).append(number)
    return [(step, _told(found[0], found[-1])) for step, found in sorted(ranges.items())]


def _edges(most: int) -> list[int]:
    """Return counts from one to the most, every one below a thousand, then the first and last of each shade."""
    if most < 1_000:
        return list(range(1, most + 1))
    found = {1, most}
    for step in range(1, STEPS):
        low, high = 1, most
        while low < high:
            middle = (low + high) // 2
            low, high = (low, middle) if shade(middle, most) > step else (middle + 1, high)
        found |= {low - 1, low}
    return sorted(number for number in found if number >= 1)


def _told(first: int, last: int) -> str:
    return f"{first:,}" if first == last else f"{first:,} to {last:,}"
