"""A front page that links addresses which a second host of its entry forbids, in a robots.txt that comes late."""

from __future__ import annotations

from pathlib import Path

from faults import crawl, listing, story
from faulty_server import FaultyServer, page, slow

import spacecrawl.settings

STORIES = 30
LATE = 0.15
"""Seconds until robots.txt comes: all requests that may be under way at once wait for it by then."""

FIRST, SECOND = "http://www.first.example", "http://www.second.example"
KEYS = {"hosts": '["www.second.example", "www.first.example"]', "front_pages": f'["{FIRST}/"]'}
OURS = "spacecrawl.middlewares.robots.RobotsMiddleware"
STOCK = "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware"


def middlewares(*, stock: bool) -> dict[str, int | None]:
    """Return the project's downloader middlewares, with Scrapy's own for robots.txt where ``stock`` is set."""
    own = spacecrawl.settings.DOWNLOADER_MIDDLEWARES
    return {**own, STOCK: own[OURS], OURS: None} if stock else dict(own)


def fetched(folder: Path, *, stock: bool) -> int:
    """Crawl once, through a proxy that answers for both hosts; return how many forbidden addresses were fetched."""
    robots = page("User-agent: *\nDisallow: /reports/\n", kind="text/plain")
    links = [f"{SECOND}/reports/{number}.html" for number in range(STORIES)]
    with FaultyServer() as proxy:
        proxy.answers = {link: page(story("Forbidden", "Not to be had.")) for link in links}
        proxy.answers |= {f"{FIRST}/": page(listing(*links)), f"{SECOND}/robots.txt": slow(LATE, robots)}
        settings = {"DOWNLOADER_MIDDLEWARES": middlewares(stock=stock), "DOWNLOAD_DELAY": 0}
        crawl(folder, proxy, KEYS, settings, http_proxy=proxy.url(""))
        assert proxy.requests[f"{SECOND}/robots.txt"] == 1
        return sum(proxy.requests[link] for link in links)
