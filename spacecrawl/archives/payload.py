"""The body of an archived answer: transfer and content encodings undone, within bounds."""

from __future__ import annotations

import io
import re
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fastwarc.stream_io import WarcReader

LARGEST_PAGE = 64 * 1024 * 1024
"""Bytes after unpacking: what is larger is not read, since a few kilobytes can hold gigabytes."""

_PIECE = 1024 * 1024
_CHUNK = re.compile(rb"[ \t]*([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]*)?\r?\n")
_ZSTD = b"\x28\xb5\x2f\xfd"


class UnreadableRecord(Exception):  # noqa: N818 - reads as what happened
    """Raised for an archived page that can't be read: the message says why, and what to do."""


def decoded(payload: bytes, transfer: str, content: str) -> bytes:
    """Return a body without the encodings that ``Transfer-Encoding`` and ``Content-Encoding`` name.

    Many archives hold bodies that were decoded while their headers were kept: an encoding that a body is
    not in is passed over. Raises UnreadableRecord for a body that is damaged, torn or too large.
    """
    for name in (*reversed(_names(transfer)), *reversed(_names(content))):
        try:
            payload = _undone(name, payload)
        except (OSError, EOFError, ValueError, zlib.error) as error:
            if not payload.lstrip().startswith(b"<"):  # brotli and deflate have no mark of their own
                raise UnreadableRecord(f"its body is not whole in its encoding, {name} ({error}).") from error
    return payload


def _names(header: str) -> list[str]:
    return [name.strip().lower().removeprefix("x-") for name in header.split(",") if name.strip()]


def _undone(name: str, payload: bytes) -> bytes:
    """Return a body without one encoding, or as it is where it is not in it; raise OSError and others for damage."""
    if name == "chunked" and _CHUNK.match(payload):
        return _unchunked(payload)
    if name == "gzip" and payload.startswith(b"\x1f\x8b"):
        return _inflated(payload, 31)
    if name == "deflate" and payload:
        # by the book a zlib stream; many servers send the bare one
        return _inflated(payload, 15 if _is_zlib(payload) else -15)
    if name == "br" and payload:
        from fastwarc.stream_io import BrotliReader

        return _read_whole(BrotliReader(io.BytesIO(payload)))
    if name == "zstd" and payload.startswith(_ZSTD):
        from fastwarc.stream_io import ZstdReader

        return _read_whole(ZstdReader(io.BytesIO(payload)))
    return payload


def _unchunked(payload: bytes) -> bytes:
    pieces: list[bytes] = []
    at = 0
    while head := _CHUNK.match(payload, at):
        size = int(head[1], 16)
        if not size:
            return b"".join(pieces)
        at = head.end() + size
        if at > len(payload):
            raise EOFError("a chunk is cut short")
        pieces.append(payload[head.end() : at])
        at += 2 if payload.startswith(b"\r\n", at) else 1
    raise EOFError("its last chunk is missing")


def _is_zlib(payload: bytes) -> bool:
    return payload[0] & 0x0F == 8 and int.from_bytes(payload[:2]) % 31 == 0


def _inflated(payload: bytes, wbits: int) -> bytes:
    body = bytearray()
    while payload:
        member = zlib.decompressobj(wbits)
        while not member.eof:
            piece = member.decompress(payload, _PIECE)
            payload = member.unconsumed_tail
            _append(body, piece)
            if not member.eof and not piece and not payload:
                raise EOFError("it is cut short")
        payload = member.unused_data if member.unused_data.startswith(b"\x1f\x8b") else b""
    return bytes(body)


def _read_whole(reader: WarcReader) -> bytes:
    body = bytearray()
    while piece := reader.read(_PIECE):
        _append(body, piece)
    return bytes(body)


def _append(body: bytearray, piece: bytes) -> None:
    body += piece
    if len(body) > LARGEST_PAGE:
        raise UnreadableRecord(f"its body is larger than {LARGEST_PAGE >> 20} MB when unpacked. Leave it out.")
