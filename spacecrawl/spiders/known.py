"""What a run need not ask for, decided by the ledger."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from spacecrawl.discovery.frontier import Window
from spacecrawl.session import Session, parser_version
from spacecrawl.sites import Site
from spacecrawl.sites.address import clean_url
from spacecrawl.storage.addresses import Address, KnownStories
from spacecrawl.storage.article_rows import Known

HOUR = 3_600
DAY = 24 * HOUR

DAYS_TO_COME_BACK = 7
"""Days for which an address is asked for again that redirects for the time being to a page which a run does not want:
a portal, a page that asks for consent, or the front page of a server under load, after which the story is there."""


class KnownToLedger:
    """Tells of listed stories why they need not be fetched, and which known articles are to be looked at again.

    ``refresh`` is a number of days: an article is looked at again while its own day, or the day on which it was first
    seen if it is still listed, is not longer ago. ``full`` makes everything unknown. ``sites`` are those of the run.
    """

    def __init__(
        self, session: Session, sites: Iterable[Site], window: Window, *, full: bool, refresh: int | None
    ) -> None:
        self.session, self.window, self.full, self.refresh = session, window, full, refresh
        self.entries = frozenset(site.entry for site in sites)
        self.stories = KnownStories(session.store.addresses, session.catalogue)
        self._listed_young: set[int] = set()
        self._now = dt.datetime.now(dt.UTC)

    def why_skip(self, site: Site, url: str) -> str | None:
        """Return why a listed story need not be fetched, "" where it will be looked at again, None where it must."""
        if self.full:
            return None
        found = self.stories.find(site.story_key(url))
        if not found:
            return None
        self._note_seen(found)
        if found[0].article is not None:
            return self._known_article(found, site, url)
        reasons = [self._why_not(address, site) for address in found]
        return next((reason for reason in reasons if reason), None)

    def young_articles(self, sites: Iterable[Site]) -> Iterator[Known]:
        """Yield the stored articles to look at again: by site, newest first, then those that are merely listed."""
        if self.refresh is None or self.full:
            return
        since = dt.date.fromordinal(max(1, self._now.toordinal() - self.refresh)).isoformat()
        for site in sites:
            numbers = self.session.store.rows.young(site.entry, since)
            self._listed_young.difference_update(numbers)
            yield from self._articles(numbers)
        yield from self._articles(sorted(self._listed_young))

    def _articles(self, numbers: Iterable[int]) -> Iterator[Known]:
        return filter(None, map(self.session.store.rows.by_number, numbers))

    def _known_article(self, found: list[Address], site: Site, url: str) -> str:
        number = found[0].article
        assert number is not None
        if all(address.url != url for address in found):
            self.session.store.rows.note_also_at(number, url, site.entry)
        if self.refresh is None:
            return "known"
        if self._is_young(found[0].first_seen):
            self._listed_young.add(number)
            return ""
        return "known"

    def _note_seen(self, found: list[Address]) -> None:
        now = self._now.timestamp()
        for address in found:
            if now - address.last_seen > HOUR:
                self.session.store.addresses.saw(address.url)

    def _why_not(self, address: Address, site: Site) -> str | None:
        """Return why an address that leads to no stored article need not be asked for; None if it must."""
        if address.state == "rejected":
            return "rejected before" if address.parser == parser_version(site) else None
        if address.state == "outside":
            day = dt.date.fromisoformat(address.published) if address.published else None
            return None if self.window.holds(day) else "outside the dates"
        if self.refresh is not None and self._is_young(address.first_seen):
            return None
        if address.state == "redirected" and self._now.timestamp() - address.first_seen <= DAYS_TO_COME_BACK * DAY:
            return None
        if address.target and self._is_story_of_this_run(address.target):
            return None
        return {"gone": "gone before", "moved": "moved before", "redirected": "moved before"}.get(address.state)

    def _is_story_of_this_run(self, url: str) -> bool:
        """Tell whether a run takes now what led off its hosts, or to a page that no pattern matched, before."""
        site = self.session.catalogue.site_of(url)
        return site is not None and site.entry in self.entries and site.is_article(clean_url(url))

    def _is_young(self, first_seen: int) -> bool:
        assert self.refresh is not None
        return self._now.timestamp() - first_seen <= self.refresh * DAY
