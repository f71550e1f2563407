"""A web server on loopback that misbehaves as told: it writes its answers byte by byte."""

from __future__ import annotations

import asyncio
import socket
import struct
import threading
from collections import Counter
from collections.abc import Awaitable, Callable
from types import TracebackType

Answer = Callable[[asyncio.StreamWriter, int], Awaitable[None]]
"""Writes an answer; told which request for its path this is, from 1."""


class FaultyServer:
    """Answers each path as ``answers`` says, 404 otherwise, and notes what was asked and when; a context manager."""

    def __init__(self) -> None:
        self.answers: dict[str, Answer] = {}
        self.requests: Counter[str] = Counter()
        self.times: list[float] = []
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def __enter__(self) -> FaultyServer:
        self._thread.start()
        start = asyncio.start_server(self._serve, "127.0.0.1", 0)
        self._server = asyncio.run_coroutine_threadsafe(start, self._loop).result()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    @property
    def port(self) -> int:
        return int(self._server.sockets[0].getsockname()[1])

    def url(self, path: str = "/", host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    async def _close(self) -> None:
        self._server.close()
        while tasks := asyncio.all_tasks() - {asyncio.current_task()}:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                path = head.split(b" ", 2)[1].decode("latin-1")
                self.requests[path] += 1
                self.times.append(self._loop.time())
                await self.answers.get(path, page("<h1>Not here</h1>", 404))(writer, self.requests[path])
                await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            writer.transport.abort()


def head(status: int, *lines: str) -> bytes:
    return "\r\n".join((f"HTTP/1.1 {status} Told", *lines, "", "")).encode("latin-1")


def page(body: str | bytes, status: int = 200, *lines: str, kind: str = "text/html; charset=utf-8") -> Answer:
    """Answer well: with this page."""
    content = body.encode() if isinstance(body, str) else body

    async def answer(writer: asyncio.StreamWriter, _: int) -> None:
        writer.write(head(status, f"Content-Type: {kind}", f"Content-Length: {len(content)}", *lines) + content)

    return answer


def redirect(location: str) -> Answer:
    return page("", 302, f"Location: {location}")


def first(times: int, fault: Answer, then: Answer) -> Answer:
    """Answer with a fault a few times, then well."""

    async def answer(writer: asyncio.StreamWriter, number: int) -> None:
        await (fault if number <= times else then)(writer, number)

    return answer


def slow(seconds: float, then: Answer) -> Answer:
    async def answer(writer: asyncio.StreamWriter, number: int) -> None:
        await asyncio.sleep(seconds)
        await then(writer, number)

    return answer


async def hang(writer: asyncio.StreamWriter, _: int) -> None:
    """Take the request and never answer."""
    await asyncio.sleep(86_400)  # an event that nothing else holds would be collected, with the task that waits for it


async def reset(writer: asyncio.StreamWriter, _: int) -> None:
    """Reset the connection in the middle of the body."""
    writer.write(head(200, "Content-Type: text/html", "Content-Length: 90000") + b"<p>Half a story" * 100)
    await writer.drain()
    await asyncio.sleep(0.1)
    sock: socket.socket = writer.get_extra_info("socket")
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()
    raise ConnectionResetError


async def cut(writer: asyncio.StreamWriter, _: int) -> None:
    """Close the connection before the body has the length that was told."""
    writer.write(head(200, "Content-Type: text/html", "Content-Length: 90000") + b"<p>Half a story" * 100)
    await writer.drain()
    writer.close()
    raise ConnectionResetError


async def trickle(writer: asyncio.StreamWriter, _: int) -> None:
    """Send the body a byte at a time, without end."""
    writer.write(head(200, "Content-Type: text/html"))
    while True:
        writer.write(b"x")
        await writer.drain()
        await asyncio.sleep(0.1)


def endless(megabytes: int | None = None, *lines: str) -> Answer:
    """Send a body without end, or one of so many megabytes."""

    async def answer(writer: asyncio.StreamWriter, _: int) -> None:
        length = [f"Content-Length: {megabytes * 1_000_000}"] if megabytes else []
        writer.write(head(200, "Content-Type: text/html", *length, *lines))
        block = b"<p>And so on, and so on, for ever more.\n" * 25_000
        sent = 0
        while megabytes is None or sent < megabytes:
            writer.write(block)
            await writer.drain()
            sent += 1

    return answer
