"""An archive on the disk: a WARC file, or a WACZ package, a zip file whose WARC files are read where they lie."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

from spacecrawl.archives.counts import Counts, Seen
from spacecrawl.archives.page import ArchivedPage
from spacecrawl.archives.warc import WarcPages

_DAMAGE = (OSError, EOFError, zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError)
"""What the zip module raises for packages that are damaged, encrypted, or compressed in a way it does not know."""

WARC_SUFFIXES = (".warc", ".warc.gz", ".warc.zst")


class Archive:
    """The pages of an archive file, read as they are asked for; ``counts`` gets an entry for each WARC in it.

    Of a WACZ ``source.file`` is the package's path and the member's name, the offset is in that member.
    """

    def __init__(self, path: Path, seen: Seen, wants: Callable[[str], bool], counts: list[Counts]) -> None:
        self.path = path
        self.counts = counts
        self._seen = seen
        self._wants = wants

    def __iter__(self) -> Iterator[ArchivedPage]:
        if self.path.name.lower().endswith(".wacz"):
            yield from self._of_package()
            return
        try:
            with self.path.open("rb") as file:
                yield from self._pages(WarcPages(file, str(self.path), self._seen, self._wants))
        except OSError as error:
            self._note_unread(str(self.path), f"can't be read ({error.strerror or error})")

    def _of_package(self) -> Iterator[ArchivedPage]:
        try:
            with zipfile.ZipFile(self.path) as package:
                names = [name for name in package.namelist() if name.lower().endswith(WARC_SUFFIXES)]
                for name in names:
                    yield from self._of_member(package, name)
                if not names:
                    self._note_unread(str(self.path), "holds no WARC file")
        except _DAMAGE as error:
            self._note_unread(str(self.path), f"a damaged WACZ package ({error})")

    def _of_member(self, package: zipfile.ZipFile, name: str) -> Iterator[ArchivedPage]:
        file = f"{self.path}/{name}"
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
