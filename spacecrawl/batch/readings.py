"""What becomes of many saved pages, read here or by reading processes."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Callable, Iterable
from itertools import tee

from spacecrawl.batch.outcomes import Outcome, SavedPageTask
from spacecrawl.errors import PageUnreadable
from spacecrawl.reading import ReadingPool
from spacecrawl.sites import Catalogue

FEW_PAGES = 10
"""Pages that are read sooner than further processes are started for them."""

Note = Callable[[SavedPageTask, Outcome], None]


def workers_for(pages: int | None) -> int:
    """Return how many processes read this many pages: as many as there are cores, none beside this one for few."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return 0 if pages is not None and pages <= FEW_PAGES else cores


def read_tasks(tasks: Iterable[SavedPageTask], catalogue: Catalogue, workers: int, note: Note) -> None:
    """Note what became of each page, in order, read here or by that many processes."""
    if not workers:
        for task in tasks:
            note(task, task.run(catalogue))
        return
    asyncio.run(_read_beside(tasks, ReadingPool(catalogue, workers), note))


async def _read_beside(tasks: Iterable[SavedPageTask], pool: ReadingPool, note: Note) -> None:
    try:
        async for task, outcome in outcomes(tasks, pool):
            note(task, outcome)
    finally:
        pool.close()


async def outcomes(tasks: Iterable[SavedPageTask], pool: ReadingPool) -> AsyncIterator[tuple[SavedPageTask, Outcome]]:
    """Yield each task with what became of its page, in order; one that ends its process costs no other."""
    given, asked = tee(tasks)
    async for answer in pool.run_all(given):
        task = next(asked)
        if isinstance(answer, PageUnreadable):
            yield task, Outcome(task.saved.name, None, str(answer), archive=task.archive, is_read=False)
        else:
            yield task, answer
