"""The gzip members of a WARC file, each a record: which of them are whole, and what their heads say."""

from __future__ import annotations

import datetime as dt
import zlib
from base64 import b32decode
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

_PIECE = 1 << 20
_HEAD = 64 * 1024
"""Bytes of a record that are kept: its own head, and that of the answer in it."""


@dataclass(frozen=True, slots=True)
class Member:
    """A whole member: where it is, the fields of its record's head, and those of the answer in it, names in lower case.

    ``status`` is 0 where it holds no answer.
    """

    offset: int
    length: int
    fields: dict[str, str]
    status: int = 0
    answer: dict[str, str] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        """The record's type."""
        return self.fields.get("warc-type", "")

    @property
    def fetched(self) -> int:
        """When the record was made, in Unix seconds; raise ValueError where it does not tell."""
        return int(dt.datetime.fromisoformat(self.fields.get("warc-date", "")).timestamp())

    @property
    def digest(self) -> bytes:
        """The payload's SHA-1; raise ValueError where there is none."""
        return b32decode(self.fields.get("warc-payload-digest", "").removeprefix("sha1:"))


def whole_members(path: Path, begin: int = 0) -> Iterator[Member]:
    """Yield the members from an offset on, up to the end of the file or the first that is torn or damaged."""
    with path.open("rb") as file:
        file.seek(begin)
        piece = file.read(_PIECE)
        while piece:
            member, head, length = zlib.decompressobj(wbits=31), b"", 0
            while not member.eof:
                if not piece:
                    return
                try:
                    unpacked = member.decompress(piece, _PIECE)
                except zlib.error:
                    return
                head += unpacked[: _HEAD - len(head)]
                rest = member.unused_data if member.eof else member.unconsumed_tail
                length += len(piece) - len(rest)
                piece = rest or file.read(_PIECE)
            yield _read(begin, length, head)
            begin += length


def _read(offset: int, length: int, head: bytes) -> Member:
    own, _, block = head.partition(b"\r\n\r\n")
    fields = _fields(own)
    first, _, _ = block.partition(b"\r\n")
    if fields.get("warc-type") not in ("response", "revisit") or not first.startswith(b"HTTP/"):
        return Member(offset, length, fields)
    status = first.split(b" ")[1:2]
    answer = _fields(block.partition(b"\r\n\r\n")[0])
    return Member(offset, length, fields, int(status[0]) if status and status[0].isdigit() else 0, answer)


def _fields(head: bytes) -> dict[str, str]:
    lines = head.decode("utf-8", "replace").split("\r\n")[1:]
    pairs = (line.partition(":") for line in lines)
    return {name.strip().lower(): value.strip() for name, _, value in pairs}
