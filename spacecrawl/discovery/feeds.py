"""RSS and Atom feeds, read without entities, DTD or network."""

from __future__ import annotations

from urllib.parse import urljoin

from lxml import etree
from parsel import Selector

from spacecrawl.discovery.teaser import Teaser, printed_day
from spacecrawl.sites.address import clean_url

LARGEST_FEED = 20_000_000
"""Bytes; a larger feed is refused, as no news feed comes near it."""


def read_feed(body: bytes, url: str) -> list[Teaser]:
    """Return the items of a feed in its order, each address once; raise ValueError when it is no feed.

    The day is the dateline's in the item's description: a feed's own dates can be the time of its build.
    """
    if len(body) > LARGEST_FEED:
        raise ValueError(f"feed of {len(body)} bytes is over the limit of {LARGEST_FEED}")
    try:
        tree = etree.fromstring(body.strip() or b"<empty/>", _parser())
    except (etree.XMLSyntaxError, LookupError) as error:
        raise ValueError(f"not XML: {error}") from error
    if tree is None:
        raise ValueError("not XML")
    etree.strip_elements(tree, etree.Entity, with_tail=False)
    root = Selector(root=tree, type="xml")
    root.remove_namespaces()
    if not root.xpath("/rss|/RDF|/feed"):
        raise ValueError("neither RSS nor Atom")
    found: dict[str, Teaser] = {}
    for item in root.xpath("//item|//entry"):
        if teaser := _teaser(item, url):
            found.setdefault(teaser.url, teaser)
    return list(found.values())


def _parser() -> etree.XMLParser:
    """Return a parser that keeps entities apart, so that they can be dropped: XPath would expand them."""
    return etree.XMLParser(
        recover=True, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True
    )


def _teaser(item: Selector, base: str) -> Teaser | None:
    link = (
        item.xpath("string(link)").get("").strip()
        or item.xpath("link[not(@rel) or @rel='alternate']/@href").get("").strip()
    )
    link = link or item.xpath("string(guid[not(@isPermaLink='false')])").get("").strip()
    try:
        url = clean_url(urljoin(base, link)) if link else None
    except ValueError:
        return None
    if url is None:
        return None
    text = item.xpath("string(description|summary)").get("")
    return Teaser(url, " ".join(item.xpath("string(title)").get("").split()), printed_day(text))
