"""What the ledger knows of the pages that were kept as they came: where each lies, and where a page came before."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from spacecrawl.storage.ledger import Ledger

NOWHERE = (0, 0)
"""The place of a revisit's payload where it is not known."""

_COLUMNS = "file, offset, length, url, fetched, status, type, digest, original_file, original_offset, article"
_HTML = ("text/html", "application/xhtml+xml", "text/plain", "")
_OK = 200
_AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class Capture:
    """An answer that was kept: its record's place, its address and time (Unix seconds), and what it was.

    ``file`` is a number in the table of archive files, ``type`` the Content-Type. ``original`` is, of a revisit, the
    place of the record that holds its payload. ``article`` is the number of the one that its page was read as.
    """

    file: int
    offset: int
    length: int
    url: str
    fetched: int
    status: int
    type: str | None
    digest: bytes
    original: tuple[int, int] | None = None
    article: int | None = None

    @property
    def time(self) -> dt.datetime:
        """When it came, in UTC."""
        return dt.datetime.fromtimestamp(self.fetched, dt.UTC)

    @property
    def is_page(self) -> bool:
        """Tell whether it is what an article can be read from."""
        kind = (self.type or "").partition(";")[0].strip().lower()
        return self.status == _OK and kind in _HTML


class Captures:
    """Reads and writes the tables of captures and archive files; the end of a change is the caller's to note."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    # files ------------------------------------------------------------------------

    def names(self) -> dict[str, int]:
        """Return the numbers of all archive files by name, in the order of their beginnings."""
        return {name: number for number, name in self._ledger.rows("SELECT number, name FROM archive_files ORDER BY 1")}

    def name_of(self, file: int) -> str:
        """Return the name of an archive file."""
        row = self._ledger.row("SELECT name FROM archive_files WHERE number = ?", (file,))
        assert row is not None
        return str(row[0])

    def open_files(self) -> dict[str, tuple[int, int]]:
        """Return number and committed length of the files that no run has ended in order, by name."""
        rows = self._ledger.rows("SELECT name, number, committed FROM archive_files WHERE ended IS NULL")
        return {name: (number, committed) for name, number, committed in rows}

    def begin_file(self, name: str) -> int:
        """Note a file that begins; return its number."""
        self._ledger.write("INSERT INTO archive_files (name, committed) VALUES (?, 0)", (name,))
        row = self._ledger.row("SELECT number FROM archive_files WHERE name = ?", (name,))
        assert row is not None
        return int(row[0])

    def commit_file(self, number: int, committed: int) -> None:
        """Note how much of a file is on the disk."""
        self._ledger.write("UPDATE archive_files SET committed = ? WHERE number = ?", (committed, number))

    def end_file(self, number: int) -> None:
        """Note that a file is ended."""
        self._ledger.write("UPDATE archive_files SET ended = ? WHERE number = ?", (int(time.time()), number))

    def forget_beyond(self, number: int, end: int) -> None:
        """Forget what is not in a file any more, which is now so long."""
        self._ledger.write("DELETE FROM captures WHERE file = ? AND offset + length > ?", (number, end))
        self._ledger.write("UPDATE archive_files SET committed = min(committed, ?) WHERE number = ?", (end, number))

    # captures ---------------------------------------------------------------------

    def note(self, capture: Capture) -> None:
        """Note an answer that was written."""
        self._ledger.write(
            f"INSERT OR REPLACE INTO captures ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608
            (
                capture.file,
                capture.offset,
                capture.length,
                capture.url,
                capture.fetched,
                capture.status,
                capture.type,
                capture.digest,
                *(capture.original or (None, None)),
                capture.article,
            ),
        )

    def with_payload(self, digest: bytes) -> Capture | None:
        """Return the record that holds a payload, by its SHA-1, or None."""
        return self._one("digest = ? AND original_file IS NULL ORDER BY file, offset LIMIT 1", (digest,))

    def page_at(self, url: str) -> Capture | None:
        """Return the newest answer with a page that an address gave, or None: what a 304 speaks of."""
        return self._one("url = ? AND status = 200 ORDER BY file DESC, offset DESC LIMIT 1", (url,))

    def payload_of(self, capture: Capture | None) -> Capture | None:
        """Return the capture that holds a capture's payload: itself, or an earlier one; None where none is known."""
        return self.at(*capture.original) if capture and capture.original else capture

    def at(self, file: int, offset: int) -> Capture | None:
        """Return the capture at a place, or None."""
        return self._one("file = ? AND offset = ?", (file, offset))

    def at_place(self, name: str, offset: int) -> Capture | None:
        """Return the capture at a place in the file of this name, or None."""
        return self._one("file = (SELECT number FROM archive_files WHERE name = ?) AND offset = ?", (name, offset))

    def read_as(self, capture: Capture, article: int) -> None:
        """Note that a page was read as this article."""
        self._ledger.write(
            "UPDATE captures SET article = ? WHERE file = ? AND offset = ?", (article, capture.file, capture.offset)
        )

    def forget_articles(self, numbers: str) -> None:
        """Forget which pages were read as these articles, a JSON list of numbers."""
        self._ledger.write(
            "UPDATE captures SET article = NULL WHERE article IN (SELECT value FROM json_each(?))", (numbers,)
        )

    def newest_of(self, article: int) -> Capture | None:
        """Return the newest page that was read as an article, or None."""
        return self._one("article = ? ORDER BY file DESC, offset DESC LIMIT 1", (article,))

    def in_file(self, number: int) -> Iterator[Capture]:
        """Yield the captures of a file in their order, of which few are held at once."""
        sql = f"SELECT {_COLUMNS} FROM captures WHERE file = ? AND offset > ? ORDER BY offset LIMIT {_AT_ONCE}"  # noqa: S608
        last = -1
        while rows := self._ledger.rows(sql, (number, last)):
            yield from map(_capture, rows)
            last = rows[-1][1]

    def end_of(self, number: int) -> int:
        """Return where the last capture of a file ends; 0 where there is none."""
        row = self._ledger.row("SELECT max(offset + length) FROM captures WHERE file = ?", (number,))
        return int(row[0] or 0) if row else 0

    def _one(self, where: str, values: tuple[object, ...]) -> Capture | None:
        row = self._ledger.row(f"SELECT {_COLUMNS} FROM captures WHERE {where}", values)  # noqa: S608
        return _capture(row) if row else None


def _capture(row: tuple[Any, ...]) -> Capture:
    file, offset, length, url, fetched, status, kind, digest, original_file, original_offset, article = row
    original = None if original_file is None else (original_file, original_offset)
    return Capture(file, offset, length, url, fetched, status, kind, digest, original, article)
