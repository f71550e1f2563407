"""The package's tables of places: countries, regions, cities by news convention, and all cities over 15,000.

The first three are ``data/places.toml``, kept by hand; the last is ``data/cities.tsv.gz``, compiled from
GeoNames (CC BY 4.0) by ``benchmarks/build_gazetteer.py``. Each is read when first needed, in some 20 ms.
"""

from __future__ import annotations

import gzip
import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_GLUED = re.compile(r"\w{2}\.\w{2}")
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class City:
    """One city of a name: country, ISO 3166-2 region (AU, CA, GB and US only), people in thousands.

    `other` tells that the name is not the city's own but another one of it.
    """

    country: str
    region: str | None
    thousands: int
    other: bool


@dataclass(frozen=True, slots=True)
class Names:
    """What is known by folded name: countries, regions (of several countries in some cases), firm cities."""

    countries: dict[str, str]
    regions: dict[str, tuple[str, ...]]
    cities: dict[str, str]
    spots: dict[str, str]


def key(name: str) -> str:
    """Return the form under which a name is looked up: folded case, no full stops, single spaces."""
    folded = name.replace(".", " " if _GLUED.search(name) else "").replace("’", "'").replace("-", " ").casefold()
    folded = _SPACE.sub(" ", folded).strip()
    return "saint " + folded[3:] if folded.startswith("st ") else folded


def cities_named(folded: str) -> list[City]:
    """Return the cities of a folded name, the largest first; [] where there are none."""
    return [_city(entry) for entry in _cities().get(folded, "").split()]


@cache
def names() -> Names:
    """Return the tables kept by hand."""
    data = tomllib.loads((files("spacecrawl.text") / "data" / "places.toml").read_text(encoding="utf-8"))
    regions: dict[str, tuple[str, ...]] = {}
    for country, entries in data["regions"].items():
        for code, variants in entries.items():
            for name in {key(variant): None for variant in variants}:
                regions[name] = (*regions.get(name, ()), f"{country}-{code}")
    return Names(_by_name(data["countries"]), regions, _by_name(data["cities"]), _by_name(data["spots"]))


def _by_name(table: dict[str, list[str]]) -> dict[str, str]:
    return {key(name): code for code, variants in table.items() for name in variants}


@cache
def _cities() -> dict[str, str]:
    packed = (files("spacecrawl.text") / "data" / "cities.tsv.gz").read_bytes()
    lines = gzip.decompress(packed).decode("utf-8").splitlines()
    return dict(line.split("\t", 1) for line in lines)


def _city(entry: str) -> City:
    place, _, thousands = entry.lstrip("~").partition(":")
    return City(place[:2], place if len(place) > 3 else None, int(thousands), entry.startswith("~"))
