"""Which records are wanted."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from spacecrawl.exporting.columns import day_of


@dataclass(frozen=True)
class Selection:
    """What is asked of a record; of several values of one kind one has to fit, of ``text`` every one.

    Days are of the article itself and inclusive; an article without one fits no bound. Sites are names of catalogue
    entries, languages BCP 47 tags or their first part (``pt`` takes ``pt-BR``), countries ISO 3166-1 codes of
    datelines. A section or agency fits whole, an author or text in part, all without regard to capitals.
    ``duplicates`` False leaves out what names an earlier record as nearly the same.
    """

    since: dt.date | None = None
    until: dt.date | None = None
    sites: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    text: tuple[str, ...] = ()
    duplicates: bool = True

    def takes(self, record: dict[str, Any]) -> bool:
        """Tell whether a record is wanted."""
        dateline = record.get("dateline") or {}
        return (
            (self.duplicates or not record.get("duplicate_of"))
            and self._in_time(day_of(record))
            and _one_is(self.sites, [record.get("site")])
            and _one_is(self.languages, _language(record))
            and _one_is(self.sections, [record.get("section")])
            and _one_is(self.countries, [dateline.get("country")])
            and _one_is(self.agencies, _agencies(record))
            and self._has_author(record)
            and self._has_text(record)
        )

    def _in_time(self, day: str | None) -> bool:
        if day is None:
            return self.since is None and self.until is None
        return (self.since is None or day >= self.since.isoformat()) and (
            self.until is None or day <= self.until.isoformat()
        )

    def _has_author(self, record: dict[str, Any]) -> bool:
        if not self.authors:
            return True
        names = [author["name"].casefold() for author in record.get("authors", [])]
        return any(wanted.casefold() in name for wanted in self.authors for name in names)

    def _has_text(self, record: dict[str, Any]) -> bool:
        if not self.text:
            return True
        text = f"{record['title']}\n{record['body']}".casefold()
        return all(wanted.casefold() in text for wanted in self.text)


def _language(record: dict[str, Any]) -> list[str | None]:
    """Return a record's language tag and its first part."""
    tag = record.get("language") or ""
    return [tag, tag.partition("-")[0]]


def _agencies(record: dict[str, Any]) -> list[str | None]:
    """Return what a record calls its agencies: the dateline's as printed and in full, and the authors'."""
    dateline = record.get("dateline") or {}
    authors = record.get("authors", [])
    return [dateline.get("agency"), dateline.get("agency_name"), *(author.get("agency") for author in authors)]


def _one_is(wanted: tuple[str, ...], values: list[str | None]) -> bool:
    if not wanted:
        return True
    found = {value.casefold() for value in values if value}
    return any(value.casefold() in found for value in wanted)
