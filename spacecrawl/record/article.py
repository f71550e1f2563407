"""The record of one article as typed dataclasses, and its plain form for JSON.

The order of the fields is the order of the keys in a record: what the article says first, housekeeping last.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from spacecrawl.record.line import as_line

SCHEMA_VERSION = 1
"""Grows only when a key of the record changes its meaning."""


@dataclass(slots=True)
class Author:
    """One person or organization of a byline."""

    name: str
    kind: str = "person"
    role: str | None = None
    agency: str | None = None

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Author:
        """Build from the plain form."""
        return cls(**data)


@dataclass(slots=True)
class Dateline:
    """Where and when a story was filed, and by which agency, as its dateline prints it.

    ``text`` and ``place`` are as printed; ``city`` is in ordinary spelling; ``region`` is an ISO 3166-2 code,
    ``country`` an ISO 3166-1 alpha-2 code; ``inline`` tells that the dateline opens the first paragraph.
    """

    text: str
    place: str | None = None
    city: str | None = None
    region: str | None = None
    country: str | None = None
    agency: str | None = None
    agency_name: str | None = None
    date: dt.date | None = None
    inline: bool = False

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Dateline:
        """Build from the plain form; raise ValueError for a date that is none."""
        return cls(**{**data, "date": read_date(data.get("date"))})


@dataclass(slots=True)
class Image:
    """A picture of the article: absolute address, caption and credit as printed."""

    url: str
    caption: str | None = None
    credit: str | None = None


@dataclass(slots=True)
class Link:
    """A link of the article; ``kind`` is ``reference`` (its sources) or ``story`` (related stories)."""

    url: str
    text: str
    kind: str = "reference"


@dataclass(slots=True)
class Sidebar:
    """A boxed story of its own inside the article's page."""

    title: str
    dateline: Dateline | None
    body: str

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Sidebar:
        """Build from the plain form."""
        dateline = data.get("dateline")
        return cls(data["title"], Dateline.from_dict(dateline) if dateline else None, data["body"])


@dataclass(slots=True)
class Source:
    """Where the page came from: address and time of a fetch (UTC), or file and byte offset."""

    url: str | None = None
    fetched_at: dt.datetime | None = None
    file: str | None = None
    offset: int | None = None

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Source:
        """Build from the plain form."""
        fetched_at = data.get("fetched_at")
        return cls(**{**data, "fetched_at": dt.datetime.fromisoformat(fetched_at) if fetched_at else None})


@dataclass(slots=True)
class Extractor:
    """Which parser read the page, how sure it is (0 to 1), and where each filled key came from."""

    name: str
    version: str
    confidence: float = 0.0
    provenance: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Article:
    """One article; a text that the page does not have is None (``title`` and ``body``: empty)."""

    id: str | None = None
    url: str | None = None
    host: str | None = None
    site: str | None = None
    section: str | None = None
    title: str = ""
    byline: str | None = None
    authors: list[Author] = field(default_factory=list)
    dateline: Dateline | None = None
    date_published: dt.date | dt.datetime | None = None
    date_modified: dt.date | dt.datetime | None = None
    summary: str | None = None
    body: str = ""
    images: list[Image] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    sidebars: list[Sidebar] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    language: str | None = None
    also_at: list[str] = field(default_factory=list)
    duplicate_of: str | None = None
    version: int = 1
    revised_by: str | None = None
    content_hash: str | None = None
    source: Source = field(default_factory=Source)
    extractor: Extractor | None = None
    schema_version: int = SCHEMA_VERSION

    def to_dict(self) -> dict[str, Any]:
        """Return the record: plain JSON types, keys in the record's order, dates as ISO 8601."""
        return {
            name: value if (value := getattr(self, name)) is None or type(value) in _PLAIN else plain(value)
            for name in Article.__dataclass_fields__
        }

    def to_line(self) -> bytes:
        """Return the record as a line of JSON in UTF-8, without the line's end."""
        return as_line(self.to_dict())

    @property
    def source_url(self) -> str | None:
        """The address that it was read from."""
        return self.source.url

    @property
    def filing(self) -> tuple[str | None, str | None]:
        """Agency, by its name where that is known, and country of its dateline."""
        dateline = self.dateline
        return (dateline.agency_name or dateline.agency, dateline.country) if dateline else (None, None)

    @classmethod
    def from_dict(cls, record: dict[str, Any]) -> Article:
        """Build an Article from a record; unknown keys raise TypeError, malformed dates ValueError."""
        values = dict(record)
        values["authors"] = [Author.from_dict(author) for author in record.get("authors", [])]
        values["dateline"] = Dateline.from_dict(record["dateline"]) if record.get("dateline") else None
        for name in ("date_published", "date_modified"):
            values[name] = read_date_or_time(record.get(name))
        values["images"] = [Image(**image) for image in record.get("images", [])]
        values["links"] = [Link(**link) for link in record.get("links", [])]
        values["sidebars"] = [Sidebar.from_dict(sidebar) for sidebar in record.get("sidebars", [])]
        values["source"] = Source.from_dict(record.get("source") or {})
        values["extractor"] = Extractor(**record["extractor"]) if record.get("extractor") else None
        return cls(**values)


_PLAIN = frozenset((str, int, float, bool))


def plain(value: Any) -> Any:
    """Turn a field's value into plain JSON types; dataclasses become dicts in the order of their fields."""
    if value is None or type(value) in _PLAIN or isinstance(value, str | int | float):
        return value
    if isinstance(value, list):
        return [entry if type(entry) in _PLAIN else plain(entry) for entry in value]
    if isinstance(value, dict):
        return {key: plain(entry) for key, entry in value.items()}
    if isinstance(value, dt.date):
        return value.isoformat()
    return {
        name: entry if (entry := getattr(value, name)) is None or type(entry) in _PLAIN else plain(entry)
        for name in value.__dataclass_fields__
    }


def read_date(text: str | None) -> dt.date | None:
    """Read YYYY-MM-DD; None stays None."""
    return dt.date.fromisoformat(text) if text else None


def read_date_or_time(text: str | None) -> dt.date | dt.datetime | None:
    """Read YYYY-MM-DD as a date, anything longer as an ISO 8601 date and time."""
    if not text:
        return None
    return dt.date.fromisoformat(text) if len(text) == len("YYYY-MM-DD") else dt.datetime.fromisoformat(text)
