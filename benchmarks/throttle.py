"""How long a run leaves between two requests, on a quick server and on a slow one.

    python benchmarks/throttle.py

A small site is crawled with the project's throttle, with Scrapy's AutoThrottle as it is by default and with none. The
gaps are between the starts of requests, robots.txt included, as the server sees them.
"""

from __future__ import annotations

import itertools
import statistics
import sys
import tempfile
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from faults import crawl, listing, story
from faulty_server import FaultyServer, page, slow

STORIES = 6
STOCK = {"spacecrawl.throttle.EntryThrottle": None, "scrapy.extensions.throttle.AutoThrottle": 0}
CONTENDERS: dict[str, dict[str, Any]] = {
    "the project's": {},
    "Scrapy's": {"EXTENSIONS": STOCK, "AUTOTHROTTLE_TARGET_CONCURRENCY": 1.0},
    "none": {"AUTOTHROTTLE_ENABLED": False},
}
CASES = ((2.0, 0.0), (0.2, 1.5))
"""Delay of the entry, and seconds that the server takes for a page."""


def gaps(delay: float, seconds: float, settings: dict[str, Any]) -> list[float]:
    """Return the seconds between requests of one run, from the second page on: then the server's pace is known."""
    with tempfile.TemporaryDirectory() as folder, FaultyServer() as server:
        stories = {
            f"/reports/{number}.html": page(story(f"Story {number}", f"Number {number}.")) for number in range(STORIES)
        }
        pages = {"/": page(listing(*stories)), **stories}
        server.answers = {path: slow(seconds, answer) for path, answer in pages.items()}
        ran = crawl(Path(folder), server, {"delay": str(delay)}, settings)
        assert len(ran.titles) == STORIES, ran.err
        return [later - earlier for earlier, later in itertools.pairwise(server.times)][2:]


def main() -> None:
    for delay, seconds in CASES:
        print(f"\nentry's delay {delay:g} s, a page takes {seconds:g} s: seconds between requests")
        for name, settings in CONTENDERS.items():
            found = gaps(delay, seconds, settings)
            print(f"  {name:14} median {statistics.median(found):.2f}, least {min(found):.2f}", flush=True)


if __name__ == "__main__":
    main()
