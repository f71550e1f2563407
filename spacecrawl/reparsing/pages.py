"""Which kept pages are read again: the newest of each article, and those that held no article when they came."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

from spacecrawl.errors import FolderError
from spacecrawl.record import Source
from spacecrawl.reparsing.task import ReparseTask
from spacecrawl.sites import Catalogue
from spacecrawl.sites.address import clean_url
from spacecrawl.storage.captures import Capture, Captures
from spacecrawl.storage.folder import ARCHIVE, ARTICLES
from spacecrawl.storage.ledger import Ledger
from spacecrawl.storage.records import read_record

_AT_ONCE = 500

_NEWEST_LINES = """
    SELECT article, max(offset), length FROM versions JOIN articles ON number = article
    WHERE article > ? AND article <= ? AND (? = '[]' OR site IN (SELECT value FROM json_each(?)))
    GROUP BY article ORDER BY article LIMIT ?
"""
_REJECTED = """
    SELECT path, origin FROM addresses
    WHERE state = 'rejected' AND article IS NULL AND (path, origin) > (?, ?) ORDER BY path, origin LIMIT ?
"""

NOT_KEPT = "their pages were not kept"
KEPT_OLDER = "their newest versions came without --archive"


class KeptPages:
    """The pages of a folder's archive that are worth reading again, in the order in which articles were first stored.

    ``left_out`` counts articles by why their pages are not among them; ``wanted`` are entries of the catalogue, none
    for all sites.
    """

    def __init__(self, folder: Path, ledger: Ledger, catalogue: Catalogue, wanted: frozenset[str]) -> None:
        self.left_out: Counter[str] = Counter()
        self._folder, self._ledger, self._catalogue, self._wanted = folder, ledger, catalogue, wanted
        self._captures = Captures(ledger)
        self._names = {number: name for name, number in self._captures.names().items()}
        row = ledger.row("SELECT coalesce(max(number), 0) FROM articles")
        self._last = int(row[0]) if row else 0

    @property
    def are_there(self) -> bool:
        """Tell whether the folder has an archive."""
        return bool(self._names)

    def __iter__(self) -> Iterator[ReparseTask]:
        yield from self._of_articles()
        yield from self._without_article()

    def _of_articles(self) -> Iterator[ReparseTask]:
        with (self._folder / ARTICLES).open("rb") as lines:
            for number, offset, length in self._newest_lines():
                capture = self._captures.newest_of(number)
                if capture is None:
                    self.left_out[NOT_KEPT] += 1
                    continue
                lines.seek(offset)
                stored = self._record(lines.read(length), offset)
                if _came_later(stored, capture):
                    self.left_out[KEPT_OLDER] += 1
                elif task := self._task(capture, stored):
                    yield task

    def _newest_lines(self) -> Iterator[tuple[int, int, int]]:
        """Yield number, offset and length of the newest line of each article."""
        last, sites = 0, json.dumps(sorted(self._wanted))
        while rows := self._ledger.rows(_NEWEST_LINES, (last, self._last, sites, sites, _AT_ONCE)):
            yield from cast("list[tuple[int, int, int]]", rows)
            last = rows[-1][0]

    def _without_article(self) -> Iterator[ReparseTask]:
        """Yield the pages that were rejected, and lead to no article by now."""
        last = ("", "")
        while rows := self._ledger.rows(_REJECTED, (*last, _AT_ONCE)):
            for path, origin in rows:
                capture = self._captures.page_at(origin + path)
                if capture and self._is_wanted(capture.url) and (task := self._task(capture, None)):
                    yield task
            last = rows[-1][0], rows[-1][1]

    def _is_wanted(self, url: str) -> bool:
        site = self._catalogue.site_of(url)
        return not self._wanted or (site is not None and site.entry in self._wanted)

    def _task(self, capture: Capture, stored: dict[str, Any] | None) -> ReparseTask | None:
        payload = self._captures.payload_of(capture)
        if payload is None or not capture.is_page:
            self.left_out[NOT_KEPT] += stored is not None
            return None
        own = f"{ARCHIVE}/{self._names[capture.file]}"
        return ReparseTask(
            url=capture.url,
            path=self._folder / ARCHIVE / self._names[payload.file],
            offset=payload.offset,
            length=payload.length,
            content_type=capture.type,
            source=Source(clean_url(capture.url), capture.time, own, capture.offset),
            stored=stored,
        )

    def _record(self, line: bytes, offset: int) -> dict[str, Any]:
        try:
            return read_record(line)
        except ValueError as error:
            raise FolderError(
                f"{self._folder / ARTICLES}: no record at byte {offset}, where the ledger has one. "
                f"Rebuild the ledger: spacecrawl repair --folder {self._folder}"
            ) from error


def _came_later(stored: dict[str, Any], capture: Capture) -> bool:
    """Tell whether a record is of a page that came after the newest one that was kept."""
    fetched = stored["source"]["fetched_at"]
    return fetched is not None and dt.datetime.fromisoformat(fetched) > capture.time
