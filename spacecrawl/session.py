"""What the spider and pipelines of one crawl share: its data folder, store, and the folder of the run."""

from __future__ import annotations

import datetime as dt
from functools import cached_property
from typing import ClassVar
from weakref import WeakKeyDictionary

from filelock import FileLock
from scrapy import signals
from scrapy.crawler import Crawler

from spacecrawl.reading import ReadingPool
from spacecrawl.sites import Catalogue, load_catalogue
from spacecrawl.storage import ArticleStore, DataFolder, RunFolder


class Session:
    """Opened once a crawl, closed with its spider; every part is opened on first use."""

    _of_crawlers: ClassVar[WeakKeyDictionary[Crawler, Session]] = WeakKeyDictionary()

    def __init__(self, crawler: Crawler) -> None:
        self.settings = crawler.settings
        self._lock: FileLock | None = None
        crawler.signals.connect(self.close, signal=signals.engine_stopped)

    @classmethod
    def of(cls, crawler: Crawler) -> Session:
        """Return the session of a crawler."""
        if crawler not in cls._of_crawlers:
            cls._of_crawlers[crawler] = cls(crawler)
        return cls._of_crawlers[crawler]

    @cached_property
    def folder(self) -> DataFolder:
        """The data folder."""
        return DataFolder(self.settings.get("SPACECRAWL_FOLDER") or "output")

    @cached_property
    def run(self) -> RunFolder:
        """The folder of this run."""
        given = self.settings.get("SPACECRAWL_RUN_FOLDER")
        return RunFolder(given) if given else self.folder.new_run(dt.datetime.now(dt.UTC))

    @cached_property
    def store(self) -> ArticleStore:
        """The articles of the data folder."""
        if not self.settings.get("SPACECRAWL_RUN_FOLDER"):  # whoever made the run's folder holds the lock already
            self._lock = self.folder.lock()
        return ArticleStore(self.folder, self.run)

    @cached_property
    def catalogue(self) -> Catalogue:
        """The built-in sites and those of the catalogues that the settings name."""
        return load_catalogue(self.settings.getlist("SPACECRAWL_SITES"))

    @cached_property
    def reading(self) -> ReadingPool:
        """The process that reads this crawl's article pages, started with the first of them."""
        return ReadingPool(self.catalogue)

    def close(self) -> None:
        """End the reading process, and bring what was stored and noted to the disk."""
        if "reading" in self.__dict__:
            self.reading.close()
        if "run" in self.__dict__:
            self.run.outcomes.close()
        if "store" in self.__dict__:
            self.store.close()
        if self._lock is not None:
            self._lock.release()
