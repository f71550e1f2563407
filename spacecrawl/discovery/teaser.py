"""What an index page, feed or sitemap says of a story."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

_DAY = re.compile(r"\b(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.? (\d{1,2}), ((?:19|20)\d\d)\b")
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


@dataclass(frozen=True, slots=True)
class Teaser:
    """A link to a page: absolute address, its text, and the day that is printed beside it, if any.

    ``changed`` is the day on which its page last changed, if stated: its story is no younger, but may be older.
    """

    url: str
    text: str = ""
    day: dt.date | None = None
    changed: dt.date | None = None


def printed_day(text: str) -> dt.date | None:
    """Return the first day written as ``Mon D, YYYY`` in a text, as datelines print it."""
    for match in _DAY.finditer(text):
        try:
            return dt.date(int(match[3]), _MONTHS.index(match[1]) + 1, int(match[2]))
        except ValueError:
            continue
    return None
