"""A file of lines that grows by whole lines and remembers how much of it is safely on disk."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from pathlib import Path

from spacecrawl.errors import FolderError

BLOCK = 1 << 20


class LineFile:
    """Appends to a file at a known end; raises FolderError where the disk won't take it.

    ``end`` is where the next line goes. A line that could not be written whole is taken back.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.end = 0
        self._unsynced = False
        try:
            self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o644)
            self._sync_folder()
        except OSError as error:
            raise FolderError(f"{path}: {error.strerror}. Correct its permissions or use another --folder.") from error

    @property
    def size(self) -> int:
        """How long the file is on disk."""
        return os.fstat(self._descriptor).st_size

    def append(self, line: bytes) -> int:
        """Write a line at the end; return where it begins."""
        begin = self.end
        try:
            written = os.pwrite(self._descriptor, line, begin)
            if written != len(line):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))  # noqa: TRY301 - as the next write would
        except OSError as error:
            self._take_back(begin)
            raise self._full(error) from error
        self.end += len(line)
        self._unsynced = True
        return begin

    def sync(self) -> None:
        """Bring what was written safely to the disk."""
        if not self._unsynced:
            return
        try:
            os.fsync(self._descriptor)
        except OSError as error:
            raise self._full(error) from error
        self._unsynced = False

    def lines(self, begin: int) -> Iterator[tuple[int, bytes]]:
        """Yield the lines from an offset on, each with where it begins; the last one may lack its line end."""
        with self.path.open("rb", buffering=BLOCK) as file:
            file.seek(begin)
            for line in file:
                yield begin, line
                begin += len(line)

    def read(self, begin: int, length: int) -> bytes:
        """Return bytes of the file."""
        return os.pread(self._descriptor, length, begin)

    def line_before(self, end: int) -> bytes:
        """Return the line that ends at an offset, which lacks its line end if another line goes on there."""
        begin, block = end, b""
        while begin > 0 and b"\n" not in block[:-1]:
            begin = max(0, begin - BLOCK)
            block = self.read(begin, end - begin)
        return block[block.rfind(b"\n", 0, -1) + 1 :]

    def write_again(self, begin: int, line: bytes) -> None:
        """Write a line that is there already in its place, so that the next sync really brings it to the disk."""
        os.pwrite(self._descriptor, line, begin)
        self._unsynced = True

    def cut(self, end: int) -> None:
        """Cut the file off, and bring that to the disk."""
        os.ftruncate(self._descriptor, end)
        os.fsync(self._descriptor)

    def close(self) -> None:
        """Close the file; what was not synced is the operating system's to write."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1

    def _take_back(self, end: int) -> None:
        os.ftruncate(self._descriptor, end)

    def _full(self, error: OSError) -> FolderError:
        return FolderError(f"{self.path}: {error.strerror}. Make room, then run the same command again.")

    def _sync_folder(self) -> None:
        """Bring the file's name to the disk: a file that was made just now is lost without it."""
        folder = os.open(self.path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
