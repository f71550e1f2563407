"""Sitemaps and sitemap indexes."""

from __future__ import annotations

import datetime as dt
import struct
import zlib
from dataclasses import dataclass

from lxml.etree import XMLSyntaxError
from scrapy.http import Response
from scrapy.utils.gz import gunzip, gzip_magic_number
from scrapy.utils.sitemap import Sitemap

from spacecrawl.discovery.teaser import Teaser
from spacecrawl.sites.address import clean_url

LARGEST_SITEMAP = 60_000_000
"""Bytes after unpacking; the sitemap protocol allows 50 MB."""

FIRST_YEAR = 1990
"""Of the web; an earlier ``lastmod`` is a program's zero (0001-01-01, 1970-01-01), which says nothing."""


@dataclass(frozen=True, slots=True)
class SitemapPage:
    """What one sitemap lists: stories, or further sitemaps."""

    teasers: list[Teaser]
    sitemaps: list[Teaser]


def read_sitemap(response: Response) -> SitemapPage:
    """Return what a sitemap lists; ``changed`` is its ``lastmod``. Raise ValueError for none or one over the limit."""
    body = _unpacked(response)
    if len(body) > LARGEST_SITEMAP:
        raise ValueError(f"sitemap of {len(body)} bytes is over the limit of {LARGEST_SITEMAP}")
    try:
        sitemap = Sitemap(body)
        entries = [_teaser(entry) for entry in sitemap]
    except (XMLSyntaxError, StopIteration) as error:
        raise ValueError(f"no sitemap: {error}") from error
    listed = list({teaser.url: teaser for teaser in entries if teaser}.values())
    if sitemap.type == "sitemapindex":
        return SitemapPage([], listed)
    if sitemap.type != "urlset":
        raise ValueError(f"no sitemap: its root is <{sitemap.type}>")
    return SitemapPage(listed, [])


def _unpacked(response: Response) -> bytes:
    if not gzip_magic_number(response):
        return response.body
    try:
        return gunzip(response.body, max_size=LARGEST_SITEMAP)
    except (OSError, EOFError, struct.error, zlib.error) as error:
        raise ValueError(f"damaged gzip: {error}") from error


def _teaser(entry: dict[str, object]) -> Teaser | None:
    try:
        return Teaser(clean_url(str(entry.get("loc", ""))), changed=_day(str(entry.get("lastmod") or "")))
    except ValueError:
        return None


def _day(text: str) -> dt.date | None:
    try:
        day = dt.date.fromisoformat(text[:10])
    except ValueError:
        return None
    return day if day.year >= FIRST_YEAR else None
