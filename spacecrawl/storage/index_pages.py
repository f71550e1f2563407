"""Pages that list stories: their validators, kept together with the links that those vouch for."""

from __future__ import annotations

import json
import time
import zlib
from dataclasses import dataclass
from typing import Any

from spacecrawl.storage.ledger import Ledger

Links = list[list[Any]]
"""Links of an index page in plain JSON types, as whoever read the page wants them back."""


@dataclass(frozen=True, slots=True)
class IndexPage:
    """What is known of a page that lists stories; ``stories`` counts those that it listed when it last listed any.

    ``reader`` names what its links were read with.
    """

    url: str
    reader: str
    etag: str | None
    last_modified: str | None
    stories: int


class IndexPages:
    """Reads and writes the table of index pages, by the address that is asked for."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def get(self, url: str) -> IndexPage | None:
        """Return what is known of an index page, or None."""
        row = self._ledger.row(
            "SELECT url, reader, etag, last_modified, stories FROM index_pages WHERE url = ?", (url,)
        )
        return IndexPage(*row) if row else None

    def links(self, url: str) -> Links | None:
        """Return the links that a page had when it was last read, None where it never was."""
        row = self._ledger.row("SELECT links FROM index_pages WHERE url = ?", (url,))
        found: Links | None = json.loads(zlib.decompress(row[0])) if row else None
        return found

    def note(self, page: IndexPage, site: str | None, links: Links) -> None:
        """Note a page that was read just now. One that lists no story any more keeps the number that it had."""
        now = int(time.time())
        packed = zlib.compress(json.dumps(links, ensure_ascii=False).encode("utf-8", "surrogatepass"), 1)
        self._ledger.write(
            "INSERT INTO index_pages VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (url) DO UPDATE SET"
            " site = excluded.site, reader = excluded.reader, etag = excluded.etag,"
            " last_modified = excluded.last_modified, links = excluded.links, last_seen = excluded.last_seen,"
            " stories = CASE WHEN excluded.stories THEN excluded.stories ELSE stories END, changed = excluded.changed",
            (page.url, site, page.reader, page.etag, page.last_modified, page.stories, packed, now, now, now),
        )
        self._ledger.done()

    def saw(self, url: str) -> None:
        """Note that a page was asked for and has not changed."""
        self._ledger.write("UPDATE index_pages SET last_seen = ? WHERE url = ?", (int(time.time()), url))
        self._ledger.done()
