"""The pages of one WARC file, in one pass: compressed by member, as a whole or not at all, from a disk or a pipe."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from spacecrawl.archives.counts import Counts, Seen, digest_of
from spacecrawl.archives.page import ArchivedPage
from spacecrawl.archives.payload import LARGEST_PAGE
from spacecrawl.archives.window import Readable, Window

_HTML = ("text/html", "application/xhtml+xml")
_OK = 200

CUT_SHORT = "cut short by who made the archive"
TOO_LARGE = f"larger than {LARGEST_PAGE >> 20} MB"
_LOSSES = (CUT_SHORT, TOO_LARGE)


@dataclass(frozen=True, slots=True)
class Slice:
    """A part of an archive that is compressed by member: the records that begin at ``start`` or behind, before ``end``.

    Where ``exact``, a record begins at ``start``; else the first that is found behind it is taken.
    """

    start: int = 0
    end: int | None = None
    exact: bool = True


WHOLE = Slice()


class WarcPages:
    """Iterates over the HTML pages of a WARC stream that were answered with status 200, each payload once.

    ``wants`` is asked with a page's address whether it is to be read. ``counts`` is complete when the pages are
    at their end. A damaged place costs the record that it is in: reading goes on at the next whole one. Raises OSError
    where the stream itself can't be read on.

    Of a slice, ``first`` is the offset of its first record, and ``following`` that of the first record behind it;
    None for none.
    """

    def __init__(
        self,
        stream: Readable,
        file: str,
        seen: Seen | None = None,
        wants: Callable[[str], bool] | None = None,
        part: Slice = WHOLE,
    ) -> None:
        self.counts = Counts(file)
        self.first: int | None = None
        self.following: int | None = None
        self._window = Window(stream, part.start)
        self._seen = seen or Seen()
        self._wants = wants or (lambda _: True)
        self._part = part

    def __iter__(self) -> Iterator[ArchivedPage]:
        part = self._part
        start = part.start if part.exact else self._window.next_record(part.start, part.end)
        while start is not None and not self._is_behind(start):
            last = yield from self._pages_from(start)
            start = None if last is None else self._window.next_record(last + 1)

    def _is_behind(self, offset: int) -> bool:
        """Tell, and note, whether a record begins behind the slice: what begins within a member belongs to that."""
        end = self._part.end
        if end is None or offset < end or not self._window.is_reachable(offset):
            return False
        self.following = offset
        return True

    def _pages_from(self, start: int) -> Generator[ArchivedPage, None, int | None]:
        """Yield pages up to the end or a damaged place; return the offset of the last record before that."""
        last, found = start, False
        self._window.go_to(start)
        try:
            for record in ArchiveIterator(self._window, parse_http=False, strict_mode=False):
                if self._is_behind(record.stream_pos):
                    return None
                last, found = record.stream_pos, True
                self.first = last if self.first is None else self.first
                self._window.mark(last)
                self.counts.records += 1
                page = self._page(record, last)
                if page is not None:
                    yield page
        except (OSError, ValueError):
            if self._window.broken:
                raise self._window.broken from None
            self._note_damage(last, found=found)
            return last
        if self._window.ends_inside_member():
            self._note_damage(last, found=True)
        return None

    def _note_damage(self, offset: int, *, found: bool) -> None:
        """Note a damaged place once, though reading from the damaged member on fails again."""
        if found or not self.counts.damaged:
            self.counts.damaged.append(offset)

    def _page(self, record: WarcRecord, offset: int) -> ArchivedPage | None:
        """Return the record's page, or count why it has none; raise OSError for a torn one. It is read to its end."""
        reason, payload = self._reason_against(record), b""
        if reason:
            size = record.consume()
        else:
            payload = record.reader.read(record.content_length)
            size = len(payload)
        if size < record.content_length or "Content-Length" not in record.headers:
            self.counts.lost["torn"] += 1
            raise OSError("the record is longer than what is left, or lies of its length")
        digest = digest_of(payload)
        reason = reason or ("repeated" if self._seen.before(digest) else "")
        if reason:
            (self.counts.lost if reason in _LOSSES else self.counts.passed_over)[reason] += 1
            return None
        self.counts.pages += 1
        return self._made(record, offset, payload, digest)

    def _reason_against(self, record: WarcRecord) -> str:
        """Return why a record is no page to read, in the words that it is counted under; empty for one that is."""
        if record.record_type != WarcRecordType.response:
            return f"{record.record_type!s} records"
        url = address_of(record)
        if not url.startswith(("http://", "https://")) or not record.is_http:
            return "not by HTTP"
        if not self._wants(url):
            return "not asked for"
        try:
            record.parse_http()
        except OSError:
            return "not by HTTP"
        if not record.is_http_parsed or record.http_headers.status_code != _OK:
            return "not status 200"
        if not is_html(record):
            return "not HTML"
        if record.headers.get("WARC-Truncated"):
            return CUT_SHORT
        return TOO_LARGE if record.content_length > LARGEST_PAGE else ""

    def _made(self, record: WarcRecord, offset: int, payload: bytes, digest: int) -> ArchivedPage:
        headers = record.http_headers
        return ArchivedPage(
            file=self.counts.file,
            offset=offset if self._window.is_reachable(offset) else None,
            url=address_of(record),
            fetched_at=date_of(record),
            content_type=headers.get("Content-Type"),
            transfer_encoding=headers.get("Transfer-Encoding") or "",
            content_encoding=headers.get("Content-Encoding") or "",
            payload=payload,
            digest=digest,
        )


def address_of(record: WarcRecord) -> str:
    """Return the address that was asked for; older tools write it in angle brackets."""
    return (record.headers.get("WARC-Target-URI") or "").strip().removeprefix("<").removesuffix(">")


def date_of(record: WarcRecord) -> dt.datetime | None:
    """Return when the record was made, in UTC and whole seconds; None where that is not told."""
    try:
        found = record.record_date
    except ValueError:
        return None
    return found.astimezone(dt.UTC).replace(microsecond=0) if found else None


def is_html(record: WarcRecord) -> bool:
    """Tell by an answer's header, else by what the archive's maker found, whether it is an HTML page."""
    stated = record.http_headers.get("Content-Type") or record.headers.get("WARC-Identified-Payload-Type") or _HTML[0]
    return stated.partition(";")[0].strip().lower() in _HTML
