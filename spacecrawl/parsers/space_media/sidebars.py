"""Boxed stories of their own on an article's page: which lines are theirs."""

from __future__ import annotations

from spacecrawl.parsers.space_media import vocabulary as words
from spacecrawl.parsers.space_media.evidence import PROSE, SENTENCE, DatelineLine, Evidence, marked
from spacecrawl.parsers.space_media.filing import Filing

_BOXES = frozenset(("aside", "fieldset", "table"))
"""Elements that alone tell a box apart; any box does if a dateline or a class says the same."""


class SidebarFinder:
    """Finds the sidebars between the headline and the tail; each is the list of its lines, headline first."""

    def __init__(self, evidence: Evidence, headline: int | None, filing: Filing, start: int, tail: int) -> None:
        self.evidence, self.page = evidence, evidence.page
        self.filing = filing
        self.start, self.tail = start, tail
        self.own = filing.own | ({headline} if headline is not None else set())
        self.story_dateline = filing.dateline.index if filing.dateline else None
        self.taken: set[int] = set()
        self.body_marker = evidence.marker(words.BODY_STARTS, start)

    def find(self) -> list[list[int]]:
        """Return the sidebars in the page's order."""
        openings = [i for i in range(self.start, self.tail) if self._opens(i)]
        found = []
        for number, opening in enumerate(openings):
            following = openings[number + 1 : number + 2]
            limit = self._title_of(following[0]) if following else self.tail
            lines = [i for i in self._lines_of(opening, limit) if i not in self.taken and i not in self.own]
            self.taken.update(lines)
            found.append(lines)
        return sorted((lines for lines in (*found, *self._undated()) if lines), key=min)

    # dated sidebars -----------------------------------------------------------------

    def _opens(self, index: int) -> bool:
        """Tell whether a line is a sidebar's dateline or opens with it."""
        found = self.evidence.dateline(index)
        if found is None or index in self.own or index == self.story_dateline:
            return False
        return self._has_title(index) or self._is_boxed(index)

    def _has_title(self, index: int) -> bool:
        return self._title_of(index) < index

    def _title_of(self, index: int) -> int:
        """Return the line of the headline right above a sidebar's dateline, else the dateline's own."""
        above = index - 1
        if above < self.start or above in self.own or above == self.story_dateline or above in self.taken:
            return index
        evidence = self.evidence
        short = evidence.length(above) < PROSE and not evidence.is_tail(above) and not evidence.is_stock_caption(above)
        sentence = words.SENTENCE.search(evidence.text(above)) and not evidence.lines[above].bold
        return above if short and not sentence else index

    def _is_boxed(self, index: int) -> bool:
        return self._box_of(index) is not None

    def _lines_of(self, opening: int, limit: int) -> range:
        box = self._box_of(opening)
        if box is not None:
            lines = self.page.inside(box)
            first = lines.start if not self._taken_in(lines) else self._title_of(opening)
            return range(max(first, self.start), min(lines.stop, limit))
        return range(self._title_of(opening), min(self._end_of_unboxed(opening), limit))

    def _taken_in(self, lines: range) -> bool:
        return any(i in self.taken for i in lines)

    def _box_of(self, opening: int) -> int | None:
        """Return the smallest box with a sidebar's headline, dateline and text but no line of the article."""
        best = None
        for box in self.page.path(self.page.lines[opening].box):
            lines = self.page.inside(box)
            if self._holds_article(lines):
                break
            best = box
            if lines.start < opening and self._has_text(opening, lines):
                break
        return best

    def _has_text(self, opening: int, lines: range) -> bool:
        found = self.evidence.dateline(opening)
        return bool(found and found.rest) or lines.stop > opening + 1

    def _holds_article(self, lines: range) -> bool:
        """Tell whether lines hold the article: its own lines, its start, or all of its text."""
        if lines.stop > self.tail or any(i in lines for i in self.own) or self.story_dateline in lines:
            return True
        if self.body_marker is not None and lines.start < self.body_marker < lines.stop:
            return True
        first = self.story_dateline if self.story_dateline is not None else self.start
        outside = (i for i in range(first, self.tail) if i not in lines and i not in self.taken)
        return not any(self._is_text(i) for i in outside)

    def _is_text(self, index: int) -> bool:
        evidence = self.evidence
        return evidence.length(index) >= SENTENCE and index not in self.own and not evidence.own_dateline(index)

    def _end_of_unboxed(self, opening: int) -> int:
        """Return where a sidebar without a box ends: at the article's own lines, else after a paragraph."""
        ends = [i for i in self.own if i > opening]
        if self.story_dateline is not None and self.story_dateline > opening:
            ends.append(self.story_dateline)
        if self.body_marker is not None and self.body_marker > opening:
            ends.append(self.body_marker)
        found = self.evidence.dateline(opening)
        return min(ends) if ends else opening + (1 if found and found.rest else 2)

    # sidebars without a dateline ------------------------------------------------------

    def _undated(self) -> list[list[int]]:
        """Return boxes with a headline and text but no dateline, apart from the article's own lines."""
        found: list[list[int]] = []
        for box, tag in enumerate(self.page.tags):
            lines = self.page.inside(box)
            if lines and self.start <= lines.start and lines.stop <= self.tail and self._is_undated(lines, tag):
                self.taken.update(lines)
                found.append(list(lines))
        return found

    def _is_undated(self, lines: range, tag: str) -> bool:
        if self._taken_in(lines) or not (tag in _BOXES or self._has_class(lines.start)):
            return False
        title = self.evidence.lines[lines.start]
        if not (title.bold or title.heading) or self.evidence.length(lines.start) >= PROSE:
            return False
        return any(self._is_text(i) for i in lines[1:]) and not self._holds_article(lines)

    def _has_class(self, index: int) -> bool:
        return marked(self.evidence.lines[index], words.SIDEBAR_CLASS)


def title_of(evidence: Evidence, lines: list[int]) -> str:
    """Return the headline of a sidebar whose `lines` stand above its text, without kicker and byline."""
    kept = [i for i in lines if not (evidence.is_stock_caption(i) or evidence.is_byline(i))]
    headline = [i for i in kept if not evidence.is_kicker(i)]
    return " ".join(evidence.text(i) for i in headline or kept)


def dateline_of(evidence: Evidence, lines: list[int]) -> DatelineLine | None:
    """Return the first dateline of a sidebar's lines."""
    return next((found for i in lines if (found := evidence.dateline(i))), None)
