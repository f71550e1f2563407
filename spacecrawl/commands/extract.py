"""``spacecrawl extract``: articles from saved pages."""

from __future__ import annotations

import contextlib
import json
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

import click
from rich.progress import track

from spacecrawl.commands.options import sites_option
from spacecrawl.commands.printing import messages, printable, somebody_watches
from spacecrawl.commands.saved_pages import SavedPage, read_inputs
from spacecrawl.errors import FolderError, UsageError
from spacecrawl.extraction import read_page
from spacecrawl.record.schema import fault
from spacecrawl.sites import Catalogue, load_catalogue
from spacecrawl.sites.address import is_web_address

SLOWEST_SHOWN = 10


@dataclass
class Tally:
    """What became of the pages."""

    articles: int = 0
    without: list[str] = field(default_factory=list)
    times: list[tuple[float, str]] = field(default_factory=list)


@click.command()
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.option("-o", "--output", type=click.Path(dir_okay=False), help="File to write; default: stdout.")
@click.option("--url", help="The address of the page, where INPUT is one page.")
@click.option("--parser", help="The parser to use instead of the catalogue's choice.")
@click.option("--stats", is_flag=True, help="Tell counts and the slowest pages at the end.")
@click.option("--quiet", is_flag=True, help="Write nothing to stderr unless the status is not 0.")
@sites_option
def extract(
    inputs: tuple[str, ...],
    output: str | None,
    url: str | None,
    parser: str | None,
    stats: bool,
    quiet: bool,
    catalogues: tuple[str, ...],
) -> int:
    """Write the articles of saved pages as JSON Lines: .html[.gz] files, folders of them, or - for stdin.

    On stdin: one page, or JSON Lines of {"url": ..., "html": ...}.

    Example: spacecrawl extract saved/ -o articles.jsonl
    """
    if url and not is_web_address(url):
        raise UsageError(f"--url {url!r} is no http or https address. Give it whole, with its scheme.")
    catalogue = load_catalogue(catalogues)
    check_parser(parser)
    pages = read_inputs(inputs, url)
    tally = Tally()
    with written(output) as out:
        bar = track(
            pages,
            description="pages",
            console=messages,
            transient=True,
            disable=quiet or not somebody_watches(),
        )
        for page in bar:
            write_article(page, catalogue, parser, out, tally)
    if stats:
        tell(tally)
    return 3 if tally.without else 0


def check_parser(name: str | None) -> None:
    """Raise UsageError for a parser that can't be loaded."""
    from spacecrawl.parsers.choice import BUILTIN, load_parser

    try:
        load_parser(name or next(iter(BUILTIN)))
    except (ImportError, AttributeError, TypeError, ValueError) as error:
        raise UsageError(f"--parser {name!r} is unknown. Use {', '.join(BUILTIN)}, or package.module:Class.") from error


def write_article(saved: SavedPage, catalogue: Catalogue, parser: str | None, out: IO[str], tally: Tally) -> None:
    """Write one page's article, or name the page where there is none."""
    start = time.perf_counter()
    record, reason = read(saved, catalogue, parser)
    tally.times.append((time.perf_counter() - start, saved.name))
    if reason:
        tally.without.append(saved.name)
        messages.print(printable(f"{saved.name}: {reason}"), soft_wrap=True)
        return
    tally.articles += 1
    out.write(json.dumps(record, ensure_ascii=False) + "\n")


def read(saved: SavedPage, catalogue: Catalogue, parser: str | None) -> tuple[dict[str, Any], str | None]:
    """Return a page's record, and why it is none; an address is not asked of a saved page."""
    try:
        article = read_page(saved.page(), catalogue, parser)
    except Exception as error:  # noqa: BLE001 - the edge where one bad page must not stop the others
        return {}, f"the parser failed: {type(error).__name__}: {error}"
    article.source.file, article.source.offset = saved.file, saved.offset
    record = article.to_dict()
    return record, fault(record if record["url"] else {**record, "url": "http://unknown.example/"})


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


def tell(tally: Tally) -> None:
    """Print counts and the slowest pages."""
    total = sum(seconds for seconds, _ in tally.times)
    pages = len(tally.times)
    rate = f", {pages / total:.0f} a second" if total else ""
    messages.print(f"{pages} pages, {tally.articles} articles, {len(tally.without)} without one, {total:.2f} s{rate}")
    for seconds, name in sorted(tally.times, reverse=True)[:SLOWEST_SHOWN]:
        messages.print(printable(f"{seconds * 1000:8.1f} ms  {name}"), soft_wrap=True)
