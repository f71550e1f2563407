"""``spacecrawl extract``: articles from saved pages."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any

import click
from rich.progress import track

from spacecrawl.archives.page import ArchivedPage
from spacecrawl.batch.inputs import Inputs
from spacecrawl.batch.outcomes import Outcome, SavedPageTask, Tally
from spacecrawl.batch.readings import read_tasks, workers_for
from spacecrawl.batch.saved_pages import SavedPage
from spacecrawl.batch.wanted import Wanted
from spacecrawl.commands.options import DateType, sites_option
from spacecrawl.commands.printing import messages, somebody_watches, tell
from spacecrawl.errors import FolderError, UsageError
from spacecrawl.exporting import holds_dataset, open_dataset
from spacecrawl.sites import load_catalogue
from spacecrawl.sites.address import is_web_address

Add = Callable[[dict[str, Any]], object]


@click.command()
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.option("-o", "--output", type=click.Path(), help="File to write, or folder as below; default: stdout.")
@click.option(
    "--format",
    "name",
    type=click.Choice(["jsonl", "parquet"]),
    default="jsonl",
    show_default=True,
    help="parquet: a folder of files by site and month.",
)
@click.option("--url", help="The address of the page, where INPUT is one page.")
@click.option("--parser", help="The parser to use instead of the catalogue's choice.")
@click.option(
    "--workers", type=click.IntRange(1), metavar="N", help="Processes that read pages.  [default: one for each core]"
)
@click.option(
    "--cluster",
    metavar="ADDRESS",
    help="Share archives out to the workers of a Dask scheduler, tcp://HOST:8786, or of one started here, local:N; "
    "a file an archive, in the folder named with -o.",
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
    name: str,
    url: str | None,
    parser: str | None,
    workers: int | None,
    cluster: str | None,
    sites: tuple[str, ...],
    languages: tuple[str, ...],
    since: dt.date | None,
    until: dt.date | None,
    stats: bool,
    quiet: bool,
    catalogues: tuple[str, ...],
) -> int:
    """Write the articles of saved pages and web archives as JSON Lines, or as a folder of Parquet files.

    INPUT is a .html[.gz] file, a .warc[.gz|.zst] or .wacz archive on disk or at an address (https://, s3://), a folder
    of them, or - for stdin: one page, a WARC, or JSON Lines of {"url": ..., "html": ...}. A page that can't be read or
    holds no article is named, the others are read: status 3. Pages of an archive that hold no article are counted.

    Example: spacecrawl extract saved/ -o articles.jsonl
    """
    if url and not is_web_address(url):
        raise UsageError(f"--url {url!r} is no http or https address. Give it whole, with its scheme.")
    if since and until and since > until:
        raise UsageError(f"--since {since} is later than --until {until}. Swap them.")
    catalogue = load_catalogue(catalogues)
    check_parser(parser)
    wanted = Wanted.of(catalogue, sites, languages, since, until)
    if cluster:
        if url or workers or stats:
            raise UsageError("--url, --workers and --stats are of one machine. Leave them out, or --cluster.")
        from spacecrawl.commands.sharing import share_out

        return share_out(cluster, inputs, output, wanted, parser, name, quiet=quiet)
    pages = Inputs(inputs, url, wanted.has_address)
    check_output(output, name, pages)
    tally = Tally()
    with records_to(output, name) as add:

        def note(_: SavedPageTask, outcome: Outcome) -> None:
            chosen = outcome.record is None or wanted.has_record(outcome.record)
            tally.add(outcome, chosen=chosen)
            if outcome.record is not None and chosen:
                add(outcome.record)
            elif outcome.record is None and not outcome.is_counted_only:
                tell([f"{outcome.name}: {outcome.reason}"])

        tasks = (SavedPageTask(page, parser) for page in progress(pages, quiet=quiet))
        read_tasks(tasks, catalogue, workers or workers_for(pages.total), note)
    status = 3 if tally.failed or not tally.are_well(pages.counts, filtered=wanted.is_filter) else 0
    if status or not quiet:
        tell(tally.archive_lines(pages.counts))
    if stats:
        tell(tally.lines())
    return status


def check_output(output: str | None, name: str, pages: Inputs) -> None:
    """Raise UsageError where what is to be written would take the place of something else, or has no place."""
    path = Path(output) if output else None
    if name == "parquet":
        if path is None or path.is_file():
            raise UsageError("--format parquet writes a folder of files. Name one with -o.")
        if holds_dataset(path):
            raise UsageError(f"{path}: holds a dataset already, which would be mixed with this. Name another with -o.")
    elif path and path.is_dir():
        raise UsageError(f"{path}: is a folder. Name a file with -o; --format parquet and --cluster write folders.")
    elif path and pages.hold(path):
        raise UsageError(f"{path}: is a page to be read, and would be written over. Name another file with -o.")


@contextlib.contextmanager
def records_to(output: str | None, name: str) -> Iterator[Add]:
    """Give what adds a record to the output, which appears under its name when it is whole."""
    if name == "parquet":
        with open_dataset(Path(output or ""), "articles") as parts:
            yield parts.add
        return
    with written(output) as out:
        yield lambda record: out.write(json.dumps(record, ensure_ascii=False) + "\n")


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
