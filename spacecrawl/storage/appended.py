"""A file that grows at its end and remembers how much of it is safely on disk."""

from __future__ import annotations

import errno
import os
from pathlib import Path

from spacecrawl.errors import FolderError


class AppendedFile:
    """Appends to a file at a known end; raises FolderError where the disk won't take it.

    ``end`` is where the next piece goes. A piece that could not be written whole is taken back.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.end = 0
        self._unsynced = False
        try:
            self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o644)
            sync_folder(path.parent)
        except OSError as error:
            raise FolderError(f"{path}: {error.strerror}. Correct its permissions or use another --folder.") from error

    @property
    def size(self) -> int:
        """How long the file is on disk."""
        return os.fstat(self._descriptor).st_size

    def append(self, piece: bytes) -> int:
        """Write a piece at the end; return where it begins."""
        begin = self.end
        try:
            written = os.pwrite(self._descriptor, piece, begin)
            if written != len(piece):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))  # noqa: TRY301 - as the next write would
        except OSError as error:
            os.ftruncate(self._descriptor, begin)
            raise self._full(error) from error
        self.end += len(piece)
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

    def read(self, begin: int, length: int) -> bytes:
        """Return bytes of the file."""
        return os.pread(self._descriptor, length, begin)

    def write_again(self, begin: int, piece: bytes) -> None:
        """Write a piece that is there already in its place, so that the next sync really brings it to the disk."""
        os.pwrite(self._descriptor, piece, begin)
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

    def _full(self, error: OSError) -> FolderError:
        return FolderError(f"{self.path}: {error.strerror}. Make room, then run the same command again.")


def sync_folder(path: Path) -> None:
    """Bring a folder's names to the disk: a file that was made just now is lost without it."""
    folder = os.open(path, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
