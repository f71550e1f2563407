"""``spacecrawl.db``, the ledger: what is known of every address, article, index page and run.

SQLite in WAL mode. Writes gather in one transaction, committed every ``CHANGES_A_COMMIT`` changes or
``SECONDS_A_COMMIT`` seconds; what a kill costs is work that the next run does again. Other modules of this package
hold the statements: ``addresses``, ``index_pages``, ``signatures``, ``runs``, ``articles``; ``schema`` has the tables.

To read while a run may be writing::

    with Ledger.reading("output") as ledger:
        for run in Runs(ledger).last(10): ...
        for site in Runs(ledger).sites(): ...
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from spacecrawl.errors import FolderError
from spacecrawl.storage.folder import LEDGER
from spacecrawl.storage.schema import APPLICATION_ID, NEWEST, migrate, version_of

CHANGES_A_COMMIT = 200
"""Changes after which a transaction is committed; an article is one."""

SECONDS_A_COMMIT = 2.0
"""Seconds after which the next change commits: at a polite pace this counts, not the number."""

CACHE_KB = 16_384

DAMAGE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_FORMAT)


class Ledger:
    """An open ledger; raises FolderError with the remedy where it is damaged, newer, or can't be written.

    ``created`` tells that there was none before. Functions in ``before_commit`` bring to the disk what a commit makes
    known.
    """

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        self.path = path
        self.before_commit: list[Callable[[], None]] = []
        self.created = False
        self._changes = 0
        self._last_commit = time.monotonic()
        self._failed = False
        self._trial = False
        self._closed = False
        self._reporting = _Reporting(self)
        with self._reporting:
            self._connection = _connect(path, read_only=read_only)
        try:
            with self._reporting:
                self._check(read_only=read_only)
        except BaseException:
            self._connection.close()
            raise

    @classmethod
    def reading(cls, folder: str | Path) -> Self:
        """Open the ledger of a data folder to read it, also while a run writes. Raise FolderError where none is."""
        path = Path(folder) / LEDGER
        if not path.is_file():
            raise FolderError(f"{path}: not there. Name a data folder that a crawl has written to.")
        return cls(path, read_only=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    # reading and writing --------------------------------------------------------

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Return what a query finds, what is not committed yet included."""
        with self._reporting:
            return self._connection.execute(sql, values).fetchall()

    def row(self, sql: str, values: Sequence[Any] = ()) -> tuple[Any, ...] | None:
        """Return the first row that a query finds, or None."""
        with self._reporting:
            found: tuple[Any, ...] | None = self._connection.execute(sql, values).fetchone()
            return found

    def write(self, sql: str, values: Sequence[Any] = ()) -> None:
        """Change something within the open transaction, which it begins where there is none."""
        with self._reporting:
            self._begin()
            self._connection.execute(sql, values)

    def write_many(self, sql: str, rows: Iterable[tuple[Any, ...]]) -> None:
        """Do the same change for many rows."""
        with self._reporting:
            self._begin()
            self._connection.executemany(sql, rows)

    def done(self) -> None:
        """Note the end of one change that belongs together; commit when it is time to."""
        self._changes += 1
        if self._changes >= CHANGES_A_COMMIT or time.monotonic() - self._last_commit >= SECONDS_A_COMMIT:
            self.commit()

    def commit(self) -> None:
        """Commit what was written; first what must be on disk before, by the functions in ``before_commit``."""
        if self._failed or self._trial:
            return
        for prepare in self.before_commit:
            prepare()
        with self._reporting:
            if self._connection.in_transaction:
                self._connection.execute("COMMIT")
        self._changes = 0
        self._last_commit = time.monotonic()

    def try_out(self) -> None:
        """Commit nothing from here on: what is written is known until the ledger is closed, and then given up."""
        self._trial = True

    def close(self) -> None:
        """Commit and close; after a failure what was committed stands and the rest is given up."""
        if self._closed:
            return
        try:
            self.commit()
        finally:
            self.give_up()

    def give_up(self) -> None:
        """Close without a commit: what was committed stands."""
        self._closed = True
        self._connection.close()

    def note_failure(self, error: sqlite3.Error) -> FolderError:
        """Commit nothing any more; return what to raise for an error of SQLite's."""
        self._failed = True
        return FolderError(f"{self.path}: {_told(error, self.path)}")

    def _begin(self) -> None:
        if not self._connection.in_transaction:
            self._connection.execute("BEGIN IMMEDIATE")

    def _check(self, *, read_only: bool) -> None:
        version = version_of(self._connection)
        (mark,) = self._connection.execute("PRAGMA application_id").fetchone()
        if version and mark != APPLICATION_ID:
            raise FolderError(f"{self.path}: is a database of something else. Move it away, or use another --folder.")
        if version > NEWEST:
            raise FolderError(
                f"{self.path}: was written by a newer spacecrawl (its version {version}, this one's {NEWEST}). "
                "Upgrade spacecrawl, or use another --folder."
            )
        if not read_only:
            self._bring_up_to_date(version)
        elif version < NEWEST:
            raise FolderError(
                f"{self.path}: was written by an older spacecrawl (its version {version}, this one's {NEWEST}). "
                "The next crawl brings it up to date."
            )

    def _bring_up_to_date(self, version: int) -> None:
        migrate(self._connection)
        self.created = version == 0
        if version < NEWEST:  # on disk before anything hangs on it
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


class _Reporting:
    """Turns SQLite's errors into FolderErrors; a class, since it is entered ten times an article."""

    def __init__(self, ledger: Ledger) -> None:
        self._note_failure = ledger.note_failure

    def __enter__(self) -> None:
        return None

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if isinstance(error, sqlite3.Error):
            raise self._note_failure(error) from error


def _connect(path: Path, *, read_only: bool) -> sqlite3.Connection:
    """Open the file; see docs/architecture.md for the choice of synchronous."""
    if read_only:
        return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None)
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute(f"PRAGMA cache_size = -{CACHE_KB}")
    return connection


def _told(error: sqlite3.Error, path: Path) -> str:
    if getattr(error, "sqlite_errorcode", 0) & 0xFF in DAMAGE:
        return (
            f"the ledger is damaged ({error}). Rebuild it from articles.jsonl: spacecrawl repair --folder {path.parent}"
        )
    return f"the ledger can't be used ({error}). Make room or correct its permissions, then run the same command again."
