"""What stands before Datasette: who may ask, what a page may load, and CSV that no spreadsheet runs.

A page that is open in the reader's browser may send requests to 127.0.0.1. It can't read the answers of another origin;
with a name of its own that it has pointed here (DNS rebinding) it could, so only local names are answered. What is
crawled is never trusted either: no script runs on any page, whoever wrote it, and nothing is loaded from elsewhere.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from spacecrawl.exporting.text_formats import cell

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[MutableMapping[str, Any], Receive, Send], Awaitable[None]]

OK = 200

HOSTS = {"127.0.0.1", "localhost", "[::1]"}

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""No script, ours or anyone's; style sheets and pictures of this address alone."""

HEADERS = {
    b"content-security-policy": POLICY.encode(),
    b"x-content-type-options": b"nosniff",
    b"x-frame-options": b"DENY",
    b"referrer-policy": b"no-referrer",
    b"cross-origin-opener-policy": b"same-origin",
    b"cross-origin-resource-policy": b"same-origin",
}


class Guard:
    """An ASGI application around another."""

    def __init__(self, application: Application) -> None:
        self._application = application

    async def __call__(self, scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        """Answer, or refuse."""
        if scope["type"] != "http":
            await self._application(scope, receive, send)
            return
        answer = Answer(send, csv_asked_for=_asks_for_csv(scope))
        refusal = refused(scope["method"], {name.lower(): value for name, value in scope["headers"]})
        if refusal:
            await _plain(answer.send, *refusal)
            return
        await self._application(scope, receive, answer.send)


def refused(method: str, headers: dict[bytes, bytes]) -> tuple[int, str] | None:
    """Return status and reason where a request is not answered: nothing is written here, and nobody else asks."""
    if method not in ("GET", "HEAD"):
        return 405, "Only GET and HEAD are answered here."
    host = headers.get(b"host", b"").decode("latin-1").lower()
    name = host.rpartition(":")[0] if host.rpartition(":")[2].isdecimal() else host
    if name not in HOSTS:
        return 421, f"{name or 'No host'} is not served here. Ask for http://127.0.0.1."
    crossed = headers.get(b"sec-fetch-site") in (b"cross-site", b"same-site")
    if crossed and headers.get(b"sec-fetch-mode") != b"navigate":
        return 403, "Pages of other sites may link to this one, no more."
    return None


class Answer:
    """Sends an answer on with our headers; the cells of a CSV are made safe first."""

    def __init__(self, send: Send, *, csv_asked_for: bool) -> None:
        self._send = send
        self._is_csv = csv_asked_for
        self._start: Message | None = None
        self._body = b""

    async def send(self, message: Message) -> None:
        """Send a message on, or keep those of a CSV until it is whole."""
        if message["type"] == "http.response.start":
            headers = [
                (name.lower(), value) for name, value in message.get("headers", ()) if name.lower() not in HEADERS
            ]
            message = {**message, "headers": [*headers, *HEADERS.items()]}
            if self._is_csv and message["status"] == OK:
                self._start = message
                return
        elif self._start is not None:
            self._body += message.get("body", b"")
            if message.get("more_body"):
                return
            safe = safe_csv(self._body.decode("utf-8", "replace")).encode()
            kept = [(name, value) for name, value in self._start["headers"] if name != b"content-length"]
            await self._send({**self._start, "headers": [*kept, (b"content-length", str(len(safe)).encode())]})
            message = {"type": "http.response.body", "body": safe}
        await self._send(message)


def _asks_for_csv(scope: MutableMapping[str, Any]) -> bool:
    """Tell whether Datasette answers with CSV, which it may call plain text so that a browser shows it."""
    return scope["path"].endswith(".csv") or b"_format=csv" in scope["query_string"]


def safe_csv(text: str) -> str:
    """Return a CSV none of whose cells a spreadsheet takes for a formula, as an export writes them."""
    safe = io.StringIO(newline="")
    rows = csv.writer(safe, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    rows.writerows([cell("", value) for value in row] for row in csv.reader(io.StringIO(text, newline="")))
    return safe.getvalue()


async def _plain(send: Send, status: int, reason: str) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": reason.encode()})
