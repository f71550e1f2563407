"""Every place where a page prints or states its headline: headings, OpenGraph, JSON-LD, microdata, the window's title."""

from __future__ import annotations

import html
import re
from urllib.parse import urlsplit

from spacecrawl.parsers.generic.blocks import Scan
from spacecrawl.parsers.metadata.compare import likeness, words_of
from spacecrawl.parsers.metadata.jsonld import Node, string_of

PARTS = re.compile(r"\s+[|\-–—·•»«:/~]+\s+|\s*[|»•]\s*|\s+::\s+|\s?[｜ㅣ—_]\s?")
_LONGEST = 400


def stated_titles(scan: Scan, article: Node, url: str | None = None) -> list[tuple[str, str]]:
    """Return the headlines that the page states outside of its text, as (source, text), without site names."""
    site = site_words(scan, article, url)
    stated = [
        ("json-ld", string_of(article.get("headline")) or string_of(article.get("name"))),
        ("og:title", scan.meta.get("og:title", "")),
        ("twitter:title", scan.meta.get("twitter:title", "")),
        (
            "meta",
            scan.meta.get("title", "") or scan.meta.get("dc.title", "") or scan.meta.get("headline", ""),
        ),
        ("title", scan.title),
    ]
    return [(source, cut_site(fold(text), site)) for source, text in stated if text.strip()]


def fold(text: str) -> str:
    """Resolve entities that were escaped twice and fold white space."""
    return " ".join(html.unescape(text[:_LONGEST]).split())


def site_words(scan: Scan, article: Node, url: str | None) -> list[list[str]]:
    """Return the names that the page's site goes by, as words."""
    names = [scan.meta.get(key, "") for key in ("og:site_name", "application-name", "al:android:app_name")]
    names.append(string_of(article.get("publisher")))
    canonical = next((link.get("href") or "" for link in scan.links if link.get("rel") == "canonical"), "")
    host = host_of(url or scan.meta.get("og:url") or canonical)
    names += [host, host.rsplit(".", 1)[0], host.split(".", 1)[0]]
    return [words for words in map(words_of, names) if words]


def host_of(address: str | None) -> str:
    """Return the host of an address without ``www.``, '' for none."""
    try:
        return (urlsplit(address or "").hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def cut_site(text: str, site: list[list[str]]) -> str:
    """Cut the site's name off a title's end or beginning, where a mark parts it from the headline."""
    marks = list(PARTS.finditer(text))
    for mark in marks:
        if _is_site(text[mark.end() :], site):
            return text[: mark.start()].strip() or text
    for mark in reversed(marks):
        if _is_site(text[: mark.start()], site):
            return text[mark.end() :].strip() or text
    return text


def _is_site(part: str, site: list[list[str]]) -> bool:
    words = words_of(part)
    joined = "".join(words)
    return any(words == name or joined == "".join(name) or likeness(words, name) > 0.6 for name in site)


def headings(scan: Scan) -> list[tuple[int, str]]:
    """Return the first-level headings, a heading of several lines as one; without any those of the second level."""
    for level in ("h1", "h2"):
        found = []
        for frame in scan.frames:
            if frame.tag == level and 0 < frame.end - frame.start <= 4:
                text = " ".join(block.text for block in scan.blocks[frame.start : frame.end])
                found.append((frame.start, " ".join(text.split())))
        found += [
            (mark.index, " ".join((mark.attributes.get("content") or mark.node.text()).split()))
            for mark in scan.marks
            if mark.kind == "headline" and mark.frame.tag != level
        ]
        if found:
            return [(block, text) for block, text in found if text and len(text) < _LONGEST]
    return []
