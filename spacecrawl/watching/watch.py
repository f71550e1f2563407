"""Turns what happens in a crawl into events; connected only where somebody watches: other crawls pay nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.http import Response

from spacecrawl.downloader import pausing
from spacecrawl.record import Article
from spacecrawl.session import Session
from spacecrawl.watching.events import KINDS, Event

Listener = Callable[[Event], None]

_OF_ARTICLES = {"known": "known", "unchanged": "unchanged"}
"""Reasons to skip an address that tell of a stored article."""

_OUTCOMES = ("rejected", "gone", "failed", "skipped")


class Watch:
    """Hands the events of one crawl to listeners, in the order in which they happen."""

    def __init__(self, crawler: Crawler, listeners: Iterable[Listener]) -> None:
        self._crawler = crawler
        self._listeners = list(listeners)
        for handler, signal in (
            (self._run_started, signals.spider_opened),
            (self._page_came, signals.response_received),
            (self._article_stored, signals.item_scraped),
            (self._paused, pausing),
        ):
            crawler.signals.connect(handler, signal=signal)

    def end(self, run: str, summary: dict[str, Any]) -> None:
        """Tell that the run has ended, by its summary."""
        self._tell("run_end", run=Path(run).name, **{key: summary[key] for key in KINDS["run_end"] if key != "run"})

    def _tell(self, kind: str, **keys: Any) -> None:
        event = {"event": kind, "at": dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds"), **keys}
        for listener in self._listeners:
            listener(event)

    def _run_started(self) -> None:
        session = Session.of(self._crawler)
        session.run.outcomes.on_note = self._outcome
        arguments = self._crawler.settings.getdict("SPACECRAWL_ARGUMENTS")
        folder = self._crawler.settings.get("SPACECRAWL_DRY_RUN_OF") or session.settings.get("SPACECRAWL_FOLDER")
        run = Path(session.run.path).name
        self._tell("run_start", run=run, folder=str(folder), command=session.command, arguments=arguments)

    def _page_came(self, response: Response, request: Request) -> None:
        seconds = request.meta.get("download_latency")
        self._tell("page", url=response.url, status=response.status, bytes=len(response.body), seconds=seconds)

    def _article_stored(self, item: Any) -> None:
        if isinstance(item, Article):
            what = "new" if item.version == 1 else "revised"
            stored = {"url": item.url, "id": item.id, "site": item.site, "title": item.title, "version": item.version}
            self._tell("article", what=what, **stored, duplicate_of=item.duplicate_of)

    def _outcome(self, url: str | None, outcome: str, reason: str | None) -> None:
        """Tell what became of an address; of stored articles and index pages other signals tell."""
        if outcome == "skipped" and reason in _OF_ARTICLES:
            nothing = dict.fromkeys(("id", "site", "title", "version", "duplicate_of"))
            self._tell("article", what=_OF_ARTICLES[reason], url=url, **nothing)
        elif outcome in _OUTCOMES:
            self._tell(outcome, url=url, reason=reason)

    def _paused(self, request: Request, seconds: float, reason: str) -> None:
        tries = request.meta.get("retry_times", 1)
        self._tell("waiting", url=request.url, seconds=round(seconds, 3), tries=tries, reason=reason)
