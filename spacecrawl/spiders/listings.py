"""What pages that list stories were found to list: asked for conditionally, and remembered with their validators."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field

from scrapy.http import Response

from spacecrawl.discovery.teaser import Teaser
from spacecrawl.session import Session
from spacecrawl.sites import Site
from spacecrawl.storage.index_pages import IndexPage, IndexPages, Links

READER = "1"
"""Grows when links are read in another way, so that every index page is asked for anew."""

LONGEST_TEXT = 100
"""Characters of a link's text that are kept: it names sections, no more."""


@dataclass
class Listing:
    """What a page lists: links to stories and sections, and of a sitemap's index the sitemaps."""

    teasers: list[Teaser] = field(default_factory=list)
    sitemaps: list[Teaser] = field(default_factory=list)


class Listings:
    """Remembers the listings of index pages in the ledger. ``full`` asks for all of them anew."""

    def __init__(self, session: Session, *, full: bool) -> None:
        self.session, self.full = session, full
        self._pages = IndexPages(session.store.ledger)

    def conditions(self, url: str) -> dict[str, str]:
        """Return the headers with which a page is asked for only if it has changed since its links were kept."""
        page = None if self.full else self._pages.get(url)
        if page is None or page.reader != READER:
            return {}
        given = {"If-None-Match": page.etag, "If-Modified-Since": page.last_modified}
        return {name: value for name, value in given.items() if value}

    def recall(self, url: str) -> Listing | None:
        """Return what a page listed that has not changed since; None where that is not known."""
        links = self._pages.links(url)
        if links is None:
            return None
        self._pages.saw(url)
        listing = Listing()
        for kind, *values in links:
            (listing.sitemaps if kind else listing.teasers).append(_teaser(*values))
        return listing

    def keep(self, url: str, site: Site, response: Response, listing: Listing) -> bool:
        """Remember a page's listing; return False where it listed stories before and lists none any more.

        Such a page keeps no validators: the next run asks for it whole, and says so again.
        """
        owner = self.session.catalogue.site_of
        ours = [teaser for teaser in listing.teasers if owner(teaser.url)]
        stories = sum(1 for teaser in ours if (of := owner(teaser.url)) and of.is_article(teaser.url))
        before = self._pages.get(url)
        emptied = bool(before and before.stories and not stories)
        etag, changed = (None, None) if emptied else validators(response)
        links: Links = [_plain(0, teaser) for teaser in ours] + [_plain(1, teaser) for teaser in listing.sitemaps]
        self._pages.note(IndexPage(url, READER, etag, changed, stories), site.entry, links)
        return not emptied


def validators(response: Response) -> tuple[str | None, str | None]:
    """Return a response's ETag and Last-Modified."""
    etag, changed = (response.headers.get(name) for name in ("ETag", "Last-Modified"))
    return etag.decode("latin-1") if etag else None, changed.decode("latin-1") if changed else None


def _plain(kind: int, teaser: Teaser) -> list[str | int | None]:
    days = (day.isoformat() if day else None for day in (teaser.day, teaser.changed))
    return [kind, teaser.url, teaser.text[:LONGEST_TEXT], *days]


def _teaser(url: str, text: str, day: str | None, changed: str | None) -> Teaser:
    read: Callable[[str | None], dt.date | None] = lambda text: dt.date.fromisoformat(text) if text else None  # noqa: E731
    return Teaser(url, text, read(day), read(changed))
