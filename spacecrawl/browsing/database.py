"""``browse.db`` as it is filled: topped up with what the data folders have grown by, a batch of lines a transaction."""

from __future__ import annotations

import contextlib
import datetime as dt
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from spacecrawl.browsing import rows
from spacecrawl.browsing.growth import GrowingFile, Line, Place
from spacecrawl.browsing.schema import SCHEMA, TABLES, VERSION
from spacecrawl.errors import FolderError
from spacecrawl.exporting.columns import row_of

BATCH = 2_000
"""Lines a transaction: what a kill costs, and what is held at once, some 10 MB of ordinary articles."""

_CACHE_KB = 65_536
_INSERTS = {
    "articles": f"INSERT INTO articles VALUES ({', '.join('?' * len(rows.ARTICLE_COLUMNS))})",  # noqa: S608
    "filings": f"INSERT INTO filings VALUES ({', '.join('?' * 17)})",  # noqa: S608
    "authors": "INSERT INTO authors VALUES (?, ?, ?, ?, ?)",
    "provenance": "INSERT INTO provenance VALUES (?, ?, ?)",
}
_VERSION = "INSERT OR REPLACE INTO versions VALUES (?, ?, ?, ?, ?, ?, ?)"
_LINES = "SELECT folder, begin, fetched_at FROM versions WHERE id = ? ORDER BY folder, begin"


class BrowseDatabase:
    """The database of one or several data folders; raises FolderError where it can't be made, or they can't be read.

    Which version of an article counts is as ``newest_records`` has it: within a folder the last line, over several the
    one fetched last, and of equal times that of the folder named last.
    """

    def __init__(self, path: Path, folders: Sequence[Path]) -> None:
        self.path = path
        self._files = [GrowingFile(folder) for folder in folders]
        self.status = ""
        """What pages say of how current they are."""
        self._sizes: list[int] = []
        with self._reporting():
            self._connection = sqlite3.connect(path, isolation_level=None, timeout=60, check_same_thread=False)
            self._connection.execute("PRAGMA journal_mode = WAL")
            self._connection.execute("PRAGMA synchronous = NORMAL")
            self._connection.execute(f"PRAGMA cache_size = -{_CACHE_KB}")

    def close(self) -> None:
        """Close it; what was committed stands."""
        self._connection.close()

    def top_up(self) -> Iterator[float]:
        """Take what the folders have grown by; yield after each batch which share of them is in, 0 to 1."""
        sizes = [file.size for file in self._files]
        if sizes == self._sizes:
            return
        more = True
        while more:
            with self._reporting(), self._transaction():
                places = self._places()
                more = self._take_batch(places)
            yield min(1.0, sum(place.end for place in places) / max(1, sum(sizes)))
        self._sizes = sizes
        self.status = self._told()

    def _told(self) -> str:
        with self._reporting():
            (number,) = self._connection.execute("SELECT count(*) FROM filings").fetchone()
        folders = ", ".join(str(file.path.parent) for file in self._files)
        return f"{number:,} articles of {folders}, read {dt.datetime.now(dt.UTC):%Y-%m-%d %H:%M:%S} UTC"

    def _places(self) -> list[Place]:
        """Return how far each file was read; empty the database where it is of other folders or files."""
        (version,) = self._connection.execute("PRAGMA user_version").fetchone()
        if version == VERSION:
            known = self._connection.execute("SELECT * FROM folders ORDER BY folder").fetchall()
            places = [Place(*row[2:]) for row in known]
            same = [row[1] for row in known] == [str(file.path.resolve()) for file in self._files]
            if same and all(file.continues(place) for file, place in zip(self._files, places, strict=True)):
                return places
        return self._emptied()

    def _emptied(self) -> list[Place]:
        for table in TABLES:
            self._connection.execute(f"DROP TABLE IF EXISTS {table}")
        for statement in _statements(SCHEMA):
            self._connection.execute(statement)
        self._connection.execute(f"PRAGMA user_version = {VERSION}")
        files = [(number, str(file.path.resolve()), 0, 0, "") for number, file in enumerate(self._files)]
        self._connection.executemany("INSERT INTO folders VALUES (?, ?, ?, ?, ?)", files)
        return [Place() for _ in self._files]

    def _take_batch(self, places: list[Place]) -> bool:
        """Take the next lines of the first file that has some, and move its place; tell whether there were any."""
        for number, file in enumerate(self._files):
            lines = list(file.lines(places[number], BATCH))
            if lines:
                self._take(number, lines)
                places[number] = lines[-1].place
                place = (places[number].end, places[number].last_begin, places[number].last_hash, number)
                self._connection.execute(
                    "UPDATE folders SET end = ?, last_begin = ?, last_hash = ? WHERE folder = ?", place
                )
                return True
        return False

    def _take(self, folder: int, lines: list[Line]) -> None:
        keyed = [(line.record["id"] or f"line-{folder}-{line.begin}", line) for line in lines]
        versions = [rows.version_row(key, folder, line.begin, len(line.content), line.record) for key, line in keyed]
        self._connection.executemany(_VERSION, versions)
        for key, line in dict(keyed).items():
            self._put(key, line.record if len(self._files) == 1 else self._newest(key, folder, line))

    def _newest(self, key: str, folder: int, line: Line) -> dict[str, Any]:
        """Return the record that counts, as ``newest_records`` would come upon it."""
        at, begin, newest = -1, 0, ""
        for number, place, fetched in self._connection.execute(_LINES, (key,)):
            if number == at or fetched >= newest:
                at, begin, newest = number, place, fetched
        if (at, begin) == (folder, line.begin):
            return line.record
        elsewhere: Line = next(self._files[at].lines(Place(begin), 1))
        return elsewhere.record

    def _put(self, key: str, record: dict[str, Any]) -> None:
        """Write an article's rows, in place of those that it has."""
        execute = self._connection.execute
        known = execute("SELECT number FROM articles WHERE id = ?", (key,)).fetchone()
        if known:
            number: int = known[0]
            for table in _INSERTS:
                execute(f"DELETE FROM {table} WHERE number = ?", (number,))  # noqa: S608
        else:
            (number,) = execute("SELECT coalesce(max(number), 0) + 1 FROM articles").fetchone()
        row = row_of(record)
        execute(_INSERTS["articles"], rows.article_row(number, key, row))
        execute(_INSERTS["filings"], rows.filing_row(number, key, row, self._story(row["duplicate_of"], key)))
        self._connection.executemany(_INSERTS["authors"], rows.author_rows(number, row))
        self._connection.executemany(_INSERTS["provenance"], rows.provenance_rows(number, row))

    def _story(self, repeated: str | None, key: str) -> str:
        """Return the id of the first record of the same text: what an article repeats may repeat another."""
        if not repeated:
            return key
        earlier = self._connection.execute("SELECT story FROM filings WHERE id = ?", (repeated,)).fetchone()
        return earlier[0] if earlier else repeated

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[None]:
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._connection.rollback()
            raise
        self._connection.execute("COMMIT")

    @contextlib.contextmanager
    def _reporting(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise FolderError(
                f"{self.path}: can't be used ({error}). Remove it, it is made again; make room for it, "
                "or name another place with -o."
            ) from error


def _statements(script: str) -> Iterator[str]:
    """Yield the statements of a script: ``executescript`` would commit first."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
