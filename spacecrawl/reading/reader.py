"""One reading process, as the side that asks sees it."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from spacecrawl.errors import PageUnreadable
from spacecrawl.reading.frames import FrameBuffer

_SECONDS_TO_END = 5.0
"""How long a process that has closed its connection is given to end by itself."""


@dataclass(slots=True)
class Asked:
    """A task under way: its frame, the answer to come, and how many processes ended over it."""

    frame: bytes
    answer: asyncio.Future[Any]
    deaths: int = 0

    def settle(self, answer: Any, raised: str) -> None:
        """Hand over what a process answered, or the traceback of what its parser raised."""
        if raised:
            last = raised.rstrip().rpartition("\n")[2]
            self.fail(PageUnreadable(f"the parser failed: {last}", raised))
        elif not self.answer.done():
            self.answer.set_result(answer)

    def fail(self, error: PageUnreadable) -> None:
        """Hand over that there will be no answer."""
        if not self.answer.done():
            self.answer.set_exception(error)


class Reader(asyncio.Protocol):
    """Sends frames to a process of its own and takes its answers, which come in the same order."""

    def __init__(self, hello: bytes, ended: Callable[[Reader], None]) -> None:
        self.waiting: deque[Asked] = deque()
        self.looks = 0
        """How often somebody has looked since the task in front was begun."""
        self.was_stopped = False
        self._hello = hello
        self._ended = ended
        self._frames = FrameBuffer()
        self._transport: asyncio.WriteTransport | None = None
        self._socket, theirs = socket.socketpair()
        with theirs:
            self.process = _start(theirs.fileno())
        connecting = asyncio.get_running_loop().create_unix_connection(lambda: self, sock=self._socket)
        self._connecting = asyncio.ensure_future(connecting)
        self._connecting.add_done_callback(self._note_connected)

    def ask(self, asked: Asked) -> None:
        """Hand the process one more task."""
        self.waiting.append(asked)
        if self._transport is not None:
            self._transport.write(asked.frame)

    def _note_connected(self, connecting: asyncio.Future[Any]) -> None:
        """Tell that nothing will be answered where the connection failed, lest somebody wait for it."""
        if not connecting.cancelled() and connecting.exception() is not None:
            self.process.kill()
            self._ended(self)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Send what has waited for the connection."""
        self._transport = cast("asyncio.WriteTransport", transport)  # uvloop's is none by name
        self._transport.writelines([self._hello, *(asked.frame for asked in self.waiting)])

    def data_received(self, data: bytes) -> None:
        """Hand answers to those who wait for them."""
        for message in self._frames.feed(data):
            self.looks = 0
            self.waiting.popleft().settle(*message)

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - asyncio's signature
        """Tell that the process has ended."""
        self._ended(self)

    def stop(self) -> None:
        """End the process at once: it holds nothing that would be lost."""
        self.was_stopped = True
        self.process.kill()

    def close(self) -> None:
        """End the process and the connection."""
        if self._transport is not None:
            self._transport.abort()
        else:
            self._connecting.cancel()
            self._socket.close()
        self.process.kill()
        self.process.wait()

    def how_it_ended(self) -> str:
        """Return what ended the process, in words, once its connection is lost."""
        try:
            code = self.process.wait(_SECONDS_TO_END)
        except subprocess.TimeoutExpired:
            self.process.kill()
            code = self.process.wait()
        return f"signal {-code}" if code < 0 else f"status {code}"


def _start(descriptor: int) -> subprocess.Popen[bytes]:
    """Start a process that imports from where this one does; what it prints is no result of ours."""
    path = os.pathsep.join(dict.fromkeys(entry or str(Path.cwd()) for entry in sys.path))
    return subprocess.Popen(  # noqa: S603 - our own interpreter and module
        [sys.executable, "-m", "spacecrawl.reading.process", str(descriptor)],
        pass_fds=(descriptor,),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": path},
    )
