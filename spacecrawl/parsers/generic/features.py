"""What is known of a block, as numbers for the classifier.

Three views of the same blocks are in them: the rules' container, the size and link density of the blocks around
(nothing of which depends on a language or on names), and the kinds of words in the classes above. Only candidates
have a row: blocks in the widest container, or with prose within three blocks; the others, a quarter of all, are
never body (they hold 0.2 % of the words rightly taken).
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from itertools import accumulate

from spacecrawl.parsers.generic.blocks import Block
from spacecrawl.parsers.generic.frame_features import FRAME_NAMES, FrameFeatures, tag_code
from spacecrawl.parsers.generic.page_model import PageModel
from spacecrawl.parsers.generic.phrases import COMMENT, RELATED, opening, signals
from spacecrawl.parsers.generic.rules import container

BLOCK_NAMES = (
    "size", "links", "bold", "italic", "contact", "digits", "author", "site", "ends", "starts", "word", "stops", "tag", "anchors", "phrase", "phrase_share", "signals",
    "like_summary", "copies", "witness",
    "size-1", "links-1", "tag-1", "size+1", "links+1", "tag+1", "links+2",
    "good_window", "position", "share_before", "to_title", "in_container", "good_after",
    "same-1", "same+1", "good_left", "good_done", "since_rule", "until_rule",
    "heading_gap", "heading_phrase", "since_related", "since_comment", "page_good", "page_blocks",
)  # fmt: skip
NAMES: tuple[str, ...] = BLOCK_NAMES + FRAME_NAMES
"""What each number of a row is, in order."""

Row = list[float]

_ENDS = frozenset(".!?。！？…؟।")
_COLONS = frozenset(":：")
_QUOTES = "\"'”’»)]›“"
_HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
_STANDALONE = 0.5
"""Share of a line from which on a phrase is the line's whole matter."""


@dataclass(slots=True)
class Hints:
    """What the page states that blocks are compared to: headline's block (-1: none), summary, structured body."""

    title_block: int = -1
    summary: str = ""
    witness: str = ""
    authors: tuple[str, ...] = ()
    site: str = ""


class Features:
    """Makes the rows of one page's candidates."""

    def __init__(self, page: PageModel, hints: Hints) -> None:
        self.page = page
        self.hints = hints
        self.widest = container(page, 0.5)
        self.hull = container(page, 0.7)
        self.frames = FrameFeatures(page, self.widest)
        self.counts = Counter(block.text for block in page.blocks)
        self.total = page.total_good or 1.0
        self.done = [0, *accumulate(1 if good else 0 for good in page.good)]

    def rows(self) -> tuple[list[int], list[Row]]:
        """Return the numbers of the candidates and a row for each."""
        page, sums = self.page, self.page.sum_good
        blocks, count = page.blocks, len(page.blocks)
        start, end = self.widest.start, self.widest.end
        foreign, hull = page.foreign, self.hull
        places, rows = [], []
        heading, heading_phrase = -100, 0.0
        related = comment = -100
        for at in range(count):
            window = sums[min(at + 4, count)] - sums[max(at - 3, 0)]
            if at in foreign or (not window and not hull.start <= at < hull.end):
                continue
            block = blocks[at]
            phrase, share = opening(block.text)
            if block.frame.tag in _HEADINGS:
                heading, heading_phrase = at, float(phrase)
            if share > _STANDALONE:
                related = at if phrase == RELATED else related
                comment = at if phrase == COMMENT else comment
            row = self.block_row(block, float(phrase), share)
            row += self.around_row(at)
            row += self.place_row(at, window)
            row += self.run_row(at)
            row += (
                float(min(at - heading, 30)),
                heading_phrase,
                float(min(at - related, 60)),
                float(min(at - comment, 60)),
                min(page.total_good, 20_000.0),
                float(min(count, 1000)),
            )
            row += self.frames.row(block.frame)
            places.append(at)
            rows.append(row)
        return places, rows

    def block_row(self, block: Block, phrase: float, share: float) -> Row:
        """Return what the block shows by itself."""
        text = block.text
        size = self.page.size[block.index]
        first = text[0]
        return [
            min(size, 1500.0),
            block.linked / block.chars,
            block.bold / block.chars,
            block.italic / block.chars,
            1.0 if "@" in text or "http" in text or "www." in text else 0.0,
            sum(map(str.isdigit, text)) / block.chars if size < 200 else 0.0,
            1.0 if any(name in text[:120] for name in self.hints.authors) else 0.0,
            1.0 if self.hints.site and self.hints.site in text.lower().replace(" ", "") else 0.0,
            _ending(text),
            0.0 if first.islower() else 1.0 if first.isupper() else 2.0 if first.isdigit() else 3.0,
            size / (text.count(" ") + 1),
            (text.count(". ") + text.count("。") + 1) * 100.0 / size,
            tag_code(block.frame.tag),
            float(min(len(block.links), 20)),
            phrase,
            share,
            float(signals(text)),
            1.0 if self.hints.summary and len(text) > 30 and text[:60] in self.hints.summary else 0.0,
            float(min(self.counts[text], 9)),
            -1.0 if not self.hints.witness else 1.0 if text[:80] in self.hints.witness else 0.0,
        ]

    def around_row(self, at: int) -> Row:
        """Return size, link density and tag of the neighbours."""
        page = self.page
        blocks = page.blocks
        before = blocks[at - 1] if at else None
        behind = blocks[at + 1] if at + 1 < len(blocks) else None
        second = blocks[at + 2] if at + 2 < len(blocks) else None
        return [
            min(page.size[at - 1], 800.0) if before else 0.0,
            before.linked / before.chars if before else 1.0,
            tag_code(before.frame.tag) if before else 31.0,
            min(page.size[at + 1], 800.0) if behind else 0.0,
            behind.linked / behind.chars if behind else 1.0,
            tag_code(behind.frame.tag) if behind else 31.0,
            second.linked / second.chars if second else 1.0,
        ]

    def run_row(self, at: int) -> Row:
        """Return whether the neighbours are of the same shape, and how far the ends and rules are."""
        blocks, done, end = self.page.blocks, self.done, self.hull.end
        frame = blocks[at].frame
        before = blocks[at - 1].frame if at else None
        behind = blocks[at + 1].frame if at + 1 < len(blocks) else None
        rules = self.page.scan.rules
        place = bisect_right(rules, at)
        return [
            1.0 if before and before.tag == frame.tag and before.sign == frame.sign else 0.0,
            1.0 if behind and behind.tag == frame.tag and behind.sign == frame.sign else 0.0,
            float(min(done[end] - done[at + 1], 30)) if at < end else -1.0,
            float(min(done[at] - done[self.hull.start], 30)) if at >= self.hull.start else -1.0,
            float(min(at - rules[place - 1], 40)) if place else 40.0,
            float(min(rules[place] - at, 40)) if place < len(rules) else 40.0,
        ]

    def place_row(self, at: int, window: float) -> Row:
        """Return where on the page, against headline and container, the block stands."""
        sums, total = self.page.sum_good, self.total
        start, end = self.widest.start, self.widest.end
        title = self.hints.title_block
        return [
            window,
            at / len(self.page.blocks),
            sums[at] / total,
            float(max(-50, min(at - title, 200))) if title >= 0 else -60.0,
            (at - start) / max(end - start, 1),
            (sums[end] - sums[at + 1]) / total if at < end else 0.0,
        ]


def _ending(text: str) -> float:
    """Return 1 for a sentence's end, 2 for a colon, 0 for none."""
    last = text[-1]
    if last in _QUOTES:
        last = text.rstrip(_QUOTES)[-1:] or last
    if last == "…" or text.endswith("..."):
        return 3.0
    return 1.0 if last in _ENDS else 2.0 if last in _COLONS else 0.0
