"""``spacecrawl extract``: articles from saved pages."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from itertools import tee
from pathlib import Path
from typing import IO

import click
from rich.progress import track

from spacecrawl.archives.page import ArchivedPage
from spacecrawl.commands.inputs import Inputs
from spacecrawl.commands.options import DateType, sites_option
from spacecrawl.commands.outcomes import Outcome, SavedPageTask, Tally
from spacecrawl.commands.printing import messages, printable, somebody_watches
from spacecrawl.commands.saved_pages import SavedPage
from spacecrawl.commands.wanted import Wanted
from spacecrawl.errors import FolderError, PageUnreadable, UsageError
from spacecrawl.reading import ReadingPool
from spacecrawl.sites import Catalogue, load_catalogue
from spacecrawl.sites.address import is_web_address

FEW_PAGES = 10
"""Pages that are read sooner than further processes are started for them."""


@click.command()
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.option("-o", "--output", type=click.Path(dir_okay=False), help="File to write; default: stdout.")
@click.option("--url", help="The address of the page, where INPUT is one page.")
@click.option("--parser", help="The parser to use instead of the catalogue's choice.")
@click.option(
    "--workers", type=click.IntRange(1), metavar="N", help="Processes that read pages.  [default: one for each core]"
)
@click.option("--site", "sites", multiple=True, metavar="SITE", help="Only articles of this site or network.")
@click.option(
    "--language", "languages", multiple=True, metavar="CODE", help="Only articles in this language, as in en."
)
@click.option("--since", type=DateType(), help="Only articles of this day or later.")
@click.option("--until", type=DateType(), help="Only articles of this day or earlier.")
@click.option("--stats", is_flag=True, help="Tell counts and the slowest pages at the end.")
@click.option("--quiet", is_flag=True, help="Write nothing to stderr unless the status is not 0.")
@sites_option
def extract(
    inputs: tuple[str, ...],
    output: str | None,
    url: str | None,
    parser: str | None,
    workers: int | None,
    sites: tuple[str, ...],
    languages: tuple[str, ...],
    since: dt.date | None,
    until: dt.date | None,
    stats: bool,
    quiet: bool,
    catalogues: tuple[str, ...],
) -> int:
    """Write the articles of saved pages and web archives as JSON Lines.

    INPUT is a .html[.gz] file, a .warc[.gz|.zst] or .wacz archive, a folder of them, or - for stdin: one page, a WARC,
    or JSON Lines of {"url": ..., "html": ...}. A page that can't be read or holds no article is named, the others are
    read: status 3. Pages of an archive that hold no article are counted.

    Example: spacecrawl extract saved/ -o articles.jsonl
    """
    if url and not is_web_address(url):
        raise UsageError(f"--url {url!r} is no http or https address. Give it whole, with its scheme.")
    if since and until and since > until:
        raise UsageError(f"--since {since} is later than --until {until}. Swap them.")
    catalogue = load_catalogue(catalogues)
    check_parser(parser)
    wanted = Wanted.of(catalogue, sites, languages, since, until)
    pages = Inputs(inputs, url, wanted.has_address)
    if output and pages.hold(Path(output)):
        raise UsageError(f"{output}: is a page to be read, and would be written over. Name another file with -o.")
    tally = Tally()
    with written(output) as out:

        def note(outcome: Outcome) -> None:
            chosen = outcome.record is None or wanted.has_record(outcome.record)
            tally.add(outcome, chosen=chosen)
            if outcome.record is not None and chosen:
                out.write(json.dumps(outcome.record, ensure_ascii=False) + "\n")
            elif outcome.record is None and not outcome.is_counted_only:
                messages.print(printable(f"{outcome.name}: {outcome.reason}"), soft_wrap=True)

        tasks = (SavedPageTask(page, parser) for page in progress(pages, quiet=quiet))
        read_tasks(tasks, catalogue, workers or workers_for(pages.total), note)
    status = 3 if tally.failed or not tally.are_well(pages.counts, filtered=wanted.is_filter) else 0
    if status or not quiet:
        tell(tally.archive_lines(pages.counts))
    if stats:
        tell(tally.lines())
    return status


def tell(lines: Iterable[str]) -> None:
    """Write lines to stderr, made safe for a terminal."""
    for line in lines:
        messages.print(printable(line), soft_wrap=True)


def workers_for(pages: int | None) -> int:
    """Return how many processes read this many pages: as many as there are cores, none beside this one for few."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return 0 if pages is not None and pages <= FEW_PAGES else cores


def read_tasks(
    tasks: Iterable[SavedPageTask], catalogue: Catalogue, workers: int, note: Callable[[Outcome], None]
) -> None:
    """Note what became of each page, in order, read here or by that many processes."""
    if not workers:
        for task in tasks:
            note(task.run(catalogue))
        return
    asyncio.run(_read_beside(tasks, catalogue, workers, note))


async def _read_beside(
    tasks: Iterable[SavedPageTask], catalogue: Catalogue, workers: int, note: Callable[[Outcome], None]
) -> None:
    given, names = tee(tasks)
    pool = ReadingPool(catalogue, workers)
    try:
        async for answer in pool.run_all(given):
            name = next(names).saved.name
            note(Outcome(name, None, str(answer)) if isinstance(answer, PageUnreadable) else answer)
    finally:
        pool.close()


def progress(pages: Inputs, *, quiet: bool) -> Iterator[SavedPage | ArchivedPage]:
    """Yield the pages, with a bar where somebody watches."""
    return iter(
        track(
            pages,
            description="pages",
            total=pages.total,
            console=messages,
            transient=True,
            disable=quiet or not somebody_watches(),
        )
    )


def check_parser(name: str | None) -> None:
    """Raise UsageError for a parser that can't be loaded."""
    from spacecrawl.parsers.choice import BUILTIN, load_parser

    try:
        load_parser(name or next(iter(BUILTIN)))
    except (ImportError, AttributeError, TypeError, ValueError) as error:
        raise UsageError(f"--parser {name!r} is unknown. Use {', '.join(BUILTIN)}, or package.module:Class.") from error


@contextlib.contextmanager
def written(output: str | None) -> Iterator[IO[str]]:
    """Give the file to write to: stdout, or a file that appears under its name only when it is whole."""
    if output is None:
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
        yield sys.stdout
        return
    beside = Path(f"{output}.part")
    try:
        file = beside.open("w", encoding="utf-8", errors="backslashreplace")
    except OSError as error:
        raise FolderError(f"{output}: can't be written ({error.strerror}). Name another file with -o.") from error
    try:
        with file:
            yield file
        beside.replace(output)
    finally:
        beside.unlink(missing_ok=True)
