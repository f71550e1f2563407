"""The third pipeline: names the earlier record that an article nearly repeats."""

from __future__ import annotations

from typing import Any

from scrapy.crawler import Crawler

from spacecrawl.reading import signature_of
from spacecrawl.record import Article
from spacecrawl.session import Session


class NearDuplicatePipeline:
    """Sets ``duplicate_of``; a near-duplicate is kept, since which copy matters is the reader's choice."""

    def __init__(self, crawler: Crawler) -> None:
        self.session = Session.of(crawler)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> NearDuplicatePipeline:
        """Build for a crawler."""
        return cls(crawler)

    def process_item(self, item: Any) -> Any:
        """Return the item, with ``duplicate_of`` set where a stored record is nearly the same."""
        if isinstance(item, Article) and item.id and (text := signature_of(item)):
            item.duplicate_of = self.session.store.near_duplicates.find(item.id, text)
            self.session.signed = (item.id, text)
        return item
