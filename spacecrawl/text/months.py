"""Month names of the languages that wire desks and web pages write, abbreviated and in full."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


def month_number(name: str) -> int | None:
    """Return 1 to 12 for a month's name or abbreviation in any case, with or without full stop, else None."""
    return _table().get(name.rstrip(".").lower())


def misspelt_month(name: str) -> int | None:
    """Return the one English month whose full name differs from `name` by a single slip, else None.

    A slip is one letter wrong, missing or too many (`Narch`, `Mach`, `Marrch`); months of four letters and
    fewer are left alone, short words being too near to each other.
    """
    word = name.lower()
    found = [number for month, number in _english().items() if len(month) > 4 and _one_slip(word, month)]
    return found[0] if len(found) == 1 else None


@cache
def _table() -> dict[str, int]:
    return {name: number for number, names in enumerate(_names(), 1) for name in names}


@cache
def _english() -> dict[str, int]:
    return {names[0]: number for number, names in enumerate(_names(), 1)}


@cache
def _names() -> list[list[str]]:
    lines = (files("spacecrawl.text") / "data" / "months.txt").read_text(encoding="utf-8").splitlines()
    return [line.split() for line in lines if not line.startswith("#")]


def _one_slip(word: str, month: str) -> bool:
    if abs(len(word) - len(month)) > 1:
        return False
    start = 0
    while start < min(len(word), len(month)) and word[start] == month[start]:
        start += 1
    shift = len(word) - len(month)
    return word[start + (shift >= 0) :] == month[start + (shift <= 0) :]
