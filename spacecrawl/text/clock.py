"""Times of day and their zones, as printed behind a date."""

from __future__ import annotations

import datetime as dt
import re

_TIME = re.compile(
    r"(?<![\d:.])(\d{1,2})(?::|h|\.(?=\d\d\s*uhr\b)|시\s?|時|点)(\d\d)(?!\d)"
    r"(?::(\d\d)(?:[.,]\d+)?)?분?\s*([ap]\.?m\b\.?)?",
    re.IGNORECASE,
)
_HOUR = re.compile(r"(?<![\d:.])(\d{1,2})\s*(?:([ap]\.?m\b\.?)|Uhr\b)", re.IGNORECASE)
_BARE = re.compile(r"[Tt]?\s?(\d\d)(\d\d)(\d\d)?(?=Z|[+-]\d\d)")
_OFFSET = re.compile(r"\s*(?:(?:GMT|UTC)?\s*([+-])(\d\d?):?(\d\d)?(?!\d)|(Z|GMT|UTC)(?![A-Za-z]))")
_NAMED = re.compile(r"[\s(]*([A-Z]{2,5})\b")
_AFTERNOON = re.compile(r"(?:下午|午後|오후|晚上)\s*$")
_ZONES = {
    "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7, "AKST": -9,
    "AKDT": -8, "HST": -10, "AST": -4, "ADT": -3, "NST": -3.5, "NDT": -2.5, "BRT": -3, "ART": -3,
    "CLT": -4, "COT": -5, "PET": -5, "WET": 0, "WEST": 1, "BST": 1, "CET": 1, "CEST": 2, "MEZ": 1,
    "MESZ": 2, "EET": 2, "EEST": 3, "MSK": 3, "TRT": 3, "SAST": 2, "CAT": 2, "EAT": 3, "WAT": 1,
    "GST": 4, "PKT": 5, "IST": 5.5, "NPT": 5.75, "BDT": 6, "ICT": 7, "WIB": 7, "SGT": 8, "MYT": 8,
    "PHT": 8, "HKT": 8, "AWST": 8, "JST": 9, "KST": 9, "ACST": 9.5, "ACDT": 10.5, "AEST": 10, "AEDT": 11,
    "NZST": 12, "NZDT": 13,
}  # fmt: skip
"""Hours east of UTC; of names in use for several zones the one that news sites print most (CST: US)."""


def find_time(text: str, behind: int) -> tuple[dt.time, dt.timezone | None] | None:
    """Return the time of day that a date's text states, and its offset where printed; None without a time.

    The time is looked for behind the date, at `behind`, then before it.
    """
    for start, end in ((behind, len(text)), (0, behind)):
        bare = _BARE.match(text, start) if start else None
        if match := bare or _TIME.search(text, start, end) or _HOUR.search(text, start, end):
            time = _time(match, text)
            return (time, _offset(text, match.end())) if time else None
    return None


def _time(match: re.Match[str], text: str) -> dt.time | None:
    hour = int(match[1])
    if match.re is _HOUR:
        minute, second, half = 0, 0, match[2]
    else:
        minute, second = int(match[2]), int(match[3] or 0)
        half = match[4] if match.re is _TIME else None
    if half or _AFTERNOON.search(text, 0, match.start()):
        hour = hour % 12 + (0 if half and half[0] in "aA" else 12)
    return dt.time(hour, minute, second) if hour < 24 and minute < 60 and second < 60 else None


def _offset(text: str, at: int) -> dt.timezone | None:
    if match := _OFFSET.match(text, at):
        if match[4]:
            return dt.UTC
        minutes = int(match[2]) * 60 + int(match[3] or 0)
        return _timezone(-minutes if match[1] == "-" else minutes)
    named = _NAMED.match(text, at)
    return _timezone(int(_ZONES[named[1]] * 60)) if named and named[1] in _ZONES else None


def _timezone(minutes: int) -> dt.timezone | None:
    return dt.timezone(dt.timedelta(minutes=minutes)) if abs(minutes) <= 14 * 60 else None
