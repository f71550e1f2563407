"""One page of an archive on its way to a parser."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from spacecrawl.archives.payload import decoded
from spacecrawl.parsers.page import Page
from spacecrawl.record import Source


@dataclass(frozen=True, slots=True)
class ArchivedPage:
    """The answer to a request as an archive keeps it: its body is decoded where the page is read."""

    file: str
    offset: int | None
    """Where its record begins, or its compressed member; None where nothing can be read from there."""
    url: str
    fetched_at: dt.datetime | None
    content_type: str | None
    transfer_encoding: str
    content_encoding: str
    payload: bytes
    digest: int = 0
    """Tells payloads apart, over archives too."""

    @property
    def name(self) -> str:
        """What messages call it: file, offset and address."""
        return f"{self.file} at {self.offset}: {self.url}" if self.offset is not None else f"{self.file}: {self.url}"

    def page(self) -> Page:
        """Return the page, decoded; raise UnreadableRecord."""
        body = decoded(self.payload, self.transfer_encoding, self.content_encoding)
        page = Page.read(body, self.url, self.content_type)
        page.fetched = self.fetched_at
        return page

    def source(self, url: str | None) -> Source:
        """Return where the record came from; ``url`` is the address as it is written in records."""
        return Source(url=url, fetched_at=self.fetched_at, file=self.file, offset=self.offset)
