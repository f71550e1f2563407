"""The result of one archive: put together from its slices, and known to be whole by a file beside it.

In the folder: ``NAME.jsonl``, or Parquet files by site and month; ``_spacecrawl/NAME.json`` tells of which archive and
job they are, and what was counted; ``_spacecrawl/NAME.slices/`` holds slices that wait for others.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from spacecrawl.archives.counts import Counts, Seen
from spacecrawl.archives.warc import Slice
from spacecrawl.batch.files import written_beside
from spacecrawl.batch.job import Job, digest_of
from spacecrawl.batch.orders import Order
from spacecrawl.batch.outcomes import ARTICLES, UNREAD, Tally
from spacecrawl.batch.slices import read_counts, read_lines
from spacecrawl.errors import FolderError
from spacecrawl.exporting import open_dataset

STATE = "_spacecrawl"
"""Readers of Parquet folders pass over names that begin so."""

MOST_NAMED = 20
"""Pages that can't be read which are named, of each archive."""


@dataclass
class Settled:
    """What is to be told of an archive whose result is whole."""

    lines: list[str]
    """A line for each WARC file in it: what its records were."""
    named: list[str] = field(default_factory=list)
    """Pages that can't be read, with the reasons; the first of many."""
    articles: int = 0
    is_well: bool = True
    was_there: bool = False


class Result:
    """The files of one archive's result, for a job and an archive as it is now."""

    def __init__(self, order: Order, job: Job, mark: dict[str, Any]) -> None:
        self._order = order
        self._job = job
        self._mark = mark
        self._state = job.folder / STATE / f"{order.result}.json"
        self._waiting = job.folder / STATE / f"{order.result}.slices"

    @property
    def slices(self) -> Path:
        """The folder where slices wait for others; another archive or job has another."""
        return self._waiting / digest_of(self._order, self._job, self._mark)

    def settled(self) -> Settled | None:
        """Return what is to be told of the result that is there, or None where there is none of this job and archive.

        One of an archive that could not be read to its end, for the network's sake perhaps, does not count. Raises
        FolderError for one of another archive of the same name.
        """
        try:
            state = json.loads(self._state.read_bytes())
        except (OSError, ValueError):
            return None
        self._check_name(state["mark"])
        if state["asked"] != self._job.asked or state["mark"] != self._mark or not state["to_its_end"]:
            return None
        if any(_size(self._job.folder / file) != size for file, size in state["files"].items()):
            return None
        return Settled(**state["told"], was_there=True)

    def settle(self, parts: list[Slice]) -> Settled:
        """Put a result together from its slices, each payload once, and tell of it; nothing is left of the slices."""
        folder = self.slices
        counts = merged([read_counts(part, folder) for part in parts])
        tally = Tally()
        named: list[str] = []
        records = self._records(parts, folder, counts, tally, named)
        files = self._write(records)
        told = Settled(tally.archive_lines(counts), named[:MOST_NAMED], tally.articles)
        told.is_well = not tally.failed and all(archive.is_well for archive in counts)
        if len(named) > MOST_NAMED:
            told.named.append(f"{self._order.archive}: {len(named) - MOST_NAMED} more pages that can't be read")
        self._note(told, files, to_its_end=not any(archive.unread for archive in counts))
        return told

    def _records(
        self, parts: list[Slice], folder: Path, counts: list[Counts], tally: Tally, named: list[str]
    ) -> Iterator[str]:
        """Yield records as JSON, counting what becomes of each page; a payload of an earlier slice is a repeat."""
        seen = Seen()
        for part in parts:
            for line in read_lines(part, folder):
                if seen.before(line.digest):
                    counts[line.archive].passed_over["repeated"] += 1
                    continue
                tally.count(counts[line.archive].file, line.kind)
                if line.kind == ARTICLES:
                    yield line.text
                elif line.kind == UNREAD:
                    named.append(line.text)

    def _write(self, records: Iterator[str]) -> dict[str, int]:
        """Write the result beside and rename it; return its files, within the folder, with their sizes."""
        job, name = self._job, self._order.result
        if job.format == "parquet":
            with open_dataset(job.folder, name.replace("/", "-")) as parts:
                for record in records:
                    parts.add(json.loads(record))
            files = parts.files
        else:
            path = job.folder / f"{name}.jsonl"
            with written_beside(path) as out:
                out.writelines(f"{record}\n".encode() for record in records)
            files = [path]
        return {str(path.relative_to(job.folder)): path.stat().st_size for path in files}

    def _note(self, told: Settled, files: dict[str, int], *, to_its_end: bool) -> None:
        state = {
            "mark": self._mark,
            "asked": self._job.asked,
            "to_its_end": to_its_end,
            "files": files,
            "told": {key: value for key, value in asdict(told).items() if key != "was_there"},
        }
        with written_beside(self._state) as file:
            file.write(json.dumps(state, indent=1).encode())
        shutil.rmtree(self._waiting, ignore_errors=True)

    def _check_name(self, mark: dict[str, Any]) -> None:
        """Raise FolderError for the result of another archive, which would be lost; one that was moved is the same."""
        if mark["archive"] == self._mark["archive"]:
            return
        if {**mark, "archive": ""} == {**self._mark, "archive": ""}:
            self._mark = mark
            return
        raise FolderError(
            f"{self._job.folder}: holds the result of another archive called {self._order.result}, "
            f"{mark['archive']}. Name another folder with -o."
        )


def merged(slices: list[list[Counts]]) -> list[Counts]:
    """Return what an archive held from what its slices did; only an archive of one slice has several WARC files."""
    first, *others = slices
    for other in others:
        for ours, theirs in zip(first, other, strict=True):
            ours.add(theirs)
    return first


def _size(path: Path) -> int | None:
    try:
        return path.stat().st_size
    except OSError:
        return None
