"""Folders on disk: the data folder and the folder of one run."""

from __future__ import annotations

import datetime as dt
import json
import os
import shlex
import sys
from functools import cached_property
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from spacecrawl.errors import FolderError, FolderLocked
from spacecrawl.storage.outcomes import OutcomeLog, write_with_addresses

ARTICLES = "articles.jsonl"
LEDGER = "spacecrawl.db"
RUNS = "runs"
ARCHIVE = "archive"


class DataFolder:
    """A data folder that exists, made if need be; raises FolderError where it can't be.

    Nothing is written to it before its lock is held: by then it is known whether it can be.
    """

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)
        try:
            self.path.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise self._unusable(error) from error

    @property
    def articles(self) -> Path:
        """The append-only file of records."""
        return self.path / ARTICLES

    @property
    def ledger(self) -> Path:
        """The database of what is known."""
        return self.path / LEDGER

    @property
    def archive(self) -> Path:
        """The folder of the pages that were kept as they came."""
        return self.path / ARCHIVE

    def lock(self, wait: float = 0) -> FileLock:
        """Return the folder's lock, held; raise FolderLocked when another run holds it longer than ``wait`` seconds."""
        lock = FileLock(self.path / ".lock")
        holder = self.path / ".lock-holder"
        try:
            lock.acquire(timeout=wait)
            holder.write_text(f"{_this_process()}\n", "utf-8", "backslashreplace")
        except Timeout:
            by = holder.read_text("utf-8", "replace").strip() if holder.is_file() else "another run"
            raise FolderLocked(
                f"{self.path}: held by {by}. Wait for it (--wait SECONDS), or use another --folder."
            ) from None
        except OSError as error:
            lock.release()
            raise self._unusable(error) from error
        return lock

    def _unusable(self, error: OSError) -> FolderError:
        """Return what to raise where the folder, or a lock that stands in it, can't be written."""
        if error.filename and Path(error.filename).exists() and Path(error.filename) != self.path:
            return FolderError(f"{error.filename}: can't be used as lock ({error.strerror}). Remove it, or make room.")
        return FolderError(
            f"{self.path}: can't write to this data folder ({error.strerror or error}). "
            "Name another with --folder, or correct its permissions."
        )

    def new_run(self, started: dt.datetime) -> RunFolder:
        """Create and return the folder of a run that starts now; two in one second get different names."""
        base = started.astimezone(dt.UTC).strftime("%Y-%m-%dT%H%M%SZ")
        for number in range(1, 1000):
            path = self.path / RUNS / (base if number == 1 else f"{base}-{number}")
            try:
                path.mkdir(parents=True)
            except FileExistsError:
                continue
            except OSError as error:
                raise FolderError(f"{path}: can't be created ({error.strerror}). Correct its permissions.") from error
            return RunFolder(path)
        raise FolderError(f"{self.path / RUNS}: holds a thousand runs of one second. Use another --folder.")


class RunFolder:
    """The folder of one run: what it did, its log, and what it rejected."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @property
    def log(self) -> Path:
        """The run's log."""
        return self.path / "crawl.log"

    def reject(self, record: dict[str, Any], reason: str) -> None:
        """Append what was rejected, with the reason; nothing vanishes."""
        line = json.dumps({"reason": reason, "record": record}, ensure_ascii=False, default=str)
        with (self.path / "rejected.jsonl").open("a", encoding="utf-8", errors="backslashreplace") as file:
            file.write(line + "\n")

    def keep_aside(self, name: str, content: bytes) -> Path:
        """Keep bytes that were cut off elsewhere; return where."""
        kept = self.path / name
        kept.write_bytes(content)
        return kept

    @cached_property
    def outcomes(self) -> OutcomeLog:
        """What became of each address, while the run goes on."""
        return OutcomeLog(self.path / "addresses.jsonl")

    def write_summary(self, summary: dict[str, Any]) -> None:
        """Write ``run.json``, whole or not at all, with what became of every address."""
        write_with_addresses(self.path / "run.json", summary, self.outcomes.path)


def typed_command() -> str:
    """Return the command line of this process as it was typed, quoted for a shell, without ``spacecrawl`` itself.

    Bytes that are no UTF-8 are escaped, so that every file and database can hold it.
    """
    program = Path(sys.argv[0]).name
    words = sys.argv[1:] if program in ("spacecrawl", "__main__.py") else (program, *sys.argv[1:])
    return shlex.join(words).encode("utf-8", "backslashreplace").decode("utf-8")


def _this_process() -> str:
    return f"process {os.getpid()} ({typed_command()[:200]}), since {dt.datetime.now(dt.UTC):%Y-%m-%d %H:%M:%S} UTC"
