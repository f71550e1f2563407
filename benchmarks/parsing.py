"""What a page costs: reading it into a complete Article, against lxml's parse of the same page alone.

    python benchmarks/parsing.py [--kilobytes 60] [--rounds 7] [--most 3]

CPU time, the two in turns on every page, the best of all rounds; small pages as the replica serves them,
large ones with the furniture of real pages around.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
import tracemalloc
from collections.abc import Callable

import lxml.html

from spacecrawl.extraction import read_page
from spacecrawl.parsers.page import Page
from spacecrawl.replica.network import HOSTS
from spacecrawl.replica.site import ReplicaSite

Pages = list[tuple[str, bytes]]
KILOBYTE = 1000


def pages(padding: int) -> Pages:
    """Return the address and bytes of every story's page."""
    site = ReplicaSite(padding=padding)
    return [
        (f"http://{host}{story.path}", site.answer(host, story.path).body)
        for story in site.stories
        for host in (HOSTS[story.hosts[0]],)
    ]


def mean_size(found: Pages) -> float:
    return sum(len(body) for _, body in found) / len(found)


def padded(kilobytes: int) -> Pages:
    """Return pages with so much furniture that their mean size is at least that."""
    padding = 0
    while mean_size(found := pages(padding)) < kilobytes * KILOBYTE:
        padding += max(1, int((kilobytes * KILOBYTE - mean_size(found)) / 700))
    return found


def read(url: str, body: bytes) -> None:
    read_page(Page.read(body, url), parser="space_media")


def parse(_: str, body: bytes) -> None:
    lxml.html.document_fromstring(body)


def seconds(work: Callable[[str, bytes], None], url: str, body: bytes) -> float:
    start = time.process_time()
    work(url, body)
    return time.process_time() - start


def measure(found: Pages, rounds: int) -> tuple[float, float]:
    """Return the seconds a page of lxml's parse and of ours, the best of all rounds for each page."""
    best = [(float("inf"), float("inf"))] * len(found)
    for _ in range(rounds):
        for number, (url, body) in enumerate(found):
            lxml_time, our_time = best[number]
            best[number] = min(lxml_time, seconds(parse, url, body)), min(our_time, seconds(read, url, body))
    return sum(one for one, _ in best) / len(found), sum(ours for _, ours in best) / len(found)


def peak_memory(found: Pages) -> int:
    """Return the most bytes of Python objects that reading one of the pages takes."""
    tracemalloc.start()
    for url, body in found:
        read(url, body)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


def report(name: str, found: Pages, rounds: int) -> float:
    lxml_time, our_time = measure(found, rounds)
    ratio = our_time / lxml_time
    size = mean_size(found) / KILOBYTE
    print(f"{name}: {len(found)} pages of {size:.1f} kB, {ratio:.2f} times lxml's parse, CPU time a page")
    print(f"  lxml {lxml_time * 1000:.3f} ms, ours {our_time * 1000:.3f} ms, {1 / our_time:,.0f} pages a second")
    return ratio


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--kilobytes", type=int, default=60, help="mean size of the large pages")
    options.add_argument("--rounds", type=int, default=7)
    options.add_argument("--most", type=float, default=3.0, help="times lxml that the large pages may cost")
    chosen = options.parse_args()
    report("small", pages(0), chosen.rounds)
    large = padded(chosen.kilobytes)
    ratio = report("large", large, chosen.rounds)
    resident = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"memory: {peak_memory(large) / 1e6:.1f} MB of Python objects at most, process {resident:.0f} MB")
    return 0 if ratio <= chosen.most else 1


if __name__ == "__main__":
    sys.exit(main())
