"""Retries with growing pauses, which are longer where the server asks for it."""

from __future__ import annotations

import asyncio
import datetime as dt
import time
from email.utils import parsedate_to_datetime

from scrapy import Request, Spider
from scrapy.downloadermiddlewares.retry import RetryMiddleware
from scrapy.http import Response

from spacecrawl.downloader import pausing

LONGEST_PAUSE = 300.0
"""Seconds; a longer Retry-After is not waited for: the page is left for the next run."""

STEP = 0.25
"""Seconds after which a pause looks whether the run is being stopped."""


class PatientRetryMiddleware(RetryMiddleware):
    """Scrapy's retry middleware, waiting between tries: ``SPACECRAWL_RETRY_PAUSES``, or Retry-After if longer."""

    async def process_response(  # type: ignore[override]
        self,
        request: Request,
        response: Response,
        spider: Spider | None = None,  # noqa: ARG002 - Scrapy's signature
    ) -> Request | Response:
        """Return the response, or after a pause the request again."""
        asked = retry_after(response)
        if asked > LONGEST_PAUSE:
            return response
        again = super().process_response(request, response)
        if isinstance(again, Request) and not await self._paused(again, asked, f"HTTP {response.status}"):
            return response
        return again

    async def process_exception(  # type: ignore[override]
        self,
        request: Request,
        exception: Exception,
        spider: Spider | None = None,  # noqa: ARG002
    ) -> Request | Response | None:
        """Return after a pause the request again, or None to give up."""
        again = super().process_exception(request, exception)
        reason = f"{type(exception).__name__}: {exception}"
        if isinstance(again, Request) and not await self._paused(again, 0.0, reason):
            return None
        return again

    async def _paused(self, again: Request, asked: float, reason: str) -> bool:
        """Wait before the next try; return False at once when the run is being stopped, which waits for no pause."""
        pauses = [float(pause) for pause in self.crawler.settings.getlist("SPACECRAWL_RETRY_PAUSES")] or [0.0]
        number = min(again.meta.get("retry_times", 1), len(pauses)) - 1
        pause = max(pauses[number], asked)
        self.crawler.signals.send_catch_log(pausing, request=again, seconds=pause, reason=reason)
        end = time.monotonic() + pause
        while (left := end - time.monotonic()) > 0 and not self._is_stopping():
            await asyncio.sleep(min(left, STEP))
        return not self._is_stopping()

    def _is_stopping(self) -> bool:
        slot = self.crawler.engine._slot if self.crawler.engine else None  # noqa: SLF001 - told nowhere else
        return not self.crawler.crawling or (slot is not None and slot.closing is not None)


def retry_after(response: Response) -> float:
    """Return the seconds that a response's Retry-After asks for; 0 where it has none or it can't be read."""
    header = response.headers.get("Retry-After")
    if not header:
        return 0.0
    text = header.decode("latin-1").strip()
    if text.isascii() and text.isdigit():
        return float(text)
    try:
        until = parsedate_to_datetime(text)
    except ValueError:
        return 0.0
    until = until if until.tzinfo else until.replace(tzinfo=dt.UTC)
    return max(0.0, (until - dt.datetime.now(dt.UTC)).total_seconds())
