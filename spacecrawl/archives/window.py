"""A stream that can go back a little, so that reading goes on behind a damaged place, on a pipe as on a disk."""

from __future__ import annotations

import io
import re
import zlib
from typing import Protocol

from fastwarc.stream_io import ZstdReader

WINDOW = 8 * 1024 * 1024
"""Bytes that are kept to go back to: members of web pages are far smaller, and memory stays flat."""

GZIP = b"\x1f\x8b"
ZSTD = b"\x28\xb5\x2f\xfd"
_SKIPPABLE = b"\x5d\x2a\x4d\x18"
"""The frame that holds the dictionary at the head of a ``.warc.zst``."""

RETURNS = 16
"""How often a file is gone back in by more than the window, as a record asks for that lies of a great length."""

_PIECE = 64 * 1024
_ENOUGH = 4 * 1024
"""Bytes of a member that show whether a record begins in it."""

_BEGINNINGS = {
    "gzip": re.compile(rb"\x1f\x8b\x08"),
    "zstd": re.compile(re.escape(ZSTD)),
    "plain": re.compile(rb"(?<=\n)WARC/[01]\.\d+\r?\n"),
}


class Readable(Protocol):
    """What an archive is read from."""

    def read(self, size: int = ..., /) -> bytes:
        """Return up to so many bytes, none at the end."""
        ...

    def seek(self, offset: int, /) -> int:
        """Read on from an offset; only asked of a stream that says it is seekable."""
        ...


class Window:
    """Reads a stream and keeps what came since the last mark, the newest ``WINDOW`` bytes of it at most.

    Offsets are of the stream: bytes from its beginning. A ``start`` is given for files that are compressed by gzip.
    """

    def __init__(self, stream: Readable, start: int = 0) -> None:
        self._stream = stream
        self._kept = bytearray()
        self._first = self._at = start
        self._ended = False
        self.broken: OSError | None = None
        """What ended the stream before its end, such as a network; damage within it is another matter."""
        self._returns = RETURNS if getattr(stream, "seekable", bool)() else 0
        if start:
            stream.seek(start)
            self.format = "gzip"
            return
        head = self.peek(0, len(ZSTD))
        self.format = "gzip" if head.startswith(GZIP) else "zstd" if head in (ZSTD, _SKIPPABLE) else "plain"

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes, none at the end."""
        size = _PIECE if size < 0 else size
        if self._at >= self._end:
            self._fetch()
        start = self._at - self._first
        piece = bytes(self._kept[start : start + size])
        self._at += len(piece)
        return piece

    def tell(self) -> int:
        """Return the offset that is read next."""
        return self._at

    def seek(self, offset: int, whence: int = 0) -> int:  # noqa: ARG002 - the reader's signature, which it only names
        """Raise OSError: a pipe can't."""
        raise OSError("an archive is read in one pass")

    def close(self) -> None:
        """Leave the stream to whoever opened it."""

    def go_to(self, offset: int) -> None:
        """Read on from an offset that is still kept."""
        self._at = max(offset, self._first)

    def mark(self, offset: int) -> None:
        """Keep nothing from before this offset."""
        drop = min(offset, self._at) - self._first
        if drop > 0:
            del self._kept[:drop]
            self._first += drop

    def peek(self, offset: int, size: int) -> bytes:
        """Return bytes from an offset on without reading past them; none where they are not kept any more."""
        while self._end < offset + size and self._fetch():
            pass
        start = offset - self._first
        return bytes(self._kept[start : start + size]) if start >= 0 else b""

    def next_record(self, after: int, before: int | None = None) -> int | None:
        """Return the offset, at or behind ``after``, where the next record or its member begins; None for none.

        What begins at ``before`` or behind it does not count.
        """
        self._return_to(after)
        at = max(after, self._first)
        while before is None or at < before:
            # a byte before, since a record of an archive that is not compressed begins a line
            found = _BEGINNINGS[self.format].search(self._kept, max(at - 1 - self._first, 0))
            if found is None:
                at = max(at, self._end - _ENOUGH)
                if not self._fetch():
                    return None
                self._drop_before(at - 1)
            elif (offset := self._first + found.start()) >= at and self._begins_record(offset):
                return offset if before is None or offset < before else None
            else:
                at = max(offset, at) + 1
        return None

    def is_reachable(self, offset: int) -> bool:
        """Tell whether reading can begin there: not at a record in the middle of a file compressed as a whole."""
        magic = {"gzip": GZIP, "zstd": ZSTD}.get(self.format, b"")
        return offset < self._first or self.peek(offset, len(magic)) == magic

    def ends_inside_member(self) -> bool:
        """Tell, at the end of a gzip stream, whether its last member is torn: reading that gives no error."""
        rest = bytes(self._kept) if self.format == "gzip" else b""
        while rest and rest.startswith(GZIP[: len(rest)]):
            member = zlib.decompressobj(wbits=31)
            try:
                while not member.eof and rest:
                    member.decompress(rest, _PIECE)
                    rest = member.unconsumed_tail
            except zlib.error:
                return True
            if not member.eof:
                return True
            rest = member.unused_data
        return False

    def _return_to(self, offset: int) -> None:
        """Go back in a file to what is not kept any more; a pipe, or one gone back in too often, stays where it is."""
        if offset < self._first and self._returns:
            self._returns -= 1
            self._stream.seek(offset)
            self._kept.clear()
            self._first = self._at = offset
            self._ended = False

    def _begins_record(self, offset: int) -> bool:
        head = self.peek(offset, _ENOUGH)
        try:
            if self.format == "gzip":
                head = zlib.decompressobj(wbits=31).decompress(head, len(b"WARC/"))
            elif self.format == "zstd":
                head = ZstdReader(io.BytesIO(head)).read(len(b"WARC/"))
        except (zlib.error, OSError):
            return False
        return head.startswith(b"WARC/")

    @property
    def _end(self) -> int:
        return self._first + len(self._kept)

    def _fetch(self) -> bool:
        """Take one more piece from the stream; tell whether there was one."""
        try:
            piece = b"" if self._ended else self._stream.read(_PIECE)
        except OSError as error:
            self.broken = error
            raise
        self._ended = not piece
        self._kept += piece
        self._drop_before(min(self._end - WINDOW, self._at))
        return bool(piece)

    def _drop_before(self, offset: int) -> None:
        if offset > self._first:
            del self._kept[: offset - self._first]
            self._first = offset
