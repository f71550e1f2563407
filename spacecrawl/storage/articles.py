"""``articles.jsonl``: appended to a whole line at a time, read back to know what is known."""

from __future__ import annotations

import contextlib
import errno
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from spacecrawl.errors import FolderError
from spacecrawl.record import Article
from spacecrawl.sites import Catalogue
from spacecrawl.sites.address import path_and_query
from spacecrawl.storage.folder import DataFolder, RunFolder

LINES_A_SYNC = 50
"""Lines written between two fsyncs: what a power cut can cost, and the next run fetches again."""


@dataclass(slots=True)
class Known:
    """What is known of a stored article: its newest version, that version's content hash and other addresses."""

    version: int
    content_hash: str | None
    also_at: tuple[str, ...] = ()


class ArticleStore:
    """The articles of a data folder: knows what is there, appends what is new."""

    def __init__(self, folder: DataFolder, run: RunFolder | None = None) -> None:
        self.path = folder.articles
        self._by_id: dict[str, Known] = {}
        self._addresses: set[str] = set()
        self._unsynced = 0
        try:
            self._file = self.path.open("ab", buffering=0)
            with contextlib.ExitStack() as unless_read:
                unless_read.callback(self._file.close)
                self._cut_torn_line(run)
                self._end = self.path.stat().st_size
                self._read()
                unless_read.pop_all()
        except OSError as error:
            raise FolderError(
                f"{self.path}: {error.strerror}. Correct its permissions or use another --folder."
            ) from error

    def __len__(self) -> int:
        return len(self._by_id)

    def known(self, record_id: str | None) -> Known | None:
        """Return what is known of a record, or None."""
        return self._by_id.get(record_id) if record_id else None

    def knows_address(self, url: str) -> bool:
        """Tell whether an article was stored from this canonical address, or is known to be there too."""
        return url in self._addresses

    def append(self, article: Article) -> None:
        """Write an article as one whole line; it is known from then on. Raise FolderError when it can't be written."""
        record = article.to_dict()
        line = json.dumps(record, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n"
        self._write(line)
        self._note(record)

    def records(self) -> Iterator[dict[str, Any]]:
        """Yield every stored record in order of the file, older versions included."""
        yield from read_records(self.path)

    def close(self) -> None:
        """Bring everything to the disk and close the file."""
        if not self._file.closed:
            os.fsync(self._file.fileno())
            self._file.close()

    def _write(self, line: bytes) -> None:
        try:
            written = self._file.write(line)
            if written != len(line):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))  # noqa: TRY301 - as the next write would
            self._end += len(line)
            self._unsynced += 1
            if self._unsynced >= LINES_A_SYNC:
                os.fsync(self._file.fileno())
                self._unsynced = 0
        except OSError as error:
            self._file.truncate(self._end)
            raise FolderError(f"{self.path}: {error.strerror}. Make room, then run the same command again.") from error

    def _cut_torn_line(self, run: RunFolder | None) -> None:
        """Cut a last line that a killed run left unfinished, and keep it aside."""
        content_end = self.path.stat().st_size
        with self.path.open("rb") as file:
            start = _start_of_last_line(file, content_end)
            file.seek(start)
            torn = file.read()
        if torn:
            if run is not None:
                run.keep_aside("torn-line.txt", torn)
            self._file.truncate(start)

    def _read(self) -> None:
        for number, record in enumerate(read_records(self.path), 1):
            try:
                self._note(record)
            except (KeyError, TypeError, AttributeError) as error:
                raise _no_record(self.path, number) from error

    def _note(self, record: dict[str, Any]) -> None:
        if record["id"]:
            self._by_id[record["id"]] = Known(int(record["version"]), record["content_hash"], tuple(record["also_at"]))
        source = (record.get("source") or {}).get("url")
        self._addresses.update(url for url in (record["url"], source, *record["also_at"]) if url)


class KnownStories:
    """Story keys of the stored articles, by the catalogue's networks."""

    def __init__(self, store: ArticleStore, catalogue: Catalogue) -> None:
        self._store = store
        self._keys: set[tuple[str, str]] = set()
        for url in store._addresses:  # noqa: SLF001 - one module, two views of the same file
            site = catalogue.site_of(url)
            self._keys.add(site.story_key(url) if site else ("", path_and_query(url)))

    def __contains__(self, key: tuple[str, str]) -> bool:
        return key in self._keys


def read_records(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the records of a JSON Lines file; raise FolderError with the line's number where one is damaged."""
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            if not line.endswith(b"\n"):
                return
            try:
                yield json.loads(line)
            except ValueError as error:
                raise FolderError(
                    f"{path}: line {number} is damaged ({error}). Remove that line, or restore the file."
                ) from error


def load(folder: str | Path = "output") -> Iterator[Article]:
    """Yield the newest version of each article of a data folder, in order of the file.

    Raise FolderError when the folder has no ``articles.jsonl`` or a line of it is damaged.
    """
    path = Path(folder) / "articles.jsonl"
    if not path.exists():
        raise FolderError(f"{path}: not there. Name a data folder that a crawl has written to.")
    newest: dict[str | None, int] = {}
    for number, record in enumerate(read_records(path)):
        if not isinstance(record, dict) or not record.keys() >= {"id", "version"}:
            raise _no_record(path, number + 1)
        newest[record["id"]] = number
    wanted = set(newest.values())
    for number, record in enumerate(read_records(path)):
        if number in wanted or record["id"] is None:
            yield Article.from_dict(record)


def _no_record(path: Path, number: int) -> FolderError:
    return FolderError(f"{path}: line {number} is no article record. Move the file away, or restore it.")


def _start_of_last_line(file: IO[bytes], end: int, block: int = 65536) -> int:
    """Return where an unfinished last line starts; the end of the file when the last line is whole."""
    position = end
    while position > 0:
        begin = max(0, position - block)
        file.seek(begin)
        newline = file.read(position - begin).rfind(b"\n")
        if newline >= 0:
            return begin + newline + 1
        position = begin
    return 0
