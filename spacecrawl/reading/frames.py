"""Messages between a process and its reading processes: a length of four bytes, then a pickle.

Both ends are this program; nothing that came from a network is ever unpickled.
"""

from __future__ import annotations

import pickle
import struct
from typing import Any, BinaryIO

_LENGTH = struct.Struct(">I")


def packed(message: Any) -> bytes:
    """Return a message as a frame."""
    content = pickle.dumps(message, pickle.HIGHEST_PROTOCOL)
    return _LENGTH.pack(len(content)) + content


def receive(stream: BinaryIO) -> Any:
    """Return the next message; raise EOFError when the other end is gone."""
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        raise EOFError("no more messages")
    (length,) = _LENGTH.unpack(head)
    content = stream.read(length)
    if len(content) < length:
        raise EOFError("the other end is gone in the middle of a message")
    return pickle.loads(content)  # noqa: S301 - from our own process


class FrameBuffer:
    """Cuts a stream that arrives in pieces into messages."""

    def __init__(self) -> None:
        self._pieces = bytearray()

    def feed(self, piece: bytes) -> list[Any]:
        """Return the messages that are whole by now."""
        pieces = self._pieces
        pieces += piece
        messages = []
        while len(pieces) >= _LENGTH.size:
            end = _LENGTH.size + _LENGTH.unpack_from(pieces)[0]
            if len(pieces) < end:
                break
            messages.append(pickle.loads(memoryview(pieces)[_LENGTH.size : end]))  # noqa: S301 - as above
            del pieces[:end]
        return messages
