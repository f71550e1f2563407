"""One kept page, read again in a reading process."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from spacecrawl.reading import PageTask, PreparedArticle
from spacecrawl.record import Source
from spacecrawl.reparsing.changes import Change, changes_of, size_of
from spacecrawl.sites import Catalogue


@dataclass(frozen=True, slots=True)
class ReparseTask:
    """A kept page: where its payload lies, how it came, and the newest record that was made of it.

    ``stored`` is None for a page that held no article when it came.
    """

    url: str
    path: Path
    offset: int
    length: int
    content_type: str | None
    source: Source
    stored: dict[str, Any] | None

    def run(self, catalogue: Catalogue) -> Reread:
        """Return what today's parser makes of the page; raise UnreadableRecord, or what the parser raises."""
        from spacecrawl.archives.answer import read_body

        body = read_body(self.path, self.offset, self.length)
        also_at = tuple(self.stored["also_at"]) if self.stored else ()
        page = PageTask(body, self.url, self.content_type, source=self.source, also_at=also_at)
        reading = page.run(catalogue)
        if reading.fault is not None or self.stored is None:
            return Reread(None if reading.fault else reading.article, reading.fault)
        if reading.article.id != self.stored["id"]:
            return Reread(None, None, moved_to=reading.article.url)
        changes = changes_of(self.stored, reading.article.to_dict())
        return Reread(reading.article if changes else None, None, changes, size_of(changes))


@dataclass(frozen=True, slots=True)
class Reread:
    """What today's parser makes of a page: an article if it is new or differs, or why there is none.

    ``moved_to`` is its canonical address where that is another than the record's, ``size`` the characters that differ.
    """

    article: PreparedArticle | None
    fault: str | None
    changes: dict[str, Change] = field(default_factory=dict)
    size: int = 0
    moved_to: str | None = None

    @property
    def changes_content(self) -> bool:
        """Tell whether what ``content_hash`` covers differs, so that it would be a version of its own."""
        dateline = self.changes.get("dateline")
        texts = tuple(value["text"] if value else None for value in dateline) if dateline else ("", "")
        return bool(self.changes.keys() & {"title", "byline", "body"}) or texts[0] != texts[1]
