"""What is asked of a reading process, and what it answers."""

from __future__ import annotations

from dataclasses import dataclass, field

from spacecrawl.extraction import read_page
from spacecrawl.parsers.page import Page
from spacecrawl.record import Article, Source
from spacecrawl.record.schema import fault
from spacecrawl.record.similarity import Signature, signature
from spacecrawl.sites import Catalogue

_SOME_ADDRESS = "http://unknown.example/"
"""Stands in for the address that a saved page may lack, so that the rest of its record is checked all the same."""


@dataclass(slots=True)
class PageTask:
    """A page to read: bytes or text, its address, its ``Content-Type`` header, and what its record says of it.

    ``parser`` overrides the catalogue's choice. ``source`` and ``also_at`` go into the record. ``needs_address``
    makes the lack of an address a fault, as it is for what is stored.
    """

    html: bytes | str
    url: str | None = None
    content_type: str | None = None
    parser: str | None = None
    source: Source | None = None
    also_at: tuple[str, ...] = ()
    needs_address: bool = True


class PreparedArticle(Article):
    """An Article that is normalised, named, checked against the schema, and signed for the search of near-duplicates.

    ``signature`` is no key of the record; None where the text is too short to have one.
    """

    __slots__ = ("signature",)
    signature: Signature | None

    @classmethod
    def of(cls, article: Article) -> PreparedArticle:
        """Return a signed Article with the same fields."""
        prepared = cls(*[getattr(article, name) for name in Article.__dataclass_fields__])
        prepared.signature = signature(article.body)
        return prepared


@dataclass(slots=True)
class Reading:
    """A page that was read: its article, and why that may not be stored, or None."""

    article: PreparedArticle
    fault: str | None = field(default=None)


def read(task: PageTask, catalogue: Catalogue) -> Reading:
    """Return what a page holds; what a parser raises passes through."""
    page = Page.read(task.html, task.url, task.content_type)
    article = PreparedArticle.of(read_page(page, catalogue, task.parser))
    if task.source is not None:
        article.source = task.source
    article.also_at = [url for url in task.also_at if url != article.url]
    record = article.to_dict()
    if not (article.url or task.needs_address):
        record["url"] = _SOME_ADDRESS
    return Reading(article, fault(record))
