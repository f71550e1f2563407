"""The delay between requests grows with a slow server, and never falls below what the catalogue promises."""

from __future__ import annotations

from typing import Any

from scrapy import Request, Spider
from scrapy.exceptions import NotConfigured
from scrapy.extensions.throttle import AutoThrottle
from scrapy.http import Response


class EntryThrottle(AutoThrottle):
    """Scrapy's AutoThrottle with the entry's delay, or a longer Crawl-delay, as start and floor of its slot.

    Scrapy's own has one floor for all slots, the setting DOWNLOAD_DELAY, to which it lowers the delay of an entry
    that asks for more, and its AUTOTHROTTLE_MAX_DELAY cuts a longer one. An entry whose delay is 0 is left alone: it
    says that its server needs no rest.
    """

    def _response_downloaded(self, response: Response, request: Request, spider: Spider) -> None:
        floor = self._floor(request)
        if floor <= 0:
            return
        self.mindelay = floor
        self.maxdelay = max(floor, self._max_delay())
        super()._response_downloaded(response, request, spider)

    def _start_delay(self) -> float:
        return self._min_delay()

    def _floor(self, request: Request) -> float:
        engine = self.crawler.engine
        if engine is None:
            raise NotConfigured("the throttle needs a running engine")
        downloader = engine.downloader
        settings: dict[str, Any] = downloader.per_slot_settings.get(downloader.get_slot_key(request), {})
        return float(settings.get("delay", self._min_delay()))
