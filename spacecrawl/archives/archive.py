"""An archive on the disk or at an address: a WARC file, or a WACZ package, whose WARC files are read where they lie."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any

from spacecrawl.archives.counts import Counts, Seen
from spacecrawl.archives.page import ArchivedPage
from spacecrawl.archives.remote import RemoteFile, is_address, told
from spacecrawl.archives.warc import WHOLE, Slice, WarcPages

_DAMAGE = (OSError, EOFError, zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError)
"""What the zip module raises for packages that are damaged, encrypted, or compressed in a way it does not know."""

WARC_SUFFIXES = (".warc", ".warc.gz", ".warc.zst")


class Archive:
    """The pages of an archive, read as they are asked for; ``counts`` gets an entry for each WARC in it.

    ``name`` is a path or an address. Of a WACZ ``source.file`` is the package's name and the member's, the offset is
    in that member; it is read as a whole. Of a slice, ``first`` and ``following`` are as `WarcPages` tells them.
    """

    def __init__(
        self, name: str, seen: Seen, wants: Callable[[str], bool], counts: list[Counts], part: Slice = WHOLE
    ) -> None:
        self.name = name
        self.counts = counts
        self.first: int | None = None
        self.following: int | None = None
        self._told = told(name)
        self._seen = seen
        self._wants = wants
        self._part = part

    def __iter__(self) -> Iterator[ArchivedPage]:
        try:
            with opened(self.name) as file:
                yield from self._of_package(file) if is_package(self.name) else self._of_warc(file)
        except OSError as error:
            self._note_unread(self._told, f"can't be read ({error.strerror or error})")

    def _of_warc(self, file: IO[bytes]) -> Iterator[ArchivedPage]:
        pages = WarcPages(file, self._told, self._seen, self._wants, self._part)
        yield from self._pages(pages)
        self.first, self.following = pages.first, pages.following

    def _of_package(self, file: IO[bytes]) -> Iterator[ArchivedPage]:
        if not file.seekable():
            raise OSError("a package is read from its end, and the server gives no parts of it: fetch it whole")
        try:
            with zipfile.ZipFile(file) as package:
                names = [name for name in package.namelist() if name.lower().endswith(WARC_SUFFIXES)]
                for name in names:
                    yield from self._of_member(package, name)
                if not names:
                    self._note_unread(self._told, "holds no WARC file")
        except _DAMAGE as error:
            self._note_unread(self._told, f"a damaged WACZ package ({error})")

    def _of_member(self, package: zipfile.ZipFile, name: str) -> Iterator[ArchivedPage]:
        file = f"{self._told}/{name}"
        try:
            with package.open(name) as member:
                yield from self._pages(WarcPages(member, file, self._seen, self._wants))
        except _DAMAGE as error:
            self._note_unread(file, f"damaged in its package ({error})")

    def _pages(self, pages: WarcPages) -> Iterator[ArchivedPage]:
        self.counts.append(pages.counts)
        yield from pages

    def _note_unread(self, file: str, reason: str) -> None:
        """Note why nothing more of a file can be read, with what was counted of it."""
        if self.counts and self.counts[-1].file == file:
            self.counts[-1].unread = reason
        else:
            self.counts.append(Counts(file, unread=reason))


def opened(name: str) -> IO[bytes]:
    """Open an archive by its path or address; raise OSError."""
    remote: Any = RemoteFile(name) if is_address(name) else None
    return remote or Path(name).open("rb")


def is_package(name: str) -> bool:
    """Tell by its name whether an archive is a WACZ package."""
    return told(name).lower().endswith(".wacz")
