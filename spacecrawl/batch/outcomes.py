"""What became of saved pages: reading one into a record, and counting many."""

from __future__ import annotations

import heapq
import time
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from spacecrawl.archives.counts import Counts
from spacecrawl.archives.page import ArchivedPage
from spacecrawl.archives.payload import UnreadableRecord
from spacecrawl.batch.saved_pages import SavedPage, UnreadablePage
from spacecrawl.extraction import read_page
from spacecrawl.record.schema import fault
from spacecrawl.sites import Catalogue

SLOWEST_SHOWN = 10

ARTICLES, WITHOUT, LEFT_OUT, UNREAD = (
    "articles",
    "pages without an article",
    "articles left out by the filters",
    "pages that can't be read",
)
KINDS = (ARTICLES, WITHOUT, LEFT_OUT, UNREAD)


@dataclass(frozen=True)
class Outcome:
    """A page's record, or why it has none; plain data, so that a worker can send it. ``seconds`` are of CPU."""

    name: str
    record: dict[str, Any] | None
    reason: str
    seconds: float = 0.0
    characters: int = 0
    archive: str | None = None
    """The archive that the page comes from."""
    is_read: bool = True
    """Whether the page was read, and only holds no article."""

    @property
    def is_counted_only(self) -> bool:
        """Tell whether it is a page of an archive, most of which hold no article: nobody wants each of them named."""
        return self.archive is not None and self.record is None and self.is_read


@dataclass(frozen=True)
class SavedPageTask:
    """A saved page for a reading process, which opens it too."""

    saved: SavedPage | ArchivedPage
    parser: str | None = None

    @property
    def archive(self) -> str | None:
        """The archive that the page comes from."""
        return self.saved.file if isinstance(self.saved, ArchivedPage) else None

    def run(self, catalogue: Catalogue) -> Outcome:
        """Return what became of it."""
        return outcome_of(self.saved, catalogue, self.parser)


def outcome_of(saved: SavedPage | ArchivedPage, catalogue: Catalogue, parser: str | None = None) -> Outcome:
    """Read one saved page; never raises for the page's sake."""
    start = time.thread_time()
    record, reason, characters, is_read = None, "", 0, True
    try:
        page = saved.page()
        characters = len(page.html)
        article = read_page(page, catalogue, parser)
        article.source = saved.source(article.source.url)
        record = article.to_dict()
        # a saved page need not tell its address
        reason = fault(record if record["url"] else {**record, "url": "http://unknown.example/"}) or ""
    except (UnreadablePage, UnreadableRecord) as error:
        reason, is_read = str(error), False
    except Exception as error:  # noqa: BLE001 - the edge where one bad page must not stop the others
        reason, is_read = f"the parser failed: {type(error).__name__}: {error}", False
    return Outcome(
        name=saved.name,
        record=None if reason else record,
        reason=reason,
        seconds=time.thread_time() - start,
        characters=characters,
        archive=saved.file if isinstance(saved, ArchivedPage) else None,
        is_read=is_read,
    )


@dataclass
class Tally:
    """Counts of outcomes, and the slowest of them."""

    articles: int = 0
    without: int = 0
    failed: int = 0
    """Pages without an article that were named."""
    of_archives: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    seconds: float = 0.0
    confidence: float = 0.0
    slowest: list[tuple[float, int, str]] = field(default_factory=list)

    def add(self, outcome: Outcome, *, chosen: bool = True) -> None:
        """Count a page; ``chosen`` tells whether its article, if it has one, was asked for."""
        if outcome.archive is not None:
            self.of_archives[outcome.archive][kind_of(outcome, chosen=chosen)] += 1
        if outcome.record is None:
            self.without += 1
            self.failed += not outcome.is_counted_only
        else:
            self.articles += 1
            self.confidence += outcome.record["extractor"]["confidence"] or 0.0
        self.seconds += outcome.seconds
        entry = (outcome.seconds, self.articles + self.without, _told(outcome))
        (heapq.heappush if len(self.slowest) < SLOWEST_SHOWN else heapq.heappushpop)(self.slowest, entry)

    def count(self, archive: str, kind: str) -> None:
        """Count a page of an archive by what became of it alone."""
        self.of_archives[archive][kind] += 1
        self.articles += kind == ARTICLES
        self.failed += kind == UNREAD

    def are_well(self, archives: Iterable[Counts], *, filtered: bool) -> bool:
        """Tell whether all archives could be read to their ends and gave an article, or were filtered."""
        archives = list(archives)
        found = filtered or any(kinds[ARTICLES] for kinds in self.of_archives.values())
        return all(counts.is_well for counts in archives) and (found or not archives)

    def archive_lines(self, archives: Iterable[Counts]) -> list[str]:
        """Return a line for each archive: what its records were, and what became of its pages."""
        lines = []
        for counts in archives:
            kinds = self.of_archives[counts.file]
            pages = [f"{kinds[kind]} {kind}" for kind in KINDS if kinds[kind] or kind == ARTICLES]
            told = ", ".join([*pages, *counts.parts()])
            lines.append(f"{counts.file}: {counts.records} records: {told}")
        return lines

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


def kind_of(outcome: Outcome, *, chosen: bool) -> str:
    """Return what became of a page, in the words that it is counted under."""
    if outcome.record is not None:
        return ARTICLES if chosen else LEFT_OUT
    return WITHOUT if outcome.is_counted_only else UNREAD


def _told(outcome: Outcome) -> str:
    record = outcome.record
    words = str(len(record["body"].split())) if record else "-"
    sure = f"{record['extractor']['confidence'] or 0:.2f}" if record else "-"
    size = outcome.characters / 1000
    return f"{outcome.seconds * 1000:11.1f}  {size:6.0f}  {words:>6}  {sure:>10}  {outcome.name}"
