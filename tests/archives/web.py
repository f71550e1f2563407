"""A web server for archives: with ranges or without, which can break off in the middle."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    web: Web

    def do_HEAD(self) -> None:
        self._answer(whole=True)

    def do_GET(self) -> None:
        self._answer(whole=False)

    def _answer(self, *, whole: bool) -> None:
        web = self.web
        path = self.path.partition("?")[0]
        if path not in web.files:
            self.send_error(404)
            return
        body, asked = web.files[path], self.headers.get("Range")
        start, end = 0, len(body)
        if asked and web.gives_ranges:
            first, _, last = asked.removeprefix("bytes=").partition("-")
            start, end = int(first), min(int(last) + 1 if last else end, end)
            self.send_response(206)
            self.send_header("Content-Range", f"bytes {start}-{end - 1}/{len(body)}")
        else:
            self.send_response(200)
        piece = body[start:end]
        web.asked.append((path, start, len(piece)))
        self.send_header("Content-Length", str(len(piece)))
        self.end_headers()
        if whole:
            return
        if web.breaks and start >= web.breaks[0]:
            web.breaks.pop(0)
            piece = piece[: len(piece) // 2]
            self.close_connection = True
        with suppress(OSError):  # who has enough goes away
            self.wfile.write(piece)

    def log_message(self, *_: object) -> None:
        pass


class _Server(ThreadingHTTPServer):
    def handle_error(self, *_: object) -> None:
        """Say nothing of clients that go away."""


class Web:
    """Serves ``files`` by path; for each of ``breaks`` one answer that begins there or behind breaks off half-way."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.breaks: list[int] = []
        self.asked: list[tuple[str, int, int]] = []
        self.gives_ranges = True
        self.server = _Server(("127.0.0.1", 0), type("Handler", (_Handler,), {"web": self}))

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.server.server_port}{path}"


@contextmanager
def serving() -> Iterator[Web]:
    web = Web()
    thread = threading.Thread(target=web.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield web
    web.server.shutdown()
    web.server.server_close()
