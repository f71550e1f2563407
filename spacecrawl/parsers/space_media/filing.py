"""Which lines are the article's own byline and dateline, among those of sidebars."""

from __future__ import annotations

from dataclasses import dataclass

from spacecrawl.parsers.space_media import vocabulary as words
from spacecrawl.parsers.space_media.evidence import PROSE, DatelineLine, Evidence, marked

_LINES_BETWEEN = 4
"""Most lines between byline and dateline: an advertisement, a caption, shared links."""


@dataclass(slots=True)
class Filing:
    """The article's byline and dateline, and further datelines that are run together with it."""

    byline: int | None = None
    dateline: DatelineLine | None = None
    run_on: tuple[int, ...] = ()

    @property
    def own(self) -> set[int]:
        """The lines that belong to the article and to no sidebar."""
        lines = {self.byline, *self.run_on}
        if self.dateline and not self.dateline.rest:
            lines.add(self.dateline.index)
        return {line for line in lines if line is not None}


class FilingFinder:
    """Chooses byline and dateline between the headline and the tail."""

    def __init__(self, evidence: Evidence, headline: int | None, start: int, tail: int) -> None:
        self.evidence = evidence
        self.headline = headline
        self.start, self.tail = start, tail
        self.own_datelines = [
            found for i in range(start, tail) if (found := evidence.own_dateline(i)) and not self._runs_on(i)
        ]
        self.bylines = [i for i in range(start, tail) if evidence.is_byline(i)]

    def find(self) -> Filing:
        """Return the article's byline and dateline; either may be missing."""
        pair = self._pair()
        if pair is None:
            byline, dateline = self._apart()
        else:
            byline, dateline = pair
        if byline is None and dateline and not dateline.rest:
            byline = self._byline_below(dateline.index)
        return Filing(byline, dateline, self._run_on(dateline))

    # byline and dateline together -----------------------------------------------------

    def _pair(self) -> tuple[int, DatelineLine] | None:
        """Return the best byline with a dateline of its own below it."""
        pairs = [(byline, below) for byline in self.bylines if (below := self._dateline_below(byline))]
        return max(pairs, key=self._rank_of_pair) if pairs else None

    def _dateline_below(self, byline: int) -> DatelineLine | None:
        for found in self.own_datelines:
            near = byline < found.index <= byline + _LINES_BETWEEN + 1
            if near and not self._is_of_sidebar(found, byline):
                return found
        return None

    def _is_of_sidebar(self, found: DatelineLine, byline: int) -> bool:
        """Tell whether the article's text stands above a dateline: more than an advertisement's."""
        prose = [i for i in range(byline + 1, found.index) if self.evidence.length(i) >= PROSE]
        boxed = self._depth(found.index) > self._depth(byline)
        return len(prose) > 1 or (bool(prose) and (boxed or found.dashed or self._is_titled(found.index)))

    def _rank_of_pair(self, pair: tuple[int, DatelineLine]) -> tuple[bool, bool, int, int]:
        byline, dateline = pair
        by_class = marked(self.evidence.lines[byline], words.BYLINE_CLASS)
        return by_class, not dateline.dashed, -self._depth(byline), -byline

    # one without the other --------------------------------------------------------------

    def _apart(self) -> tuple[int | None, DatelineLine | None]:
        """Choose without a pair: a dateline that opens the text below a byline, or either one alone."""
        byline = self._only_byline()
        if byline is not None:
            below = [i for i in range(byline + 1, self.tail) if self.evidence.length(i) >= PROSE][:1]
            return byline, next((found for i in below if (found := self._opens_text(i))), None)
        own = max(self.own_datelines, key=self._rank_of_dateline, default=None)
        return None, own or self._inline()

    def _only_byline(self) -> int | None:
        """Return the byline of an article without a dateline line: not one below its text."""
        above_text = [i for i in self.bylines if not self._article_text_above(i)]
        by_class = [i for i in above_text if marked(self.evidence.lines[i], words.BYLINE_CLASS)]
        alone = [i for i in above_text if i - 1 not in {found.index for found in self.own_datelines}]
        return next(iter(by_class or alone), None)

    def _article_text_above(self, index: int) -> bool:
        """Tell whether text stands above a line that is no sidebar's: one in no box and under no dateline."""
        evidence = self.evidence
        prose = [i for i in range(self.start, index) if evidence.length(i) >= PROSE]
        return any(not self._is_filed(i) for i in prose)

    def _is_filed(self, index: int) -> bool:
        """Tell whether a dateline opens the text in which a line stands."""
        return any(self.evidence.dateline(i) for i in range(self.start, index + 1))

    def _rank_of_dateline(self, found: DatelineLine) -> tuple[bool, bool, int, int]:
        by_class = marked(self.evidence.lines[found.index], words.DATELINE_CLASS)
        return by_class, not found.dashed, -self._depth(found.index), -found.index

    def _inline(self) -> DatelineLine | None:
        """Return the dateline that opens the article's text, of all that open text the least boxed."""
        found = [opened for i in range(self.start, self.tail) if (opened := self.evidence.dateline(i))]
        chosen = min(found, key=lambda opened: (self._depth(opened.index), opened.index), default=None)
        return self._opens_text(chosen.index) if chosen else None

    def _opens_text(self, index: int) -> DatelineLine | None:
        """Return the dateline that opens a line, unless the line is a sidebar's, below a title of its own."""
        found = self.evidence.dateline(index)
        return None if found is None or self._is_titled(index) else found

    def _is_titled(self, index: int) -> bool:
        """Tell whether a title stands above a line, in bold or in a box without the article's headline."""
        above = index - 1
        if above < self.start or above in self.bylines or self.evidence.length(above) >= PROSE:
            return False
        title = self.evidence.lines[above]
        if self.evidence.is_stock_caption(above) or title.text == self._headline_text:
            return False
        return title.bold or bool(title.heading) or self._depth(index) > 0

    @property
    def _headline_text(self) -> str | None:
        return self.evidence.text(self.headline) if self.headline is not None else None

    def _depth(self, index: int) -> int:
        """Return how many boxes around a line don't hold the headline as well."""
        page = self.evidence.page
        if self.headline is None:
            return len(page.path(page.lines[index].box))
        around = [box for box in page.path(page.lines[index].box) if self.headline not in page.inside(box)]
        return len(around)

    def _byline_below(self, dateline: int) -> int | None:
        """Return a byline that is printed below the dateline."""
        return next((i for i in self.bylines if dateline < i <= dateline + 2), None)

    # datelines run together ---------------------------------------------------------------

    def _runs_on(self, index: int) -> bool:
        above = self.evidence.own_dateline(index - 1) if index > self.start else None
        return above is not None and not above.dashed

    def _run_on(self, dateline: DatelineLine | None) -> tuple[int, ...]:
        if dateline is None or dateline.rest:
            return ()
        below = dateline.index + 1
        return (below,) if below < self.tail and self.evidence.own_dateline(below) else ()
