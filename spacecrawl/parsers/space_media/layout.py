"""Where things stand on an article page: headline, byline, dateline, body, sidebars, tail.

Markers and classes are followed where they are; where they are not, the shape of the text tells: a headline,
a line that begins with ``by``, a line that is a dateline, then paragraphs until the tail.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from spacecrawl.parsers.lines import Line, Lines
from spacecrawl.parsers.space_media import vocabulary as words
from spacecrawl.record import Dateline
from spacecrawl.text.dateline import split_dateline

PROSE = 25
"""Words from which a line can't be furniture: twice the longest headline list entry of the pages known."""

LONGEST_DATELINE = 160


@dataclass(slots=True)
class DatelineLine:
    """A line that is or opens with a dateline, ``rest`` being the text behind it."""

    index: int
    dateline: Dateline
    rest: str
    dashed: bool


@dataclass(slots=True)
class Layout:
    """Line numbers of an article's parts; None where a part is not there."""

    headline: int | None = None
    byline: int | None = None
    dateline: DatelineLine | None = None
    kicker: int | None = None
    body: list[int] = field(default_factory=list)
    sidebars: list[list[int]] = field(default_factory=list)
    tail: int = 0
    found_by: dict[str, str] = field(default_factory=dict)


def marked(line: Line, pattern: words.re.Pattern[str]) -> bool:
    """Tell whether one of the two classes nearest to the text holds a token of this kind."""
    return any(pattern.fullmatch(token) for mark in line.marks[-2:] for token in mark.split())


def read_dateline(line: Line, index: int, reference: dt.date | None = None) -> DatelineLine | None:
    """Return the dateline that a line is or opens with; one without date and agency is none."""
    if not line.text[:1].isupper() and not line.text[:1].isdigit():
        return None
    found = split_dateline(line.text, reference)
    if found is None:
        return None
    dateline, rest = found
    if dateline.date is None and dateline.agency is None:
        return None
    between = line.text[len(dateline.text) : len(line.text) - len(rest)] if rest else line.text[len(dateline.text) :]
    return DatelineLine(index, dateline, rest, any(dash in between for dash in "-–—"))


class LayoutFinder:
    """Finds the parts of one page; `title_hints` are the title as head and meta tags give it."""

    def __init__(self, page: Lines, title_hints: list[str]) -> None:
        self.lines, self.comments = page.lines, page.comments
        self.title_hints = [hint.casefold() for hint in title_hints if hint]
        self.layout = Layout()

    def find(self) -> Layout:
        """Return where everything stands."""
        self._find_headline()
        self._find_tail()
        self._find_dateline()
        self._find_byline()
        self._find_kicker()
        self._find_body()
        return self.layout

    # headline ---------------------------------------------------------------

    def _find_headline(self) -> None:
        layout = self.layout
        for index, how in self._headline_candidates():
            layout.headline = index
            layout.found_by["title"] = how
            return

    def _headline_candidates(self) -> list[tuple[int, str]]:
        headings = [i for i, line in enumerate(self.lines) if line.heading == "h1"]
        told = [i for i in headings if self._is_told(self.lines[i])]
        like_title = [i for i, line in enumerate(self.lines) if not line.heading and self._is_told(line)]
        shaped = self._line_above_byline()
        ranked = [(i, "markup") for i in (told or headings)[:1]]
        ranked += [(i, "text") for i in like_title[:1]]
        ranked += [(shaped, "text")] if shaped is not None else []
        return ranked

    def _is_told(self, line: Line) -> bool:
        return line.text.casefold() in self.title_hints

    def _line_above_byline(self) -> int | None:
        """Without markup and title: the nearest line above the byline or dateline that reads as a headline."""
        for index, line in enumerate(self.lines):
            if not (self._is_byline(index) or self._is_own_dateline(index)):
                continue
            for above in range(index - 1, -1, -1):
                text = self.lines[above].text
                if not self._is_above_headline(text) and not words.STOCK_CAPTION.fullmatch(text):
                    return above
            return None if line else None
        return None

    @staticmethod
    def _is_above_headline(text: str) -> bool:
        return bool(words.MASTHEAD.fullmatch(text) or words.NEWSLETTER.fullmatch(text)) or text.isupper()

    def _is_byline(self, index: int) -> bool:
        text = self.lines[index].text
        return len(text) <= words.LONGEST_BYLINE and words.BYLINE.match(text) is not None

    def _is_own_dateline(self, index: int) -> bool:
        found = read_dateline(self.lines[index], index)
        return found is not None and not found.rest and not found.dashed

    # tail -------------------------------------------------------------------

    def _find_tail(self) -> None:
        """Set the first line below the article: a marker comment, a line of the tail, a related story's lead."""
        start = (self.layout.headline or 0) + 1
        layout = self.layout
        layout.tail = len(self.lines)
        marker = next((n for n, text in enumerate(self.comments) if words.BODY_ENDS.fullmatch(text)), None)
        for index in range(start, len(self.lines)):
            line = self.lines[index]
            if marker is not None and line.comments > marker:
                layout.tail, layout.found_by["tail"] = index, "markup"
                return
            if words.TAIL.fullmatch(line.text) and not words.MASTHEAD.fullmatch(line.text):
                if self._prose_between(start, index) or self._byline_between(start, index):
                    layout.tail, layout.found_by["tail"] = index, "text"
                    return
            elif words.CUT_OFF.search(line.text) and self._prose_between(start, index):
                layout.tail, layout.found_by["tail"] = self._head_of_teaser(index), "text"
                return

    def _prose_between(self, start: int, end: int) -> bool:
        return any(len(self.lines[i].text.split()) >= PROSE for i in range(start, end))

    def _byline_between(self, start: int, end: int) -> bool:
        return any(self._is_own_dateline(i) for i in range(start, end))

    def _head_of_teaser(self, index: int) -> int:
        """Return the first line of the related story whose cut-off lead stands at `index`."""
        first = index
        while first > 0 and index - first < 3 and len(self.lines[first - 1].text.split()) < PROSE:
            first -= 1
        return first

    # dateline and byline ------------------------------------------------------

    def _find_dateline(self) -> None:
        layout = self.layout
        found = [
            candidate
            for index in range((layout.headline if layout.headline is not None else -1) + 1, layout.tail)
            if len(self.lines[index].text) <= LONGEST_DATELINE or layout.dateline is None
            if (candidate := read_dateline(self.lines[index], index))
        ]
        own = [candidate for candidate in found if not candidate.rest]
        if own:
            layout.dateline = max(own, key=self._rank_dateline)
            by_class = marked(self.lines[layout.dateline.index], words.DATELINE_CLASS)
            layout.found_by["dateline"] = "markup" if by_class else "text"
        elif found and not self._own_byline_follows(found[0].index):
            layout.dateline = found[0]
            layout.found_by["dateline"] = "text"

    def _rank_dateline(self, candidate: DatelineLine) -> tuple[bool, bool, bool, int]:
        line = self.lines[candidate.index]
        under_byline = candidate.index > 0 and self._is_byline(candidate.index - 1)
        return (marked(line, words.DATELINE_CLASS), not candidate.dashed, under_byline, -candidate.index)

    def _own_byline_follows(self, index: int) -> bool:
        return any(self._is_byline(i) for i in range(index + 1, min(index + 40, self.layout.tail)))

    def _find_byline(self) -> None:
        layout = self.layout
        start = layout.headline + 1 if layout.headline is not None else 0
        end = layout.dateline.index if layout.dateline else layout.tail
        candidates = [i for i in range(start, end) if self._is_byline(i)]
        if layout.dateline and layout.dateline.rest:
            candidates = [i for i in range(start, layout.dateline.index) if self._is_byline(i)]
        if not candidates and layout.dateline:
            return
        by_class = [i for i in candidates if marked(self.lines[i], words.BYLINE_CLASS)]
        chosen = by_class[-1:] or (candidates[-1:] if layout.dateline else candidates[:1])
        if chosen:
            layout.byline = chosen[0]
            layout.found_by["byline"] = "markup" if by_class else "text"

    def _find_kicker(self) -> None:
        """Set the line in capitals directly above the headline."""
        headline = self.layout.headline
        if not headline:
            return
        text = self.lines[headline - 1].text
        is_kicker = text.isupper() and len(text.split()) <= 5 and not words.TAIL.fullmatch(text)
        if is_kicker and not words.MASTHEAD.fullmatch(text):
            self.layout.kicker = headline - 1
            by_class = marked(self.lines[headline - 1], words.SMALL_CLASS)
            self.layout.found_by["section"] = "markup" if by_class else "text"

    # body and sidebars ----------------------------------------------------------

    def _find_body(self) -> None:
        layout = self.layout
        start = self._first_line_of_story()
        if start is None:
            return
        layout.sidebars = self._find_sidebars(start)
        boxed = {index for sidebar in layout.sidebars for index in sidebar}
        layout.body = [index for index in self._body_range() if index not in boxed]
        markers = any(words.BODY_STARTS.search(comment) for comment in self.comments)
        layout.found_by["body"] = "markup" if markers else "text"

    def _first_line_of_story(self) -> int | None:
        """Return the line below the headline; without headline, byline and dateline there is no story."""
        layout = self.layout
        if layout.dateline is None and layout.byline is None and not self._has_marker():
            return None
        if layout.headline is not None:
            return layout.headline + 1
        parts = [part for part in (layout.byline, layout.dateline and layout.dateline.index) if part is not None]
        return min(parts, default=0)

    def _has_marker(self) -> bool:
        return any(words.BODY_STARTS.search(comment) for comment in self.comments)

    def _body_range(self) -> range:
        """Return the lines from below byline and dateline, or below the body's marker, to the tail."""
        layout = self.layout
        parts = [part for part in (layout.headline, layout.byline) if part is not None]
        start = max(parts, default=-1) + 1
        if layout.dateline:
            start = layout.dateline.index + (0 if layout.dateline.rest else 1)
        elif marker := next((n for n, text in enumerate(self.comments) if words.BODY_STARTS.search(text)), None):
            start = max(start, next((i for i, line in enumerate(self.lines) if line.comments > marker), start))
        return range(start, layout.tail)

    def _find_sidebars(self, start: int) -> list[list[int]]:
        """Return the boxed stories between headline and tail, each as its line numbers, headline first."""
        own = {self.layout.headline, self.layout.byline, self.layout.dateline.index if self.layout.dateline else None}
        sidebars: list[list[int]] = []
        openings = [i for i in range(start, self.layout.tail) if i not in own and self._opens_sidebar(i)]
        for number, opening in enumerate(openings):
            limit = self._title_of(openings[number + 1]) if number + 1 < len(openings) else self.layout.tail
            sidebars.append(self._sidebar_lines(opening, start, limit, own))
        return sidebars

    def _opens_sidebar(self, index: int) -> bool:
        found = read_dateline(self.lines[index], index)
        return found is not None and (found.dashed or marked(self.lines[index], words.SIDEBAR_CLASS)) and index > 0

    def _title_of(self, opening: int) -> int:
        above = self.lines[opening - 1]
        return opening - 1 if len(above.text.split()) < PROSE else opening

    def _sidebar_lines(self, opening: int, start: int, limit: int, own: set[int | None]) -> list[int]:
        first = self._title_of(opening)
        first = first if first >= start and first not in own else opening
        box = self._box_around(first, opening, own)
        if box is not None:
            depth, path = box
            return [i for i in range(first, limit) if self.lines[i].boxes[:depth] == path]
        byline = self.layout.byline
        end = byline if byline is not None and byline > opening else opening + 1
        return list(range(first, min(end, limit)))

    def _box_around(self, first: int, opening: int, own: set[int | None]) -> tuple[int, tuple[int, ...]] | None:
        """Return depth and path of the smallest box that holds the sidebar's headline and dateline and no own part."""
        path = self.lines[opening].boxes
        title = self.lines[first].boxes
        depth = sum(1 for _ in _common(path, title))
        outside = [self.lines[i].boxes for i in own if i is not None]
        if any(boxes[:depth] == path[:depth] for boxes in outside) or self._holds_the_body(path[:depth], opening):
            return None
        return depth, path[:depth]

    def _holds_the_body(self, path: tuple[int, ...], opening: int) -> bool:
        """Tell whether a box is the article's own container: lines of it stand before the sidebar's headline."""
        first = self._title_of(opening)
        inside = [i for i in range(self.layout.tail) if self.lines[i].boxes[: len(path)] == path and i < first]
        return any(not self._opens_sidebar(i) and len(self.lines[i].text.split()) >= PROSE for i in inside) and not any(
            self._opens_sidebar(i) for i in inside
        )


def _common(one: tuple[int, ...], other: tuple[int, ...]) -> list[int]:
    shared = []
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        shared.append(left)
    return shared
