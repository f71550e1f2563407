"""What a reader narrows articles down by: from and to an address's query, and as SQL over ``filings``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field, fields, replace
from typing import Any, Self
from urllib.parse import urlencode

FACETS = {
    "site": "Site",
    "section": "Section",
    "agency": "Agency",
    "country": "Country",
    "month": "Month",
    "author": "Author",
}
"""Names of the facets, with what they are called on a page."""

PLAIN = ("site", "section", "agency", "country", "month", "place", "host")
"""Those that are columns of ``filings``."""

SORTS = {"relevance": "Best match", "newest": "Newest first", "oldest": "Oldest first"}


@dataclass(frozen=True)
class Filters:
    """Words, facets and days. Of several values of a facet any fits; all that is given has to fit."""

    q: str = ""
    site: tuple[str, ...] = ()
    section: tuple[str, ...] = ()
    agency: tuple[str, ...] = ()
    country: tuple[str, ...] = ()
    month: tuple[str, ...] = ()
    author: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    host: tuple[str, ...] = ()
    since: str = ""
    until: str = ""
    repeats: str = ""  # "no" leaves out what nearly repeats an earlier record
    sort: str = ""
    page: int = field(default=1, compare=False)

    @classmethod
    def read(cls, pairs: Iterable[tuple[str, str]]) -> Self:
        """Return what an address's query names; what it can't mean is left out."""
        given: dict[str, list[str]] = {}
        for name, value in pairs:
            if value.strip():
                given.setdefault(name, []).append(value.strip())
        values: dict[str, Any] = {}
        for known in fields(cls):
            found = given.get(known.name, [])
            if known.name in (*PLAIN, "author"):
                values[known.name] = tuple(dict.fromkeys(found))
            elif found:
                values[known.name] = _checked(known.name, found[-1])
        return cls(**values)

    def query(self, **changes: Any) -> str:
        """Return the address's query for these filters with some changed; the first page unless it is named."""
        changed = replace(self, **{"page": 1, **changes})
        pairs = [
            (known.name, value)
            for known in fields(changed)
            for value in _listed(getattr(changed, known.name))
            if value and (known.name, value) != ("page", 1)
        ]
        return "?" + urlencode(pairs) if pairs else ""

    def toggled(self, facet: str, value: str) -> str:
        """Return the query with a facet's value added, or taken off where it is chosen."""
        chosen: tuple[str, ...] = getattr(self, facet)
        left = tuple(one for one in chosen if one != value) if value in chosen else (*chosen, value)
        return self.query(**{facet: left})

    @property
    def chosen(self) -> list[tuple[str, str, str]]:
        """What is narrowed down by: name, value, and the query without it."""
        several = [
            (name, value, self.toggled(name, value)) for name in (*PLAIN, "author") for value in getattr(self, name)
        ]
        single = [(name, getattr(self, name), self.query(**{name: ""})) for name in ("since", "until", "repeats")]
        return several + [entry for entry in single if entry[1]]

    def where(self, without: str = "") -> tuple[str, dict[str, str]]:
        """Return the condition on ``filings``, and its values by name; ``without`` leaves out one facet."""
        conditions: list[str] = ["1"]
        values: dict[str, str] = {}
        for name in (*PLAIN, "author"):
            wanted = () if name == without else getattr(self, name)
            marks = [f"{name}_{number}" for number in range(len(wanted))]
            values |= dict(zip(marks, wanted, strict=True))
            listed = ", ".join(f":{mark}" for mark in marks)
            if marks and name == "author":
                authored = f"SELECT number FROM authors WHERE author IN ({listed})"  # noqa: S608
                conditions.append(f"filings.number IN ({authored})")
            elif marks:
                conditions.append(f"filings.{name} IN ({listed})")
        for name, sign in (("since", ">="), ("until", "<=")):
            if getattr(self, name):
                conditions.append(f"filings.date {sign} :{name}")
                values[name] = getattr(self, name)
        if self.repeats == "no":
            conditions.append("filings.repeats = 0")
        return " AND ".join(conditions), values


def _listed(value: Any) -> tuple[Any, ...]:
    return value if isinstance(value, tuple) else (value,)


def _checked(name: str, value: str) -> Any:
    """Return a value as far as it can be meant."""
    if name == "page":
        return max(1, int(value)) if value.isdecimal() and len(value) < 7 else 1
    if name in ("since", "until"):
        try:
            return dt.date.fromisoformat(value).isoformat()
        except ValueError:
            return ""
    if name == "sort":
        return value if value in SORTS else ""
    if name == "repeats":
        return value if value == "no" else ""
    return value[:1000]
