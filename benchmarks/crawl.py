"""How much of a bare Scrapy spider's speed the whole job keeps.

    python benchmarks/crawl.py

The job (links, parse, normalise, validate, near-duplicates, store) and a bare spider crawl the same catalogue in
turn, each in a process of its own; a third process serves it. The bare spider has the same settings without item
pipelines, follows the same links, de-duplicated in the same way, and keeps nothing. Both are timed from the opening
of the spider to the stop of the engine, so that start-up does not count and the last write does.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import AsyncIterator, Iterator
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

from long_replica import LongReplica, mean_size, padding_for, serve
from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler, CrawlerProcess
from scrapy.http import Response
from scrapy.settings import Settings

import spacecrawl.settings
from spacecrawl.collector import collect_less_often
from spacecrawl.commands.running import RunOptions, run_spider

NETWORK = "replica"
CATALOGUE = files("spacecrawl.replica") / "sites.toml"
HEAVY_PAGE = 60_000
CONTENDERS = ("job", "bare", "kept", "links", "stock")


# the contenders ---------------------------------------------------------------------


class Stopwatch:
    """Measures a crawl from the opening of its spider to the stop of the engine, and prints it as JSON."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        crawler.signals.connect(self.start, signal=signals.spider_opened)
        crawler.signals.connect(self.stop, signal=signals.engine_stopped)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Stopwatch:
        """Build for a crawler."""
        return cls(crawler)

    def start(self) -> None:
        """Start: the spider is open."""
        self.clock, self.cpu, self.beside = time.perf_counter(), time.process_time(), _cpu_of_children()

    def stop(self) -> None:
        """Stop, and print what was measured."""
        seconds, cpu = time.perf_counter() - self.clock, time.process_time() - self.cpu
        assert self.crawler.stats is not None
        stats = self.crawler.stats.get_stats()
        print(
            json.dumps(
                {
                    "pages": stats.get("response_received_count", 0),
                    "articles": stats.get("spacecrawl/articles/new", 0),
                    "bytes": stats.get("downloader/response_bytes", 0),
                    "seconds": seconds,
                    "cpu": cpu,
                    "beside": _cpu_of_children() - self.beside,
                    "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
                }
            ),
            flush=True,
        )


def _cpu_of_children() -> float:
    """Return the CPU seconds of this process's children that have ended, its reading process among them."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


class BareSpider(Spider):
    """Follows what the job follows, each path once over all hosts, and keeps nothing.

    As ``links`` it reads the links of article pages too, as spiders that can't tell them from index pages do;
    none of them is new.
    """

    name = "bare"
    reads_articles = False
    sites: tuple[dict[str, Any], ...] = ()
    depth = 2

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.hosts = {host for site in self.sites for host in site["hosts"]}
        self.articles = re.compile("|".join(self.sites[0]["article_patterns"]))
        self.sections = re.compile("|".join(self.sites[0]["section_patterns"]))
        self.seen: set[str] = set()

    async def start(self) -> AsyncIterator[Request]:
        """Yield the requests of the index pages that the catalogue names."""
        for site in self.sites:
            for url in site["front_pages"]:
                self.seen.add(url)
                yield self.request(url, self.parse_index, depth=0)
            for url in (*site["feeds"], *site.get("sitemaps", ())):
                yield self.request(url, self.parse_xml)

    def request(self, url: str, callback: Any, **kwargs: Any) -> Request:
        """Return a request in the slot that the job's requests share too."""
        return Request(url, callback, cb_kwargs=kwargs, meta={"download_slot": NETWORK})

    def parse_index(self, response: Response, depth: int) -> Iterator[Request]:
        """Follow the links of an index page; one that lists no story leads no further."""
        urls = [urljoin(response.url, href) for href in dict.fromkeys(response.xpath("//a/@href").getall())]
        lists_stories = any(self.articles.fullmatch(urlsplit(url).path) for url in urls)
        for url in urls:
            yield from self.follow(url, depth if lists_stories or depth == 0 else self.depth)

    def parse_xml(self, response: Response) -> Iterator[Request]:
        """Follow the addresses of a feed or sitemap."""
        for url in re.findall(r"https?://[^\s<\]]+", response.text):
            if url.endswith(".xml") and url not in self.seen:
                self.seen.add(url)
                if "sitemap" in url:
                    yield self.request(url, self.parse_xml)
            else:
                yield from self.follow(url, self.depth)

    def follow(self, url: str, depth: int) -> Iterator[Request]:
        """Yield the request of an address that is new and an article or, above the deepest level, a section."""
        parts = urlsplit(url)
        if parts.hostname not in self.hosts:
            return
        path = parts.path.removeprefix("/m") if parts.path.startswith("/m/") else parts.path
        if self.articles.fullmatch(path):
            if path not in self.seen:
                self.seen.add(path)
                yield self.request(url.replace("/m/", "/", 1), self.parse_article)
        elif depth < self.depth and self.sections.fullmatch(path) and url not in self.seen:
            self.seen.add(url)
            yield self.request(url, self.parse_index, depth=depth + 1)

    def parse_article(self, response: Response) -> Iterator[Request] | None:
        """Keep nothing."""
        return self.parse_index(response, self.depth) if self.reads_articles else None


def crawl(contender: str, at_once: int, folder: Path, others: list[str]) -> None:
    """Run one contender in this process; ``others`` are further settings, as NAME=VALUE."""
    settings: dict[str, Any] = {
        "CONCURRENT_REQUESTS_PER_DOMAIN": at_once,
        "EXTENSIONS": {**spacecrawl.settings.EXTENSIONS, Stopwatch: 0},
    }
    for setting in others:
        name, _, value = setting.partition("=")
        settings[name] = value
    with as_file(CATALOGUE) as catalogue:
        if contender in ("job", "kept"):
            status = run_spider(
                "news",
                {"site": NETWORK},
                RunOptions(
                    folder=str(folder),
                    catalogues=(str(catalogue),),
                    quiet=True,
                    archive=contender == "kept",
                    settings=settings,
                ),
            )
            sys.exit(status)
        BareSpider.sites = tuple(tomllib.loads(catalogue.read_text("utf-8"))["sites"].values())
    BareSpider.reads_articles = contender == "links"
    process = CrawlerProcess(_bare_settings(contender, settings, folder))
    process.crawl(BareSpider)
    collect_less_often()  # as the job does
    process.start()


def _bare_settings(contender: str, ours: dict[str, Any], folder: Path) -> Settings:
    """Return our settings without item pipelines; for ``stock`` with Scrapy's own middlewares and duplicate filter."""
    settings = Settings()
    settings.setmodule(spacecrawl.settings, priority="project")
    settings.update(ours, priority="cmdline")
    settings.update(
        {
            "ADDONS": {},
            "LOG_LEVEL": "INFO",
            "LOG_FILE": str(folder / "bare.log"),
            "DOWNLOAD_SLOTS": {
                NETWORK: {
                    "concurrency": ours["CONCURRENT_REQUESTS_PER_DOMAIN"],
                    "delay": 0,
                    "jitter": 0,
                }
            },
        },
        priority="cmdline",
    )
    if contender == "stock":
        stock = {"DOWNLOADER_MIDDLEWARES": {}, "DUPEFILTER_CLASS": "scrapy.dupefilters.RFPDupeFilter"}
        settings.update(stock, priority="cmdline")
    return settings


# the comparison ---------------------------------------------------------------------


def measure(contender: str, at_once: int, proxy: str, others: list[str]) -> dict[str, float]:
    """Run one contender in a process of its own; return what its stopwatch printed."""
    environment = {**os.environ, "http_proxy": proxy, "no_proxy": ""}
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, __file__, "--run", contender, "--at-once", str(at_once), "--folder", folder]
        command += [f"--set={setting}" for setting in others]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode or not done.stdout.strip():
        raise SystemExit(f"{contender} ended with status {done.returncode}\n{done.stdout[-1000:]}{done.stderr[-3000:]}")
    measured: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return measured


def compare(
    name: str, copies: int, padding: int, at_once: int, rounds: int, contenders: list[str], others: list[str]
) -> None:
    """Print one comparison: medians, and the job's share of each other contender's pages per second, by round."""
    command = [sys.executable, __file__, "--serve", "--copies", str(copies), "--padding", str(padding)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        proxy = server.stdout.readline().strip()
        runs: dict[str, list[dict[str, float]]] = {contender: [] for contender in contenders}
        for number in range(rounds):
            for contender in contenders if number % 2 == 0 else reversed(contenders):
                runs[contender].append(measure(contender, at_once, proxy, others))
        server.communicate("")
    size = mean_size(LongReplica(1, padding))
    print(f"\n{name}: articles of {size / 1000:.0f} kB, {at_once} at once, {rounds} rounds", flush=True)
    print(
        f"{'':8}{'pages':>7}{'articles':>9}{'pages/s':>9}{'CPU ms/page':>13}{'+ beside':>10}{'peak MB':>9}"
        "  the job's pages per second as a share of it"
    )
    for contender, measured in runs.items():
        _print_row(contender, measured, runs["job"])


def _print_row(contender: str, runs: list[dict[str, float]], job: list[dict[str, float]]) -> None:
    """Print a contender's medians; CPU time is its own process's, and that of the reading process beside it."""

    def median(key: str) -> float:
        return statistics.median(run[key] for run in runs)

    def shares(key: str) -> list[float]:
        pairs = zip(job, runs, strict=True)
        return [ours["pages"] / ours[key] / (other["pages"] / other[key]) for ours, other in pairs]

    told = ""
    if contender != "job":
        by_clock, by_cpu = shares("seconds"), shares("cpu")
        told = f"{statistics.median(by_clock):.2f} ({' '.join(f'{share:.2f}' for share in by_clock)}); "
        told += f"{statistics.median(by_cpu):.2f} by CPU time"
    print(
        f"{contender:8}{median('pages'):7.0f}{median('articles'):9.0f}{median('pages') / median('seconds'):9.0f}"
        f"{1000 * median('cpu') / median('pages'):13.2f}{1000 * median('beside') / median('pages'):10.2f}"
        f"{median('memory') / 1e6:9.0f}  {told}",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--copies", type=int, default=22, help="times that each of the replica's stories is listed")
    parser.add_argument("--at-once", type=int, help="requests at once; default: 1, then 16")
    parser.add_argument("--pages", choices=("small", "heavy"), help="default: both")
    parser.add_argument(
        "--also",
        action="append",
        choices=CONTENDERS[2:],
        default=[],
        help="kept: the job with --archive; links: a bare spider that reads every page's links; "
        "stock: one with Scrapy's own middlewares",
    )
    parser.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", help="a setting for all of them")
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--padding", type=int, default=0, help=argparse.SUPPRESS)
    parser.add_argument("--run", choices=CONTENDERS, help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.serve:
        serve(given.copies, given.padding)
    elif given.run:
        crawl(given.run, given.at_once, given.folder, given.set)
    else:
        contenders = ["job", "bare", *given.also]
        for name in (given.pages,) if given.pages else ("small", "heavy"):
            padding = padding_for(HEAVY_PAGE) if name == "heavy" else 0
            for at_once in (given.at_once,) if given.at_once else (1, 16):
                compare(name, given.copies, padding, at_once, given.rounds, contenders, given.set)


if __name__ == "__main__":
    main()
