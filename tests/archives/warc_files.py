"""Archives for the tests: written by warcio, or byte by byte where no tool would write them."""

from __future__ import annotations

import gzip
import io
from dataclasses import dataclass, field

from conftest import article
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

DATE = "2024-03-04T05:06:07Z"


def story(name: str) -> bytes:
    return article(f"{name} Run on Time", f"The {name} ran on time, again. " * 12).encode()


def url(name: str) -> str:
    return f"https://www.spacedaily.com/reports/{name}_Run_on_Time_999.html"


@dataclass
class Written:
    """A WARC file in memory, and where each of its records begins."""

    gzip: bool = True
    file: io.BytesIO = field(default_factory=io.BytesIO)
    offsets: list[int] = field(default_factory=list)

    def add(
        self,
        name: str,
        body: bytes | None = None,
        *,
        kind: str = "response",
        status: str = "200 OK",
        headers: tuple[tuple[str, str], ...] = (("Content-Type", "text/html; charset=utf-8"),),
        warc: dict[str, str] | None = None,
    ) -> Written:
        writer = WARCWriter(self.file, gzip=self.gzip)
        self.offsets.append(self.file.tell())
        http = StatusAndHeaders(status, list(headers), protocol="HTTP/1.1") if kind in ("response", "revisit") else None
        payload = io.BytesIO(story(name) if body is None else body)
        more = {"WARC-Date": DATE, **(warc or {})}
        record = writer.create_warc_record(url(name), kind, payload=payload, http_headers=http, warc_headers_dict=more)
        writer.write_record(record)
        record.raw_stream.close()  # a temporary file that warcio leaves open
        return self

    @property
    def content(self) -> bytes:
        return self.file.getvalue()


def three(*, gzip: bool = True) -> Written:
    return Written(gzip=gzip).add("Ferries").add("Trams").add("Trains")


def by_hand(
    name: str, block: bytes, *, date: str = DATE, length: int | None = None, address: str = "", more: str = ""
) -> bytes:
    """Return a record as no tool would write it."""
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:test:{name}>\r\nWARC-Date: {date}\r\n{more}"
        f"WARC-Target-URI: {address or url(name)}\r\nContent-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {len(block) if length is None else length}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def http(body: bytes, headers: str = "Content-Type: text/html\r\n") -> bytes:
    return f"HTTP/1.1 200 OK\r\n{headers}\r\n".encode() + body


def members(*records: bytes) -> bytes:
    return b"".join(map(gzip.compress, records))
