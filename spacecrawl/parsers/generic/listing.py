"""Telling a page that lists articles from one that is an article.

On a list the text that looks like a body is teasers: each is cut off, or stands below or behind a headline that is a
link. An article has some of these too (a read-more box, a linked subheading), but they are not most of its text.
The page's own word that it is an article is believed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from spacecrawl.parsers.generic.blocks import Block, Scan
from spacecrawl.parsers.generic.walk import fold
from spacecrawl.parsers.metadata.jsonld import Node

_FEWEST_WORDS = 12
"""Words from which a block is text and no label."""
_HEADLINE = 4
"""Words from which a link can be a headline."""
_LOOK_BACK = 3
_MOSTLY = 0.65
"""At .5 five of 921 article pages are taken for lists, at .65 one: a calendar of events."""
_LINKED = 0.8
_SHORT = 150
"""Words of text under which a single teaser is the whole page."""
_CUT_OFF = re.compile(
    r"(?:\.\.\.|…|\[…\]|\[\.\.\.\])\W*(?:\w+\W+){0,3}$|(?:read|see|learn) (?:more|full.{0,12})\W*$"
    r"|(?:weiterlesen|mehr lesen|lire la suite|leer más|leia mais|leggi tutto|lees (?:meer|verder)"
    r"|czytaj (?:więcej|dalej)|читать (?:далее|дальше)|devamını oku|اقرأ المزيد|阅读全文|続きを読む|더 보기)\W*$",
    re.IGNORECASE,
)
_END = 40


def is_listing(scan: Scan, chosen: Sequence[bool], stated: Node) -> bool:
    """Tell whether most of the chosen text is teasers of other pages; `stated` is the article of its JSON-LD."""
    if stated or scan.meta.get("og:type", "").strip().lower() == "article":
        return False
    texts = [at for at, yes in enumerate(chosen) if yes and _is_text(scan.blocks[at])]
    if not texts:
        return False
    teasers = sum(_is_teaser(scan.blocks, at) for at in texts)
    words = sum(len(scan.blocks[at].text.split()) for at in texts)
    return teasers >= _MOSTLY * len(texts) and (teasers > 1 or words < _SHORT)


def _is_text(block: Block) -> bool:
    return block.text.count(" ") >= _FEWEST_WORDS - 1 and block.linked < _LINKED * block.chars


def _is_teaser(blocks: list[Block], at: int) -> bool:
    block = blocks[at]
    return bool(_CUT_OFF.search(block.text[-_END:])) or _opens_with_link(block) or _is_below_link(blocks, at)


def _opens_with_link(block: Block) -> bool:
    """Tell whether a line of the block, above its text, is a headline that is a link."""
    for link in block.links[:2]:
        text = fold("".join(link.pieces))
        if text.count(" ") >= _HEADLINE - 1 and f"{text}\n" in f"{block.text}\n" and len(text) < block.chars / 2:
            return True
    return False


def _is_below_link(blocks: list[Block], at: int) -> bool:
    """Tell whether a headline that is a link stands just above a block, only labels between."""
    for above in range(at - 1, max(-1, at - 1 - _LOOK_BACK), -1):
        block = blocks[above]
        if _is_text(block):
            return False
        if block.text.count(" ") >= _HEADLINE - 1 and block.linked > _LINKED * block.chars:
            return True
    return False
