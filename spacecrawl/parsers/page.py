"""One page as every parser sees it: text, address, and a tree that is built once."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
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
    utf8: bytes | None = field(default=None, repr=False, compare=False)
    """The text's own bytes where they are at hand, until the tree is built: encoding costs a tenth of lxml's parse."""

    @classmethod
    def read(cls, html: str | bytes, url: str | None = None, content_type: str | None = None) -> Page:
        """Build from text or bytes; ``content_type`` is the HTTP header, where there was one."""
        if isinstance(html, bytes):
            text = decode(html, content_type)
            return cls(text, url, utf8=html if text.isascii() and len(text) == len(html) else None)
        text, encoded = without_surrogates(html.replace("\x00", ""))
        return cls(text, url, utf8=encoded)

    @cached_property
    def tree(self) -> LexborHTMLParser:
        """The page's HTML5 tree, of markup within bounds."""
        html, encoded, self.utf8 = bounded(self.html), self.utf8, None
        return LexborHTMLParser(encoded if encoded is not None and html is self.html else html)

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


def without_surrogates(text: str) -> tuple[str, bytes]:
    """Return text that can be encoded, with a question mark for each lone surrogate, and its UTF-8."""
    try:
        return text, text.encode()
    except UnicodeEncodeError:
        encoded = text.encode("utf-8", "replace")
        return encoded.decode(), encoded
