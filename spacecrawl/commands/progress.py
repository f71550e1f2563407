"""How a run goes on, for people: a live view on a terminal, else a line now and then."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import time
from collections import Counter, deque
from contextlib import AbstractContextManager
from dataclasses import dataclass
from types import TracebackType
from typing import Any

from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.text import Text
from scrapy import signals
from scrapy.crawler import Crawler

from spacecrawl.commands.printing import messages, printable, table
from spacecrawl.spiders.articles import ArticleSpider
from spacecrawl.spiders.news import NewsSpider
from spacecrawl.watching import Event

LOOK = 0.5
"""Seconds between two pictures of the live view."""

RECENT = 4
"""Articles, failures and pauses that the live view names."""


class Tally:
    """Counts a run's events and remembers the last of those that people want to read."""

    def __init__(self) -> None:
        self.started = time.monotonic()
        self.counts: Counter[str] = Counter()
        self.articles: deque[str] = deque(maxlen=RECENT)
        self.failures: deque[str] = deque(maxlen=RECENT)
        self._pauses: dict[str, tuple[float, str]] = {}

    def __call__(self, event: Event) -> None:
        """Take an event in."""
        kind = event["what"] if event["event"] == "article" else event["event"]
        self.counts[kind] += 1
        if kind in ("new", "revised"):
            self.articles.append(f"{event['site'] or 'no site'}: {event['title']}")
        elif kind in ("failed", "rejected"):
            self.failures.append(f"{kind}: {event['url']}: {event['reason']}")
        elif kind == "waiting":
            self._pauses[event["url"]] = (time.monotonic() + event["seconds"], event["reason"])

    def pauses(self) -> list[str]:
        """Return the pages that wait for their next try, the next to come first."""
        now = time.monotonic()
        self._pauses = {url: pause for url, pause in self._pauses.items() if pause[0] > now}
        soonest = sorted(self._pauses.items(), key=lambda pause: pause[1])[:RECENT]
        return [f"tried again in {end - now:.0f} s: {url}: {reason}" for url, (end, reason) in soonest]


@dataclass(frozen=True)
class Queue:
    """What waits for a download slot, which is a network, site or host; ``delay`` and ``wait`` in seconds."""

    slot: str
    listed: int
    queued: int
    under_way: int
    delay: float
    wait: float


def queues_of(crawler: Crawler) -> list[Queue]:
    """Return the queues of a running crawl: stories that are listed, requests of each slot."""
    listed: Counter[str] = Counter()
    if isinstance(spider := crawler.spider, NewsSpider):
        for site in spider.sites:
            listed[site.group] += spider.frontier.left[site.entry]
    slots: dict[str, Any] = getattr(getattr(crawler.engine, "downloader", None), "slots", {})
    return [_queue(name, slots.get(name), listed[name]) for name in sorted({*slots, *(+listed)})]


def scheduled(crawler: Crawler) -> int:
    """Return how many requests wait for any slot: they have left the frontier, and have no place in a queue yet."""
    return spider.queued() if isinstance(spider := crawler.spider, ArticleSpider) else 0


def _queue(name: str, slot: Any, listed: int) -> Queue:
    if slot is None:
        return Queue(name, listed, 0, 0, 0.0, 0.0)
    wait = max(0.0, slot.lastseen + slot.delay - time.time()) if slot.queue else 0.0
    return Queue(name, listed, len(slot.queue), len(slot.transferring), slot.delay, wait)


class _Beside(AbstractContextManager["_Beside"]):
    """Does something every few seconds while a crawl's engine runs, in the crawl's own loop: no thread is needed."""

    def __init__(self, crawler: Crawler, seconds: float) -> None:
        self.crawler, self._seconds = crawler, seconds
        self._task: asyncio.Task[None] | None = None
        crawler.signals.connect(self._start, signal=signals.engine_started)
        crawler.signals.connect(self._stop, signal=signals.engine_stopped)

    def show(self) -> None:
        """Show how the run goes on."""
        raise NotImplementedError

    def _start(self) -> None:
        self._task = asyncio.ensure_future(self._go_on())

    def _stop(self) -> None:
        if self._task:
            self._task.cancel()

    async def _go_on(self) -> None:
        while True:
            await asyncio.sleep(self._seconds)
            with contextlib.suppress(OSError):  # a terminal that went away ends no run
                self.show()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        return None


class LiveView(_Beside):
    """A picture of the run on a terminal, painted over twice a second and gone when the run is over."""

    def __init__(self, crawler: Crawler, tally: Tally, console: Console = messages) -> None:
        super().__init__(crawler, LOOK)
        self._tally = tally
        self._live = Live(console=console, auto_refresh=False, transient=True, vertical_overflow="crop")

    def __enter__(self) -> LiveView:
        self._live.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        with contextlib.suppress(OSError):
            self._live.stop()

    def show(self) -> None:
        """Paint the picture of now."""
        shown = picture(self._tally, queues_of(self.crawler), scheduled(self.crawler))
        self._live.update(shown, refresh=True)


def picture(tally: Tally, queues: list[Queue], scheduled: int = 0) -> RenderableType:
    """Return the live view: counts, queues by slot, the last articles, failures and pauses."""
    counts = tally.counts
    elapsed = dt.timedelta(seconds=int(time.monotonic() - tally.started))
    head = (
        f"{elapsed}  {counts['page']} pages  {counts['new']} new  {counts['revised']} revised  "
        f"{counts['known'] + counts['unchanged']} known  {counts['rejected']} rejected  {counts['failed']} failed  "
        f"{scheduled} scheduled"
    )
    rows = [
        (queue.slot, queue.listed, queue.queued, queue.under_way, f"{queue.delay:.1f} s", f"{queue.wait:.1f} s")
        for queue in queues
    ]
    parts: list[RenderableType] = [Text(head, "bold")]
    if rows:
        parts.append(table(("host or network", "to fetch", "queued", "under way", "delay", "next in"), rows))
    for style, lines in (("green", tally.articles), ("red", tally.failures), ("yellow", tally.pauses())):
        parts += [Text(printable(line), style, no_wrap=True, overflow="ellipsis") for line in lines]
    return Group(*parts)


class PlainLines(_Beside):
    """A line every so often where stderr is no terminal: from the statistics that a run keeps anyway."""

    def __init__(self, crawler: Crawler, seconds: float) -> None:
        super().__init__(crawler, seconds)

    def show(self) -> None:
        """Print a line."""
        messages.print(printable(line_of(self.crawler)), soft_wrap=True)


def line_of(crawler: Crawler) -> str:
    """Return the line: time, counts, and what waits for each slot."""
    stats = crawler.stats.get_stats() if crawler.stats else {}
    ours = {
        "new": stats.get("spacecrawl/articles/new", 0),
        "revised": stats.get("spacecrawl/articles/revised", 0),
        "rejected": stats.get("spacecrawl/rejected", 0),
        "failed": stats.get("spacecrawl/failed", 0),
    }
    told = ", ".join(f"{number} {name}" for name, number in ours.items())
    queues = [(queue.slot, queue.listed + queue.queued) for queue in queues_of(crawler)]
    waiting = ", ".join(f"{slot} {number}" for slot, number in [*queues, ("scheduled", scheduled(crawler))] if number)
    now = dt.datetime.now(dt.UTC)
    pages = stats.get("response_received_count", 0)
    return f"{now:%H:%M:%S} UTC  {pages} pages, {told}" + (f"; to fetch: {waiting}" if waiting else "")
