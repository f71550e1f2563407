"""A line of progress while a run goes on."""

from __future__ import annotations

from contextlib import AbstractContextManager
from types import TracebackType
from typing import Any

from rich.progress import Progress as RichProgress
from rich.progress import SpinnerColumn, TextColumn, TimeElapsedColumn
from scrapy import signals
from scrapy.crawler import Crawler

from spacecrawl.commands.printing import messages


class Progress(AbstractContextManager["Progress"]):
    """Shows pages and articles as they come; nothing where ``shown`` is false."""

    def __init__(self, crawler: Crawler, *, shown: bool) -> None:
        columns = (
            SpinnerColumn(),
            TextColumn("{task.fields[pages]} pages, {task.fields[articles]} articles"),
            TimeElapsedColumn(),
        )
        self._bar = RichProgress(*columns, console=messages, transient=True, disable=not shown)
        self._task = self._bar.add_task("", total=None, pages=0, articles=0)
        self._counts = {"pages": 0, "articles": 0}
        if shown:
            crawler.signals.connect(self._page, signal=signals.response_received)
            crawler.signals.connect(self._article, signal=signals.item_scraped)

    def __enter__(self) -> Progress:
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._bar.stop()

    def _page(self) -> None:
        self._add("pages")

    def _article(self) -> None:
        self._add("articles")

    def _add(self, what: str) -> None:
        self._counts[what] += 1
        fields: dict[str, Any] = dict(self._counts)
        self._bar.update(self._task, **fields)
