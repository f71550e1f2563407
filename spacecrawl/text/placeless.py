"""Datelines that print no place: ``(Reuters) -`` and ``March 3 (Reuters) -``, which open stories of no one place."""

from __future__ import annotations

import datetime as dt
import re

from spacecrawl.record.article import Dateline
from spacecrawl.text.agencies import agency_name
from spacecrawl.text.dates import latest_day, valid_day
from spacecrawl.text.months import month_number

_PLACELESS = re.compile(
    r"(?P<printed>(?:(?P<month>[^\W\d_]{3,10})\.?\s(?P<day>\d{1,2})(?:,\s(?P<year>(?:19|20)\d\d))?,?\s)?"
    r"\((?P<agency>[^\W\d_][^()\d]{1,30})\))\s*(?:(?:--?|[–—])(?:\s+|$)|[–—]|$)"
)


def split_placeless(text: str, reference: dt.date | None) -> tuple[Dateline, str] | None:
    """Return a dateline without a place and the text behind its dash; None where no known agency is printed."""
    match = _PLACELESS.match(text)
    name = agency_name(match["agency"]) if match else None
    if match is None or name is None:
        return None
    month = month_number(match["month"]) if match["month"] else None
    if match["month"] and month is None:
        return None
    rest = text[match.end() :].lstrip()
    date = _date(match, month, reference) if month else None
    return Dateline(match["printed"], agency=match["agency"], agency_name=name, date=date, inline=bool(rest)), rest


def _date(match: re.Match[str], month: int, reference: dt.date | None) -> dt.date | None:
    if match["year"]:
        return valid_day(int(match["year"]), month, int(match["day"]))
    return latest_day(month, int(match["day"]), reference) if reference else None
