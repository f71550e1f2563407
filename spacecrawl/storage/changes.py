"""What changed in a data folder since a run or a cursor: articles that are new, revised, gone, or back.

New and revised articles are lines of ``articles.jsonl``, up to the length that the ledger has committed; that one is
gone or back stands in the ledger's table ``presence``, each with the length of the file at that time. Both only grow,
so a place in them is a cursor: whoever goes on from it gets what came after, nothing twice, while a run writes too.

The changes of one article come in their order. Of different ones, what was gone comes before lines of the same commit.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Any, Literal, Self

from spacecrawl.errors import FolderError, UsageError
from spacecrawl.storage.folder import ARTICLES
from spacecrawl.storage.ledger import Ledger
from spacecrawl.storage.lines import line_before
from spacecrawl.storage.records import read_record

Kind = Literal["new", "revised", "gone", "back"]

_CURSOR = re.compile(r"(\d{1,18})-(\d{1,18})-([0-9a-f]{8})-([0-9a-f]{8})")


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place in the stream of a folder's changes: what stands before it has been told.

    ``offset`` is in bytes of ``articles.jsonl``, ``presence`` the last number told of that table. ``ledger`` names the
    ledger whose numbers they are, ``last`` is from a hash of the line before ``offset``: a file that was replaced, or
    lost lines to a repair, is noticed.
    """

    offset: int
    presence: int
    ledger: str
    last: str

    def __str__(self) -> str:
        return f"{self.offset}-{self.presence}-{self.ledger}-{self.last}"

    @classmethod
    def read(cls, text: str) -> Self | None:
        """Return the cursor that a text is, or None."""
        match = _CURSOR.fullmatch(text)
        return cls(int(match[1]), int(match[2]), match[3], match[4]) if match else None


@dataclass(frozen=True, slots=True)
class Change:
    """One change: the article's record, the one before it of a revised one, and the cursor that goes on behind it.

    ``at`` is when an article was seen to be gone or back, in Unix seconds.
    """

    kind: Kind
    record: dict[str, Any]
    cursor: Cursor
    before: dict[str, Any] | None = None
    at: int | None = None


class Changes:
    """The changes of a data folder; raises FolderError where it has no ledger, or file and ledger do not agree.

    What is told is what was known when this was opened; ``end`` is the cursor behind all of it.
    """

    def __init__(self, folder: str | Path, ledger: Ledger) -> None:
        self._ledger = ledger
        self._path = Path(folder) / ARTICLES
        self._file = self._opened()
        row = ledger.row(  # one statement, so that both are of one moment
            "SELECT committed, (SELECT coalesce(max(number), 0) FROM presence), ledger FROM articles_file"
        )
        assert row
        self._committed, self._last_presence, self._name = row
        self.end = self._at(self._committed, self._last_presence)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def start(self, since: str) -> Cursor:
        """Return the cursor that a text names: ``start``, ``last`` or a run's name for where that began, or a cursor.

        Raise UsageError for another text, FolderError where a cursor is no place of this folder's file.
        """
        if cursor := Cursor.read(since):
            return self._checked(cursor)
        if since == "start":
            return self._at(0, 0)
        order = "ORDER BY number DESC LIMIT 1" if since == "last" else "WHERE folder = ?"
        values = () if since == "last" else (since,)
        row = self._ledger.row(f"SELECT folder, articles_end, presence FROM runs {order}", values)  # noqa: S608
        if row is None:
            raise UsageError(
                f"--since {since!r} is no run of this folder, and no cursor. Name one that 'spacecrawl status' shows "
                "(as 2026-11-24T021734Z), last, start, or the cursor that an earlier call printed."
            )
        if row[1] is None:
            raise UsageError(
                f"Run {row[0]} is of an older spacecrawl, which did not note where it began. "
                "Name a later run, or begin with --since start."
            )
        return self._at(row[1], row[2])

    def since(self, cursor: Cursor) -> Iterator[Change]:
        """Yield what came after a cursor, in order."""
        absences = self._absences(cursor.presence)
        absence = next(absences, None)
        for offset, line in self._lines(cursor.offset):
            while absence is not None and absence[1] <= offset:
                cursor = replace(cursor, presence=absence[0])
                yield self._of_absence(absence, cursor)
                absence = next(absences, None)
            cursor = replace(cursor, offset=offset + len(line), last=_hash(line))
            yield self._of_line(offset, line, cursor)
        while absence is not None:
            cursor = replace(cursor, presence=absence[0])
            yield self._of_absence(absence, cursor)
            absence = next(absences, None)

    def _absences(self, after: int) -> Iterator[tuple[Any, ...]]:
        """Yield number, position, article, whether gone, and time of what was gone or back, a few hundred at a time."""
        while after < self._last_presence:
            rows = self._ledger.rows(
                "SELECT number, position, article, gone, at FROM presence WHERE number > ? AND number <= ?"
                " ORDER BY number LIMIT 500",
                (after, self._last_presence),
            )
            if not rows:
                return
            yield from rows
            after = rows[-1][0]

    def _lines(self, begin: int) -> Iterator[tuple[int, bytes]]:
        if begin >= self._committed:
            return
        with self._opened() as file:
            file.seek(begin)
            while begin < self._committed:
                line = file.readline()
                if not line:
                    raise self._disagree(begin)
                yield begin, line
                begin += len(line)

    def _of_line(self, offset: int, line: bytes, cursor: Cursor) -> Change:
        record = self._record(line, offset)
        if record["version"] == 1:
            return Change("new", record, cursor)
        row = self._ledger.row(
            "SELECT offset, length FROM versions WHERE article = (SELECT number FROM articles WHERE id = ?)"
            " AND offset < ? ORDER BY offset DESC LIMIT 1",
            (record["id"], offset),
        )
        return Change("revised", record, cursor, self._read(*row) if row else None)

    def _of_absence(self, absence: tuple[Any, ...], cursor: Cursor) -> Change:
        _, _, article, gone, at = absence
        row = self._ledger.row(
            "SELECT offset, length FROM versions WHERE article = ? AND offset < ? ORDER BY offset DESC LIMIT 1",
            (article, self._committed),
        )
        if row is None:
            raise self._disagree(self._committed)
        return Change("gone" if gone else "back", self._read(*row), cursor, at=at)

    def _read(self, offset: int, length: int) -> dict[str, Any]:
        return self._record(os.pread(self._file.fileno(), length, offset), offset)

    def _record(self, line: bytes, offset: int) -> dict[str, Any]:
        try:
            return read_record(line)
        except ValueError as error:
            raise self._disagree(offset) from error

    def _at(self, offset: int, presence: int) -> Cursor:
        """Return the cursor of a place that the ledger names."""
        return Cursor(offset, presence, self._name, _hash(self._line_before(offset)))

    def _checked(self, cursor: Cursor) -> Cursor:
        """Return a cursor if its place is still there; a ledger that was made anew since has its own numbers."""
        if cursor.offset > self._committed or _hash(self._line_before(cursor.offset)) != cursor.last:
            raise FolderError(
                f"{self._path}: is not the file that the cursor {cursor} is of: it was replaced, or lost lines to a "
                "repair. Begin again with --since start, or with a run that is still known."
            )
        return cursor if cursor.ledger == self._name else replace(cursor, presence=0, ledger=self._name)

    def _line_before(self, offset: int) -> bytes:
        return line_before(self._file.fileno(), offset)

    def _opened(self) -> IO[bytes]:
        try:
            return self._path.open("rb")
        except OSError as error:
            raise FolderError(
                f"{self._path}: can't be read ({error.strerror}). Restore it, or correct its permissions."
            ) from error

    def _disagree(self, offset: int) -> FolderError:
        return FolderError(
            f"{self._path}: no record at byte {offset}, where the ledger has one. "
            f"Rebuild the ledger: spacecrawl repair --folder {self._path.parent}"
        )


def _hash(line: bytes) -> str:
    return hashlib.sha256(line).hexdigest()[:8]
