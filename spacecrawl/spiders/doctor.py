"""The spider behind ``spacecrawl doctor``: looks at everything that a crawl of a site hangs on, and stores nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from protego import Protego
from scrapy import Request
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK

from spacecrawl.discovery.feeds import read_feed
from spacecrawl.discovery.index_page import read_teasers
from spacecrawl.discovery.sitemaps import read_sitemap
from spacecrawl.discovery.teaser import Teaser
from spacecrawl.errors import PageUnreadable
from spacecrawl.parsers.page import Page
from spacecrawl.reading import Reading
from spacecrawl.sites import Site
from spacecrawl.spiders.articles import GONE, ArticleSpider

ARTICLES = 3
MOST_PAGES = 12
"""Index pages that are looked at for a site; a polite delay lies between them."""

LARGEST_SKEW = dt.timedelta(minutes=2)
"""Between the own clock and the servers' before it is a warning: dates of a run come from the own."""

OK, WARNING, FAULT = "ok", "warning", "fault"


@dataclass(frozen=True)
class Check:
    """One thing that was looked at: what it is, how it is (``ok``, ``warning``, ``fault``), and what was seen."""

    what: str
    subject: str
    verdict: str
    seen: str
    details: dict[str, Any] = field(default_factory=dict)


class DoctorSpider(ArticleSpider):
    """Asks for robots.txt, index pages and three articles of each site, one after the other, as a crawl would."""

    name = "doctor"

    def __init__(self, *args: Any, site: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.site_names = site.split(",")
        self.checks: list[Check] = []
        self.skews: list[dt.timedelta] = []

    def prepare(self) -> None:
        """Choose the sites."""
        self.sites = self.session.catalogue.select(self.site_names)
        self.allowed_hosts = frozenset(host for site in self.sites for host in site.hosts)
        self.keep_delays(self.sites)

    async def start(self) -> AsyncIterator[Request]:
        """Look at everything; no request is left for the scheduler."""
        for site in self.sites:
            await self.look_at_robots(site)
            stories = await self.look_at_index_pages(site)
            await self.look_at_articles(site, stories)
        self.judge_clock()
        nothing_more: tuple[Request, ...] = ()
        for request in nothing_more:
            yield request

    async def look_at_robots(self, site: Site) -> None:
        """Look at the robots.txt of every host that a crawl begins at."""
        for origin in dict.fromkeys(urlsplit(url)[:2] for url in site.listed_pages):
            url = urlunsplit((*origin, "/robots.txt", "", ""))
            response = await self.ask("robots.txt", url, dont_obey_robotstxt=True)
            if response is not None:
                self.judge_robots(site, response)

    def judge_robots(self, site: Site, response: Response) -> None:
        """Say what a robots.txt allows."""
        if response.status != 200:
            self.check("robots.txt", response.url, OK, f"HTTP {response.status}, which allows everything")
            return
        agent = str(self.settings.get("ROBOTSTXT_USER_AGENT"))
        rules = Protego.parse(response.body.decode("utf-8", "replace"))
        listed = [url for url in site.listed_pages if urlsplit(url)[:2] == urlsplit(response.url)[:2]]
        forbidden = [url for url in listed if not rules.can_fetch(url, agent)]
        delay = rules.crawl_delay(agent)
        paces = f"; Crawl-delay {delay:g} s, the entry's {site.delay:g} s" if delay else ""
        if forbidden:
            self.check("robots.txt", response.url, FAULT, f"forbids {', '.join(forbidden)}{paces}")
        else:
            self.check("robots.txt", response.url, OK, f"allows every page of the entry{paces}")

    async def look_at_index_pages(self, site: Site) -> dict[str, None]:
        """Look at front pages, sections, feeds and sitemaps; return the stories that they list, in order."""
        stories: dict[str, None] = {}
        asked = list(pages_of(site))
        for number, (what, url) in enumerate(asked):
            if number >= MOST_PAGES:
                self.check("index pages", site.entry, OK, f"{len(asked) - number} more were not looked at")
                break
            teasers = await self.look_at_index_page(site, what, url)
            stories.update(dict.fromkeys(t.url for t in teasers if site.has_host(t.url) and site.is_article(t.url)))
            found = [t.url for t in teasers if site.has_host(t.url) and site.is_section(t.url)]
            known = {url for _, url in asked}
            if what == "front page":
                asked += [("section", url) for url in found if url not in known]
        return stories

    async def look_at_index_page(self, site: Site, what: str, url: str) -> list[Teaser]:
        """Look at one index page; return its links."""
        response = await self.ask(what, url)
        if response is None:
            return []
        if response.status != 200:
            self.check(what, url, FAULT, f"HTTP {response.status}")
            return []
        try:
            teasers = READERS.get(what, read_page)(response)
        except ValueError as error:
            self.check(what, url, FAULT, f"can't be read: {error}")
            return []
        stories = [teaser for teaser in teasers if site.has_host(teaser.url) and site.is_article(teaser.url)]
        days = [teaser.day for teaser in stories if teaser.day]
        newest = f", the newest of {max(days)}" if days else ""
        verdict = OK if stories or what == "section" else WARNING
        self.check(what, url, verdict, f"{len(teasers)} links, {len(stories)} to stories{newest}")
        return teasers

    async def look_at_articles(self, site: Site, stories: dict[str, None]) -> None:
        """Read a few of the stories and say where each field came from."""
        if not stories:
            self.check("articles", site.entry, FAULT, "no page lists a story: do the article_patterns fit?")
        for url in list(stories)[:ARTICLES]:
            response = await self.ask("article", site.canonical_url(url))
            if response is None:
                continue
            if response.status != 200:
                verdict = WARNING if response.status in GONE else FAULT
                self.check("article", url, verdict, f"HTTP {response.status}")
                continue
            try:
                self.judge_article(response, await self.session.reading.run(self.task_of(response, site, [])))
            except PageUnreadable as error:
                self.check("article", url, FAULT, str(error))

    def judge_article(self, response: Response, reading: Reading) -> None:
        """Say what was read on a page, and from where."""
        article = reading.article
        if reading.fault is not None:
            self.check("article", response.url, FAULT, reading.fault)
            return
        missing = [name for name in ("title", "date_published") if not getattr(article, name)]
        seen = f"{article.title!r}, {article.date_published or 'no date'}, {len(article.body.split())} words"
        provenance = article.extractor.provenance if article.extractor else {}
        details = {"record": article.to_dict(), "provenance": dict(provenance)}
        self.check("article", response.url, WARNING if missing else OK, seen, **details)

    def judge_clock(self) -> None:
        """Compare the own clock with the servers'; the smallest difference counts, as a cache's Date is old."""
        if not self.skews:
            return
        skew = min(self.skews, key=abs)
        seen = f"{abs(skew.total_seconds()):.0f} s {'behind' if skew > dt.timedelta(0) else 'ahead of'} the servers'"
        self.check("clock", f"{dt.datetime.now(dt.UTC):%Y-%m-%d %H:%M:%S} UTC", _unless(abs(skew) > LARGEST_SKEW), seen)

    async def ask(self, what: str, url: str, **meta: Any) -> Response | None:
        """Return the answer to a request made as a crawl makes it; note a fault and return None where there is none."""
        assert self.crawler.engine is not None
        try:
            response = await self.crawler.engine.download_async(Request(url, callback=NO_CALLBACK, meta=meta))
        except IgnoreRequest as refused:
            self.check(what, url, FAULT, str(refused) or type(refused).__name__)
            return None
        except Exception as error:  # noqa: BLE001 - whatever a server does is what is asked here
            self.check(what, url, FAULT, f"{type(error).__name__}: {error}")
            return None
        if response.status >= 500:
            self.check(what, url, FAULT, f"HTTP {response.status}")
            return None
        self.skews.extend(_skew(response))
        return response

    def check(self, what: str, subject: str, verdict: str, seen: str, **details: Any) -> None:
        """Note what was seen."""
        self.checks.append(Check(what, subject, verdict, seen, details))


def pages_of(site: Site) -> Iterator[tuple[str, str]]:
    """Yield what kind of index page each of an entry's addresses is, and the address."""
    yield from (("front page", url) for url in site.front_pages)
    yield from (("feed", url) for url in site.feeds)
    yield from (("sitemap", url) for url in site.sitemaps)
    yield from (("section", url) for url in site.sections.values())


def read_page(response: Response) -> list[Teaser]:
    """Return the links of a page."""
    content_type = (response.headers.get("Content-Type") or b"").decode("latin-1")
    return read_teasers(Page.read(response.body, response.url, content_type))


READERS: dict[str, Callable[[Response], list[Teaser]]] = {
    "feed": lambda response: read_feed(response.body, response.url),
    "sitemap": lambda response: read_sitemap(response).teasers + read_sitemap(response).sitemaps,
}


def _unless(wrong: bool) -> str:
    return WARNING if wrong else OK


def _skew(response: Response) -> Iterator[dt.timedelta]:
    try:
        told = parsedate_to_datetime((response.headers.get("Date") or b"").decode("latin-1"))
    except ValueError:
        return
    yield (told if told.tzinfo else told.replace(tzinfo=dt.UTC)) - dt.datetime.now(dt.UTC)
