"""Wire agencies and house codes: a code as a dateline prints it, the agency's full name and country.

The table is ``data/agencies.toml``; `add_agencies` adds a user's own file of the same form.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path

from spacecrawl.errors import UsageError

_named: list[str] = []


@dataclass(frozen=True, slots=True)
class Agency:
    """A wire agency: its full name, ISO 3166-1 country (None for one of no single country) and codes."""

    name: str
    country: str | None
    codes: tuple[str, ...]


def agency_name(code: str) -> str | None:
    """Return the full name of the agency printed as `code`, in any case, or None where it is not known."""
    agency = find_agency(code)
    return agency.name if agency else None


@lru_cache(maxsize=8192)
def find_agency(code: str) -> Agency | None:
    """Return the agency printed as `code` (a code or the full name, in any case), or None."""
    return _table().get(_key(code))


def add_agencies(path: str | Path) -> int:
    """Add the agencies of a TOML file to the table and return how many it holds.

    Each entry is ``[[agency]]`` with ``name``, ``codes`` (a list) and optionally ``country``. Raises OSError,
    tomllib.TOMLDecodeError, and ValueError for an entry without a name or codes.
    """
    agencies = _read(Path(path).read_text(encoding="utf-8"), str(path))
    _table().update(agencies)
    find_agency.cache_clear()
    return len({agency.name for agency in agencies.values()})


def use_agencies(*paths: str) -> None:
    """Name files that are added when the table is first needed; ``SPACECRAWL_AGENCIES`` comes in here."""
    _named[:] = paths
    _table.cache_clear()
    find_agency.cache_clear()


@cache
def _table() -> dict[str, Agency]:
    table = _read((files("spacecrawl.text") / "data" / "agencies.toml").read_text(encoding="utf-8"), "agencies.toml")
    for path in _named:
        try:
            table.update(_read(Path(path).read_text(encoding="utf-8"), path))
        except (OSError, ValueError) as error:
            raise UsageError(
                f"$SPACECRAWL_AGENCIES: {path} can't be used: {error}. Correct the file or unset it."
            ) from error
    return table


def _read(toml: str, origin: str) -> dict[str, Agency]:
    table: dict[str, Agency] = {}
    for number, entry in enumerate(tomllib.loads(toml).get("agency", []), 1):
        if not entry.get("name") or not entry.get("codes"):
            raise ValueError(f"{origin}, agency {number}: give it a name and a list of codes")
        agency = Agency(entry["name"], entry.get("country"), tuple(entry["codes"]))
        for code in (*agency.codes, agency.name):
            table[_key(code)] = agency
    return table


def _key(code: str) -> str:
    return " ".join(code.casefold().replace(".", "").replace("-", " ").split())
