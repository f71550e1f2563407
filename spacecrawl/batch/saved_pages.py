"""Saved pages: files, folders of them, and what comes on stdin.

Finding pages and reading them are two steps: a `SavedPage` is only named at first, and opened where it is read, so
that one that is damaged stops no other, and a worker can do the reading.
"""

from __future__ import annotations

import gzip
import io
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import IO

from spacecrawl.parsers.page import Page
from spacecrawl.record import Source

SUFFIXES = (".html", ".htm", ".xhtml", ".html.gz", ".htm.gz")
LARGEST_PAGE = 64 * 1024 * 1024
"""Bytes after unpacking; a larger gzip file is cut there, since a few kilobytes can hold gigabytes."""

_GZIP = b"\x1f\x8b"
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


class UnreadablePage(Exception):  # noqa: N818 - reads as what happened
    """Raised for a saved page that can't be read: the message says why, and what to do."""


@dataclass(frozen=True)
class SavedPage:
    """A page on its way in: a file that is not opened yet, bytes of a page, or a line of JSON."""

    name: str
    file: str
    url: str | None = None
    content: bytes | None = None
    """What came on stdin; None for a file."""
    line: int | None = None
    """Number of the line of JSON Lines that ``content`` is."""

    def page(self) -> Page:
        """Return the page, decoded; raise UnreadablePage."""
        if self.line is not None:
            return self._of_json(self.content or b"")
        return Page.read(_read(Path(self.file)) if self.content is None else self.content, self.url)

    def source(self, url: str | None) -> Source:
        """Return where it came from; ``url`` is the address as it is written in records."""
        return Source(url=url, file=self.file, offset=self.line)

    def _of_json(self, line: bytes) -> Page:
        try:
            entry = json.loads(line)
            if isinstance(entry["html"], str) and isinstance(entry.get("url"), str | None):
                return Page.read(entry["html"], entry.get("url") or self.url)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            pass
        raise UnreadablePage('not {"url": "...", "html": "..."}. Give one such object a line.')


def read_stdin(stream: IO[bytes], url: str | None) -> Iterator[SavedPage]:
    """Yield what a stream holds: JSON Lines of pages if it begins with ``{``, line by line, else one page."""
    first = stream.readline()
    if first.startswith(_GZIP):
        try:
            stream = io.BytesIO(unpacked(first + stream.read()))
        except UnreadablePage:
            yield SavedPage("stdin", "-", url, first)
            return
        first = stream.readline()
    blank = [first]
    while first.isspace():
        first = stream.readline()
        blank.append(first)
    if not first.removeprefix(_BYTE_ORDER_MARK).lstrip().startswith(b"{"):
        yield SavedPage("stdin", "-", url, b"".join(blank) + stream.read())
        return
    for number, line in enumerate(chain(blank, stream), 1):
        if line.strip():
            yield SavedPage(f"stdin line {number}", "-", url, line.removeprefix(_BYTE_ORDER_MARK), number)


def _read(path: Path) -> bytes:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise UnreadablePage(f"can't be read ({error.strerror}). Correct its permissions, or leave it out.") from error
    return unpacked(content) if content.startswith(_GZIP) else content


def unpacked(content: bytes) -> bytes:
    """Return what a gzip file holds, up to the largest page; raise UnreadablePage for a damaged one."""
    try:
        with gzip.open(io.BytesIO(content)) as file:
            return file.read(LARGEST_PAGE)
    except (OSError, EOFError, zlib.error) as error:
        raise UnreadablePage(f"a damaged gzip file ({error}). Save it again, or leave it out.") from error
