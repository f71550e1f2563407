"""The spider behind ``spacecrawl new-site``: looks at a site that no catalogue has, as politely as a crawl does."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin

from protego import Protego
from scrapy import Request
from scrapy.http import Response

from spacecrawl.discovery.feeds import read_feed
from spacecrawl.discovery.proposal import Proposal, Study, propose, with_sections
from spacecrawl.discovery.sitemaps import read_sitemap
from spacecrawl.errors import PageUnreadable, SpacecrawlError
from spacecrawl.parsers.page import Page
from spacecrawl.reading import Reading
from spacecrawl.sites import Site
from spacecrawl.sites.address import host_of
from spacecrawl.sites.catalogue import read_text
from spacecrawl.spiders.doctor import FAULT, OK, WARNING, DoctorSpider

MOST_SECTIONS = 8
MOST_FEEDS = 3
MANY_STORIES = 5
"""A page that lists so many stories is a section, another if it lists one that the front page does not."""

LARGEST_SITEMAP = 2_000
"""Addresses of a sitemap beyond which it lists everything since the beginning, which no crawl should walk through."""


@dataclass(frozen=True)
class Seen:
    """A page as it came, with what was read on it where it is an article's."""

    url: str
    content_type: str
    body: bytes
    reading: Reading | None = None


@dataclass
class Look:
    """What was seen of a site."""

    proposal: Proposal | None = None
    front_page: Seen | None = None
    articles: list[Seen] = field(default_factory=list)


class NewSiteSpider(DoctorSpider):
    """Asks for robots.txt, front page, what may be sections and feeds, and some articles, one after the other."""

    name = "new_site"

    def __init__(self, *args: Any, site: str = "", entry: str | None = None, articles: int = 3, **kwargs: Any) -> None:
        super().__init__(*args, site=site, **kwargs)
        self.entry, self.wanted = entry, articles
        self.look = Look()

    async def start(self) -> AsyncIterator[Request]:
        """Look at everything; no request is left for the scheduler."""
        (site,) = self.sites
        sitemaps, delay = await self.read_robots(site.front_pages[0])
        response = await self.ask("front page", site.front_pages[0])
        if response is not None and response.status == 200:
            try:
                await self.look_at(response, sitemaps, delay)
            except SpacecrawlError as error:  # Scrapy would end the run as if all were well
                self.look.proposal = None
                self.check("entry", response.url, FAULT, str(error))
        elif response is not None:
            self.check("front page", response.url, FAULT, f"HTTP {response.status}")
        nothing_more: tuple[Request, ...] = ()
        for request in nothing_more:
            yield request

    async def look_at(self, response: Response, sitemaps: list[str], delay: float) -> None:
        """Learn from the front page, then from what it leads to, and read some of its articles."""
        study = Study(page_of(response))
        if not study.groups:
            seen = f"{len(study.teasers)} links to the site's own pages, none with an address as articles have it"
            self.check("front page", response.url, FAULT, f"{seen}. Name a page that lists stories.")
            return
        self.check("front page", response.url, OK, f"{len(study.teasers)} links, {len(study.stories())} to stories")
        sections = await self.look_at_sections(study)
        proposal = with_sections(propose(study, self.entry), sections)
        proposal.delay = max(self.sites[0].delay, delay)
        proposal.feeds = [url for url in study.feeds()[:MOST_FEEDS] if await self.lists_stories(study, "feed", url)]
        proposal.sitemaps = [url for url in sitemaps if await self.lists_stories(study, "sitemap", url)]
        self.look.proposal = proposal
        self.look.front_page = Seen(response.url, _type_of(response), response.body)
        await self.read_articles(study, proposal)

    async def read_robots(self, url: str) -> tuple[list[str], float]:
        """Return the sitemaps that robots.txt names, two at most, and its delay."""
        response = await self.ask("robots.txt", urljoin(url, "/robots.txt"), dont_obey_robotstxt=True)
        if response is None or response.status != 200:
            return [], 0.0
        rules = Protego.parse(response.body.decode("utf-8", "replace"))
        own = [sitemap for sitemap in rules.sitemaps if host_of(sitemap) in self.allowed_hosts]
        return own[:2], float(rules.crawl_delay(str(self.settings.get("ROBOTSTXT_USER_AGENT"))) or 0.0)

    async def look_at_sections(self, study: Study) -> dict[str, str]:
        """Return the pages among those that may be sections that list stories; their links are learned from too."""
        found, on_front_page = {}, set(study.teasers)
        candidates = list(study.sections().items())
        for name, url in candidates[:MOST_SECTIONS]:
            response = await self.ask("section", url)
            if response is None or response.status != 200:
                continue
            stories = study.add(page_of(response))
            if len(stories) >= MANY_STORIES or not on_front_page.issuperset(stories):
                found[name] = url
                self.check("section", url, OK, f"{len(stories)} stories")
        if left := [url for _, url in candidates[MOST_SECTIONS:]]:
            self.check("sections", study.url, WARNING, f"{len(left)} more were not looked at, as {left[0]}")
        return found

    async def lists_stories(self, study: Study, what: str, url: str) -> bool:
        """Tell whether a feed or sitemap lists stories of the site, and not everything since its beginning."""
        response = await self.ask(what, url)
        if response is None or response.status != 200:
            return False
        try:
            listed = read_feed(response.body, response.url) if what == "feed" else read_sitemap(response).teasers
        except ValueError as error:
            self.check(what, url, WARNING, f"can't be read: {error}")
            return False
        stories = study.stories(listed)
        if len(listed) > LARGEST_SITEMAP:
            self.check(what, url, WARNING, f"left out: {len(listed)} addresses, everything since the beginning")
            return False
        self.check(what, url, OK if stories else WARNING, f"{len(listed)} links, {len(stories)} to stories")
        return bool(stories)

    async def read_articles(self, study: Study, proposal: Proposal) -> None:
        """Read some of the stories with the parser that their pages ask for; the proposal names it then."""
        responses = []
        for url in study.likeliest_stories()[: self.wanted]:
            response = await self.ask("article", url)
            if response is not None and response.status == 200:
                responses.append(response)
            elif response is not None:
                self.check("article", url, WARNING, f"HTTP {response.status}")
        assert self.look.front_page
        proposal.choose_parser([self.look.front_page.body, *(response.body for response in responses)])
        site = site_of(proposal)
        self.session.catalogue.add(site)
        for response in responses:
            try:
                reading = await self.session.reading.run(self.task_of(response, site, []))
            except PageUnreadable as error:
                self.check("article", response.url, FAULT, str(error))
                continue
            self.judge_article(response, reading)
            self.look.articles.append(Seen(response.url, _type_of(response), response.body, reading=reading))


def page_of(response: Response) -> Page:
    """Return a response's page."""
    return Page.read(response.body, response.url, _type_of(response))


def site_of(proposal: Proposal) -> Site:
    """Return the site of a proposal, read as a catalogue's entry is; raise CatalogueError where it can't be one."""
    (site,) = read_text(proposal.toml(), "the proposed entry")
    return site


def _type_of(response: Response) -> str:
    return (response.headers.get("Content-Type") or b"").decode("latin-1")
