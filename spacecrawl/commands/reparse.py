"""``spacecrawl reparse``: the folder's own archive through today's parsers."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import json
from collections.abc import Callable, Iterable, Iterator
from itertools import tee
from pathlib import Path

import click
from rich.progress import track

from spacecrawl.batch.readings import workers_for
from spacecrawl.commands.options import DurationType, folder_option, sites_option
from spacecrawl.commands.printing import messages, somebody_watches
from spacecrawl.commands.side_by_side import show
from spacecrawl.errors import FolderError, PageUnreadable, UsageError
from spacecrawl.reading import ReadingPool
from spacecrawl.reparsing.pages import KeptPages
from spacecrawl.reparsing.revise import revise
from spacecrawl.reparsing.summary import Summary
from spacecrawl.reparsing.task import ReparseTask, Reread
from spacecrawl.sites import Catalogue, load_catalogue
from spacecrawl.storage import ArticleStore, DataFolder, Ledger, Runs

Note = Callable[[ReparseTask, Reread], None]


@click.command()
@click.argument("sites", nargs=-1, metavar="[SITE]...")
@click.option("--apply", "apply", is_flag=True, help="Store what differs: new versions, revised by the parser.")
@click.option(
    "--workers", type=click.IntRange(1), metavar="N", help="Processes that read pages.  [default: one for each core]"
)
@click.option("--json", "as_json", is_flag=True, help="Write the summary as JSON to stdout.")
@click.option("--quiet", is_flag=True, help="Write nothing unless the status is not 0.")
@click.option("--wait", type=DurationType(), default=0.0, help="Seconds to wait while another run holds the folder.")
@folder_option
@sites_option
def reparse(
    sites: tuple[str, ...],
    apply: bool,
    workers: int | None,
    as_json: bool,
    quiet: bool,
    wait: float,
    folder: str,
    catalogues: tuple[str, ...],
) -> int:
    """Read the pages that crawl --archive kept again, and tell what today's parsers make otherwise of them.

    Of each article the newest page counts; pages that held no article are read too. Nothing is stored without --apply,
    and a second --apply does nothing. A page that can't be read is named: status 3.

    Example: spacecrawl reparse spacedaily --folder output
    """
    catalogue = load_catalogue(catalogues)
    wanted = frozenset(site.entry for site in catalogue.select(sites)) if sites else frozenset[str]()
    summary = Summary()
    with opened(Path(folder), wait, summary, apply=apply) as (ledger, store):
        pages = KeptPages(Path(folder), ledger, catalogue, wanted)
        if not pages.are_there:
            raise UsageError(f"{folder}: no page is kept in this folder. Crawl with --archive, then there are some.")

        def note(task: ReparseTask, again: Reread) -> None:
            summary.add(task, again)
            if store is not None:
                summary.applied += revise(store, task, again)

        shown = somebody_watches() and not quiet
        tasks = track(pages, description="pages", console=messages, transient=True, disable=not shown)
        asyncio.run(_read(tasks, catalogue, workers or workers_for(None), summary, note))
        summary.left_out = pages.left_out
    status = 3 if summary.unread else 0
    if as_json:
        click.echo(json.dumps(summary.told(), ensure_ascii=False).encode("utf-8", "backslashreplace"))
    elif status or not quiet:
        show(summary, applied=apply)
    return status


async def _read(tasks: Iterable[ReparseTask], catalogue: Catalogue, workers: int, summary: Summary, note: Note) -> None:
    """Note what became of each page, in order."""
    given, asked = tee(tasks)
    pool = ReadingPool(catalogue, workers)
    try:
        async for answer in pool.run_all(given):
            task = next(asked)
            if isinstance(answer, PageUnreadable):
                summary.add_unread(task, str(answer))
            else:
                note(task, answer)
    finally:
        pool.close()


@contextlib.contextmanager
def opened(folder: Path, wait: float, summary: Summary, *, apply: bool) -> Iterator[tuple[Ledger, ArticleStore | None]]:
    """Give the folder's ledger, and the store that is written to; held and noted as a run where it is."""
    if not apply:
        with Ledger.reading(folder) as ledger:
            yield ledger, None
        return
    if not folder.is_dir():
        raise FolderError(f"{folder}: not there. Name a data folder that a crawl has written to.")
    data = DataFolder(folder)
    lock = data.lock(wait)
    try:
        run = data.new_run(dt.datetime.now(dt.UTC))
        store = ArticleStore(data, run)
        try:
            store.run_number = Runs(store.ledger).begin(run.path.name, "reparse", {})
            yield store.ledger, store
            told = {"command": "reparse", "articles_revised": summary.applied, **summary.told()}
            run.write_summary(told)
            Runs(store.ledger).end(run.path.name, 3 if summary.unread else 0, told)
        finally:
            store.close()
    finally:
        lock.release()
