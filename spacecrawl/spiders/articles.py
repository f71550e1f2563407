"""What every spider of the project does with an article's page once it is there."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import AsyncIterator, Iterable, Sized
from typing import Any, cast

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.http import Response
from twisted.python.failure import Failure

from spacecrawl.discovery.frontier import Window
from spacecrawl.downloader import RunStopped, giving_up
from spacecrawl.errors import FolderError, PageUnreadable, UsageError
from spacecrawl.middlewares.archive import KEPT, Kept
from spacecrawl.middlewares.offsite import OffHosts
from spacecrawl.middlewares.proxy import proxy_trouble
from spacecrawl.middlewares.robots import RobotsForbidden
from spacecrawl.reading import PageTask, PreparedArticle
from spacecrawl.record import Source
from spacecrawl.record.article import plain
from spacecrawl.record.fetched import Fetched
from spacecrawl.session import Session
from spacecrawl.sites import Site
from spacecrawl.sites.address import clean_url
from spacecrawl.spiders.listings import validators
from spacecrawl.storage.addresses import State

GONE = (404, 410)
STOPPED = "the run was stopped"
NOT_MODIFIED = 304
FOR_GOOD = (301, 308)

MOST_QUEUED = 64
"""Requests that wait in the scheduler; 100,000 of them would take 80 to 200 MB."""

LOOK_AGAIN = 0.02
"""Seconds after which a full queue is looked at again; in that time a fast run takes a dozen."""

UNTOLD = {
    "ResponseDataLossError": "the connection ended in the middle of the page",
    "DownloadCancelledError": "the page is larger than the setting DOWNLOAD_MAXSIZE allows",
}
"""What Scrapy's exceptions without a message mean."""

MOST_FAILURES_TOLD = 200
"""Failed pages that a run's summary names one by one; all are counted and logged."""


class ArticleSpider(Spider):
    """Requests article pages and turns their responses into Articles; subclasses decide which."""

    allowed_hosts: frozenset[str] = frozenset()

    def __init__(self, *args: Any, since: Any = None, until: Any = None, full: Any = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.window = Window(_day(since), _day(until))
        self.full = full in (True, "1", "true", "yes")
        self.failures: list[dict[str, str]] = []
        self.stopping = False

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Any:
        """Build for a crawler, whose session gives catalogue and store."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        spider.session = Session.of(crawler)
        spider.name_contact()
        crawler.signals.connect(spider.give_up_reading, signal=giving_up)
        crawler.signals.connect(spider.note_callback_error, signal=signals.spider_error)
        crawler.signals.connect(spider.note_item_error, signal=signals.item_error)
        spider.prepare()
        return spider

    session: Session

    def prepare(self) -> None:
        """Set up what needs the session; called once before the crawl."""

    def give_up_reading(self) -> None:
        """Give up pages that are being read: the run was stopped, and may not wait for a parser that hangs."""
        self.stopping = True
        self.session.reading.close()

    def name_contact(self) -> None:
        """Add the setting ``SPACECRAWL_CONTACT`` to the user agent; raise UsageError where it can't stand there."""
        settings = self.crawler.settings
        if contact := (settings.get("SPACECRAWL_CONTACT") or "").strip():
            settings.set("USER_AGENT", with_contact(settings["USER_AGENT"], contact), priority="spider")

    def keep_delays(self, sites: Iterable[Site]) -> None:
        """Give each network or site one download slot with its entry's delay; the longest of a network's counts."""
        settings = self.crawler.settings
        slots, of_hosts = dict(settings.getdict("DOWNLOAD_SLOTS")), dict(settings.getdict("SPACECRAWL_SLOTS"))
        for site in sites:
            for slot in {of_hosts.setdefault(host, site.group) for host in site.hosts}:
                slots[slot] = {
                    "concurrency": settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN"),
                    "delay": max(site.delay, slots.get(slot, {}).get("delay", 0.0)),
                    "jitter": 0,
                }
        settings.set("DOWNLOAD_SLOTS", slots, priority="spider")
        settings.set("SPACECRAWL_SLOTS", of_hosts, priority="spider")

    def article_request(
        self,
        url: str,
        site: Site | None,
        also_at: list[str],
        conditions: dict[str, str] | None = None,
        why: str = "asked for",
    ) -> Request:
        """Return the request for an article's page, with the headers that make it conditional."""
        return Request(
            url,
            callback=self.parse_article,
            errback=self.note_failure,
            cb_kwargs={"site": site, "also_at": also_at},
            headers=conditions,
            meta={"why": why},
        )

    async def room(self) -> None:
        """Wait until few enough requests are queued: those to come are in the ledger, not in memory."""
        while self.queued() >= MOST_QUEUED:
            await asyncio.sleep(LOOK_AGAIN)

    def queued(self) -> int:
        """Return how many requests wait in the scheduler."""
        slot = self.crawler.engine._slot if self.crawler.engine else None  # noqa: SLF001 - told nowhere else
        return len(cast("Sized", slot.scheduler)) if slot else 0

    async def parse_article(
        self, response: Response, site: Site | None, also_at: list[str]
    ) -> AsyncIterator[PreparedArticle]:
        """Yield the page's Article, complete but for what the data folder knows of it."""
        site = self.site_after_redirects(response, site)
        if not self.is_page(response, site):
            return
        if not self.is_html(response):
            self.reject(response, {"url": response.url}, "not an HTML page")
            return
        try:
            reading = await self.session.reading.run(self.task_of(response, site, also_at))
        except PageUnreadable as error:
            self.note_unreadable(response, error)
            return
        if reading.fault is not None:
            self.reject(response, reading.article.to_dict(), reading.fault)
        elif not self.window.holds(day := reading.article.date_published):
            self.skip(reading.article.url or response.url, "outside the dates")
            self.note_outcome(response, "outside", day=plain(day)[:10], also=reading.article.url)
        else:
            reading.article.fetched = Fetched(*validators(response), redirects_of(response.request), page_of(response))
            yield reading.article

    def task_of(self, response: Response, site: Site | None, also_at: list[str]) -> PageTask:
        """Return what the reading process needs to know of a page."""
        return PageTask(
            response.body,
            response.url,
            _header(response, "Content-Type"),
            source=source_of(response),
            also_at=tuple(dict.fromkeys((*also_at, *self.redirected_from(response, site)))),
        )

    def site_after_redirects(self, response: Response, site: Site | None) -> Site | None:
        """Return the site that a page is on: a story can move to a sister site."""
        if site is None or site.has_host(response.url):
            return site
        return self.session.catalogue.site_of(response.url)

    def redirected_from(self, response: Response, site: Site | None) -> list[str]:
        """Return the story's address that led here, in its canonical form, so that the next run knows it."""
        asked: str | None = next(iter(response.meta.get("redirect_urls", ())), None)
        if asked is None or site is None:
            return []
        before = site if site.has_host(asked) else self.session.catalogue.site_of(asked)
        return [before.canonical_url(asked)] if before and before.is_article(clean_url(asked)) else []

    def is_page(self, response: Response, site: Site | None) -> bool:
        """Tell whether a response is the page asked for; note what else it is."""
        if response.status in GONE:
            self.count("gone")
            self.note(response.url, "gone", f"HTTP {response.status}")
            self.note_outcome(response, "gone")
            return False
        if response.status == NOT_MODIFIED:
            self.note_unchanged(response)
            return False
        if response.status != 200:
            self.fail(response.url, f"HTTP {response.status}")
            return False
        if site is not None and not site.is_article(clean_url(response.url)):
            self.skip(response.url, "moved to a page that is no article")
            self.note_moved(response.request)
            return False
        return True

    def note_outcome(
        self, response: Response, state: State, *, day: str | None = None, also: str | None = None
    ) -> None:
        """Note in the ledger that an article's address led to no record, so that the next run need not ask."""
        redirects = (url for url, _ in redirects_of(response.request))
        self.session.note_outcome((*redirects, response.url, *([also] if also else ())), state, day=day)

    def note_moved(self, request: Request | None) -> None:
        """Note in the ledger that an article's address leads to a page that the run does not want."""
        if request is None or not (redirects := redirects_of(request)):
            return
        for url, permanent in redirects:
            self.session.note_outcome([url], "moved" if permanent else "redirected", target=request.url)

    def note_unchanged(self, response: Response) -> None:
        """Note that a known article, asked for again, is as it was."""
        self.skip(response.url, "unchanged")
        known = self.session.store.addresses.get(self.session.canonical(response.url))
        if known and known.article is not None:
            self.session.store.rows.unchanged(known.article)

    def is_html(self, response: Response) -> bool:
        """Tell whether a response says it is HTML, or does not say what it is."""
        kind = _header(response, "Content-Type").partition(";")[0].strip().lower()
        return (
            kind in ("", "text/html", "application/xhtml+xml", "text/plain")
            and b"\x00\x00\x00" not in response.body[:512]
        )

    def reject(self, response: Response, record: dict[str, Any], reason: str) -> None:
        """Keep what a page gave that may not be stored among the run's rejected, and know it there."""
        self.session.run.reject(record, reason)
        self.note(record["url"], "rejected", reason)
        self.note_outcome(response, "rejected")
        self.count("rejected")

    def note_unreadable(self, response: Response, error: PageUnreadable) -> None:
        """Keep a page on which its parser raised among the rejected; one that ended what read it is tried again."""
        if self.stopping:
            self.skip(response.url, STOPPED)
            return
        if not error.details:
            self.fail(response.url, str(error))
            return
        self.logger.error("Can't read %s: %s\n%s", response.url, error, error.details)
        self.reject(response, {"url": response.url}, str(error))

    def note_failure(self, failure: Failure) -> None:
        """Count a request that brought no response: refused by robots.txt or offsite, or failed after all tries."""
        if self.stopped_by_folder(failure):
            return
        request: Request = failure.request  # type: ignore[attr-defined]
        url = first_asked(request)
        if isinstance(failure.value, RobotsForbidden):
            self.skip(url, "forbidden by robots.txt")
        elif isinstance(failure.value, OffHosts):
            self.skip(url, "off the run's hosts")
            self.note_moved(request)
        elif isinstance(failure.value, RunStopped):
            self.skip(url, STOPPED)
        else:
            name = failure.type.__name__ if failure.type else "error"
            reason = proxy_trouble(failure.value) or failure.getErrorMessage() or UNTOLD.get(name, "")
            self.fail(url, f"{name}: {reason}")

    def note_callback_error(self, failure: Failure, response: Response | None = None) -> None:
        """Count a page on which a callback raised: Scrapy logs it and ends the run as if all were well."""
        if not self.stopped_by_folder(failure):
            self.fail(response.url if response else "a request", f"could not be read: {failure.getErrorMessage()}")

    def note_item_error(self, item: Any, failure: Failure) -> None:
        """Count an item on which a pipeline raised, and which is lost to this run."""
        if not self.stopped_by_folder(failure):
            self.fail(getattr(item, "url", None) or "an item", f"could not be kept: {failure.getErrorMessage()}")

    def stopped_by_folder(self, failure: Failure) -> bool:
        """End the run in order where the data folder failed: what can't be known must not be fetched either."""
        if not isinstance(failure.value, FolderError):
            return False
        self.session.stop_for_folder(failure.getErrorMessage())
        return True

    def fail(self, url: str, reason: str) -> None:
        """Count a page that failed after all tries."""
        self.count("failed")
        self.note(url, "failed", reason)
        self.logger.error("Failed: %s: %s", url, reason)
        if len(self.failures) < MOST_FAILURES_TOLD:
            self.failures.append({"url": url, "reason": reason[:300]})

    def closed(self, reason: str) -> None:  # noqa: ARG002 - Scrapy's signature
        """Count what a run that was stopped had not come to."""
        scheduler = self.crawler.engine.scheduler if self.crawler.engine else None
        while scheduler and (request := scheduler.next_request()):
            self.skip(request.url, STOPPED)

    def skip(self, url: str, reason: str) -> None:
        """Count an address that was not fetched, or whose page was not kept, and note why."""
        self.count(f"skipped/{reason}")
        self.note(url, "skipped", reason)

    def note(self, url: str, outcome: str, reason: str | None = None) -> None:
        """Note in the run's folder what became of an address."""
        self.session.run.outcomes.note(url, outcome, reason)

    def count(self, name: str, number: int = 1) -> None:
        """Add to one of the run's statistics."""
        if self.crawler.stats and number:
            self.crawler.stats.inc_value(f"spacecrawl/{name}", number)


def with_contact(agent: str, contact: str) -> str:
    """Return a user agent whose closing comment names whom to write to; raise UsageError where that can't be."""
    if not contact.isascii() or not contact.isprintable() or set(contact) & set("()\\"):
        raise UsageError(
            f"The contact {contact!r} can't stand in a user agent. Give an address in ASCII, as in you@example.org."
        )
    return f"{agent.removesuffix(')')}; contact: {contact})"


def first_asked(request: Request) -> str:
    """Return the address that a run asked for, of a request that may have been redirected since."""
    redirected_from: list[str] = request.meta.get("redirect_urls", [])
    return redirected_from[0] if redirected_from else request.url


def page_of(response: Response) -> tuple[str, int] | None:
    """Return the place of a page in the archive, if it is kept there."""
    kept = cast("Kept | None", response.meta.get(KEPT))
    return (kept.file, kept.offset) if kept else None


def source_of(response: Response) -> Source:
    """Return where a page came from: its address and time, and its place in the archive if it is kept there."""
    url, kept = clean_url(response.url), cast("Kept | None", response.meta.get(KEPT))
    if kept is None:
        return Source(url=url, fetched_at=dt.datetime.now(dt.UTC).replace(microsecond=0))
    return Source(url=url, fetched_at=kept.time, file=kept.file, offset=kept.offset)


def _day(value: Any) -> dt.date | None:
    return value if value is None or isinstance(value, dt.date) else dt.date.fromisoformat(value)


def redirects_of(request: Request | None) -> tuple[tuple[str, bool], ...]:
    """Return the addresses that a request was redirected from, each with whether it was for good."""
    meta = request.meta if request else {}
    urls, reasons = meta.get("redirect_urls", ()), meta.get("redirect_reasons", ())
    return tuple((url, reason in FOR_GOOD) for url, reason in zip(urls, reasons, strict=False))


def _header(response: Response, name: str) -> str:
    value = response.headers.get(name)
    return value.decode("latin-1") if value else ""
