"""What is asked of a reading process, and what it answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from spacecrawl.extraction import read_page
from spacecrawl.parsers.choice import load_parser
from spacecrawl.parsers.page import Page
from spacecrawl.reading.prepared import PreparedArticle
from spacecrawl.record import Article, Source
from spacecrawl.record.schema import fault
from spacecrawl.sites import Catalogue

Answer_co = TypeVar("Answer_co", covariant=True)


class Task(Protocol[Answer_co]):
    """What a reading process is asked to do; task and answer travel as pickles."""

    def run(self, catalogue: Catalogue) -> Answer_co:
        """Return the answer; whatever is raised makes the page unreadable, and no other."""
        ...


@dataclass(slots=True)
class Preparation:
    """Load what reading pages takes: these parsers, and the record's schema."""

    parsers: tuple[str, ...]

    def run(self, _: Catalogue) -> None:
        """Load them with their data, each by a page that holds nothing."""
        for name in self.parsers:
            load_parser(name).parse(Page(""))
        fault(Article().to_dict())


@dataclass(slots=True)
class PageTask:
    """A page to read: bytes or text, its address, its ``Content-Type`` header, and what its record says of it.

    ``parser`` overrides the catalogue's choice. ``source`` and ``also_at`` go into the record.
    """

    html: bytes | str
    url: str | None = None
    content_type: str | None = None
    parser: str | None = None
    source: Source | None = None
    also_at: tuple[str, ...] = ()

    def run(self, catalogue: Catalogue) -> Reading:
        """Return what the page holds; what a parser raises passes through."""
        page = Page.read(self.html, self.url, self.content_type)
        page.fetched = self.source.fetched_at if self.source else None
        article = read_page(page, catalogue, self.parser)
        if self.source is not None:
            article.source = self.source
        article.also_at = [url for url in self.also_at if url != article.url]
        record = article.to_dict()
        return Reading(PreparedArticle.of(article, record), fault(record))


@dataclass(slots=True)
class Reading:
    """A page that was read: its article, and why that may not be stored, or None."""

    article: PreparedArticle
    fault: str | None = field(default=None)
