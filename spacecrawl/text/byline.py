"""Bylines: the persons and organizations who wrote a story, with roles and agencies."""

from __future__ import annotations

import re

from spacecrawl.record.article import Author
from spacecrawl.text.agencies import agency_name
from spacecrawl.text.names import recase

_BY = re.compile(r"\s*(?:by|von|par|por|di|door|af|av|przez|autor)\b[\s:]+", re.IGNORECASE)
_SPLIT = re.compile(r"\s*(?:,|;|&|\band\b|\bund\b|\bet\b|\by\b)\s*", re.IGNORECASE)
_FOR = re.compile(r"\s+for\s+", re.IGNORECASE)
_STAFF = re.compile(r"(?:(?P<agency>.+?)\s+)?(?P<name>staff(?: writers?| reporters?)?)", re.IGNORECASE)


def parse_byline(text: str) -> list[Author]:
    """Return the authors of a byline in its order; [] where it names none. Never raises."""
    text = " ".join(text.split())
    match = _BY.match(text)
    text = text[match.end() :] if match else text
    text, _, agency = text.partition(" for ")
    authors = [_author(part) for part in _SPLIT.split(text) if part.strip(" .")]
    for author in authors:
        author.agency = author.agency or agency or None
    return _attach_agencies(authors)


def _author(name: str) -> Author:
    staff = _STAFF.fullmatch(name)
    if staff:
        return Author(staff["name"], "organization", agency=staff["agency"])
    return Author(recase(name), "organization" if agency_name(name) else "person")


def _attach_agencies(authors: list[Author]) -> list[Author]:
    """Turn an agency behind persons into their agency."""
    if len(authors) < 2 or agency_name(authors[-1].name) is None:
        return authors
    for author in authors[:-1]:
        author.agency = author.agency or authors[-1].name
    return authors[:-1]
