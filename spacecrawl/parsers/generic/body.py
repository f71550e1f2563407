"""From chosen blocks to the body's text and its links."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

from spacecrawl.parsers.generic.blocks import Block
from spacecrawl.parsers.generic.tokens import BIT
from spacecrawl.parsers.generic.walk import fold
from spacecrawl.record.article import Link

MOST_LINKS = 300
"""Links kept of one article at most."""
_REPEATED_FROM = 40
"""Characters from which on a block that stood before is a copy."""

_QUOTED_FROM = 30
_QUOTE = BIT["quote"]
_QUOTE_TAGS = frozenset(["blockquote", "aside", "q", "figure"])
_QUOTE_MARKS = "\"'“”„‘’«»‹› .…"


def take_code(chosen: list[bool], blocks: list[Block]) -> None:
    """Take preformatted lines that stand between two chosen blocks: no prose, but the text speaks of them."""
    start = 0
    for block in blocks:
        if block.frame.tag == "pre":
            continue
        at = block.index
        if 0 < start < at and chosen[start - 1] and chosen[at]:
            chosen[start:at] = [True] * (at - start)
        start = at + 1


def without_copies(blocks: list[Block]) -> list[Block]:
    """Drop blocks of some length whose text stood before: pull quotes, copies for other screens."""
    seen: set[str] = set()
    kept = []
    for block in blocks:
        if block.chars >= _REPEATED_FROM:
            if block.text in seen:
                continue
            seen.add(block.text)
        kept.append(block)
    return kept


def without_repeated_quotes(blocks: list[Block]) -> list[Block]:
    """Drop pull quotes: blocks marked as quotes or asides whose words stand inside another block."""
    marked = [block for block in blocks if block.chars >= _QUOTED_FROM and _is_quote(block)]
    if not marked:
        return blocks
    whole = "\n".join(block.text for block in blocks)
    repeated = {block.index for block in marked if whole.count(block.text.strip(_QUOTE_MARKS)) > 1}
    return [block for block in blocks if block.index not in repeated]


def _is_quote(block: Block) -> bool:
    parent = block.frame.parent
    mask = block.frame.mask | block.inline | (parent.mask if parent else 0)
    return bool(mask & _QUOTE) or not _QUOTE_TAGS.isdisjoint((block.frame.tag, parent.tag if parent else ""))


def text_of(blocks: list[Block]) -> str:
    """Return the blocks' texts as paragraphs, a blank line between."""
    return "\n\n".join(block.text for block in blocks)


def links_of(blocks: list[Block], base: str | None) -> list[Link]:
    """Return the links inside the blocks, each address once, absolute where the page's address is known."""
    found: dict[str, Link] = {}
    for block in blocks:
        for link in block.links:
            url = absolute(link.href, base)
            text = fold("".join(link.pieces))
            if url and text:
                found.setdefault(url, Link(url, text))
    return list(found.values())[:MOST_LINKS]


def absolute(href: str, base: str | None) -> str:
    """Return a link's web address, '' for what is none or a place on the page itself."""
    if not href or href[0] == "#":
        return ""
    if href.startswith(("https://", "http://")) and " " not in href:
        return href
    try:
        url = urljoin(base or "", href.strip())
        return url if urlsplit(url).scheme in ("http", "https") else ""
    except ValueError:
        return ""
