"""Dates as pages write them: ISO 8601, RFC 822, written and numeric forms of many languages, relative ones.

A date with a time and an offset, a zone's name or a known `timezone` is a datetime; a local time whose zone
nobody states has day precision. Fixed forms are read first; ``dateparser``, which costs some 400 times as
much, only where none fits a short text.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from spacecrawl.text.clock import find_time
from spacecrawl.text.months import month_number
from spacecrawl.text.relative_dates import parse_relative

FIRST_DAY_OF_THE_WEB = dt.date(1991, 8, 6)
"""The first public web page; what claims to be online before it is mistaken."""

_LONGEST = 200
_LONGEST_FOR_DATEPARSER = 60
_ISO = re.compile(r"(?<!\d)((?:19|20)\d\d)-?(\d\d)-?(\d\d)(?!\d)(?:[Tt ]\s?(\d\d:?\d\d.*))?", re.DOTALL)
_YEAR_FIRST = re.compile(r"(?<!\d)((?:19|20)\d\d)\s?[年년/.]\s?(\d{1,2})\s?[月월/.]\s?(\d{1,2})(?!\d)\s?[日일.]?")
_NUMERIC = re.compile(r"(?<![\d.])(\d{1,2})([./-])\s?(\d{1,2})\2\s?((?:19|20)\d\d|\d\d)(?![\d])")
_MONTH_FIRST = re.compile(
    r"(?<![^\W\d_])([^\W\d_]{3,10})\.?\s{0,2}(\d{1,2})(?:st|nd|rd|th)?(?![\d:])"
    r"(?:\s?,)?(?:\s+((?:19|20)\d\d)(?!\d))?"
)
_DAY_FIRST = re.compile(
    r"(?<![\d:])(\d{1,2})(?:st|nd|rd|th|er|º|ª|\.|-)?[\s-]{0,2}(?:de\s+|of\s+|d['’])?([^\W\d_]{3,10})\b"
    r"(?:[.,\s-]{1,2}(?:de[l]?\s+)?((?:19|20)\d\d)(?!\d))?"
)
_YEAR_FIRST_WRITTEN = re.compile(r"(?<!\d)((?:19|20)\d\d),?\s([^\W\d_]{3,10})\.?\s(\d{1,2})(?!\d)")
_TIMESTAMP = re.compile(r"1\d{9}(?:\d{3})?")


def parse_date(
    text: str,
    reference: dt.date | None = None,
    timezone: str | None = None,
    *,
    day_first: bool | None = None,
    only_fixed: bool = False,
) -> dt.date | dt.datetime | None:
    """Return the first date that a short text states, with its time where the offset is known, else None.

    `reference` (a date or datetime: the fetch) fills in a missing year, with no later day than itself, and
    is what relative dates count from. `timezone` (an IANA name) is the zone of local times. `day_first`
    tells how `03/04/2020` reads; without it that is None, but for full stops, which part day first.
    `only_fixed` leaves dateparser out, for lines that may be anything: its first look at a language takes a
    second. Never raises for any text; raises ValueError for an unknown `timezone`.
    """
    zone = _zone(timezone)
    text = " ".join(_ascii_digits(text[:_LONGEST]).split())
    if not text:
        return None
    if _TIMESTAMP.fullmatch(text):
        return dt.datetime.fromtimestamp(int(text[:10]), dt.UTC)
    day, behind = _find_day(text, reference, day_first)
    if day is not None:
        return _with_time(day, text, behind, zone)
    relative = parse_relative(text, reference)
    return relative if relative or only_fixed else _by_dateparser(text, reference)


def is_possible(value: dt.date, latest: dt.date | None = None) -> bool:
    """Tell whether a page can have been published then: on the web's days and not after `latest`, the fetch.

    Against a datetime with an offset a datetime is compared to the minute, a day with one day's grace,
    since the site's day may have begun earlier than the reader's.
    """
    if as_day(value) < FIRST_DAY_OF_THE_WEB:
        return False
    if latest is None:
        return True
    if isinstance(value, dt.datetime) and isinstance(latest, dt.datetime) and value.tzinfo and latest.tzinfo:
        return value <= latest + dt.timedelta(minutes=5)
    return as_day(value) <= as_day(latest) + dt.timedelta(days=1)


def as_day(value: dt.date) -> dt.date:
    """Return the calendar day of a date or of a datetime as written."""
    return value.date() if isinstance(value, dt.datetime) else value


def latest_day(month: int, day: int, reference: dt.date) -> dt.date | None:
    """Return the latest such day that is not after `reference`, None where eight years have none."""
    latest = as_day(reference)
    for year in range(latest.year, max(latest.year - 9, 0), -1):
        found = valid_day(year, month, day)
        if found and found <= latest:
            return found
    return None


def valid_day(year: int, month: int, day: int) -> dt.date | None:
    """Return the day, or None where the calendar has none such."""
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _zone(timezone: str | None) -> dt.tzinfo | None:
    if timezone is None:
        return None
    try:
        return ZoneInfo(timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError(f"unknown time zone {timezone!r}: give an IANA name such as Europe/Paris") from error


def _ascii_digits(text: str) -> str:
    """Write the digits of all scripts as ASCII, full-width marks included."""
    if text.isascii():
        return text
    return "".join(
        str(unicodedata.decimal(letter)) if letter.isdecimal() else ":" if letter == "：" else letter for letter in text
    )


def _find_day(text: str, reference: dt.date | None, day_first: bool | None) -> tuple[dt.date | None, int]:
    """Return the first day that a fixed form states, and where the text goes on behind it."""
    for pattern in (_ISO, _YEAR_FIRST):
        for match in pattern.finditer(text):
            if day := valid_day(int(match[1]), int(match[2]), int(match[3])):
                return day, match.end(3)
    for match in _NUMERIC.finditer(text):
        if day := _numeric_day(match, day_first):
            return day, match.end()
    return _find_written(text, reference)


def _numeric_day(match: re.Match[str], day_first: bool | None) -> dt.date | None:
    first, mark, second, year = int(match[1]), match[2], int(match[3]), int(match[4])
    year += 0 if year > 99 else 2000 if year < 70 else 1900
    if first > 12 or (day_first is None and (mark == "." or first == second)) or day_first:
        return valid_day(year, second, first)
    if second > 12 or day_first is False:
        return valid_day(year, first, second)
    return None


def _find_written(text: str, reference: dt.date | None) -> tuple[dt.date | None, int]:
    """Find a day with its month's name; one with a year before one without."""
    for match in _YEAR_FIRST_WRITTEN.finditer(text):
        month = month_number(match[2])
        if month and (day := valid_day(int(match[1]), month, int(match[3]))):
            return day, match.end()
    without_year: tuple[dt.date | None, int] = (None, 0)
    for pattern, month_at, day_at in ((_DAY_FIRST, 2, 1), (_MONTH_FIRST, 1, 2)):
        for match in pattern.finditer(text):
            month = month_number(match[month_at])
            if month is None:
                continue
            if match[3] and (day := valid_day(int(match[3]), month, int(match[day_at]))):
                return day, match.end()
            if not match[3] and reference and without_year[0] is None:
                without_year = latest_day(month, int(match[day_at]), reference), match.end()
    return without_year


def _with_time(day: dt.date, text: str, behind: int, zone: dt.tzinfo | None) -> dt.date | dt.datetime:
    found = find_time(text, behind)
    if found is None:
        return day
    time, offset = found
    if offset is None and zone is None:
        return day
    return dt.datetime.combine(day, time, offset or zone)


def _by_dateparser(text: str, reference: dt.date | None) -> dt.date | None:
    """Ask dateparser, where all of day, month and year must be printed."""
    if len(text) > _LONGEST_FOR_DATEPARSER or sum(letter.isdigit() for letter in text) < 5 or text.isascii():
        return None
    import dateparser

    base = dt.datetime.combine(as_day(reference or FIRST_DAY_OF_THE_WEB), dt.time())
    settings = {
        "REQUIRE_PARTS": ["day", "month", "year"],
        "RELATIVE_BASE": base,
        "PARSERS": ["absolute-time"],
    }
    try:
        found = dateparser.parse(text, settings=settings)
    except (ValueError, OverflowError, TypeError, RecursionError):
        return None
    return as_day(found) if found else None
