"""What the ledger knows of stored articles: their newest versions, lines, addresses and signatures."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, field
from typing import Any

from spacecrawl.record import Article
from spacecrawl.record.article import plain
from spacecrawl.record.fetched import Fetched
from spacecrawl.record.similarity import Signature
from spacecrawl.sites.address import clean_url
from spacecrawl.storage.addresses import Addresses, State
from spacecrawl.storage.captures import Capture, Captures
from spacecrawl.storage.folder import ARCHIVE
from spacecrawl.storage.ledger import Ledger
from spacecrawl.storage.signatures import NearDuplicates


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a stored article: its newest version.

    ``number`` is its place in the ledger's table of articles, ``source`` the address it was fetched from, ``run`` the
    number of the run that stored it.
    """

    number: int
    url: str
    version: int
    content_hash: str | None
    also_at: tuple[str, ...] = ()
    source: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    run: int | None = None


@dataclass(slots=True)
class Line:
    """A record that stands in ``articles.jsonl``, or what the ledger keeps of it; its signature, how its page came."""

    record: dict[str, Any]
    offset: int
    length: int
    text: Signature | None
    fetched: Fetched = field(default_factory=Fetched)


_OF_ARTICLES = {"addresses": "article", "presence": "article", "versions": "article", "articles": "number"}
"""Tables with rows of articles, and the column that holds an article's number."""

_KNOWN = "SELECT number, url, version, content_hash, also_at, source, etag, last_modified, run FROM articles"


class ArticleRows:
    """Reads and writes what the ledger knows of articles.

    ``note`` and ``forget`` are parts of larger changes, whose end the caller notes; the others are whole ones.
    """

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.addresses = Addresses(ledger)
        self.captures = Captures(ledger)
        self.near_duplicates = NearDuplicates(ledger)
        row = ledger.row("SELECT coalesce(max(number), 0) + 1 FROM articles")
        self._next_number = int(row[0]) if row else 1
        self._unknown: str | None = None
        """The record that was just looked up in vain: it is noted next, and need not be looked up again."""

    def __len__(self) -> int:
        row = self.ledger.row("SELECT count(*) FROM articles")
        return int(row[0]) if row else 0

    def known(self, record_id: str | None) -> Known | None:
        """Return what is known of a record, or None."""
        row = self.ledger.row(f"{_KNOWN} WHERE id = ?", (record_id,)) if record_id else None
        self._unknown = None if row else record_id
        return _known(row) if row else None

    def by_number(self, number: int) -> Known | None:
        """Return what is known of an article by its number in the ledger, or None."""
        row = self.ledger.row(f"{_KNOWN} WHERE number = ?", (number,))
        return _known(row) if row else None

    def young(self, site: str, since: str) -> list[int]:
        """Return the numbers of a site's articles of this day (YYYY-MM-DD) or later, newest first."""
        rows = self.ledger.rows(
            "SELECT number FROM articles WHERE site = ? AND published >= ? ORDER BY published DESC, number",
            (site, since),
        )
        return [number for (number,) in rows]

    def note(self, line: Line, run: int | None) -> None:
        """Note a line that is written: the record's newest version, its addresses and signature."""
        record = line.record
        if not record["id"]:
            return
        known = None if record["id"] == self._unknown else self.known(record["id"])
        self._unknown = None
        number = known.number if known else self._next_number
        if known is None:
            self._next_number += 1
            self._insert(number, line, run)
            if line.text:
                self.near_duplicates.add(number, line.text)
        else:
            self._update(known, line, run)
            self.near_duplicates.replace(number, line.text)
        self.ledger.write(
            "INSERT OR REPLACE INTO versions VALUES (?, ?, ?, ?)", (number, record["version"], line.offset, line.length)
        )
        if known is None:
            self._note_places(number, record, line.fetched)
        elif not self._is_read_again(known, line):
            self._note_fetch(known, record, line.fetched)

    def note_also_at(self, number: int, url: str, site: str | None) -> None:
        """Note another address of a stored article, which its next version will name."""
        known = self.by_number(number)
        if known and url != known.url and url not in known.also_at:
            self.ledger.write(
                "UPDATE articles SET also_at = ? WHERE number = ?", (_listed((*known.also_at, url)), number)
            )
            self.addresses.note_alias(url, number, site)
            self.ledger.done()

    def seen_again(self, known: Known, article: Article, fetched: Fetched) -> None:
        """Note that an article was fetched again and is as it was: its validators, and addresses that it is at too."""
        self.ledger.write(
            "UPDATE articles SET etag = ?, last_modified = ?, last_seen = ?, also_at = ? WHERE number = ?",
            (
                fetched.etag,
                fetched.last_modified,
                int(time.time()),
                _listed(dict.fromkeys((*known.also_at, *article.also_at))),
                known.number,
            ),
        )
        self._note_places(known.number, ledger_record(article), fetched)
        self.ledger.done()

    def unchanged(self, number: int) -> None:
        """Note that an article's page was asked for again and its server says that it has not changed."""
        self.ledger.write("UPDATE articles SET last_seen = ? WHERE number = ?", (int(time.time()), number))
        self.ledger.done()

    def has_line(self, record_id: str | None, offset: int, length: int) -> bool:
        """Tell whether a record's line is known to be there; those of records without an id are not known."""
        found = self.ledger.row(
            "SELECT 1 FROM versions WHERE article = (SELECT number FROM articles WHERE id = ?)"
            " AND offset = ? AND length = ?",
            (record_id, offset, length),
        )
        return record_id is None or found is not None

    def has_page(self, record: dict[str, Any]) -> bool:
        """Tell whether a record's page is in the archive, if the record says that it is."""
        return _place_of(record) is None or self.page_of(record) is not None

    def page_of(self, record: dict[str, Any], fetched: Fetched | None = None) -> Capture | None:
        """Return the capture that a record was read from; None where its page was not kept."""
        place = archived_at(*fetched.page) if fetched and fetched.page else _place_of(record)
        return self.captures.at_place(*place) if place else None

    def lines_beyond(self, end: int) -> list[tuple[int, int]]:
        """Return article and offset of the known lines that reach beyond this length of the file."""
        rows = self.ledger.rows("SELECT article, offset FROM versions WHERE offset + length > ?", (end,))
        return [(article, offset) for article, offset in rows]

    def forget(self, lines: list[tuple[int, int]]) -> list[tuple[int, int]]:
        """Forget articles whose lines are gone; return offset and length of those of their lines that are there."""
        self.ledger.write_many("DELETE FROM versions WHERE article = ? AND offset = ?", lines)
        articles = sorted({article for article, _ in lines})
        for article in articles:
            self.near_duplicates.replace(article, None)
        gone = "IN (SELECT value FROM json_each(?))"
        numbers = json.dumps(articles)
        left = self.ledger.rows(f"SELECT offset, length FROM versions WHERE article {gone} ORDER BY offset", (numbers,))  # noqa: S608
        self.captures.forget_articles(numbers)
        for table, column in _OF_ARTICLES.items():
            self.ledger.write(f"DELETE FROM {table} WHERE {column} {gone}", (numbers,))  # noqa: S608
        return [(offset, length) for offset, length in left]

    def _insert(self, number: int, line: Line, run: int | None) -> None:
        record, now = line.record, int(time.time())
        self.ledger.write(
            "INSERT INTO articles VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                number,
                record["id"],
                record["url"],
                _source(record),
                record.get("site"),
                (record.get("date_published") or "")[:10] or None,
                record["version"],
                record["content_hash"],
                _listed(record["also_at"]),
                record.get("duplicate_of"),
                line.fetched.etag,
                line.fetched.last_modified,
                now,
                now,
                run,
            ),
        )

    def _is_read_again(self, known: Known, line: Line) -> bool:
        """Tell whether a record is another reading of a page that the article was read from before."""
        page = self.page_of(line.record, line.fetched)
        return page is not None and page.article == known.number

    def _note_fetch(self, known: Known, record: dict[str, Any], fetched: Fetched) -> None:
        """Note how the page of a known article's next version came."""
        self.ledger.write(
            "UPDATE articles SET source = ?, etag = ?, last_modified = ?, last_seen = ? WHERE number = ?",
            (_source(record), fetched.etag, fetched.last_modified, int(time.time()), known.number),
        )
        self._note_places(known.number, record, fetched)

    def _update(self, known: Known, line: Line, run: int | None) -> None:
        record = line.record
        self.ledger.write(
            "UPDATE articles SET site = ?, published = ?, version = ?, content_hash = ?, also_at = ?,"
            " duplicate_of = ?, run = ? WHERE number = ?",
            (
                record.get("site"),
                (record.get("date_published") or "")[:10] or None,
                record["version"],
                record["content_hash"],
                _listed(dict.fromkeys((*known.also_at, *record["also_at"]))),
                record.get("duplicate_of"),
                run,
                known.number,
            ),
        )

    def _note_places(self, number: int, record: dict[str, Any], fetched: Fetched) -> None:
        """Note where an article's page is: in the archive, if it was kept, and at which addresses."""
        if page := self.page_of(record, fetched):
            self.captures.read_as(page, number)
        url, site = record["url"], record.get("site")
        self.addresses.note(url, "article", site=site, article=number)  # older records' need not be in today's form
        led = dict(fetched.redirects)
        for other in dict.fromkeys((*record["also_at"], _source(record) or url, clean_url(url))):
            if other != url and other not in led:
                self.addresses.note_alias(other, number, site)
        for address, permanent in led.items():
            if address != url:
                state: State = "moved" if permanent else "redirected"
                self.addresses.note(address, state, site=site, article=number, target=url)


def ledger_record(article: Article) -> dict[str, Any]:
    """Return what the ledger keeps of an article's record."""
    return {
        "id": article.id,
        "url": article.url,
        "site": article.site,
        "date_published": plain(article.date_published),
        "also_at": article.also_at,
        "duplicate_of": article.duplicate_of,
        "version": article.version,
        "content_hash": article.content_hash,
        "source": {"url": article.source_url},
    }


def archived_at(file: str | None, offset: int | None) -> tuple[str, int] | None:
    """Return the name of an archive file, as records name it, and the offset; None for what is no place in one."""
    if file is None or not file.startswith(f"{ARCHIVE}/") or offset is None:
        return None
    return file.removeprefix(f"{ARCHIVE}/"), offset


def _place_of(record: dict[str, Any]) -> tuple[str, int] | None:
    source = record.get("source") or {}
    return archived_at(source.get("file"), source.get("offset"))


def _known(row: tuple[Any, ...]) -> Known:
    number, url, version, content_hash, also_at, *rest = row
    return Known(number, url, version, content_hash, tuple(json.loads(also_at)), *rest)


def _source(record: dict[str, Any]) -> str | None:
    """Return the address that a record was fetched from, where it is another than its canonical one."""
    source: str | None = (record.get("source") or {}).get("url")
    return source if source != record["url"] else None


def _listed(addresses: Any) -> str:
    return json.dumps(list(addresses), ensure_ascii=False) if addresses else "[]"
