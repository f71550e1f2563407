"""What a worker of a cluster is asked to do with an archive; each of these tasks may run twice, and does no harm.

``survey`` looks at an archive and at what is there of its result, ``read`` reads a slice of it, ``settle`` puts the
slices together. Workers see the archives and the folder of results; nothing large goes through a scheduler.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from spacecrawl import __version__
from spacecrawl.archives.warc import Slice
from spacecrawl.batch.inputs import check_installed
from spacecrawl.batch.job import Job, SliceRead, slices_of
from spacecrawl.batch.orders import Order
from spacecrawl.batch.results import Result, Settled
from spacecrawl.batch.slices import read_slice
from spacecrawl.errors import UsageError


@dataclass(frozen=True)
class Survey:
    """What a worker found of an archive: what tells it from a changed one, its result, or the slices to be read."""

    mark: dict[str, Any]
    settled: Settled | None = None
    parts: tuple[Slice, ...] = ()


def survey(order: Order, job: Job, slice_bytes: int) -> Survey:
    """Look whether an archive's result is there, else cut it into slices; raise OSError for one that can't be read."""
    check_version(job)
    mark = order.mark()
    settled = Result(order, job, mark).settled()
    return Survey(mark, settled, () if settled else tuple(slices_of(order.archive, mark.get("size"), slice_bytes)))


def read(order: Order, job: Job, mark: dict[str, Any], part: Slice) -> SliceRead:
    """Read a slice of an archive."""
    check_version(job)
    return read_slice(order.archive, part, job, Result(order, job, mark).slices)


def settle(order: Order, job: Job, mark: dict[str, Any], parts: list[Slice]) -> Settled:
    """Put the result of an archive together, unless that was done by another worker meanwhile."""
    result = Result(order, job, mark)
    try:
        return result.settle(parts)
    except FileNotFoundError:
        settled = result.settled()
        if settled is None:
            raise
        settled.was_there = False
        return settled


def check_version(job: Job) -> None:
    """Raise UsageError on a worker of another version, whose results would be others."""
    if job.version != __version__:
        raise UsageError(
            f"a worker has spacecrawl {__version__}, and this is {job.version}. Install the same version everywhere"
        )


def look(job: Job, probe: Path) -> None:
    """Raise UsageError where a worker could not do its part: another version, or a folder that it does not see."""
    check_version(job)
    check_installed()
    if not probe.exists():
        raise UsageError(f"it does not see {job.folder}. Name a folder with -o that all workers share")
