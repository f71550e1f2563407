"""What each line of a page could be by its own text and classes, asked once a line."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace
from functools import lru_cache

from spacecrawl.parsers.lines import Line, Lines
from spacecrawl.parsers.space_media import vocabulary as words
from spacecrawl.record import Dateline
from spacecrawl.text.dateline import split_dateline

PROSE = 25
"""Words from which a line can't be furniture: twice the longest headline list entry of the pages known."""
SENTENCE = 8
"""Words from which a line reads as text at all."""
LONGEST_HEADLINE = 30
LONGEST_OWN_DATELINE = 160
_LAST_WORDS = 24
"""Characters at a line's end in which ``... read more`` stands."""

_MAY_BE_DATED = re.compile(r"[^\W\d_][^!?;\"“”]{0,90}?[(\d]")
"""What every dateline has near its start: a bracket or a digit, no mark that ends a sentence before it."""


@dataclass(slots=True)
class DatelineLine:
    """A line that is or opens with a dateline, ``rest`` being the text behind it."""

    index: int
    dateline: Dateline
    rest: str
    dashed: bool


def marked(line: Line, pattern: re.Pattern[str]) -> bool:
    """Tell whether one of the classes nearest to the text is of this kind."""
    return any(pattern.fullmatch(token) for token in line.classes)


def read_dateline(line: Line, index: int, reference: dt.date | None = None) -> DatelineLine | None:
    """Return the dateline that a line is or opens with; one without date and agency is none."""
    text = line.text
    if not _MAY_BE_DATED.match(text):
        return None
    found = (_split_again if len(text) <= LONGEST_OWN_DATELINE else split_dateline)(text, reference)
    if found is None or (found[0].date is None and found[0].agency is None):
        return None
    dateline, rest = found
    between = text[len(dateline.text) : len(text) - len(rest)]
    return DatelineLine(index, replace(dateline), rest, any(dash in between for dash in "-–—"))


@lru_cache(maxsize=1_000)
def _split_again(text: str, reference: dt.date | None) -> tuple[Dateline, str] | None:
    """Split a short line as ``split_dateline`` does: the same teasers stand on all pages of a day."""
    return split_dateline(text, reference)


class Evidence:
    """The lines of one page with what each could be; numbers are line numbers."""

    def __init__(self, page: Lines) -> None:
        self.page = page
        self.lines = page.lines
        self._datelines: dict[int, DatelineLine | None] = {}
        self._lengths: dict[int, int] = {}
        self._cut_off: dict[int, bool] = {}

    def __len__(self) -> int:
        return len(self.lines)

    def text(self, index: int) -> str:
        """Return a line's text."""
        return self.lines[index].text

    def length(self, index: int) -> int:
        """Return a line's number of words."""
        found = self._lengths.get(index)
        if found is None:
            found = self._lengths[index] = len(self.lines[index].text.split())
        return found

    def is_prose(self, index: int) -> bool:
        """Tell whether a line is too long for furniture and neither links nor a teaser's lead."""
        return self.length(index) >= PROSE and self.lines[index].link_share < 0.5 and not self.is_cut_off(index)

    def dateline(self, index: int) -> DatelineLine | None:
        """Return the dateline that a line is or opens with."""
        if index not in self._datelines:
            self._datelines[index] = read_dateline(self.lines[index], index)
        return self._datelines[index]

    def own_dateline(self, index: int) -> DatelineLine | None:
        """Return the dateline that is all of a line."""
        if len(self.text(index)) > LONGEST_OWN_DATELINE:
            return None
        found = self.dateline(index)
        return found if found and not found.rest else None

    def is_byline(self, index: int) -> bool:
        """Tell whether a line begins with ``by`` and goes on as names do, or has a byline's class."""
        text = self.text(index)
        if len(text) > words.LONGEST_BYLINE:
            return False
        if words.BYLINE.match(text):
            return not words.SENTENCE.search(text) or self.length(index) < 4
        return marked(self.lines[index], words.BYLINE_CLASS)

    def is_tail(self, index: int) -> bool:
        """Tell whether a line is of those that stand below articles."""
        return words.TAIL.fullmatch(self.text(index)) is not None

    def is_newsletter(self, index: int) -> bool:
        """Tell whether a line offers a newsletter and is no sentence of the story."""
        text = self.text(index)
        return (
            self.length(index) <= words.LONGEST_NEWSLETTER
            and words.NEWSLETTER.fullmatch(text) is not None
            and (self.lines[index].link_share > 0.5 or not text.endswith("."))
        )

    def is_cut_off(self, index: int) -> bool:
        """Tell whether a line is a teaser's lead, ending in ``... read more``."""
        found = self._cut_off.get(index)
        if found is None:
            found = self._cut_off[index] = self._is_cut_off(self.lines[index].text, index + 1)
        return found

    def _is_cut_off(self, text: str, below: int) -> bool:
        if words.READ_MORE.search(text[-_LAST_WORDS:]):
            return True
        return (
            text.endswith(("...", "…"))
            and below < len(self.lines)
            and words.MORE.fullmatch(self.lines[below].text) is not None
        )

    def is_masthead(self, index: int) -> bool:
        """Tell whether a line is the name of the site."""
        return self.length(index) <= 8 and words.MASTHEAD.fullmatch(self.text(index)) is not None

    def is_kicker(self, index: int) -> bool:
        """Tell whether a line is a section's name in capitals."""
        text = self.text(index)
        return text.isupper() and self.length(index) <= 5 and not self.is_tail(index)

    def is_stock_caption(self, index: int) -> bool:
        """Tell whether a line is one of the captions that stand under any picture."""
        return words.STOCK_CAPTION.fullmatch(self.text(index)) is not None

    def is_above_headline(self, index: int) -> bool:
        """Tell whether a line is of those that end where the headline begins."""
        return (
            self.is_masthead(index)
            or self.is_newsletter(index)
            or self.is_kicker(index)
            or self.lines[index].link_share > 0.9
        )

    def marker(self, pattern: re.Pattern[str], start: int = 0) -> int | None:
        """Return the first line at or after ``start`` that stands behind a comment of this kind."""
        for number, comment in enumerate(self.page.comments):
            if pattern.search(comment):
                behind = next((i for i, line in enumerate(self.lines) if line.comments > number), len(self.lines))
                if behind >= start:
                    return behind
        return None
