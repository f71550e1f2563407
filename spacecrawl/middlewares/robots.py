"""robots.txt, obeyed by every request in every order of arrival."""

from __future__ import annotations

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.robotstxt import RobotParser
from scrapy.utils.httpobj import urlparse_cached
from scrapy.utils.misc import build_from_crawler

from spacecrawl.downloader import RunStopped
from spacecrawl.middlewares.proxy import ProxyFailed, proxy_trouble

FORBID_ALL = b"User-agent: *\nDisallow: /\n"

LARGEST_ROBOTS = 512 * 1024
"""Bytes of a robots.txt that are read, whole lines of them; RFC 9309, 2.5, asks for 500 KiB."""


class RobotsForbidden(IgnoreRequest):
    """Raised for requests that a robots.txt forbids."""


class RobotsUnreachable(IgnoreRequest):
    """Raised for requests to a host whose robots.txt answers 5xx or not at all."""


class RobotsMiddleware(RobotsTxtMiddleware):
    """Scrapy's robots middleware with three changes.

    Requests that waited for a robots.txt in flight get the parsed file: in Scrapy 2.14 to 2.19 only the first of
    them does, the others get None, which means allowed. A robots.txt that answers 5xx, or can't be reached,
    forbids its host (RFC 9309, 2.3.1.4); 4xx allows all; of a huge one only the first lines are read. A Crawl-delay
    longer than the slot's delay is kept.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self.unreachable: dict[str, Exception | str] = {}

    async def robot_parser(self, request: Request) -> RobotParser | None:
        """Return the rules of the request's host, waiting for them if need be."""
        await super().robot_parser(request)
        rules = self._parsers[urlparse_cached(request).netloc]
        return rules if isinstance(rules, RobotParser) else None

    def process_request_2(self, rp: RobotParser | None, request: Request) -> None:
        """Raise IgnoreRequest for what the rules forbid; say so where it is the rules that could not be had."""
        netloc = urlparse_cached(request).netloc
        if isinstance(reason := self.unreachable.get(netloc), RunStopped):
            raise reason
        if trouble := proxy_trouble(reason):
            raise ProxyFailed(f"{netloc} can't be asked: {trouble}")
        if reason:
            raise RobotsUnreachable(f"robots.txt of {netloc} can't be had, which forbids the host: {reason}")
        try:
            super().process_request_2(rp, request)
        except IgnoreRequest as forbidden:
            raise RobotsForbidden(str(forbidden)) from forbidden

    async def _parse_robots(self, response: Response, netloc: str, request: Request) -> None:
        if response.status >= 500:
            self.unreachable[netloc] = f"HTTP {response.status}"
            response = response.replace(body=FORBID_ALL)
        elif response.status != 200:
            response = response.replace(body=b"")
        elif len(response.body) > LARGEST_ROBOTS:
            response = response.replace(body=response.body[:LARGEST_ROBOTS].rpartition(b"\n")[0])
        await super()._parse_robots(response, netloc, request)
        self._keep_crawl_delay(netloc, request)

    def _robots_error(self, exc: Exception, netloc: str) -> None:
        super()._robots_error(exc, netloc)
        self.unreachable[netloc] = exc
        self._parsers[netloc] = build_from_crawler(self._parserimpl, self.crawler, FORBID_ALL)

    def _keep_crawl_delay(self, netloc: str, request: Request) -> None:
        rules, engine = self._parsers[netloc], self.crawler.engine
        agent = self._robotstxt_useragent or self._default_useragent
        delay = rules.crawl_delay(agent) if isinstance(rules, RobotParser) else None
        if not delay or engine is None:
            return
        downloader = engine.downloader
        key = downloader.get_slot_key(request)
        settings = downloader.per_slot_settings.setdefault(key, {})
        settings["delay"] = max(delay, settings.get("delay", 0.0))
        if key in downloader.slots:
            downloader.slots[key].delay = max(delay, downloader.slots[key].delay)
