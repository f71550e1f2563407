"""Every answer is kept as it came, before anything else sees it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING

from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import Headers, Response
from scrapy.utils.httpobj import urlparse_cached

from spacecrawl.errors import FolderError, UsageError
from spacecrawl.session import Session
from spacecrawl.storage.captures import Capture

if TYPE_CHECKING:
    from spacecrawl.archives.exchange import Exchange

KEPT = "kept"
"""Key of a request's ``meta`` under which its answer's place in the archive stands."""

_CONDITIONS = ("If-None-Match", "If-Modified-Since")
_SECRET = (b"Proxy-Authorization",)
_NOT_MODIFIED = 304


@dataclass(frozen=True, slots=True)
class Kept:
    """Where an answer was kept, and when it came."""

    file: str
    offset: int
    time: dt.datetime


class ArchiveMiddleware:
    """Writes requests and answers into the folder's archive, where the setting ``SPACECRAWL_ARCHIVE`` is on.

    Stands next to the downloader, so that bodies are still in their content encoding, and every try, redirect and
    robots.txt is kept too.
    """

    def __init__(self, crawler: Crawler) -> None:
        if not crawler.settings.getbool("SPACECRAWL_ARCHIVE"):
            raise NotConfigured
        check_installed()
        self.crawler = crawler
        self.session = Session.of(crawler)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> ArchiveMiddleware:
        """Build for a crawler."""
        return cls(crawler)

    def process_request(self, request: Request, spider: Spider | None = None) -> None:  # noqa: ARG002 - Scrapy's signature
        """Ask for a page whole where the archive does not hold the one that "not modified" would speak of."""
        if any(name in request.headers for name in _CONDITIONS) and not self._archived(request.url):
            for name in _CONDITIONS:
                request.headers.pop(name, None)

    def process_response(self, request: Request, response: Response, spider: Spider | None = None) -> Response:  # noqa: ARG002
        """Keep the answer; where the folder won't take it, end the run: what can't be kept must not be known."""
        try:
            request.meta[KEPT] = self._keep(request, response)
        except FolderError as error:
            self.session.stop_for_folder(str(error))
            raise
        return response

    def _archived(self, url: str) -> Capture | None:
        captures = self.session.archive.captures
        return captures.payload_of(captures.page_at(url))

    def _keep(self, request: Request, response: Response) -> Kept:
        from spacecrawl.archives.exchange import Earlier, members_of

        exchange, archive = exchange_of(request, response), self.session.archive
        if response.status == _NOT_MODIFIED:
            found = self._archived(response.url)
        else:
            found = archive.captures.with_payload(exchange.digest) if exchange.payload else None
        earlier = Earlier(found.url, found.time, found.digest) if found else None
        capture = Capture(
            file=0,
            offset=0,
            length=0,
            url=exchange.url,
            fetched=int(exchange.time.timestamp()),
            status=response.status,
            type=_text(response.headers.get("Content-Type")),
            digest=found.digest if found else exchange.digest,
            original=(found.file, found.offset) if found else None,
        )
        placed = archive.keep(*members_of(exchange, earlier), capture)
        if self.crawler.stats:
            self.crawler.stats.inc_value("spacecrawl/archived")
        return Kept(archive.place(placed), placed.offset, exchange.time)


def exchange_of(request: Request, response: Response) -> Exchange:
    """Return what goes into the archive of an answer as Scrapy's download handler hands it over.

    The body is in its content encoding, without transfer encoding. Headers are those that Scrapy keeps, without those
    of the connection, in its capitals. The request is as a server gets it, though a proxy may have been asked.
    """
    from spacecrawl.archives.exchange import Exchange, head_of

    parts = urlparse_cached(request)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    asked = [(b"Host", parts.netloc.rpartition("@")[2].encode()), *_fields(request.headers)]
    address = None if request.meta.get("proxy") or not response.ip_address else str(response.ip_address)
    return Exchange(
        url=response.url,
        time=dt.datetime.now(dt.UTC).replace(microsecond=0),
        request=head_of(f"{request.method} {path} HTTP/1.1", asked) + request.body,
        head=head_of(_status_line(response), _fields(response.headers)),
        payload=response.body,
        address=address,
    )


def _status_line(response: Response) -> str:
    try:
        phrase = HTTPStatus(response.status).phrase
    except ValueError:
        phrase = "Unknown"
    return f"{response.protocol or 'HTTP/1.1'} {response.status} {phrase}"


def _fields(headers: Headers) -> list[tuple[bytes, bytes]]:
    return [(name, value) for name in headers if name not in _SECRET for value in headers.getlist(name)]


def _text(value: bytes | None) -> str | None:
    return value.decode("latin-1") if value else None


def check_installed() -> None:
    """Raise UsageError, with the remedy, where the package that writes archives is not installed."""
    try:
        import spacecrawl.archives.exchange  # noqa: F401
    except ImportError as error:
        raise UsageError(
            "Archives are written by the package fastwarc, which is not installed. "
            "Install it with: pip install 'spacecrawl[archive]'"
        ) from error
