"""Datelines: where, when and by which agency a story was filed, on a line of its own or inline.

A dateline is a place, then a date and an agency in any order, then a dash, a colon or the end of the line.
The first mark that cannot stand in a place's name (a bracket, a dash, a digit) ends the place, which turns
most ordinary paragraphs away at once; what follows is read piece by piece; and what was read must add up to
evidence: a known place, a date, an agency, capitals.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from spacecrawl.record.article import Dateline
from spacecrawl.text.agencies import agency_name
from spacecrawl.text.dates import latest_day, valid_day
from spacecrawl.text.months import misspelt_month, month_number
from spacecrawl.text.placeless import split_placeless
from spacecrawl.text.places import FIRM, UNKNOWN, Place, locate
from spacecrawl.text.words import PLACE_PARTICLES, words

_WINDOW = 160
_LONGEST_PLACE = 80
_MOST_WORDS = 9
_SHORTEST_BARE = 4
_FEWEST_SPACES = 3
_MOST_SLIPS = 3
_DASHES = ("-", "—", "–")

_STOPS = ';!?"“”«»…•|'
_MARK = re.compile(rf"[(—–:\d{_STOPS}]|--|\s-(?=\s|$)|\s/(?=[^\W\d_])")
_GAP = re.compile(r"[\s,.]*")
_DASH = re.compile(r"(?:[—–]|-)(?:\s*[-—–])*\s*")
_BRACKETED_DATE = re.compile(r"\((?=[^()]{4,30}\d)")
_BRACKETED = re.compile(r"\(([^()\d][^()]{0,38})\)")
_SLASHED = re.compile(r"/([^\W\d_a-z][^/\n]{1,24})/")
_BARE_AGENCY = re.compile(r"([A-Z][\w-]+(?: [A-Z]\w+)?)(?=\s*[—–-])")
_OUTLET = re.compile(r"[A-Z][\w.&+/-]*(?: [A-Z][\w.&+/-]*){0,3}|[a-z]{3,5}")
_ARTICLE = re.compile(r",\s*(?:le|den|el|il|am|den|on|dnia)$")
_LAST_WORD = re.compile(r"([^\W\d_]{3,10})\.?\s?$")
_MONTH_FIRST = re.compile(
    r"([^\W\d_]{3,10})\.?\s?(\d[\dOoIl]{0,2})(?:st|nd|rd|th)?(?![\w])(?:,?\s{0,2}((?:1[89]|20)\d\d)(?!\d))?"
)
_DAY_FIRST = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th|er|º|ª|\.)?\s?(?:de |of |d['’])?([^\W\d_]{3,10})\b"
    r"(?:[.,]{0,2}\s(?:de )?((?:1[89]|20)\d\d)(?!\d))?"
)
_LABELS = words(
    "published updated posted date last modified release released edited by on monday tuesday "
    "wednesday thursday "
    "friday saturday sunday today yesterday photo image file video watch read more update exclusive "
    "breaking dear"
)


@dataclass(slots=True)
class _Tail:
    """What stands behind the place: printed up to `end`, the text goes on at `rest`, `closer` ends it."""

    end: int
    rest: int
    day: int | None = None
    month: int | None = None
    year: int | None = None
    dated: bool = False
    agency: str | None = None
    closer: str = ""
    spaced: bool = False
    late: bool = False


def parse_dateline(text: str, reference: dt.date | None = None) -> Dateline | None:
    """Return the dateline that `text` is or opens with, or None.

    `reference` (a date or datetime) fills in a year that is not printed, with the latest that gives no later
    day than itself; without it such a dateline has no date. Never raises.
    """
    found = split_dateline(text, reference)
    return found[0] if found else None


def split_dateline(text: str, reference: dt.date | None = None) -> tuple[Dateline, str] | None:
    """Return the dateline that `text` opens with and the text behind it and its dash, or None.

    Of two datelines run together the first is returned and the second is taken off the text as well.
    """
    text = text.strip().lstrip("* ")
    head = text[:_WINDOW]
    start = _place_end(head)
    if start is None:
        return split_placeless(text, reference)
    place = _trim(head[:start])
    tail = _read_tail(head, start)
    geography = locate(place)
    if not _is_evidence(place, geography, tail, text):
        return None
    rest = text[tail.rest :].lstrip()
    if not tail.closer and (second := split_dateline(rest, reference)):
        rest = second[1]
    printed = head[: tail.end].rstrip(" ,-–—")
    return _dateline(printed, place, geography, tail, reference, inline=bool(rest)), rest


def _place_end(head: str) -> int | None:
    """Return where the place's name ends, None where the text cannot open with a dateline."""
    if not head or not head[0].isupper():
        return None
    mark = _MARK.search(head, 1, _LONGEST_PLACE)
    if mark is None or mark[0] in _STOPS:
        return None
    at = mark.start()
    if not head[at].isdigit():
        return at
    word = _LAST_WORD.search(head, 0, at)
    if word and word.start() > 1 and _month(word[1]):
        return word.start()
    day_first = _DAY_FIRST.match(head, at)
    return at if day_first and _month(day_first[2]) else None


def _month(name: str) -> int | None:
    return month_number(name) or misspelt_month(name)


def _trim(place: str) -> str:
    """Cut the white space and punctuation behind a place, but for the full stop of an abbreviation."""
    place = _ARTICLE.sub("", place.rstrip(" ,-–—\t\n").removesuffix(",."))
    last = re.split(r"[,\s]", place)[-1]
    return place if len(last) <= 6 or "." in last[:-1] else place.rstrip(".")


def _read_tail(head: str, at: int) -> _Tail:
    """Read dates, agencies and dashes from `at` on until none follows."""
    tail = _Tail(at, at)
    while True:
        gap = _GAP.match(head, tail.rest)
        here = gap.end() if gap else tail.rest
        if not any(read(head, here, tail) for read in (_read_date, _read_bracketed_date, _read_agency)):
            if not _read_closer(head, here, tail):
                tail.rest = here
                return tail
            dash_end = tail.rest
            if tail.dated or not _read_late_date(head, dash_end, tail):
                return tail


def _read_date(head: str, at: int, tail: _Tail) -> bool:
    """Take a date at `at` into `tail`; an impossible day (`March 187`) leaves the date open."""
    if tail.dated:
        return False
    if match := _MONTH_FIRST.match(head, at):
        name, day, year = match.groups()
    elif match := _DAY_FIRST.match(head, at):
        day, name, year = match.groups()
    else:
        return False
    month = _month(name)
    if month is None:
        return False
    tail.month, tail.year, tail.dated = month, int(year) if year else None, True
    digits = day.replace("O", "0").replace("o", "0").replace("I", "1").replace("l", "1")
    tail.day = int(digits) if 0 < int(digits) < 32 else None
    tail.end = tail.rest = match.end()
    return True


def _read_bracketed_date(head: str, at: int, tail: _Tail) -> bool:
    """Take a date in brackets (`WASHINGTON (January 24, 2017) -`) at `at` into `tail`."""
    bracket = _BRACKETED_DATE.match(head, at)
    if bracket is None or not _read_date(head, bracket.end(), tail):
        return False
    tail.end = tail.rest = tail.rest + head.startswith(")", tail.rest)
    return True


def _read_late_date(head: str, at: int, tail: _Tail) -> bool:
    """Take a date behind a dash (`Berkeley - Dec 17, 2003`) if it has a year or another dash follows."""
    late = _Tail(at, at)
    if not _read_date(head, at, late):
        return False
    follows = head[late.rest :].lstrip(" ,.")[:1]
    if not (late.year or follows in "-–—("):
        return False
    tail.day, tail.month, tail.year, tail.dated, tail.closer = late.day, late.month, late.year, True, ""
    tail.late = True
    tail.end, tail.rest = late.end, late.rest
    return True


def _read_agency(head: str, at: int, tail: _Tail) -> bool:
    if tail.agency is not None:
        return False
    match = _BRACKETED.match(head, at) or _SLASHED.match(head, at)
    if match is None:
        match = _BARE_AGENCY.match(head, at)
        if match is None or agency_name(match[1]) is None:
            return False
    tail.agency = match[1].strip()
    tail.end = tail.rest = match.end()
    return True


def _read_closer(head: str, at: int, tail: _Tail) -> bool:
    if dash := _DASH.match(head, at):
        tail.closer, tail.rest, tail.spaced = dash[0][0], dash.end(), head[at - 1].isspace()
    elif head.startswith(":", at):
        tail.closer, tail.rest = ":", at + 1 + head.startswith(" ", at + 1)
    return bool(tail.closer)


def _is_evidence(place: str, geography: Place, tail: _Tail, text: str) -> bool:
    """Tell whether what was read is a dateline and not a heading, a label or the start of a sentence."""
    slips = tail.dated and geography.standing != UNKNOWN and tail.closer in _DASHES and place.count(" ") < _MOST_SLIPS
    if not _is_place_shaped(place, lower=slips):
        return False
    rest = text[tail.rest :].lstrip()
    capitals = place.partition(",")[0].isupper()
    if tail.agency is not None:
        return _is_agency_evidence(place, geography, tail, capitals=capitals, ended=bool(tail.closer) or not rest)
    if tail.dated:
        return _is_date_evidence(place, geography, tail, text, capitals=capitals)
    return _is_bare_evidence(place, geography, tail, rest, capitals=capitals)


def _is_agency_evidence(place: str, geography: Place, tail: _Tail, *, capitals: bool, ended: bool) -> bool:
    """Judge a place with an agency: the agency, the place or the date's whole form must be known."""
    agency = tail.agency or ""
    wire = agency_name(agency) is not None
    known = geography.standing != UNKNOWN
    if tail.dated:
        return wire or known or capitals or (agency.isupper() and tail.year is not None)
    if known and not wire:
        outlet = _OUTLET.fullmatch(agency) and locate(agency).standing == UNKNOWN
        return tail.closer in _DASHES and bool(outlet) and (capitals or geography.city is not None)
    return ended and wire and (known or capitals or " " not in place)


def _is_date_evidence(place: str, geography: Place, tail: _Tail, text: str, *, capitals: bool) -> bool:
    """Judge a place with a date alone: a dash ends it, or it is a line of its own, parted by a mark."""
    if tail.closer in _DASHES:
        return capitals or (geography.standing != UNKNOWN and not _read_date(text, tail.rest, _Tail(0, 0)))
    if geography.standing != FIRM or (tail.closer == ":" and not capitals):
        return False
    parted = text[len(place) :].lstrip(".")[:1] == "," or tail.late
    return bool(tail.closer) or (parted and not text[tail.rest :].strip())


def _is_bare_evidence(place: str, geography: Place, tail: _Tail, rest: str, *, capitals: bool) -> bool:
    """Judge a place with neither date nor agency: it must be firm, and a sentence must follow its dash."""
    if not (tail.closer and rest and geography.standing == FIRM) or rest[:40].isupper() or rest[0].islower():
        return False
    if len(place.partition(",")[0]) < _SHORTEST_BARE or rest.count(" ") < _FEWEST_SPACES:
        return False
    if capitals:
        return True
    spaced = tail.closer in "—–" and tail.spaced and geography.city is not None
    return spaced or ("/" in place and tail.closer == "-")


def _is_place_shaped(place: str, *, lower: bool) -> bool:
    """Tell whether all words have capitals; a known place with a date may lack them (`New york`)."""
    names = place.replace(",", " ").replace("/", " ").split()
    if not 0 < len(names) <= _MOST_WORDS or names[0].lower() in _LABELS:
        return False
    return lower or all(name[0].isupper() or name.lower() in PLACE_PARTICLES or name[0] in "('’&" for name in names)


def _dateline(
    printed: str, place: str, geography: Place, tail: _Tail, reference: dt.date | None, *, inline: bool
) -> Dateline:
    return Dateline(
        text=printed,
        place=place,
        city=geography.city,
        region=geography.region,
        country=geography.country,
        agency=tail.agency,
        agency_name=agency_name(tail.agency) if tail.agency else None,
        date=_date(tail, reference),
        inline=inline,
    )


def _date(tail: _Tail, reference: dt.date | None) -> dt.date | None:
    if tail.day is None or tail.month is None:
        return None
    if tail.year is not None:
        return valid_day(tail.year, tail.month, tail.day)
    if reference is None:
        return None
    return latest_day(tail.month, tail.day, reference)
