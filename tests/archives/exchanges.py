"""A request and its answer for the tests of what is written."""

from __future__ import annotations

import datetime as dt

from spacecrawl.archives.exchange import Exchange, head_of

URL = "http://harbour.example/reports/fog.html"
TIME = dt.datetime(2026, 11, 25, 4, 5, 6, tzinfo=dt.UTC)


def exchange(payload: bytes = b"<p>Fog.", **keys: object) -> Exchange:
    request = head_of("GET /reports/fog.html HTTP/1.1", [(b"Host", b"harbour.example")])
    head = head_of("HTTP/1.1 200 OK", [(b"Content-Type", b"text/html"), (b"X-Name", "Zoë".encode("latin-1"))])
    return Exchange(**{"url": URL, "time": TIME, "request": request, "head": head, "payload": payload, **keys})
