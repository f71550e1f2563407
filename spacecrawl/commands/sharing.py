"""``spacecrawl extract --cluster``: whole archives, shared out to workers, a result each in one folder."""

from __future__ import annotations

from pathlib import Path

from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from spacecrawl.batch.cluster import Sharing, check_workers, connected
from spacecrawl.batch.job import Job
from spacecrawl.batch.orders import orders_of
from spacecrawl.batch.wanted import Wanted
from spacecrawl.commands.printing import messages, somebody_watches, tell
from spacecrawl.errors import UsageError
from spacecrawl.exporting.parquet import check_parquet


def share_out(
    cluster: str,
    inputs: tuple[str, ...],
    output: str | None,
    wanted: Wanted,
    parser: str | None,
    name: str,
    *,
    quiet: bool,
) -> int:
    """Have a cluster read archives into a folder; return the exit status."""
    if output is None or Path(output).is_file():
        raise UsageError("--cluster writes a file an archive into a folder. Name one with -o.")
    if name == "parquet":
        check_parquet()
    orders = orders_of(inputs)
    job = Job(wanted.catalogue, wanted, Path(output).absolute(), parser, name)
    settled = []
    with connected(cluster) as client, _bar(shown=somebody_watches() and not quiet) as bar:
        if not check_workers(client, job) and not quiet:
            tell([f"No worker has joined the scheduler at {cluster} yet: waiting for one."])
        task = bar.add_task("archives", total=len(orders))
        for archive in Sharing(client, job, advance=lambda share: bar.advance(task, share)).run(orders):
            settled.append(archive)
            bar.update(task, description=f"archives, {len(settled)} of {len(orders)}")
    is_well = all(archive.is_well for archive in settled)
    found = wanted.is_filter or any(archive.articles for archive in settled)
    status = 0 if is_well and found else 3
    if status or not quiet:
        for archive in settled:
            tell(
                [
                    *archive.named,
                    *(f"{line}{' (there already)' if archive.was_there else ''}" for line in archive.lines),
                ]
            )
    return status


def _bar(*, shown: bool) -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    return Progress(*columns, console=messages, transient=True, disable=not shown)
