"""Saved pages: files, folders of them, and what comes on stdin."""

from __future__ import annotations

import gzip
import json
import sys
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from spacecrawl.errors import UsageError
from spacecrawl.parsers.page import Page

SUFFIXES = (".html", ".htm", ".xhtml", ".html.gz", ".htm.gz")
LARGEST_PAGE = 64 * 1024 * 1024
"""Bytes after unpacking; a larger gzip file is cut there, since a few kilobytes can hold gigabytes."""

_GZIP = b"\x1f\x8b"


@dataclass(frozen=True)
class SavedPage:
    """A page on its way in: its bytes or text, and where it came from."""

    name: str
    content: bytes | str
    url: str | None = None
    file: str | None = None
    offset: int | None = None

    def page(self) -> Page:
        """Return the page, decoded."""
        return Page.read(self.content, self.url)


def read_inputs(inputs: tuple[str, ...], url: str | None) -> Iterator[SavedPage]:
    """Yield the pages of all inputs; raise UsageError at once for one that is not there."""
    paths = [Path(entry) for entry in inputs if entry != "-"]
    for path in paths:
        if not path.exists():
            raise UsageError(
                f"{path}: no such file or folder. Name saved .html pages, folders of them, or - for stdin."
            )
        if path.is_dir() and not any(_pages_below(path)):
            raise UsageError(f"{path}: holds no page. Pages are files that end in {', '.join(SUFFIXES)}.")
    return _pages(inputs, url)


def _pages(inputs: tuple[str, ...], url: str | None) -> Iterator[SavedPage]:
    for entry in inputs:
        if entry == "-":
            yield from read_stdin(sys.stdin.buffer.read() if sys.stdin else b"", url)
            continue
        path = Path(entry)
        for file in _pages_below(path) if path.is_dir() else [path]:
            yield SavedPage(str(file), _read(file), url, file=str(file))


def read_stdin(content: bytes, url: str | None) -> Iterator[SavedPage]:
    """Yield what stdin holds: JSON Lines of pages if it begins with ``{``, else one page."""
    content = _unpacked(content, "stdin") if content.startswith(_GZIP) else content
    if content.lstrip()[:1] != b"{":
        yield SavedPage("stdin", content, url, file="-")
        return
    for number, line in enumerate(content.splitlines(), 1):
        if line.strip():
            entry = _entry(line, number)
            yield SavedPage(f"stdin line {number}", entry["html"], entry.get("url") or url, file="-", offset=number)


def _entry(line: bytes, number: int) -> dict[str, Any]:
    try:
        entry = json.loads(line)
        if isinstance(entry["html"], str) and isinstance(entry.get("url"), str | None):
            return dict(entry)
    except (ValueError, KeyError, TypeError):
        pass
    raise UsageError(f'stdin line {number}: not {{"url": "...", "html": "..."}}. Give one such object a line.')


def _pages_below(folder: Path) -> Iterator[Path]:
    return iter(sorted(path for path in folder.rglob("*") if path.name.lower().endswith(SUFFIXES) and path.is_file()))


def _read(path: Path) -> bytes:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path}: can't be read ({error.strerror}). Correct its permissions.") from error
    return _unpacked(content, str(path)) if content.startswith(_GZIP) else content


def _unpacked(content: bytes, name: str) -> bytes:
    import io

    try:
        with gzip.open(io.BytesIO(content)) as file:
            return file.read(LARGEST_PAGE)
    except (OSError, EOFError, zlib.error) as error:
        raise UsageError(f"{name}: a damaged gzip file ({error}). Save it again, or leave it out.") from error
