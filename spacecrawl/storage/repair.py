"""Rebuilding a data folder's ledger from ``articles.jsonl``, which is what counts."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass, field
from pathlib import Path

from spacecrawl.errors import FolderError
from spacecrawl.storage.articles import ArticleStore
from spacecrawl.storage.folder import LEDGER, DataFolder, RunFolder
from spacecrawl.storage.records import read_record


@dataclass
class Repaired:
    """What a repair found: lines kept, articles known from them, and the numbers of lines that were no records.

    ``aside`` lists the files that hold what was taken away.
    """

    lines: int = 0
    articles: int = 0
    damaged: list[int] = field(default_factory=list)
    aside: list[Path] = field(default_factory=list)


def repair(folder: DataFolder, run: RunFolder) -> Repaired:
    """Set damaged lines and the old ledger aside, then make a new one from the lines; the caller holds the lock.

    Raise FolderError where there is nothing to rebuild from, or the folder can't be written. A repair that was killed
    is done again.
    """
    if not folder.articles.is_file() and not folder.ledger.is_file():
        raise FolderError(f"{folder.articles}: not there. Name a data folder that a crawl has written to.")
    found = Repaired()
    try:
        if folder.articles.is_file():
            _set_lines_aside(folder.articles, run, found)
        _set_ledger_aside(folder.ledger, run, found)
    except OSError as error:
        raise FolderError(
            f"{error.filename or folder.path}: {error.strerror}. "
            "Make room or correct its permissions, then repair again."
        ) from error
    store = ArticleStore(folder, run)
    found.articles = len(store)
    store.close()
    return found


def _set_lines_aside(path: Path, run: RunFolder, found: Repaired) -> None:
    """Take out the lines that are no records, where there are any: the file is replaced by one without them.

    A link stays: what it leads to is replaced, for whoever put it on another disk wants it to stay there.
    """
    path = path.resolve()
    with path.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            if _is_record(line):
                found.lines += 1
            else:
                found.damaged.append(number)
    if not found.damaged:
        return
    beside, damaged = path.with_suffix(".jsonl.part"), set(found.damaged)
    aside = run.path / "damaged-lines.txt"
    with path.open("rb") as lines, beside.open("wb") as kept, aside.open("wb") as taken:
        for number, line in enumerate(lines, 1):
            (taken if number in damaged else kept).write(line)
        for file in (taken, kept):
            file.flush()
            os.fsync(file.fileno())
    beside.replace(path)
    found.aside.append(aside)


def _set_ledger_aside(path: Path, run: RunFolder, found: Repaired) -> None:
    """Move the ledger into the run's folder; SQLite makes the new one where a link leads, as it had the old."""
    path = path.resolve()
    for ending in ("", "-wal", "-shm"):
        old = path.with_name(path.name + ending)
        if old.exists():
            found.aside.append(Path(shutil.move(old, run.path / (LEDGER + ending))))  # it may be on another disk


def _is_record(line: bytes) -> bool:
    try:
        read_record(line)
    except (ValueError, RecursionError):
        return False
    return line.endswith(b"\n")
