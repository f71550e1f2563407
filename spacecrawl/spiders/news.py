"""The spider that works from catalogue entries."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import AsyncIterator, Callable, Iterator
from functools import partial
from itertools import islice
from typing import Any
from urllib.parse import urljoin, urlsplit

from scrapy import Request, signals
from scrapy.http import Response
from twisted.python.failure import Failure

from spacecrawl.discovery.feeds import read_feed
from spacecrawl.discovery.frontier import Frontier
from spacecrawl.discovery.index_page import read_teasers
from spacecrawl.discovery.sitemaps import read_sitemap
from spacecrawl.discovery.teaser import Teaser
from spacecrawl.errors import UsageError
from spacecrawl.parsers.page import Page
from spacecrawl.reading import Preparation
from spacecrawl.sites import Site
from spacecrawl.sites.address import are_related, host_of, is_web_address
from spacecrawl.spiders.articles import GONE, NOT_MODIFIED
from spacecrawl.spiders.known import KnownToLedger
from spacecrawl.spiders.listed_stories import ListedStories
from spacecrawl.spiders.listings import Listing, Listings
from spacecrawl.spiders.pending import Pending
from spacecrawl.storage.taken import Taken

DEEPEST_SECTION = 2
"""Section pages are followed from front pages and from those sections, no further: a calendar has no end."""

MOST_SECTIONS = 300
"""Section pages a site; more is a trap, not a newspaper."""

MISSING_DAYS = 10
"""Back issues in a row that are not there, or list no story, before a site is taken to have no more."""

DAYS_A_ROUND = 31
"""Back issues asked for before their stories are fetched."""


class NewsSpider(ListedStories):
    """Crawls sites: index pages first, then what they list, then dated back issues in rounds.

    Stories are fetched only after the index pages of a round, so that which host a story is fetched from, and
    which articles a limit takes, does not hang on the order in which responses arrive.
    """

    name = "news"

    def __init__(
        self,
        *args: Any,
        site: str = "",
        section: str | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.site_names = [name for name in re.split(r"[,\s]+", site) if name]
        self.section = section
        self.reached: set[str] = set()
        self.listing: set[str] = set()
        self.sections_seen: dict[str, dict[str, str]] = {}
        self.reach: dict[str, list[dt.date]] = {}
        self.missing_in_a_row: dict[str, int] = {}
        self.index_pages = Pending()

    def prepare(self) -> None:
        """Choose the sites; raise UsageError where there is none or one is unknown."""
        if not self.site_names:
            raise UsageError("No site given. Name one, as in: scrapy crawl news -a site=spacedaily")
        self.sites = self.session.catalogue.select(self.site_names)
        self.parsers = tuple(dict.fromkeys(site.parser for site in self.sites))
        self.by_entry = {site.entry: site for site in self.sites}
        self.allowed_hosts = frozenset(host for site in self.sites for host in site.hosts)
        self.keep_delays(self.sites)
        self.known = KnownToLedger(self.session, self.sites, self.window, full=self.full, refresh=self.refresh)
        self.listings = Listings(self.session, full=self.full)
        self.frontier = Frontier(self.sites, self.window, self.known.why_skip, self.limit, Taken())
        self.frontier.on_skip = lambda url, reason: self.note(url, "skipped", reason)
        self.back_issues = {site.entry: self.days_back(site) for site in self.sites}
        self.crawler.signals.connect(self.stop_waiting, signal=signals.spider_idle)
        self.crawler.signals.connect(self.stop_waiting, signal=signals.spider_closed)

    # rounds -----------------------------------------------------------------------

    async def start(self) -> AsyncIterator[Request]:
        """Yield requests in rounds: index pages; when all are read, their stories; then back issues likewise.

        Known articles to look at again come after the stories of the first round.
        """
        requests = [request for site in self.sites for request in self.index_requests(site)]
        again: Iterator[Request] = self.requests_again()
        while requests:
            for request in requests:
                yield request
            await self.index_pages.wait()
            async for request in self.round_of_stories(again):
                yield request
            requests = [request for site in self.sites for request in self.next_back_issues(site)]

    def stop_waiting(self) -> None:
        """End the wait when nothing is under way any more, or the run is being stopped."""
        self.index_pages.give_up()
        self.stories.give_up()

    # index pages ----------------------------------------------------------------

    def index_requests(self, site: Site) -> Iterator[Request]:
        """Yield the requests for a site's own index pages; with ``section`` only for what leads to it."""
        named = {name: url for name, url in site.sections.items() if self.is_wanted_section(name, url)}
        if not (self.section and named):
            for url in site.front_pages:
                yield self.index_request(url, site, self.parse_front_page)
        for url in named.values():
            yield from self.section_requests(site, [Teaser(url)], depth=1)
        if not self.section:
            for url in site.feeds:
                yield self.index_request(url, site, self.parse_feed)
            for url in site.sitemaps:
                yield self.index_request(url, site, self.parse_sitemap)

    def index_request(self, url: str, site: Site, callback: Any, **kwargs: Any) -> Request:
        """Return the request for a page that lists stories."""
        self.index_pages.begin()
        return Request(
            url,
            callback=self.read_index,
            errback=partial(self.note_index_failure, site=site),
            cb_kwargs={"read": callback, "site": site, **kwargs},
            meta={"index_page": url},
            headers=self.listings.conditions(url),
            priority=10,
        )

    def read_index(self, response: Response, read: Any, **kwargs: Any) -> Iterator[Request]:
        """Read an index page with the method meant for it, and note that it is done, whatever comes."""
        try:
            yield from read(response, **kwargs) or ()
        finally:
            self.index_pages.end()

    def parse_front_page(self, response: Response, site: Site) -> Iterator[Request]:
        """Note the stories of a front page and follow its section pages."""
        teasers = self.teasers_of(response, site)
        if not self.section:
            self.note_stories(site, teasers)
        yield from self.section_requests(site, teasers, depth=1)

    def parse_section(self, response: Response, site: Site, depth: int) -> Iterator[Request]:
        """Note the stories of a section page; one that lists any leads on to further sections."""
        teasers = self.teasers_of(response, site)
        days = self.note_stories(site, teasers)
        if days:
            self.reach.setdefault(site.entry, []).append(min(days))
        if days is not None and depth < DEEPEST_SECTION:
            yield from self.section_requests(site, teasers, depth=depth + 1)

    def section_requests(self, site: Site, teasers: list[Teaser], depth: int) -> Iterator[Request]:
        """Yield requests for the section pages among links, each page once a run."""
        seen = self.sections_seen.setdefault(site.entry, {})
        for teaser in teasers:
            if not site.has_host(teaser.url) or not site.is_section(teaser.url):
                continue
            url = site.canonical_url(teaser.url)
            if url in seen or url in site.front_pages or len(seen) >= MOST_SECTIONS:
                continue
            seen[url] = teaser.text
            if self.is_wanted_section(teaser.text, url):
                yield self.index_request(url, site, self.parse_section, depth=depth)

    def is_wanted_section(self, name: str, url: str) -> bool:
        """Tell whether a section page is the one asked for, by its name in the catalogue, its link or its file name."""
        if not self.section:
            return True
        wanted = _letters(self.section)
        return wanted in (_letters(name), _letters(page_name(url)))

    def parse_feed(self, response: Response, site: Site) -> None:
        """Note the stories of a feed."""
        listing = self.listed(response, site, lambda: Listing(read_feed(response.body, response.url)))
        self.note_stories(site, listing.teasers)

    def parse_sitemap(self, response: Response, site: Site, depth: int = 0) -> Iterator[Request]:
        """Note the stories of a sitemap and follow the sitemaps that an index of them names."""

        def read() -> Listing:
            page = read_sitemap(response)
            return Listing(page.teasers, page.sitemaps)

        listing = self.listed(response, site, read)
        self.note_stories(site, listing.teasers)
        for teaser in listing.sitemaps if depth == 0 else ():
            if site.has_host(teaser.url) and not self.window.is_over(teaser.changed):
                yield self.index_request(teaser.url, site, self.parse_sitemap, depth=1)

    def teasers_of(self, response: Response, site: Site) -> list[Teaser]:
        """Return the links of an index page, none where it is not there."""

        def read() -> Listing | None:
            content_type = response.headers.get("Content-Type")
            page = Page.read(response.body, response.url, content_type.decode("latin-1") if content_type else None)
            if stranger := self.stranger(page, site):
                self.fail(response.url, f"is another site's page: it calls itself {stranger}")
                return None
            return Listing(read_teasers(page))

        return self.listed(response, site, read).teasers

    def listed(self, response: Response, site: Site, read: Callable[[], Listing | None]) -> Listing:
        """Return what an index page lists, read now or recalled; a page that can't be read is a failed one."""
        url: str = response.meta["index_page"]
        recalled = self.listings.recall(url) if response.status == NOT_MODIFIED else None
        if recalled:
            self.reached.add(site.entry)
            self.count("index_pages")
            self.count("index_pages_unchanged")
            self.note(response.url, "index page", "unchanged")
            return recalled
        if not self.is_index(response, site):
            return Listing()
        try:
            listing = read()
        except ValueError as error:
            self.fail(response.url, f"can't be read: {error}")
            return Listing()
        if listing is None:
            return Listing()
        if not self.listings.keep(url, site, response, listing):
            self.count("index_pages_emptied")
            self.fail(response.url, "this page listed stories before and lists none any more")
        return listing

    def stranger(self, page: Page, site: Site) -> str | None:
        """Return the address that an index page gives as its own where that is none of the site's; None if it is."""
        own = urljoin(page.url or "", page.canonical_link or "")
        if not page.canonical_link or not is_web_address(own):
            return None
        named = self.session.catalogue.site_of(own)
        related = (named is not None and named.group == site.group) or any(
            are_related(host_of(own), host) for host in site.hosts
        )
        return None if related else own

    def is_index(self, response: Response, site: Site) -> bool:
        """Tell whether an index page is there; one that is not counts as gone or failed."""
        if response.status == 200:
            self.reached.add(site.entry)
            self.count("index_pages")
            self.note(response.url, "index page")
            return True
        if response.status in GONE:
            self.reached.add(site.entry)
        self.fail(response.url, f"HTTP {response.status}: this page that lists stories is not there")
        return False

    def note_stories(self, site: Site, teasers: list[Teaser]) -> list[dt.date] | None:
        """Put the stories among links into the frontier; return their days, None where there was no story."""
        days: list[dt.date] | None = None
        for position, teaser in enumerate(teasers):
            owner = site if site.has_host(teaser.url) else self.session.catalogue.site_of(teaser.url)
            if owner is None or not owner.is_article(teaser.url):
                continue
            days = days or []
            self.listing.add(site.entry)
            if teaser.day:
                days.append(teaser.day)
            if owner.entry in self.by_entry:
                self.frontier.add(owner, teaser, position)
            else:
                self.frontier.leave_to(owner, teaser)
        if self.frontier.has_stories and not self.dry_run:
            self.session.reading.get_ready(Preparation(self.parsers))
        return days

    def note_index_failure(self, failure: Failure, site: Site) -> None:
        """Count an index page that could not be had."""
        self.logger.warning("%s: an index page could not be had", site.entry)
        self.note_failure(failure)
        self.index_pages.end()

    # back issues ----------------------------------------------------------------

    def days_back(self, site: Site) -> Iterator[dt.date]:
        """Yield the days of back issues to ask for, newest first: from where the sections end to ``since``."""
        if not (site.back_issues and self.window.since) or self.section:
            return
        newest = min(self.window.until or dt.date.max, max(self.reach.get(site.entry, []), default=dt.date.max))
        day = min(newest, dt.datetime.now(dt.UTC).date()) + dt.timedelta(days=1)
        while day >= self.window.since:
            yield day
            day -= dt.timedelta(days=1)

    def next_back_issues(self, site: Site) -> Iterator[Request]:
        """Yield requests for the next back issues of a site, none when no more of its stories are wanted."""
        if self.frontier.is_full(site):
            return
        for day in islice(self.back_issues[site.entry], DAYS_A_ROUND):
            if self.missing_in_a_row.get(site.entry, 0) >= MISSING_DAYS:
                return
            url = (site.back_issues or "").replace("{date}", day.isoformat())
            yield self.index_request(url, site, self.parse_back_issue)

    def parse_back_issue(self, response: Response, site: Site) -> None:
        """Note the stories of a dated front page; on some days there is none."""
        if response.status in GONE:
            self.missing_in_a_row[site.entry] = self.missing_in_a_row.get(site.entry, 0) + 1
            self.count("back_issues_missing")
            self.note(response.url, "no back issue", f"HTTP {response.status}")
            return
        if self.note_stories(site, self.teasers_of(response, site)) is None:
            self.missing_in_a_row[site.entry] = self.missing_in_a_row.get(site.entry, 0) + 1
        else:
            self.missing_in_a_row[site.entry] = 0

    def closed(self, reason: str) -> None:
        """Hand the frontier's counts to the statistics."""
        super().closed(reason)
        for name, number in self.frontier.skipped.items():
            self.count(f"skipped/{name}", number)
        for name, number in self.frontier.elsewhere.items():
            self.count(f"elsewhere/{name}", number)


def page_name(url: str) -> str:
    """Return the last part of an address's path, without its ending: what readers would call a section."""
    return urlsplit(url).path.rstrip("/").rpartition("/")[2].partition(".")[0]


def _letters(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())
