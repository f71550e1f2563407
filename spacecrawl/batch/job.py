"""What is asked of whole archives, and how one is cut into slices that several workers read at once."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from spacecrawl import __version__
from spacecrawl.archives.remote import RemoteFile, is_address, told
from spacecrawl.archives.warc import WHOLE, Slice
from spacecrawl.batch.orders import Order
from spacecrawl.batch.wanted import Wanted
from spacecrawl.parsers.choice import DEFAULT, load_parser
from spacecrawl.sites import Catalogue

SLICE = 64 * 1024 * 1024
"""Compressed bytes that one task reads: some 3,000 news pages, ten seconds of work."""


@dataclass(frozen=True)
class Job:
    """What is asked of each archive of a call: everything that its result depends on besides the archive."""

    catalogue: Catalogue
    wanted: Wanted
    folder: Path
    parser: str | None = None
    format: str = "jsonl"
    version: str = __version__

    @cached_property
    def asked(self) -> dict[str, Any]:
        """The same as plain JSON: a result that was made for another job is made anew."""
        names = {DEFAULT, *(site.parser for site in self.catalogue), *([self.parser] if self.parser else [])}
        wanted = self.wanted.selection
        return {
            "spacecrawl": self.version,
            "parsers": {name: load_parser(name).version for name in sorted(names)},
            "parser": self.parser,
            "catalogue": hashlib.sha256("\n".join(map(repr, self.catalogue)).encode()).hexdigest()[:16],
            "sites": sorted(wanted.sites),
            "languages": sorted(wanted.languages),
            "since": str(wanted.since) if wanted.since else None,
            "until": str(wanted.until) if wanted.until else None,
            "format": self.format,
        }


def digest_of(order: Order, job: Job, mark: dict[str, Any]) -> str:
    """Return what names the parts of one archive's result, so that those of another job are never taken for them."""
    return hashlib.sha256(json.dumps([order.result, job.asked, mark], sort_keys=True).encode()).hexdigest()[:16]


def slices_of(archive: str, size: int | None, slice_bytes: int) -> list[Slice]:
    """Return the slices of an archive: one, unless it is compressed by member and can be read from any place."""
    if not size or size <= slice_bytes or not told(archive).lower().endswith(".warc.gz") or not _gives_parts(archive):
        return [WHOLE]
    number = math.ceil(size / slice_bytes)
    bounds = [size * at // number for at in range(number)]
    ends = [*bounds[1:], None]
    return [Slice(start, end, exact=not start) for start, end in zip(bounds, ends, strict=True)]


def _gives_parts(archive: str) -> bool:
    if not is_address(archive):
        return True
    with RemoteFile(archive) as file:
        return file.seekable()


@dataclass(frozen=True)
class SliceRead:
    """What reading a slice told of its place: its first record, the first behind it, and whether reading broke off."""

    part: Slice
    first: int | None
    following: int | None
    broken: bool = False


def fitted(reads: Sequence[SliceRead]) -> tuple[list[Slice], Slice | None]:
    """Return the slices that make up an archive, and one that has to be read again from where it really begins.

    A slice begins at what looks like a record; that may be one of an archive within the archive, or one that a record
    that lies of its length has swallowed. The slice before it knows where the next record begins.
    """
    kept: list[Slice] = []
    expected: int | None = None
    known = False
    for read in reads:
        part = read.part
        if known and (expected is None or (part.end is not None and expected >= part.end)):
            continue
        if known and expected is not None and read.first != expected and not part.exact:
            return kept, Slice(expected, part.end)
        kept.append(part)
        if read.first is not None or read.broken:
            expected, known = read.following, not read.broken
    return kept, None
