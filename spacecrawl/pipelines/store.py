"""The last pipeline: appends what is new or changed to ``articles.jsonl``."""

from __future__ import annotations

from typing import Any

from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem

from spacecrawl.errors import FolderError
from spacecrawl.reading import signature_of
from spacecrawl.record import Article
from spacecrawl.session import Session, fetch_of
from spacecrawl.storage.article_rows import Known


class StorePipeline:
    """Stores Articles: a new one as version 1, a changed one as the next version, an unchanged one not at all."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.session = Session.of(crawler)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> StorePipeline:
        """Build for a crawler."""
        return cls(crawler)

    def open_spider(self) -> None:
        """Open the store before the first page is fetched: a folder that is damaged or held ends the run at once."""
        _ = self.session.store

    def process_item(self, item: Any) -> Any:
        """Return the stored item; raise DropItem for one that is unchanged or came twice in this run."""
        if not isinstance(item, Article):
            return item
        try:
            self._store(item)
        except FolderError as error:
            self._count("folder_failed")
            self.session.run.outcomes.note(item.url, "failed", str(error))
            self.session.stop_for_folder(str(error))
            raise DropItem(str(error)) from error
        return item

    def _store(self, item: Article) -> None:
        store = self.session.store
        known = store.known(item.id)
        if known:
            self._drop_if_known(item, known)
            item.version, item.revised_by = known.version + 1, "site"
            item.also_at = list(dict.fromkeys((*known.also_at, *item.also_at)))
        signed = self.session.signed
        text = signed[1] if signed and signed[0] == item.id else None
        store.append(item, text, fetch_of(item))
        self._count("articles/new" if item.version == 1 else "articles/revised")
        self.session.run.outcomes.note(item.url, "new" if item.version == 1 else "revised")
        self._count(f"site/{item.site or 'no known site'}")
        self._count_filing(*item.filing)
        if item.duplicate_of:
            self._count("near_duplicates")

    def _drop_if_known(self, item: Article, known: Known) -> None:
        """Drop what is as it was, and what came in this run before: in other words, it is kept among the rejected."""
        this_run = known.run is not None and known.run == self.session.store.run_number
        if known.content_hash == item.content_hash:
            self.session.store.rows.seen_again(known, item, fetch_of(item))
            self._drop(item, "same address twice" if this_run else "unchanged")
        if this_run:
            self._reject(item, "a page with other words came under this canonical address before, in the same run")
        if self._is_another_story(item, known):
            self._reject(item, f"{item.source_url} names the address of a story as its own, and is another story")

    def _is_another_story(self, item: Article, known: Known) -> bool:
        """Tell a page elsewhere that claims a known story's address, with another text, from that story's revision."""
        came_from = {self.session.canonical(item.source_url or known.url)}
        came_from.update(self.session.canonical(url) for url, _ in fetch_of(item).redirects)
        if came_from & {known.url, *known.also_at}:
            return False
        text = signature_of(item)
        return text is None or not self.session.store.near_duplicates.is_near(known.number, text)

    def _reject(self, item: Article, reason: str) -> None:
        """Keep an article among the rejected: its record belongs to another page."""
        self.session.run.reject(item.to_dict(), reason)
        self.session.note_rejected(item)
        self._count("rejected")
        self.session.run.outcomes.note(item.source_url, "rejected", reason)
        raise DropItem(f"{item.url}: {reason}")

    def _drop(self, item: Article, reason: str) -> None:
        self._count(f"skipped/{reason}")
        self.session.run.outcomes.note(item.url, "skipped", reason)
        raise DropItem(f"{item.url}: {reason}")

    def _count_filing(self, agency: str | None, country: str | None) -> None:
        """Count a story by the agency that filed it and by country."""
        if agency:
            self._count(f"agency/{agency}")
        if country:
            self._count(f"country/{country}")

    def _count(self, name: str) -> None:
        if self.crawler.stats:
            self.crawler.stats.inc_value(f"spacecrawl/{name}")
