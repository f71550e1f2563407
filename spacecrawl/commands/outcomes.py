"""What became of saved pages: reading one into a record, and counting many."""

from __future__ import annotations

import heapq
import time
from dataclasses import dataclass, field
from typing import Any

from spacecrawl.commands.saved_pages import SavedPage, UnreadablePage
from spacecrawl.extraction import read_page
from spacecrawl.record.schema import fault
from spacecrawl.sites import Catalogue

SLOWEST_SHOWN = 10


@dataclass(frozen=True)
class Outcome:
    """A page's record, or why it has none; plain data, so that a worker can send it. ``seconds`` are of CPU."""

    name: str
    record: dict[str, Any] | None
    reason: str
    seconds: float = 0.0
    characters: int = 0


@dataclass(frozen=True)
class SavedPageTask:
    """A saved page for a reading process, which opens it too."""

    saved: SavedPage
    parser: str | None = None

    def run(self, catalogue: Catalogue) -> Outcome:
        """Return what became of it."""
        return outcome_of(self.saved, catalogue, self.parser)


def outcome_of(saved: SavedPage, catalogue: Catalogue, parser: str | None = None) -> Outcome:
    """Read one saved page; never raises for the page's sake."""
    start = time.thread_time()
    record, reason, characters = None, "", 0
    try:
        page = saved.page()
        characters = len(page.html)
        article = read_page(page, catalogue, parser)
        article.source.file, article.source.offset = saved.file, saved.line
        record = article.to_dict()
        # a saved page need not tell its address
        reason = fault(record if record["url"] else {**record, "url": "http://unknown.example/"}) or ""
    except UnreadablePage as error:
        reason = str(error)
    except Exception as error:  # noqa: BLE001 - the edge where one bad page must not stop the others
        reason = f"the parser failed: {type(error).__name__}: {error}"
    return Outcome(saved.name, None if reason else record, reason, time.thread_time() - start, characters)


@dataclass
class Tally:
    """Counts of outcomes, and the slowest of them."""

    articles: int = 0
    without: int = 0
    seconds: float = 0.0
    confidence: float = 0.0
    slowest: list[tuple[float, int, str]] = field(default_factory=list)

    def add(self, outcome: Outcome) -> None:
        """Count a page."""
        if outcome.record is None:
            self.without += 1
        else:
            self.articles += 1
            self.confidence += outcome.record["extractor"]["confidence"] or 0.0
        self.seconds += outcome.seconds
        entry = (outcome.seconds, self.articles + self.without, _told(outcome))
        (heapq.heappush if len(self.slowest) < SLOWEST_SHOWN else heapq.heappushpop)(self.slowest, entry)

    def lines(self) -> list[str]:
        """Return the counts, and a line each for the slowest pages."""
        pages = self.articles + self.without
        rate = f", {pages / self.seconds:.0f} a second" if self.seconds else ""
        sure = f", mean confidence {self.confidence / self.articles:.2f}" if self.articles else ""
        counts = f"{pages} pages, {self.articles} articles, {self.without} without one"
        head = f"{counts}, {self.seconds:.2f} s of CPU{rate}{sure}"
        if not self.slowest:
            return [head]
        heading = f"{'CPU, ms':>11}  {'kB':>6}  {'words':>6}  {'confidence':>10}  page"
        return [head, heading, *(line for _, _, line in sorted(self.slowest, reverse=True))]


def _told(outcome: Outcome) -> str:
    record = outcome.record
    words = str(len(record["body"].split())) if record else "-"
    sure = f"{record['extractor']['confidence'] or 0:.2f}" if record else "-"
    size = outcome.characters / 1000
    return f"{outcome.seconds * 1000:11.1f}  {size:6.0f}  {words:>6}  {sure:>10}  {outcome.name}"
