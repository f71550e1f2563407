"""What ``extract`` is given: saved pages, folders of them, archives on disk or at an address, what comes on stdin."""

from __future__ import annotations

import io
import sys
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

from spacecrawl.archives.counts import Counts, Seen
from spacecrawl.archives.page import ArchivedPage
from spacecrawl.archives.remote import check_address, is_address, told
from spacecrawl.batch.saved_pages import SUFFIXES, SavedPage, read_stdin
from spacecrawl.errors import UsageError

ARCHIVE_SUFFIXES = (".warc", ".warc.gz", ".warc.zst", ".wacz")

_WARC = b"WARC/"
_ZSTD = (b"\x28\xb5\x2f\xfd", b"\x5d\x2a\x4d\x18")
_ZIP = b"PK\x03\x04"
_GZIP = b"\x1f\x8b"
_HEAD = 4096
"""Bytes of a gzip file that show what is in it."""


class Inputs:
    """The pages of all inputs, in their order; ``total`` is their number, None where only reading will tell.

    ``wants`` is asked with the address of a page in an archive whether it is to be read. ``counts`` of archives are
    complete once their pages were read. Raises UsageError at once for a file that is not there, or an archive that
    can't be read for want of a package.
    """

    def __init__(
        self, inputs: tuple[str, ...], url: str | None = None, wants: Callable[[str], bool] | None = None
    ) -> None:
        self.url = url
        self.counts: list[Counts] = []
        self._wants = wants or (lambda _: True)
        self._seen = Seen()
        self._opened: set[str] = set()
        self._parts = [None if entry == "-" else names_of(entry) for entry in inputs]
        self._names = [name for names in self._parts if names is not None for name in names]
        if any(map(is_archive, self._names)):
            check_installed()

    @property
    def total(self) -> int | None:
        """How many pages there are, if that is known before they are read."""
        return None if None in self._parts or any(map(is_archive, self._names)) else len(self._names)

    def hold(self, path: Path) -> bool:
        """Tell whether a file is one of the inputs, under whatever name."""
        return path.exists() and any(path.samefile(name) for name in self._names if not is_address(name))

    def __iter__(self) -> Iterator[SavedPage | ArchivedPage]:
        for names in self._parts:
            if names is None:
                yield from self._of_stdin(sys.stdin.buffer if sys.stdin else io.BytesIO())
                continue
            for name in names:
                yield from self._of_archive(name) if is_archive(name) else (SavedPage(name, name, self.url),)

    def _of_archive(self, name: str) -> Iterator[ArchivedPage]:
        from spacecrawl.archives.archive import Archive

        if name in self._opened:  # all of it would be repeats
            return
        self._opened.add(name)
        yield from Archive(name, self._seen, self._wants, self.counts)

    def _of_stdin(self, stream: IO[bytes]) -> Iterator[SavedPage | ArchivedPage]:
        head = stream.read(len(_WARC))
        if head.startswith(_GZIP):
            head += stream.read(_HEAD)
        whole = io.BufferedReader(Rejoined(head, stream))
        if head.startswith(_ZIP):
            raise UsageError(
                "-: a WACZ package can't be read from stdin, since a zip file is read from its end. Name it."
            )
        if not begins_warc(head):
            yield from read_stdin(whole, self.url)
            return
        check_installed()
        from spacecrawl.archives.warc import WarcPages

        pages = WarcPages(whole, "-", self._seen, self._wants)
        self.counts.append(pages.counts)
        yield from pages


class Rejoined(io.RawIOBase):
    """A stream whose beginning was read already, whole again; it waits for no more than the next bytes."""

    def __init__(self, head: bytes, stream: IO[bytes]) -> None:
        self._head = head
        self._stream = stream

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Put the next bytes into a buffer; return how many."""
        if self._head:
            piece, self._head = self._head[: len(buffer)], self._head[len(buffer) :]
        else:
            read = getattr(self._stream, "read1", self._stream.read)
            piece = read(len(buffer))
        buffer[: len(piece)] = piece
        return len(piece)


def begins_warc(head: bytes) -> bool:
    """Tell by its first bytes whether a stream is a WARC file, compressed or not."""
    if head.startswith(_GZIP):
        try:
            head = zlib.decompressobj(wbits=31).decompress(head, len(_WARC))
        except zlib.error:
            return False
    return head.startswith((_WARC, *_ZSTD))


def is_archive(name: str) -> bool:
    """Tell by its name whether a file, or what an address leads to, is an archive."""
    return told(name).lower().endswith(ARCHIVE_SUFFIXES)


def names_of(entry: str) -> list[str]:
    """Return the files of an input, or its address; raise UsageError for none, and for what can't be read here."""
    if not is_address(entry):
        return [str(file) for file in files_of(Path(entry))]
    if not is_archive(entry):
        raise UsageError(
            f"{told(entry)}: only archives are read at an address, and this ends in none of "
            f"{', '.join(ARCHIVE_SUFFIXES)}. Articles on the web are fetched by: spacecrawl fetch URL"
        )
    check_address(entry)
    return [entry]


def files_of(path: Path) -> list[Path]:
    """Return a file, or pages and archives below a folder in the order of their names; raise UsageError for none."""
    if not path.exists():
        raise UsageError(
            f"{path}: no such file or folder. Name saved .html pages, archives, folders of them, or - for stdin."
        )
    if not path.is_dir():
        return [path]
    suffixes = (*SUFFIXES, *ARCHIVE_SUFFIXES)
    found = sorted(file for file in path.rglob("*") if file.name.lower().endswith(suffixes) and not file.is_dir())
    if not found:
        raise UsageError(f"{path}: holds no page. Pages and archives are files that end in {', '.join(suffixes)}.")
    return found


def check_installed() -> None:
    """Raise UsageError, with the remedy, where the package that reads archives is not installed."""
    try:
        import fastwarc  # noqa: F401
    except ImportError as error:
        raise UsageError(
            "Archives are read by the package fastwarc, which is not installed. "
            "Install it with: pip install 'spacecrawl[archive]'"
        ) from error
