"""Serving the replica on loopback: an HTTP proxy that knows only its own hosts, and a plain server beside."""

from __future__ import annotations

import threading
from collections import Counter
from contextlib import AbstractContextManager
from email.utils import format_datetime, parsedate_to_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from urllib.parse import urlsplit

from spacecrawl.replica.site import Answer, ReplicaSite


class ReplicaServer(AbstractContextManager["ReplicaServer"]):
    """The replica on a loopback port, served from a thread until the ``with`` block ends.

    As a proxy it answers for its ``.example`` hosts, so that addresses are the same in every run; asked directly
    it answers as Space Daily. ``requests`` counts what was asked, by host and path.
    """

    def __init__(self, site: ReplicaSite | None = None, port: int = 0) -> None:
        self.site = site or ReplicaSite()
        self.requests: Counter[str] = Counter()
        self.statuses: Counter[int] = Counter()
        handler = type("Handler", (_Handler,), {"replica": self})
        self._server = _Server(("127.0.0.1", port), handler)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)

    @property
    def url(self) -> str:
        """The address to use as ``http_proxy``, or to open directly."""
        return f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> ReplicaServer:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    def serve_forever(self) -> None:
        """Serve in this thread until interrupted."""
        self._server.serve_forever(poll_interval=0.2)


class _Server(ThreadingHTTPServer):
    """A threading server whose queue of connections is long enough for a crawler's burst."""

    daemon_threads = True
    request_queue_size = 128


class _Handler(BaseHTTPRequestHandler):
    """Answers GET and HEAD, conditionally where the client asks so."""

    replica: ReplicaServer
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1  # head and body in one packet: two wait 40 ms for each other's acknowledgement

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        host = parts.netloc or self.headers.get("Host", "")
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        self.replica.requests[f"{host}{path}"] += 1
        self._send(self.replica.site.answer(host, parts.path or "/"))

    do_HEAD = do_GET  # noqa: N815

    def _send(self, answer: Answer) -> None:
        status = 304 if answer.status == 200 and self._is_unchanged(answer) else answer.status
        self.replica.statuses[status] += 1
        body = b"" if status == 304 else answer.body
        self.send_response(status)
        if answer.location:
            self.send_header("Location", answer.location)
        if answer.status == 200:
            self.send_header("ETag", answer.etag)
            self.send_header("Last-Modified", format_datetime(answer.modified, usegmt=True))
        self.send_header("Content-Type", answer.content_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def _is_unchanged(self, answer: Answer) -> bool:
        if tags := self.headers.get("If-None-Match"):
            return answer.etag in tags
        since = self.headers.get("If-Modified-Since")
        try:
            return since is not None and parsedate_to_datetime(since) >= answer.modified
        except ValueError:
            return False

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Keep quiet: the run's own log tells what was fetched."""
