"""Scrapy's downloader: its limit kept at every delay, a slot for each network, and an end when a run is stopped."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any

from scrapy import Request, signals
from scrapy.core.downloader import Downloader, Slot
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.utils.httpobj import urlparse_cached
from twisted.internet.defer import Deferred
from twisted.python.failure import Failure

LOOK = 0.25
"""Seconds between two looks whether the run is being stopped: Scrapy has no signal for it."""

GRACE = 5.0
"""Seconds that pages under way have when a run is being stopped."""

giving_up = object()
"""Signal: the grace of a run that is being stopped has passed; what is still under way must be given up."""

pausing = object()
"""Signal: a page is asked for again after a pause; sent with ``request``, ``seconds`` and ``reason``."""

NOT_ASKED_FOR = "the run was stopped before this page was asked for"


class RunStopped(IgnoreRequest):
    """Raised for requests that a run gave up because it was stopped: the next run makes them."""


class StrictDownloader(Downloader):
    """Scrapy 2.19's downloader with three changes.

    - A request counts as under way from the moment that it leaves its slot's queue. Scrapy counts it when its task
      first runs; without a delay a slot's whole queue has been started by then, so that
      CONCURRENT_REQUESTS_PER_DOMAIN holds nothing back.
    - Hosts named in the setting ``SPACECRAWL_SLOTS`` use the slot named there, whatever asks for a page of theirs:
      robots.txt and redirects share the delay of the host that they go to.
    - When the run is being stopped, queued requests are given up at once and pages under way after ``GRACE``. Scrapy
      waits for every one: with 16 queued for one host and a server that hangs, a quarter of an hour.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._slots_of_hosts: dict[str, str] = crawler.settings.getdict("SPACECRAWL_SLOTS")
        self._transfers: set[asyncio.Task[Any]] = set()
        self._watch: asyncio.Task[None] | None = None
        self.stopping = False
        crawler.signals.connect(self._start_watch, signal=signals.spider_opened)

    def get_slot_key(self, request: Request) -> str:
        """Return the slot of a request's host, else the one that the request names."""
        host = (urlparse_cached(request).hostname or "").rstrip(".")
        return self._slots_of_hosts.get(host) or super().get_slot_key(request)

    def close(self) -> None:
        """End the watch and free the slots."""
        if self._watch:
            self._watch.cancel()
        super().close()

    async def _enqueue_request(self, request: Request) -> Response:
        if self.stopping:
            raise RunStopped(NOT_ASKED_FOR)
        return await super()._enqueue_request(request)

    def _wait_for_download(
        self, slot: Slot, request: Request, queue_dfd: Deferred[Response]
    ) -> Coroutine[Any, Any, None]:
        slot.transferring.add(request)
        return self._until_stopped(super()._wait_for_download(slot, request, queue_dfd), queue_dfd)

    async def _until_stopped(self, transfer: Coroutine[Any, Any, None], answer: Deferred[Response]) -> None:
        task = asyncio.ensure_future(transfer)
        self._transfers.add(task)
        try:
            await task
        except asyncio.CancelledError:
            _give_up(answer, "the run was stopped while this page was under way")
        finally:
            self._transfers.discard(task)

    def give_up_queued(self, host: str, error: Exception) -> None:
        """Fail what waits in the slots' queues for a host, given with its port as in addresses."""
        for slot in self.slots.values():
            waiting = [entry for entry in slot.queue if urlparse_cached(entry[0]).netloc.lower() == host]
            for entry in waiting:
                slot.queue.remove(entry)
            for _, answer in waiting:
                answer.errback(Failure(error))  # type: ignore[no-untyped-call]

    def _start_watch(self) -> None:
        self._watch = asyncio.ensure_future(self._watch_for_stop())

    async def _watch_for_stop(self) -> None:
        while not self._is_stopping():
            await asyncio.sleep(LOOK)
        self.stopping = True
        for slot in self.slots.values():
            while slot.queue:
                _, answer = slot.queue.popleft()
                _give_up(answer, NOT_ASKED_FOR)
        await asyncio.sleep(GRACE)
        self.signals.send_catch_log(giving_up)
        for task in list(self._transfers):
            task.cancel()

    def _is_stopping(self) -> bool:
        engine_slot = self.crawler.engine._slot if self.crawler.engine else None  # noqa: SLF001 - told nowhere else
        return not self.crawler.crawling or (engine_slot is not None and engine_slot.closing is not None)


def _give_up(answer: Deferred[Response], reason: str) -> None:
    answer.errback(Failure(RunStopped(reason)))  # type: ignore[no-untyped-call]
