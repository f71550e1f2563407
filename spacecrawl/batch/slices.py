"""Reading a slice of an archive into files of its own: what a worker does, as often as it is asked to."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from spacecrawl.archives.archive import Archive
from spacecrawl.archives.counts import Counts, Seen
from spacecrawl.archives.page import ArchivedPage
from spacecrawl.archives.warc import Slice
from spacecrawl.batch.files import written_beside
from spacecrawl.batch.job import Job, SliceRead
from spacecrawl.batch.outcomes import KINDS, Outcome, SavedPageTask, kind_of
from spacecrawl.batch.readings import outcomes
from spacecrawl.reading import ReadingPool


@dataclass(frozen=True)
class Line:
    """A page of a slice: its payload's digest, its archive, what became of it, and its record or why it has none."""

    digest: int
    archive: int
    kind: str
    text: str

    def packed(self) -> bytes:
        """Return it as a line of a slice's file."""
        content = self.text.encode("utf-8", "backslashreplace")
        return b"%016x %d %d %s\n" % (self.digest, self.archive, KINDS.index(self.kind), content)

    @classmethod
    def of(cls, line: bytes) -> Line:
        """Read a line of a slice's file."""
        digest, archive, kind, text = line.rstrip(b"\n").split(b" ", 3)
        return cls(int(digest, 16), int(archive), KINDS[int(kind)], text.decode())


def read_slice(archive: str, part: Slice, job: Job, folder: Path) -> SliceRead:
    """Read the pages of a slice into ``folder``; one that was read before is not read again.

    Two files: ``START.lines``, a page a line, and then ``START.json``, by which the first is known to be whole.
    """
    state = state_of(part, folder)
    if not state.exists():
        counts: list[Counts] = []
        pages = Archive(archive, Seen(), job.wanted.has_address, counts, part)
        with written_beside(state.with_suffix(".lines")) as lines:
            _desk.write(pages, job, lines)
        told = [pages.first, pages.following, [archive.to_dict() for archive in counts]]
        with written_beside(state) as file:
            file.write(json.dumps(told).encode())
    first, following, told_counts = json.loads(state.read_bytes())
    return SliceRead(part, first, following, broken=any(counts["unread"] for counts in told_counts))


def state_of(part: Slice, folder: Path) -> Path:
    """Return the file that tells that a slice was read; its lines are beside it."""
    return folder / f"{part.start}-{'end' if part.end is None else part.end}{'' if part.exact else '-found'}.json"


def read_counts(part: Slice, folder: Path) -> list[Counts]:
    """Return what a slice that was read told of the archive's records."""
    return [Counts.of(entry) for entry in json.loads(state_of(part, folder).read_bytes())[2]]


def read_lines(part: Slice, folder: Path) -> Iterator[Line]:
    """Yield the lines of a slice that was read."""
    with state_of(part, folder).with_suffix(".lines").open("rb") as lines:
        yield from map(Line.of, lines)


class _Desk(threading.local):
    """A reading process for each thread of a worker, kept from slice to slice: pages can't harm the worker.

    So a worker of eight threads reads in eight processes, whatever Python's lock does to its threads.
    """

    _asked: dict[str, Any] | None = None
    _runner: asyncio.Runner
    _pool: ReadingPool

    def write(self, pages: Archive, job: Job, lines: IO[bytes]) -> None:
        """Write a line for each page."""
        if self._asked != job.asked:
            self._open(job)
        self._runner.run(_write(pages, job, self._pool, lines))

    def _open(self, job: Job) -> None:
        if self._asked is not None:
            self._pool.close()
            self._runner.close()
        self._runner = asyncio.Runner()
        self._pool = ReadingPool(job.catalogue)
        self._asked = job.asked


_desk = _Desk()


async def _write(pages: Archive, job: Job, pool: ReadingPool, lines: IO[bytes]) -> None:
    async for task, outcome in outcomes((SavedPageTask(page, job.parser) for page in pages), pool):
        assert isinstance(task.saved, ArchivedPage)
        chosen = outcome.record is None or job.wanted.has_record(outcome.record)
        lines.write(_line(task.saved, outcome, pages.counts, chosen=chosen).packed())


def _line(page: ArchivedPage, outcome: Outcome, counts: list[Counts], *, chosen: bool) -> Line:
    kind = kind_of(outcome, chosen=chosen)
    number = next(number for number, archive in enumerate(counts) if archive.file == page.file)
    if outcome.record is None:
        text = f"{outcome.name}: {outcome.reason}".replace("\n", " ")
    else:
        text = json.dumps(outcome.record, ensure_ascii=False)
    return Line(page.digest, number, kind, text if chosen else "")
