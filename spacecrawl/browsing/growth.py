"""What an ``articles.jsonl`` has grown by since it was last read.

The end is kept with the place and hash of the last line before it: where that line is another, the file was made anew,
cut or mended, and everything is read again. Whole lines alone are taken. They need not be in the ledger yet: a run
that was killed has them noted by the next one where they stand, and what an export or ``load`` gives is what is seen.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from spacecrawl.errors import FolderError
from spacecrawl.storage.folder import ARTICLES


@dataclass(frozen=True)
class Place:
    """How far a file was read: the end, and the begin and hash of the line before it; 0, 0, '' for nothing."""

    end: int = 0
    last_begin: int = 0
    last_hash: str = ""


@dataclass(frozen=True)
class Line:
    """A line of a file: where it begins, its bytes, its record."""

    begin: int
    content: bytes
    record: dict[str, Any]

    @property
    def place(self) -> Place:
        """How far the file is read after this line."""
        return Place(self.begin + len(self.content), self.begin, _hash(self.content))


class GrowingFile:
    """The ``articles.jsonl`` of one data folder; raises FolderError where it can't be read or a line is damaged."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / ARTICLES

    @property
    def size(self) -> int:
        """Its length in bytes, for a look whether it has grown."""
        try:
            return self.path.stat().st_size
        except OSError as error:
            raise self._unreadable(error) from error

    def continues(self, place: Place) -> bool:
        """Tell whether the file still has what was read of it."""
        return not place.end or _hash(self.read(place.last_begin, place.end - place.last_begin)) == place.last_hash

    def lines(self, place: Place, number: int) -> Iterator[Line]:
        """Yield up to so many whole lines behind a place."""
        begin = place.end
        try:
            with self.path.open("rb") as file:
                file.seek(begin)
                for _ in range(number):
                    content = file.readline()
                    if not content.endswith(b"\n"):
                        return
                    yield Line(begin, content, self._record(content, begin))
                    begin += len(content)
        except OSError as error:
            raise self._unreadable(error) from error

    def read(self, begin: int, length: int) -> bytes:
        """Return bytes of the file."""
        try:
            with self.path.open("rb") as file:
                file.seek(begin)
                return file.read(length)
        except OSError as error:
            raise self._unreadable(error) from error

    def _record(self, content: bytes, begin: int) -> dict[str, Any]:
        try:
            record = json.loads(content)
        except (ValueError, RecursionError) as error:
            raise self._damaged(begin, f"is damaged ({error})") from error
        if not isinstance(record, dict) or not record.keys() >= {"id", "version", "title", "body"}:
            raise self._damaged(begin, "is no article record")
        return record

    def _damaged(self, begin: int, what: str) -> FolderError:
        number = self.read(0, begin).count(b"\n") + 1
        return FolderError(
            f"{self.path}: line {number} {what}. Set it aside: spacecrawl repair --folder {self.path.parent}"
        )

    def _unreadable(self, error: OSError) -> FolderError:
        if isinstance(error, FileNotFoundError):
            return FolderError(f"{self.path}: not there. Name a data folder that a crawl has written to.")
        return FolderError(f"{self.path}: can't be read ({error.strerror}). Correct its permissions.")


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
