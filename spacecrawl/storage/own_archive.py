"""The pages of a run, kept as they came: WARC files in ``archive/``, known in the same commit as articles.

What goes in is made elsewhere: whole gzip members. Here they are written, synced, indexed, and mended after a kill.
"""

from __future__ import annotations

import logging
import re
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from spacecrawl.errors import FolderError
from spacecrawl.storage.appended import AppendedFile
from spacecrawl.storage.captures import NOWHERE, Capture, Captures
from spacecrawl.storage.cdxj import SUFFIX, write_index
from spacecrawl.storage.folder import ARCHIVE, DataFolder, RunFolder
from spacecrawl.storage.ledger import Ledger
from spacecrawl.storage.members import Member, whole_members

logger = logging.getLogger(__name__)

LARGEST_FILE = 1_000_000_000
"""Bytes of a WARC file, after which the next is begun: what the field writes, and tools and disks take."""

WARC = ".warc.gz"
_OUR_NAME = re.compile(r"\d{4}-\d{2}-\d{2}T\d{6}Z(?:-\d+)?-\d{5}\.warc\.gz")
_PIECE = 1 << 20


class OwnArchive:
    """The WARC files of one run, begun with its first answer; raises FolderError where the disk won't take them.

    ``run`` names the files. ``opening`` returns the member that each begins with, given its name.
    """

    def __init__(
        self, folder: DataFolder, run: str, ledger: Ledger, opening: Callable[[str], bytes], largest: int = LARGEST_FILE
    ) -> None:
        self.captures = Captures(ledger)
        self._folder, self._run, self._ledger, self._opening, self._largest = folder, run, ledger, opening, largest
        self._file: AppendedFile | None = None
        self._number = 0
        self._begun = 0
        self._committed = 0
        ledger.before_commit.append(self._sync)

    def keep(self, request: bytes, answer: bytes, capture: Capture) -> Capture:
        """Write a request and the answer to it, a member each; return the capture with its place.

        It is on disk when the change is committed, and known from then on.
        """
        if self._file is not None and self._file.end + len(request) + len(answer) > self._largest:
            self._end_file()
        file = self._file or self._begin_file()
        begin = file.append(request + answer)
        placed = replace(capture, file=self._number, offset=begin + len(request), length=len(answer))
        self.captures.note(placed)
        self._ledger.done()
        return placed

    def place(self, capture: Capture) -> str:
        """Return the file of a capture, as records name it: from the data folder on."""
        name = self._file.path.name if self._file and capture.file == self._number else ""
        return f"{ARCHIVE}/{name or self.captures.name_of(capture.file)}"

    def close(self) -> None:
        """End the file that is written, if there is one."""
        if self._file is not None:
            self._end_file()

    def _begin_file(self) -> AppendedFile:
        path = self._next_path()
        file = AppendedFile(path)
        file.append(self._opening(path.name))
        self._file, self._committed = file, 0
        self._number = self.captures.begin_file(path.name)
        return file

    def _next_path(self) -> Path:
        """Return a path that is free: the folder of a run that had this name may have been removed."""
        try:
            self._folder.archive.mkdir(exist_ok=True)
        except OSError as error:
            raise FolderError(
                f"{self._folder.archive}: {error.strerror}. Correct its permissions or use another --folder."
            ) from error
        while True:
            self._begun += 1
            path = self._folder.archive / f"{self._run}-{self._begun:05}{WARC}"
            if not path.exists():
                return path

    def _sync(self) -> None:
        """Bring what was written to the disk before a commit makes it known."""
        if self._file is None or self._file.end == self._committed:
            return
        self._file.sync()
        self.captures.commit_file(self._number, self._file.end)
        self._committed = self._file.end

    def _end_file(self) -> None:
        """Make the file known whole, and write its index; killed before its end, the next opening does so."""
        assert self._file is not None
        file = self._file
        try:
            self._ledger.commit()
            end(file.path, self._number, self.captures)
        finally:
            self._file = None
            file.close()


def end(path: Path, number: int, captures: Captures) -> None:
    """Write a file's index beside it and note that it is ended."""
    index = path.with_name(path.name.removesuffix(WARC) + SUFFIX)
    try:
        write_index(index, path.name, captures.in_file(number))
    except (OSError, sqlite3.Error) as error:
        reason = getattr(error, "strerror", None) or error
        raise FolderError(f"{index}: {reason}. Make room, then run the same command again.") from error
    captures.end_file(number)


# after a kill -------------------------------------------------------------------------


def mend_archive(folder: DataFolder, ledger: Ledger, run: RunFolder | None) -> None:
    """Note the whole records of files that a killed run left, cut torn ones off, and index them.

    A new ledger gets to know all files. What is cut is kept in the run's folder.
    """
    if not folder.archive.is_dir():
        return
    captures = Captures(ledger)
    known, left = captures.names(), captures.open_files()
    paths = {path.name: path for path in sorted(folder.archive.iterdir()) if _OUR_NAME.fullmatch(path.name)}
    for name in left.keys() - paths.keys():
        captures.end_file(left[name][0])
    for name, path in paths.items():
        if name not in known or name in left:
            try:
                _mend(path, captures, left.get(name), run, fresh=ledger.created)
            except OSError as error:
                raise FolderError(f"{path}: {error.strerror}. Make room, or correct its permissions.") from error


def _mend(path: Path, captures: Captures, known: tuple[int, int] | None, run: RunFolder | None, *, fresh: bool) -> None:
    size = path.stat().st_size
    number, begin = known or (0, 0)
    if begin > size:
        logger.warning("%s lost its last %d bytes, and the pages in them", path, begin - size)
        captures.forget_beyond(number, size)
        begin = captures.end_of(number)
    found = _Found(begin)
    for member in whole_members(path, begin):
        found.take(member)
    if not found.end:  # nothing of it is whole
        _cut(path, 0, run)
        path.unlink()
        return
    number = number or captures.begin_file(path.name)
    for member in found.answers:
        _note(member, number, captures)
    if found.end < size:
        _cut(path, found.end, run)
    if not fresh:
        _write_again(path, begin, found.end)
    captures.commit_file(number, found.end)
    end(path, number, captures)


class _Found:
    """Whole records of a file: a request counts only with the answer that follows it."""

    def __init__(self, begin: int) -> None:
        self.end = begin
        self.answers: list[Member] = []

    def take(self, member: Member) -> None:
        """Take one more record."""
        if member.kind in ("response", "revisit"):
            self.answers.append(member)
        if member.kind != "request":
            self.end = member.offset + member.length


def _note(member: Member, number: int, captures: Captures) -> None:
    try:
        fetched, digest = member.fetched, member.digest
    except ValueError:  # not written by us
        return
    original = captures.with_payload(digest) if member.kind == "revisit" else None
    place = (original.file, original.offset) if original else NOWHERE
    captures.note(
        Capture(
            number,
            member.offset,
            member.length,
            member.fields.get("warc-target-uri", ""),
            fetched,
            member.status,
            member.answer.get("content-type"),
            digest,
            place if member.kind == "revisit" else None,
        )
    )


def _cut(path: Path, end: int, run: RunFolder | None) -> None:
    with path.open("rb") as file:
        file.seek(end)
        torn = file.read()
    if run is not None and torn:
        run.keep_aside(f"torn-{path.name}", torn)
    _on_disk(path, lambda file: file.cut(end))


def _write_again(path: Path, begin: int, end: int) -> None:
    """Write what was not known in its place: after a sync that failed the system may take it for written."""

    def write(file: AppendedFile) -> None:
        for at in range(begin, end, _PIECE):
            file.write_again(at, file.read(at, min(_PIECE, end - at)))
        file.sync()

    _on_disk(path, write)


def _on_disk(path: Path, do: Callable[[AppendedFile], None]) -> None:
    file = AppendedFile(path)
    try:
        do(file)
    finally:
        file.close()
