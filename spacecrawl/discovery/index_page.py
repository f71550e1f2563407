"""The links of a front page, section page or back issue."""

from __future__ import annotations

import datetime as dt
from urllib.parse import urljoin

from spacecrawl.discovery.teaser import Teaser, printed_day
from spacecrawl.parsers.line_reader import read_lines
from spacecrawl.parsers.lines import Line
from spacecrawl.parsers.page import Page
from spacecrawl.sites.address import clean_url

LINES_OF_A_TEASER = 4
"""A teaser's dateline stands within this many lines below its headline."""


def read_teasers(page: Page) -> list[Teaser]:
    """Return each address that a page links once, in order of the page, with the day printed below its first link."""
    base = _base(page)
    lines = read_lines(page.tree).lines
    found: dict[str, Teaser] = {}
    for number, line in enumerate(lines):
        for link in line.links:
            url = _absolute(base, link.href)
            if url and (url not in found or (found[url].day is None and number)):
                found[url] = Teaser(url, found[url].text if url in found else link.text, _day_below(lines, number))
    return list(found.values())


def links_of(page: Page) -> list[Teaser]:
    """Return each address that a page links once, in order of the page, with the longest text of its links.

    A teaser's first link is often its picture, whose text is none, and its last one says "more".
    """
    base = _base(page)
    found: dict[str, Teaser] = {}
    lines = read_lines(page.tree).lines
    for number, line in enumerate(lines):
        for link in line.links:
            if url := _absolute(base, link.href):
                known = found.get(url)
                if known is None or len(link.text) > len(known.text):
                    day = _day_below(lines, number) or (known.day if known else None)
                    found[url] = Teaser(url, link.text, day)
    return list(found.values())


def _base(page: Page) -> str:
    node = page.tree.css_first("base[href]")
    given = node.attributes.get("href") if node else None
    return urljoin(page.url or "", given) if given else page.url or ""


def _day_below(lines: list[Line], number: int) -> dt.date | None:
    first = printed_day(lines[number].text)
    if first:
        return first
    for line in lines[number + 1 : number + 1 + LINES_OF_A_TEASER]:
        if day := printed_day(line.text[:160]):
            return day
        if line.links:
            return None
    return None


def _absolute(base: str, href: str) -> str | None:
    if href.startswith(("#", "mailto:", "javascript:", "tel:", "data:")):
        return None
    try:
        return clean_url(href if href.startswith(("http://", "https://")) else urljoin(base, href))
    except ValueError:
        return None
