"""One page as every parser sees it: text, address, and a tree that is built once."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

from selectolax.lexbor import LexborHTMLParser

from spacecrawl.parsers.bounds import bounded
from spacecrawl.text.encoding import decode


@dataclass
class Page:
    """An HTML page: decoded text, address, fetch and zone if known, and its lexbor tree, parsed on first use."""

    html: str
    url: str | None = None
    fetched: dt.date | dt.datetime | None = None
    """When it was fetched: what relative dates count from, and after which nothing can be published."""
    timezone: str | None = None
    """IANA name of the site's zone, in which it prints local times."""

    @classmethod
    def read(cls, html: str | bytes, url: str | None = None, content_type: str | None = None) -> Page:
        """Build from text or bytes; ``content_type`` is the HTTP header, where there was one."""
        if isinstance(html, bytes):
            return cls(decode(html, content_type), url)
        return cls(without_surrogates(html.replace("\x00", "")), url)

    @cached_property
    def tree(self) -> LexborHTMLParser:
        """The page's HTML5 tree, of markup within bounds."""
        return LexborHTMLParser(bounded(self.html))

    @cached_property
    def meta(self) -> dict[str, str]:
        """Content of ``<meta>`` by lower-case name or property; the first that is not empty counts."""
        found: dict[str, str] = {}
        for node in self.tree.css("meta[content]"):
            attributes = node.attributes
            key = attributes.get("property") or attributes.get("name") or attributes.get("itemprop")
            content = (attributes.get("content") or "").strip()
            if key and content:
                found.setdefault(key.strip().lower(), content)
        return found

    @cached_property
    def title(self) -> str | None:
        """The text of ``<title>``, white space folded."""
        node = self.tree.css_first("title")
        return (" ".join(node.text().split()) or None) if node else None

    @cached_property
    def canonical_link(self) -> str | None:
        """The page's own word for its address: ``og:url`` or ``<link rel=canonical>``, as written."""
        link = self.tree.css_first("link[rel=canonical][href]")
        return (link.attributes.get("href") if link else None) or self.meta.get("og:url")


def without_surrogates(text: str) -> str:
    """Return text that can be encoded, with a question mark for each lone surrogate."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace").decode()
    return text
