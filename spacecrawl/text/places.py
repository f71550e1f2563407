"""From the place that a dateline prints to its city, region (ISO 3166-2) and country (ISO 3166-1), offline."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

_SPACE = re.compile(r"\s+")
_SMALL = frozenset(
    [
        "and",
        "of",
        "the",
        "de",
        "da",
        "do",
        "dos",
        "das",
        "du",
        "des",
        "del",
        "della",
        "di",
        "la",
        "le",
        "les",
        "el",
        "al",
        "am",
        "an",
        "der",
        "im",
        "in",
        "sur",
        "upon",
        "y",
        "und",
        "e",
    ]
)


@dataclass(frozen=True, slots=True)
class Place:
    """A place: city in ordinary spelling, ISO 3166-2 region and ISO 3166-1 country, None where not known."""

    city: str | None = None
    region: str | None = None
    country: str | None = None

    @property
    def known(self) -> bool:
        """Whether the country, at least, is known."""
        return self.country is not None


@lru_cache(maxsize=4096)
def locate(place: str) -> Place:
    """Resolve a printed place (`NORFOLK, Va.`, `Los Angeles CA`, `MADRID`); of several the first counts.

    Never raises; what is not known or ambiguous stays None.
    """
    names = _SPACE.sub(" ", re.split(r"/| and | und | et | y | & ", place, maxsplit=1)[0]).strip(" ,")
    parts = [part.strip() for part in names.split(",") if part.strip()]
    if not parts:
        return Place()
    if len(parts) > 1:
        return _of_parts(parts)
    return _of_one(parts[0])


def _of_parts(parts: list[str]) -> Place:
    region = country = None
    for part in reversed(parts[1:]):
        region, country = _qualifier(part, region, country)
    city = spell(parts[0])
    if country is None:
        country = _tables().cities.get(key(parts[0]))
    return Place(city, region, country)


def _qualifier(part: str, region: str | None, country: str | None) -> tuple[str | None, str | None]:
    """Read a region or country that stands behind a city; what an outer one says holds."""
    tables = _tables()
    for found in tables.regions.get(key(part), ()):
        if country in (None, found[:2]):
            return found, found[:2]
    return region, country or tables.countries.get(key(part))


def _of_one(name: str) -> Place:
    tables = _tables()
    known = tables.cities.get(key(name))
    if known:
        return Place(spell(name), None, known)
    words = name.split()
    for split in range(1, len(words)):
        tail = " ".join(words[split:])
        region, country = _qualifier(tail, None, None)
        if country:
            return Place(spell(" ".join(words[:split])), region, country)
    region, country = _qualifier(name, None, None)
    return Place(None, region, country) if country else Place(spell(name))


def is_place_name(name: str) -> bool:
    """Whether a name with no qualifier is a known city, region or country."""
    tables = _tables()
    name = key(name)
    return name in tables.cities or name in tables.countries or name in tables.regions


def spell(name: str) -> str:
    """Write a place's name in ordinary letters: `RIO DE JANEIRO` is `Rio de Janeiro`; mixed case stays."""
    if not name.isupper():
        return name
    words = re.split(r"([\s\-'’])", name)
    return "".join(
        word.lower() if at and word.lower() in _SMALL else word.capitalize() for at, word in enumerate(words)
    )


def key(name: str) -> str:
    """Return the form under which a name is looked up: folded case, no full stops, single spaces."""
    return _SPACE.sub(" ", name.replace(".", "").replace("’", "'").casefold()).strip()


@dataclass(frozen=True, slots=True)
class _Tables:
    countries: dict[str, str]
    regions: dict[str, tuple[str, ...]]
    cities: dict[str, str]


@cache
def _tables() -> _Tables:
    data = tomllib.loads((files("spacecrawl.text") / "data" / "places.toml").read_text(encoding="utf-8"))
    regions: dict[str, tuple[str, ...]] = {}
    for country, entries in data["regions"].items():
        for code, names in entries.items():
            for name in names:
                regions[key(name)] = (*regions.get(key(name), ()), f"{country}-{code}")
    return _Tables(_by_name(data["countries"]), regions, _by_name(data["cities"]))


def _by_name(table: dict[str, list[str]]) -> dict[str, str]:
    return {key(name): code for code, names in table.items() for name in names}
