"""Articles that are framed by lines: a byline and a dateline of their own between headline and text.

Old layouts keep an article's parts in one table cell, parted by line breaks alone: furniture, headline, byline,
dateline, text and tail are one block to whoever looks at elements. Their order is all that tells them apart, and
the reader of lines knows it. It is asked only where a dateline stands on a line of its own, which of 921 labelled
pages of other sites not one has.
"""

from __future__ import annotations

import re
from itertools import accumulate

from spacecrawl.parsers.generic.blocks import Scan, is_dated
from spacecrawl.parsers.generic.body import absolute
from spacecrawl.parsers.line_reader import read_lines
from spacecrawl.parsers.page import Page
from spacecrawl.parsers.space_media.layout import Layout, find_layout
from spacecrawl.parsers.space_media.links import article_links
from spacecrawl.parsers.space_media.parser import RULES
from spacecrawl.parsers.space_media.pictures import article_pictures, caption_of
from spacecrawl.record.article import Dateline, Image, Link
from spacecrawl.text.dateline import split_dateline

_LONGEST = 160
_CAN_BE_DATED = re.compile(r"[^\W\d_].{0,90}?[(\s]\d|[^\W\d_].{0,60}\([A-Z]")
_BYLINE = re.compile(r"(?:by|von|par|por|di|door)\s+\S", re.IGNORECASE)
_LONGEST_BYLINE = 120
_MOST_LINES = 5_000
_MOST_DATELINES = 40
_APART = 4
"""Lines between byline and dateline at most: a caption, an advertisement."""


def find_filed(page: Page, scan: Scan, title: str) -> Layout | None:
    """Return where the parts of an article stand that byline and dateline frame; None for any other page."""
    if not has_filing_lines(scan):
        return None
    layout = find_layout(read_lines(page.tree, RULES), [title] if title else [])
    framed = layout.dateline is not None and not layout.dateline.rest
    return layout if framed and layout.body else None


def links_of_lines(layout: Layout, base: str | None) -> list[Link]:
    """Return the links of the text and of what stands below it, each address once."""
    found: dict[str, Link] = {}
    for link, kind in article_links(layout):
        if url := absolute(link.href, base):
            found.setdefault(url, Link(url, link.text, kind))
    return list(found.values())


def images_of_lines(layout: Layout, base: str | None) -> list[Image]:
    """Return the pictures between headline and tail with their captions, each once."""
    found: dict[str, Image] = {}
    for picture in article_pictures(layout.evidence, layout.start, layout.tail):
        if url := absolute(picture.src, base):
            found.setdefault(url, Image(url, caption_of(picture, layout.captions)))
    return list(found.values())


def has_filing_lines(scan: Scan) -> bool:
    """Tell whether a dateline with its day fills a line, with an agency or near a line that reads as a byline.

    Pages of very many lines or datelines are lists or traps, and not looked into.
    """
    datelines = [
        (at, number, dateline)
        for at in scan.dated_blocks()
        for number, line in enumerate(scan.blocks[at].text.split("\n"))
        if len(line) <= _LONGEST and (dateline := _own_dateline(line))
    ]
    if not datelines or len(datelines) > _MOST_DATELINES * _APART:
        return False
    lines = [block.text.split("\n") for block in scan.blocks]
    starts = [0, *accumulate(map(len, lines))]
    if starts[-1] > _MOST_LINES:
        return False
    every = [line for of_block in lines for line in of_block]
    filed = [
        dateline for at, number, dateline in datelines if dateline.agency or _has_byline(every, starts[at] + number)
    ]
    return 0 < len(filed) <= _MOST_DATELINES


def _has_byline(lines: list[str], at: int) -> bool:
    return any(map(_is_byline, lines[max(0, at - _APART) : at + _APART + 1]))


def _is_byline(line: str) -> bool:
    return len(line) <= _LONGEST_BYLINE and _BYLINE.match(line) is not None


def _own_dateline(line: str) -> Dateline | None:
    """Return the dateline that fills a line and prints its day."""
    if not is_dated(line) or not _CAN_BE_DATED.match(line):
        return None
    found = split_dateline(line)
    return found[0] if found and not found[1] and found[0].date else None
