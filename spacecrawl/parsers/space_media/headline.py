"""Which line is the headline, and which above it the kicker."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from spacecrawl.parsers.space_media import vocabulary as words
from spacecrawl.parsers.space_media.evidence import LONGEST_HEADLINE, Evidence, marked

_FEWEST_WORDS_OF_A_PART = 4
_KICKER_ABOVE = 3
_LONG_CAPTIONS = 1
"""Most lines as long as a paragraph that stand between headline and byline."""


class HeadlineFinder:
    """Finds a page's headline; `hints` are the title as head and meta tags give it."""

    def __init__(self, evidence: Evidence, hints: list[str]) -> None:
        self.evidence = evidence
        self.hints = [hint.casefold() for hint in hints]

    def find(self) -> tuple[int, str] | None:
        """Return the headline's first line and how it was found: ``markup`` or ``text``."""
        headings = [i for i, line in enumerate(self.evidence.lines) if line.level == "h1"]
        headings = [i for i in headings if not self.evidence.is_masthead(i)]
        for index in chain(filter(self.is_told, headings), self._told_lines(), headings):
            return index, "markup" if self.evidence.lines[index].level == "h1" else "text"
        shaped = self._above_evidence()
        return (shaped, "text") if shaped is not None else None

    def is_told(self, index: int) -> bool:
        """Tell whether a line is the title that the page's head tells, or much of it."""
        text = " ".join(self.heading_text(index).casefold().split())
        if text in self.hints:
            return True
        part = len(text.split()) >= _FEWEST_WORDS_OF_A_PART
        return part and any(text in hint for hint in self.hints)

    def heading_text(self, index: int) -> str:
        """Return the headline that begins at a line."""
        return " ".join(self.evidence.text(i) for i in self.heading_lines(index))

    def heading_lines(self, index: int) -> range:
        """Return the lines of the headline that begins at one: of the same heading, or told only together."""
        lines = self.evidence.lines
        end = index + 1
        heading = lines[index].heading
        while heading and end < len(lines) and lines[end].heading == heading:
            end += 1
        if not heading and end < len(lines) and lines[end].after_break:
            together = f"{lines[index].text} {lines[end].text}".casefold()
            end += together in self.hints
        return range(index, end)

    def _told_lines(self) -> Iterator[int]:
        if not self.hints:
            return
        longest = max(len(hint) for hint in self.hints)
        for index, line in enumerate(self.evidence.lines):
            if len(line.text) <= longest and self.is_told(index) and not self.evidence.is_masthead(index):
                yield index

    def _above_evidence(self) -> int | None:
        """Without markup and title: the line that reads as a headline above the first byline or dateline.

        Mastheads, kickers, newsletter lines and menus end where the headline begins; between it and the
        byline a caption, the title again or a sidebar may stand.
        """
        evidence = self.evidence
        paragraphs = 0
        for index in range(len(evidence)):
            if evidence.dateline(index) or evidence.is_byline(index):
                above = self._top_of_block(index)
                if above is not None:
                    return above
            paragraphs += evidence.is_prose(index) and not evidence.dateline(index)
            if paragraphs > _LONG_CAPTIONS:
                return None
        return None

    def _top_of_block(self, index: int) -> int | None:
        """Return the first line that can be a headline of the block of lines that ends above `index`."""
        found = None
        for above in range(index - 1, -1, -1):
            if not self.evidence.is_above_headline(above):
                found = above if self._can_be_headline(above) else found
            elif found is not None:
                break
        return found

    def _can_be_headline(self, index: int) -> bool:
        evidence = self.evidence
        return (
            evidence.length(index) <= LONGEST_HEADLINE
            and not evidence.is_stock_caption(index)
            and not evidence.is_tail(index)
            and not evidence.is_byline(index)
        )


def find_kicker(evidence: Evidence, headline: int) -> int | None:
    """Return the section's name above the headline: in capitals or of its class."""
    for index in range(headline - 1, max(headline - 1 - _KICKER_ABOVE, -1), -1):
        if evidence.is_masthead(index):
            return None
        if evidence.is_kicker(index) or marked(evidence.lines[index], words.KICKER_CLASS):
            return index
        if not evidence.is_stock_caption(index):
            return None
    return None
