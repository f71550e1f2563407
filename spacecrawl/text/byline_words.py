"""The words and patterns that bylines are read with, compiled from ``data/bylines.toml`` when needed."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class BylineWords:
    """Patterns and word sets; words are in lower case, degrees and honorifics without full stops."""

    lead_in: re.Pattern[str]
    strict_lead_in: re.Pattern[str]
    conjunction: re.Pattern[str]
    weak_conjunction: re.Pattern[str]
    companion: re.Pattern[str]
    locative: re.Pattern[str]
    house: re.Pattern[str]
    credit: re.Pattern[str]
    credits: dict[str, str]
    titles: frozenset[str]
    title_starts: frozenset[str]
    organizations: frozenset[str]
    junk: frozenset[str]
    degrees: frozenset[str]
    honorifics: frozenset[str]


@cache
def byline_words() -> BylineWords:
    """Return the tables, read once."""
    data = tomllib.loads((files("spacecrawl.text") / "data" / "bylines.toml").read_text(encoding="utf-8"))
    roles = {phrase: role for role, phrases in data["credits"].items() for phrase in phrases}
    sets = {name: frozenset(entries) for name, entries in data["words"].items()}
    return BylineWords(
        lead_in=_compile(rf"(?:{_any(data['lead_ins'])})(?:\s*[:：]\s*|\s+)"),
        strict_lead_in=_compile(rf"(?:{_any(data['strict'])})\s+(?=\S+\s+\S)"),
        conjunction=_compile(rf"\s+(?:{_any(data['conjunctions'])})\s+"),
        weak_conjunction=_compile(rf"\s+(?:{_any(data['weak_conjunctions'])})\s+"),
        companion=_compile(rf"\s+(?:{_any(data['companions'])})\s+"),
        locative=re.compile(rf"\s+(?:{_any(data['locatives'])})\s+(?=[A-ZÀ-ÞА-Я])"),
        house=re.compile(rf"\s+(?:{_any(data['houses'])})\s*(?=[A-ZÀ-Þ])"),
        credit=_compile(rf"(?:^|[;,.(]?\s*)\b({_any(list(roles))})\s*"),
        credits=roles,
        **sets,
    )


def _any(phrases: list[str]) -> str:
    return "|".join(re.escape(phrase).replace(r"\ ", r"\s+") for phrase in sorted(phrases, key=len, reverse=True))


def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)
