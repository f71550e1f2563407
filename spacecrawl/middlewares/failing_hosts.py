"""A host that keeps failing is left alone for the rest of the run."""

from __future__ import annotations

from collections import Counter

from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.utils.httpobj import urlparse_cached

from spacecrawl.downloader import StrictDownloader


class HostLeftAlone(IgnoreRequest):
    """Raised for requests to a host that has failed too often in a row."""


class FailingHostsMiddleware:
    """Counts a host's failed tries in a row; at ``SPACECRAWL_FAILURES_IN_A_ROW`` no more is asked of it.

    Stands next to the downloader, so that every try counts, and any answer but 5xx and 429 sets the count back.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.limit = crawler.settings.getint("SPACECRAWL_FAILURES_IN_A_ROW")
        self._failures: Counter[str] = Counter()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> FailingHostsMiddleware:
        """Build for a crawler."""
        return cls(crawler)

    def process_request(self, request: Request, spider: Spider | None = None) -> None:  # noqa: ARG002 - Scrapy's signature
        """Raise HostLeftAlone for a host that has failed too often."""
        if self.is_left_alone(_host(request)):
            raise self.reason(_host(request))

    def process_response(self, request: Request, response: Response, spider: Spider | None = None) -> Response:  # noqa: ARG002
        """Count a failed answer, forget earlier ones at a good one."""
        if response.status >= 500 or response.status == 429:
            self.note_failure(_host(request))
        else:
            self._failures.pop(_host(request), None)
        return response

    def process_exception(self, request: Request, exception: Exception, spider: Spider | None = None) -> None:  # noqa: ARG002
        """Count a try that brought no answer."""
        if not isinstance(exception, IgnoreRequest):
            self.note_failure(_host(request))

    def note_failure(self, host: str) -> None:
        """Count a failed try; at the limit also give up what waits in the downloader's queues already."""
        self._failures[host] += 1
        engine = self.crawler.engine
        if self.is_left_alone(host) and engine is not None and isinstance(engine.downloader, StrictDownloader):
            engine.downloader.give_up_queued(host, self.reason(host))

    def is_left_alone(self, host: str) -> bool:
        """Tell whether a host has failed too often."""
        return bool(self.limit) and self._failures[host] >= self.limit

    def reason(self, host: str) -> HostLeftAlone:
        """Return what to raise for a host that is left alone."""
        return HostLeftAlone(f"{host} failed {self.limit} times in a row and is left alone")


def _host(request: Request) -> str:
    return urlparse_cached(request).netloc.lower()
