"""Who watches a run: a person at a terminal, whoever reads its lines, a program that follows its events."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Self

from scrapy.crawler import Crawler

from spacecrawl.commands.printing import messages, somebody_watches
from spacecrawl.commands.progress import LiveView, PlainLines, Tally
from spacecrawl.watching import EventFile, Watch

if TYPE_CHECKING:
    from spacecrawl.commands.running import RunOptions, RunSummary


class Onlookers(contextlib.ExitStack):
    """The onlookers that a run's options name; where there are none, the crawl is not touched.

    Raise UsageError where the file for events can't be written.
    """

    def __init__(self, options: RunOptions) -> None:
        super().__init__()
        self._live = not options.quiet and somebody_watches() and not messages.is_dumb_terminal
        self._tell_every = 0.0 if options.quiet or self._live else options.tell_every
        self._events = EventFile(options.events) if options.events is not None else None
        self._watch: Watch | None = None

    def __enter__(self) -> Self:
        if self._events:
            self.callback(self._events.close)
        return super().__enter__()

    @contextlib.contextmanager
    def at(self, crawler: Crawler) -> Iterator[None]:
        """Let them watch a crawl for as long as the ``with`` block lasts."""
        tally = Tally() if self._live else None
        if listeners := [listener for listener in (self._events, tally) if listener is not None]:
            self._watch = Watch(crawler, listeners)
        with contextlib.ExitStack() as shown:
            if tally is not None:
                shown.enter_context(LiveView(crawler, tally))
            elif self._tell_every:
                shown.enter_context(PlainLines(crawler, self._tell_every))
            yield

    def end(self, summary: RunSummary) -> None:
        """Tell them how the run ended."""
        if self._watch:
            self._watch.end(summary.run_folder, asdict(summary))
