"""Scrapy's downloader, with its limit of concurrent requests kept at every delay."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import Any

from scrapy import Request
from scrapy.core.downloader import Downloader, Slot
from scrapy.http import Response
from twisted.internet.defer import Deferred


class StrictDownloader(Downloader):
    """Counts a request as under way from the moment that it leaves its slot's queue.

    In Scrapy 2.19 it counts only when its task first runs. Without a delay a slot's whole queue has been started
    by then, so that CONCURRENT_REQUESTS_PER_DOMAIN holds nothing back.
    """

    def _wait_for_download(
        self, slot: Slot, request: Request, queue_dfd: Deferred[Response]
    ) -> Coroutine[Any, Any, None]:
        slot.transferring.add(request)
        return super()._wait_for_download(slot, request, queue_dfd)
