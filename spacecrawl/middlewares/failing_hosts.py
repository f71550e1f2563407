"""A host that keeps failing is left alone for the rest of the run."""

from __future__ import annotations

from collections import Counter

from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.utils.httpobj import urlparse_cached


class HostLeftAlone(IgnoreRequest):
    """Raised for requests to a host that has failed too often in a row."""


class FailingHostsMiddleware:
    """Counts a host's failed tries in a row; at ``SPACECRAWL_FAILURES_IN_A_ROW`` no more is asked of it.

    Stands next to the downloader, so that every try counts, and any answer but 5xx and 429 sets the count back.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.limit = crawler.settings.getint("SPACECRAWL_FAILURES_IN_A_ROW")
        self._failures: Counter[str] = Counter()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> FailingHostsMiddleware:
        """Build for a crawler."""
        return cls(crawler)

    def process_request(self, request: Request, spider: Spider | None = None) -> None:  # noqa: ARG002 - Scrapy's signature
        """Raise HostLeftAlone for a host that has failed too often."""
        if self.limit and self._failures[_host(request)] >= self.limit:
            raise HostLeftAlone(f"{_host(request)} failed {self.limit} times in a row and is left alone")

    def process_response(self, request: Request, response: Response, spider: Spider | None = None) -> Response:  # noqa: ARG002
        """Count a failed answer, forget earlier ones at a good one."""
        if response.status >= 500 or response.status == 429:
            self._failures[_host(request)] += 1
        else:
            self._failures.pop(_host(request), None)
        return response

    def process_exception(self, request: Request, exception: Exception, spider: Spider | None = None) -> None:  # noqa: ARG002
        """Count a try that brought no answer."""
        if not isinstance(exception, IgnoreRequest):
            self._failures[_host(request)] += 1


def _host(request: Request) -> str:
    return urlparse_cached(request).netloc.lower()
