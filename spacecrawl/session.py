"""What the spider and pipelines of one crawl share: its data folder, store, and the folder of the run."""

from __future__ import annotations

import contextlib
import datetime as dt
import logging
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar
from weakref import WeakKeyDictionary, ref

from filelock import FileLock
from scrapy import Spider, signals
from scrapy.crawler import Crawler
from scrapy.utils.defer import _schedule_coro

from spacecrawl import __version__
from spacecrawl.errors import FolderError
from spacecrawl.parsers.choice import parser_for
from spacecrawl.reading import PreparedArticle, ReadingPool
from spacecrawl.record import Article
from spacecrawl.record.fetched import Fetched
from spacecrawl.record.similarity import Signature
from spacecrawl.sites import Catalogue, Site, load_catalogue
from spacecrawl.sites.address import clean_url
from spacecrawl.storage import ArticleStore, DataFolder, RunFolder, Runs
from spacecrawl.storage.addresses import State
from spacecrawl.storage.folder import typed_command
from spacecrawl.storage.own_archive import OwnArchive

COUNTED = ("articles/new", "articles/revised", "rejected", "failed")
"""Statistics that the ledger keeps of every run."""

FOLDER_FAILED = "folder failed"
"""Reason with which a spider is closed when its data folder can't be written."""


class Session:
    """Opened once a crawl, closed with its spider; every part is opened on first use.

    ``signed`` is the signature of the article that goes through them now. ``folder_trouble`` says why
    the data folder failed, where it did.
    """

    _of_crawlers: ClassVar[WeakKeyDictionary[Crawler, Session]] = WeakKeyDictionary()

    def __init__(self, crawler: Crawler) -> None:
        self.settings = crawler.settings
        self.command = typed_command()
        self._crawler = ref(crawler)
        self.folder_trouble: str | None = None
        self.signed: tuple[str, Signature] | None = None
        self._lock: FileLock | None = None
        self._ended: dict[str, Any] | None = None
        crawler.signals.connect(self.note_end, signal=signals.spider_closed)
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
        """The articles of the data folder; in a dry run, those of the folder that it is for, where nothing is kept."""
        if real := self.settings.get("SPACECRAWL_DRY_RUN_OF"):
            return self._store_of(Path(real))
        if not self.settings.get("SPACECRAWL_RUN_FOLDER"):  # whoever made the run's folder holds the lock already
            self._lock = self.folder.lock()
        store = ArticleStore(self.folder, self.run)
        arguments = self.settings.getdict("SPACECRAWL_ARGUMENTS")
        store.run_number = Runs(store.ledger).begin(self.run.path.name, self.command, arguments)
        return store

    def _store_of(self, real: Path) -> ArticleStore:
        folder = DataFolder(real) if real.exists() else self.folder
        if folder is not self.folder:
            self._lock = folder.lock()
        store = ArticleStore(folder, self.run)
        store.ledger.try_out()
        return store

    @cached_property
    def archive(self) -> OwnArchive:
        """Where the answers of this run are kept as they came, with the setting ``SPACECRAWL_ARCHIVE``."""
        largest = self.settings.getint("SPACECRAWL_ARCHIVE_FILE_SIZE")
        return OwnArchive(self.folder, self.run.path.name, self.store.ledger, self._opening, largest)

    def _opening(self, name: str) -> bytes:
        """Return the record that an archive file begins with."""
        from spacecrawl.archives.exchange import warcinfo

        told = {
            "software": f"spacecrawl/{__version__}",
            "format": "WARC File Format 1.1",
            "conformsTo": "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
            "isPartOf": self.run.path.name,
            "robots": "obey" if self.settings.getbool("ROBOTSTXT_OBEY") else "ignore",
            "http-header-user-agent": self.settings["USER_AGENT"],
        }
        return warcinfo(name, dt.datetime.now(dt.UTC), told)

    @cached_property
    def catalogue(self) -> Catalogue:
        """The built-in sites and those of the catalogues that the settings name."""
        return load_catalogue(self.settings.getlist("SPACECRAWL_SITES"))

    @cached_property
    def reading(self) -> ReadingPool:
        """The process that reads this crawl's article pages, started with the first of them."""
        return ReadingPool(self.catalogue)

    def canonical(self, url: str) -> str:
        """Return an address in the form that the ledger knows it by."""
        site = self.catalogue.site_of(url)
        return site.canonical_url(url) if site else clean_url(url)

    def stop_for_folder(self, message: str) -> None:
        """End the run in order where its folder failed: what can't be stored must not be fetched either."""
        self.folder_trouble = message
        crawler = self._crawler()
        if crawler is not None and crawler.spider is not None and crawler.engine is not None:
            crawler.spider.logger.critical("%s", message)
            _schedule_coro(crawler.engine.close_spider_async(reason=FOLDER_FAILED))

    def note_outcome(
        self, urls: Iterable[str], state: State, target: str | None = None, day: str | None = None
    ) -> None:
        """Note of addresses that led to no new article what became of them; stored articles can only be gone."""
        addresses = self.store.addresses
        for url in dict.fromkeys(map(self.canonical, urls)):
            known = addresses.get(url)
            if known and known.article is not None and state != "gone":
                continue
            site = self.catalogue.site_of(url)
            addresses.note(
                url,
                state,
                site=site.entry if site else None,
                target=target,
                parser=parser_version(site) if state == "rejected" else None,
                published=day,
            )
        self.store.ledger.done()

    def note_rejected(self, article: Article) -> None:
        """Note that an article's page gives no record as long as its parser stays the same."""
        redirects = (url for url, _ in fetch_of(article).redirects)
        self.note_outcome(filter(None, (*redirects, article.source_url, article.url)), "rejected")

    def note_end(self, spider: Spider, reason: str) -> None:
        """Keep the numbers of a run that Scrapy's own command began; those of ours it keeps itself."""
        if self.settings.get("SPACECRAWL_RUN_FOLDER") or "store" not in self.__dict__ or spider.crawler.stats is None:
            return
        stats = spider.crawler.stats.get_stats()
        counts = {name.replace("/", "_"): stats.get(f"spacecrawl/{name}", 0) for name in COUNTED}
        self._ended = {
            "command": self.command,
            "spider": spider.name,
            "finish_reason": reason,
            **counts,
            "stats": stats,
        }
        Runs(self.store.ledger).end(self.run.path.name, 0 if reason == "finished" else 1, self._ended)

    def close(self) -> None:
        """End the reading process, and bring what was stored and noted to the disk."""
        if "reading" in self.__dict__:
            self.reading.close()
        if "run" in self.__dict__:
            self.run.outcomes.close()
        if self._ended:
            with contextlib.suppress(OSError):  # a report; what was stored must still be closed
                self.run.write_summary(self._ended)
        for part in ("archive", "store"):
            try:
                if part in self.__dict__:
                    getattr(self, part).close()
            except FolderError as error:
                logging.getLogger(__name__).critical("%s", error)
                self.folder_trouble = str(error)
        if self._lock is not None:
            self._lock.release()


def fetch_of(article: Article) -> Fetched:
    """Return how the page of an article came that a spider of ours fetched."""
    return article.fetched if isinstance(article, PreparedArticle) else Fetched()


def parser_version(site: Site | None) -> str:
    """Return name and version of the parser that reads a site's pages: what it rejected another version may read."""
    parser = parser_for(site)
    return f"{parser.name} {parser.version}"
