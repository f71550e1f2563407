"""A front page that links addresses which a second host of its entry forbids, in a robots.txt that comes late."""

from __future__ import annotations

from pathlib import Path

import spacecrawl.settings
from faults import crawl, listing, story
from faulty_server import FaultyServer, page, slow

STORIES = 30
LATE = 0.15
"""Seconds until robots.txt comes: all requests that may be under way at once wait for it by then."""

KEYS = {"hosts": '["127.0.0.1", "localhost"]'}
OURS = "spacecrawl.middlewares.robots.RobotsMiddleware"
STOCK = "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware"


def middlewares(*, stock: bool) -> dict[str, int | None]:
    """Return the project's downloader middlewares, with Scrapy's own for robots.txt where ``stock`` is set."""
    own = spacecrawl.settings.DOWNLOADER_MIDDLEWARES
    return {**own, STOCK: own[OURS], OURS: None} if stock else dict(own)


def fetched(folder: Path, *, stock: bool) -> int:
    """Crawl once; return how many of the forbidden addresses were fetched."""
    with FaultyServer() as server:
        links = [f"/reports/{number}.html" for number in range(STORIES)]
        server.answers = {link: page(story("Forbidden", "Not to be had.")) for link in links}
        server.answers["/"] = page(listing(*(server.url(link, "localhost") for link in links)))
        server.answers["/robots.txt"] = slow(LATE, page("User-agent: *\nDisallow: /reports/\n", kind="text/plain"))
        settings = {"DOWNLOADER_MIDDLEWARES": middlewares(stock=stock), "DOWNLOAD_DELAY": 0}
        crawl(folder, server, KEYS, settings)
        return sum(number for path, number in server.requests.items() if path.startswith("/reports/"))
