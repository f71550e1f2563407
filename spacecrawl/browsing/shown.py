"""Texts as pages show them."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import urlsplit

from spacecrawl.browsing.charts import country_name
from spacecrawl.browsing.filters import FACETS, Filters

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")

WORDS_AROUND = 12

_CONTROL = {code: "\ufffd" for code in (*range(32), *range(127, 160)) if chr(code) not in "\t\n\r"}
_CONTROL |= dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)), "\ufffd")
"""Control characters, and those that turn the direction of what follows: shown, not obeyed."""


def visible(value: Any) -> Any:
    """Return a text as pages show it, without control characters; anything else as it is."""
    return value.translate(_CONTROL) if isinstance(value, str) else value


def facet_name(name: str) -> str:
    """Return what a part of the filters is called."""
    return {**FACETS, "since": "From", "until": "To", "repeats": "Near-duplicates", "q": "Words"}.get(
        name, name.capitalize()
    )


def facet_value(value: str, name: str) -> str:
    """Return what a facet's value is called."""
    return country_name(value) if name == "country" else value


def only_words(filters: Filters) -> str:
    """Return the address's query for the words alone."""
    return Filters(q=filters.q).query()


def is_web(address: str) -> bool:
    """Tell whether an address may be a link: of the web, and no script."""
    try:
        return urlsplit(address).scheme in ("http", "https")
    except ValueError:
        return False


def host_of(address: str | None) -> str:
    """Return an address's host without `www.`, nothing where it has none."""
    try:
        return (urlsplit(address or "").hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def addresses(listed: str) -> list[str]:
    """Return the addresses of a column that holds them as JSON."""
    return json.loads(listed or "[]") or []


def minute(time: str) -> str:
    """Return a time to the minute, `2026-03-04 05:06`; other words as they are."""
    return f"{time[:10]} {time[11:16]}" if len(time) > 16 and time[10] == "T" else time


def around(text: str, first: bool, last: bool) -> str:
    """Return words that two versions share, only those beside a difference of a long run of them."""
    words = text.split()
    before, after = ([] if first else words[:WORDS_AROUND]), ([] if last else words[-WORDS_AROUND:])
    if len(words) <= len(before) + len(after) + 3:
        return text
    return " ".join([*before, "…", *after])


def language(tag: str | None) -> str:
    """Return a language tag as an attribute may have it, `und` for what is none."""
    return tag if tag and _LANGUAGE.fullmatch(tag) else "und"
