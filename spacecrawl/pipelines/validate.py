"""The second pipeline: no record that breaks the schema or holds no article goes on."""

from __future__ import annotations

from typing import Any

from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem

from spacecrawl.reading import PreparedArticle
from spacecrawl.record import Article
from spacecrawl.record.schema import fault
from spacecrawl.session import Session


class ValidatePipeline:
    """Drops invalid Articles, after writing them with the reason to the run's ``rejected.jsonl``."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.session = Session.of(crawler)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> ValidatePipeline:
        """Build for a crawler."""
        return cls(crawler)

    def process_item(self, item: Any) -> Any:
        """Return a valid item; raise DropItem for an Article that is not. What was checked in its process passes."""
        if isinstance(item, PreparedArticle) or not isinstance(item, Article):
            return item
        record = item.to_dict()
        reason = fault(record)
        if reason is None:
            return item
        self.session.run.reject(record, reason)
        self.session.note_rejected(item)
        if self.crawler.stats:
            self.crawler.stats.inc_value("spacecrawl/rejected")
        raise DropItem(f"{record['url']}: {reason}")
