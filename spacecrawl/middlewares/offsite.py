"""Requests stay on the hosts of the run, redirects included."""

from __future__ import annotations

from scrapy import Request, Spider
from scrapy.downloadermiddlewares.offsite import OffsiteMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.utils.httpobj import urlparse_cached


class OffHosts(IgnoreRequest):
    """Raised for requests that would leave the run's hosts."""


class OwnHostsMiddleware(OffsiteMiddleware):
    """Lets pass what is http or https on exactly one of the spider's ``allowed_hosts``; no subdomain is implied."""

    def request_scheduled(self, request: Request, spider: Spider) -> None:
        """Let every request be scheduled: one refused there vanishes without its errback, so that nobody counts it."""

    def process_request(self, request: Request, spider: Spider | None = None) -> None:
        """Raise IgnoreRequest for a request that leaves the run's hosts."""
        if self.should_follow(request, spider or self._spider):
            return
        self.stats.inc_value("offsite/filtered")
        raise OffHosts(f"off the run's hosts: {request.url}")

    def should_follow(self, request: Request, spider: Spider) -> bool:
        """Tell whether a request stays on the spider's hosts."""
        parts = urlparse_cached(request)
        hosts: set[str] | None = getattr(spider, "allowed_hosts", None)
        return parts.scheme in ("http", "https") and (hosts is None or (parts.hostname or "").rstrip(".") in hosts)

    @property
    def _spider(self) -> Spider:
        assert self.crawler.spider is not None
        return self.crawler.spider
