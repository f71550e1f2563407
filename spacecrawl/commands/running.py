"""Running a spider to its end, and telling how it went: exit status, summary, ``run.json``."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import logging
import signal
import sys
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import click
from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.settings import Settings
from twisted.python.failure import Failure

from spacecrawl import __version__
from spacecrawl.collector import collect_less_often
from spacecrawl.commands.dry_run import tell_plan
from spacecrawl.commands.onlookers import Onlookers
from spacecrawl.commands.printing import messages, most_first, printable, table
from spacecrawl.commands.process import StoppableProcess, logging_to, settings_of_run, versions
from spacecrawl.errors import FolderError, SpacecrawlError
from spacecrawl.session import Session
from spacecrawl.spiders.news import page_name
from spacecrawl.storage import DataFolder, Ledger, RunFolder, Runs
from spacecrawl.storage.folder import LEDGER, typed_command
from spacecrawl.storage.old_runs import KEPT_RUNS, prune_runs
from spacecrawl.storage.outcomes import as_json

STOPPED_BY = {signal.SIGINT: 130, signal.SIGTERM: 143}
FAILURES_SHOWN = 5
ENDED_WELL = ("finished", "closespider_timeout")


@dataclass(frozen=True)
class RunOptions:
    """What every run is told besides what to fetch."""

    folder: str = "output"
    catalogues: tuple[str, ...] = ()
    max_failures: int | None = None
    max_time: float | None = None
    wait: float = 0.0
    as_json: bool = False
    quiet: bool = False
    events: str | None = None
    tell_every: float = 0.0
    keep_runs: int = KEPT_RUNS
    contact: str | None = None
    dry_run_of: str | None = None
    archive: bool = False
    settings: dict[str, Any] = field(default_factory=dict)
    next_command: str | None = None


@dataclass
class RunSummary:
    """How a run went; what ``run.json`` and ``--json`` hold.

    ``command`` is as it was typed, ``arguments`` are those of the spider.
    """

    command: str
    spider: str
    arguments: dict[str, Any]
    version: str
    folder: str
    started: dt.datetime
    ended: dt.datetime | None = None
    seconds: float = 0.0
    versions: dict[str, str] = field(default_factory=versions)
    status: int = 0
    finish_reason: str = ""
    pages_fetched: int = 0
    index_pages: int = 0
    would_fetch: int = 0
    articles_new: int = 0
    articles_revised: int = 0
    near_duplicates: int = 0
    archived: int = 0
    rejected: int = 0
    gone: int = 0
    failed: int = 0
    skipped: dict[str, int] = field(default_factory=dict)
    on_other_sites: dict[str, int] = field(default_factory=dict)
    new_by_site: dict[str, int] = field(default_factory=dict)
    new_by_agency: dict[str, int] = field(default_factory=dict)
    new_by_country: dict[str, int] = field(default_factory=dict)
    section_missing: str | None = None
    folder_trouble: str | None = None
    unreached_sites: list[str] = field(default_factory=list)
    sites_without_stories: list[str] = field(default_factory=list)
    failures: list[dict[str, str]] = field(default_factory=list)
    run_folder: str = ""


def run_spider(name: str, arguments: dict[str, Any], options: RunOptions) -> int:
    """Run a spider into a data folder; return the exit status. Raise SpacecrawlError when it can't start."""
    started, clock = dt.datetime.now(dt.UTC).replace(microsecond=0), time.monotonic()
    folder = DataFolder(options.folder)
    with Onlookers(options) as onlookers, folder.lock(options.wait):
        run = folder.new_run(started)
        summary = RunSummary(
            typed_command(), name, arguments, __version__, str(folder.path), started, run_folder=str(run.path)
        )
        with logging_to(run.log):
            try:
                _crawl(name, arguments, options, run, summary, onlookers)
            except SpacecrawlError as error:
                summary.status = error.exit_status
                raise
            finally:
                summary.ended = dt.datetime.now(dt.UTC).replace(microsecond=0)
                summary.seconds = round(time.monotonic() - clock, 1)
                _keep(summary, run)
                onlookers.end(summary)
                prune_runs(run.path.parent, run.path.name, options.keep_runs)
    _tell(summary, options)
    return summary.status


def _keep(summary: RunSummary, run: RunFolder) -> None:
    """Write ``run.json``; a disk that is full by now must not hide how the run went."""
    try:
        run.write_summary(asdict(summary))
        _note_end(summary, run)
    except OSError as error:
        summary.status = 5
        messages.print(printable(f"{run.path}/run.json can't be written: {error.strerror}. Make room."), soft_wrap=True)


def _note_end(summary: RunSummary, run: RunFolder) -> None:
    """Note in the ledger how the run ended; one that failed at it has told so already."""
    with contextlib.suppress(FolderError), Ledger(Path(summary.folder) / LEDGER) as ledger:
        Runs(ledger).end(run.path.name, summary.status, asdict(summary))


def _crawl(
    name: str,
    arguments: dict[str, Any],
    options: RunOptions,
    run: RunFolder,
    summary: RunSummary,
    onlookers: Onlookers,
) -> None:
    """Run the spider and fill in the summary."""
    process = StoppableProcess(_settings(options, run, arguments))
    crawler = process.create_crawler(name)
    errors: list[Failure] = []
    seen: dict[str, str] = {}
    crawler.signals.connect(lambda reason: seen.update(reason=reason), signal=signals.spider_closed, weak=False)
    with onlookers.at(crawler):
        process.crawl(crawler, **{key: value for key, value in arguments.items() if value is not None}).addErrback(
            errors.append
        )
        collect_less_often()
        process.start()
    if errors:
        _raise(errors[0])
    summary.finish_reason = seen.get("reason", "unknown")
    summary.folder_trouble = Session.of(crawler).folder_trouble
    _count(crawler, summary)
    summary.status = _status(crawler, summary, options, process.stopped_by)


def _settings(options: RunOptions, run: RunFolder, arguments: dict[str, Any]) -> Settings:
    given = {
        "SPACECRAWL_FOLDER": options.folder,
        "SPACECRAWL_RUN_FOLDER": run.path,
        "SPACECRAWL_ARGUMENTS": {name: value for name, value in arguments.items() if value not in (None, False)},
        "SPACECRAWL_SITES": list(options.catalogues),
        "CLOSESPIDER_TIMEOUT": options.max_time or 0,
        "SPACECRAWL_DRY_RUN_OF": options.dry_run_of,
        **({"SPACECRAWL_ARCHIVE": True} if options.archive else {}),
        **({"SPACECRAWL_CONTACT": options.contact} if options.contact else {}),
    }
    return settings_of_run({**given, **options.settings})


def _raise(failure: Failure) -> None:
    if isinstance(failure.value, SpacecrawlError):
        raise failure.value
    logging.getLogger(__name__).error("The run failed", exc_info=failure.value)
    raise SpacecrawlError(
        f"The run failed: {failure.getErrorMessage()}. The run's crawl.log has the traceback."
    ) from failure.value


def _count(crawler: Crawler, summary: RunSummary) -> None:
    stats: dict[str, Any] = crawler.stats.get_stats() if crawler.stats else {}
    ours = {key.removeprefix("spacecrawl/"): value for key, value in stats.items() if key.startswith("spacecrawl/")}

    def under(prefix: str) -> dict[str, int]:
        return {key.removeprefix(prefix): value for key, value in sorted(ours.items()) if key.startswith(prefix)}

    summary.pages_fetched = stats.get("response_received_count", 0) - stats.get("robotstxt/response_count", 0)
    summary.articles_new = ours.get("articles/new", 0)
    summary.articles_revised = ours.get("articles/revised", 0)
    for name in ("index_pages", "near_duplicates", "archived", "rejected", "gone", "failed", "would_fetch"):
        setattr(summary, name, ours.get(name, 0))
    summary.skipped, summary.on_other_sites, summary.new_by_site = (
        under("skipped/"),
        under("elsewhere/"),
        under("site/"),
    )
    summary.new_by_agency, summary.new_by_country = under("agency/"), under("country/")
    spider: Any = crawler.spider
    summary.section_missing = _missing_section(spider)
    summary.failures = getattr(spider, "failures", [])
    summary.sites_without_stories = sorted(getattr(spider, "reached", set()) - getattr(spider, "listing", set()))
    summary.unreached_sites = [site.entry for site in getattr(spider, "sites", []) if site.entry not in spider.reached]


def _status(crawler: Crawler, summary: RunSummary, options: RunOptions, stopped_by: int | None) -> int:
    """Return the exit status of a run that came to its end."""
    if stopped_by is not None:
        return STOPPED_BY.get(signal.Signals(stopped_by), 128 + stopped_by)
    if summary.folder_trouble:
        return 5
    spider: Any = crawler.spider
    sites = getattr(spider, "sites", [])
    if sites and len(summary.unreached_sites) == len(sites):
        return 1
    if not sites and summary.failed and summary.failed == len(getattr(spider, "urls", ())):
        return 1
    if summary.finish_reason not in ENDED_WELL:
        return 1
    if options.max_failures is not None and summary.failed > options.max_failures:
        return 1
    if summary.section_missing:
        return 2
    troubles = (summary.failed, summary.rejected, summary.unreached_sites, summary.sites_without_stories)
    return 3 if any(troubles) else 0


def _missing_section(spider: Any) -> str | None:
    """Return what to say where a section was asked for and no page of that name is there."""
    if not getattr(spider, "section", None):
        return None
    pages = [(name, url) for seen in spider.sections_seen.values() for url, name in seen.items()]
    if any(spider.is_wanted_section(name, url) for name, url in pages):
        return None
    names = sorted({page_name(url) for _, url in pages})
    return f"No section {spider.section!r} found. There are: {', '.join(names) or 'none'}."


def _tell(summary: RunSummary, options: RunOptions) -> None:
    """Write the summary: a table to stderr, or JSON to stdout."""
    if options.quiet and summary.status == 0:
        return
    if options.dry_run_of:
        tell_plan(Path(summary.run_folder) / "run.json", options.dry_run_of, as_json=options.as_json)
        _tell_trouble(summary)
        return
    if options.as_json:
        text = json.dumps(asdict(summary), ensure_ascii=False, default=as_json)
        click.echo(text.encode("utf-8", "backslashreplace"))
        return
    rows: list[tuple[str, object]] = [
        ("pages fetched", f"{summary.pages_fetched} ({summary.index_pages} of them list stories)"),
        ("articles new", summary.articles_new),
        ("articles revised", summary.articles_revised),
        ("near-duplicates among them", summary.near_duplicates),
        ("by agency", most_first(summary.new_by_agency)),
        ("by country", most_first(summary.new_by_country)),
        ("rejected", summary.rejected),
        ("gone", summary.gone),
        ("failed", summary.failed),
        *((f"skipped: {reason}", number) for reason, number in summary.skipped.items()),
        *((f"on {site}, not in this run", number) for site, number in summary.on_other_sites.items()),
        ("time", f"{summary.seconds} s"),
        ("answers kept in", f"{summary.folder}/archive: {summary.archived}" if summary.archived else ""),
        ("articles in", f"{summary.folder}/articles.jsonl"),
        ("log and run.json in", summary.run_folder),
    ]
    messages.print(table(("", ""), [row for row in rows if row[1]]))
    _tell_trouble(summary)
    if options.next_command:
        messages.print(f"\nNext: {options.next_command}", soft_wrap=True)
    sys.stderr.flush()


def _tell_trouble(summary: RunSummary) -> None:
    if summary.folder_trouble:
        messages.print(printable(summary.folder_trouble), soft_wrap=True)
    if summary.finish_reason not in ENDED_WELL and summary.status == 1:
        messages.print(
            f"The run broke off ({summary.finish_reason}): see {summary.run_folder}/crawl.log.", soft_wrap=True
        )
    if summary.section_missing:
        messages.print(printable(summary.section_missing), soft_wrap=True)
    for site in summary.unreached_sites:
        messages.print(f"{site} could not be reached.")
    for site in summary.sites_without_stories:
        messages.print(f"{site} lists no story on any page: do its article_patterns still fit?")
    for failure in summary.failures[:FAILURES_SHOWN]:
        messages.print(printable(f"failed: {failure['url']}: {failure['reason']}"), soft_wrap=True)
    if len(summary.failures) > FAILURES_SHOWN:
        messages.print(
            f"... and {summary.failed - FAILURES_SHOWN} more, in {summary.run_folder}/crawl.log",
            soft_wrap=True,
        )
    if summary.rejected:
        messages.print(f"What was rejected, and why: {summary.run_folder}/rejected.jsonl", soft_wrap=True)
    if summary.status:
        messages.print(f"Exit status {summary.status}.")
