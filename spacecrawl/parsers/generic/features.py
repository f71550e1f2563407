"""What a block itself and its neighbours say, as numbers for the classifier.

The groups around come first (``group_features``): their scores are among a block's numbers, and blocks of groups
that are surely no body have no row at all, three of four on most pages.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from spacecrawl.parsers.generic.blocks import Block
from spacecrawl.parsers.generic.group_features import GroupFeatures, Row, tag_code
from spacecrawl.parsers.generic.page_model import PageModel
from spacecrawl.parsers.generic.phrases import COMMENT, RELATED, ending, opening, signals

NAMES: tuple[str, ...] = (
    "group", "group-1", "group+1", "group_rank", "group_left",
    "size", "links", "bold", "italic", "author", "site", "ends", "starts", "word", "stops", "tag", "anchors",
    "phrase", "phrase_share", "signals", "like_summary", "copies", "witness",
    "size-1", "links-1", "size+1", "links+1", "tag+1", "links+2",
    "window", "share_before", "share_after", "to_title",
    "heading_gap", "heading_phrase", "since_related", "since_comment", "page_good",
)  # fmt: skip
"""What each number of a row is, in order."""

Scorer = Callable[[Row], float]

HOPELESS = -2.5
"""Log odds of a group below which its blocks are not looked at: 8 in 100."""
SURE = 3.0
"""Log odds of a group from which on its plain prose is taken unseen: 95 in 100."""
_FROM_START, _FROM_END, _PROSE, _LINKED = 3, 6, 180, 0.2
_NO_GROUP = -9.0
_LONGEST, _WIDE = 1500.0, 800.0
_LONG = 700
"""Characters from which on a block is no appeal of the site's for itself."""
_OPENING = 120
"""Characters of a block within which an author is named."""
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
    """Makes the rows of one page's groups and blocks."""

    def __init__(self, page: PageModel, hints: Hints) -> None:
        self.page = page
        self.hints = hints
        self.of_groups = GroupFeatures(page, hints.title_block)
        self.groups = self.of_groups.groups
        self.counts = Counter([block.text for block in page.blocks])
        self.total = page.total_good or 1.0
        # of each block, and at the end of what stands around the page: at - 1 of the first, at + 2 of the last
        self.sizes = [*[min(_WIDE, size) for size in page.size], 0.0, 0.0]
        self.links = [*[block.linked / block.chars for block in page.blocks], 1.0, 1.0]
        self.tags = [*[tag_code(block.frame.tag) for block in page.blocks], 31.0, 31.0]

    def group_rows(self) -> list[Row]:
        """Return a row for each group."""
        return [self.of_groups.row(group) for group in self.groups]

    def block_rows(self, scores: Sequence[float]) -> tuple[list[int], list[Row], list[int]]:
        """Return the numbers of the blocks to look at, a row for each, and the blocks that their group vouches for.

        ``scores`` are the log odds of the groups.
        """
        self.grade(scores)
        places, rows, sure = [], [], []
        related = comment = -100
        phrase_of_heading = 0.0
        headings, grades, ranks = self.of_groups.headings, self.grades, self.ranks
        total = min(self.page.total_good, 20_000.0)
        for block in self.page.blocks:
            at = block.index
            rank = ranks.get(at)
            if rank is not None and grades[at] >= SURE and self.is_vouched_for(block, rank):
                sure.append(at)
                continue
            if rank is None and headings[at] != at:
                continue
            phrase, share = opening(block.text)
            if headings[at] == at:
                phrase_of_heading = float(phrase)
            if rank is None:
                continue
            if share > _STANDALONE:
                related = at if phrase == RELATED else related
                comment = at if phrase == COMMENT else comment
            row = [grades[at], grades[at - 1], grades[at + 1], float(rank[0]), float(rank[1])]
            row += self.own_row(block, phrase, share)
            row += self.near_row(at)
            row += (
                float(min(at - headings[at], 30)), phrase_of_heading, float(min(at - related, 60)),
                float(min(at - comment, 60)), total,
            )  # fmt: skip
            places.append(at)
            rows.append(row)
        return places, rows, sure

    def grade(self, scores: Sequence[float]) -> None:
        """Give each block its group's score, and its places from the group's ends where the group has a chance."""
        self.grades = [_NO_GROUP] * (len(self.page.blocks) + 1)
        self.ranks: dict[int, tuple[int, int]] = {}
        for group, score in zip(self.groups, scores, strict=True):
            count = len(group.blocks)
            for rank, at in enumerate(group.blocks):
                self.grades[at] = score
                if score >= HOPELESS:
                    self.ranks[at] = (min(rank, 20), min(count - rank, 20))

    def is_vouched_for(self, block: Block, rank: tuple[int, int]) -> bool:
        """Tell whether a block of a sure group is plain prose, off the ends where leads, bios and appeals stand."""
        return (
            rank[0] >= _FROM_START
            and rank[1] > _FROM_END
            and self.page.size[block.index] >= _PROSE
            and self.links[block.index] < _LINKED
            and not block.italic
        )

    def own_row(self, block: Block, phrase: int, share: float) -> Row:
        """Return what the block shows by itself."""
        text, chars, hints, at = block.text, block.chars, self.hints, block.index
        size = self.page.size[at]
        first = text[0]
        return [
            min(_LONGEST, size),
            self.links[at],
            block.bold / chars if block.bold else 0.0,
            block.italic / chars if block.italic else 0.0,
            1.0 if hints.authors and _has_any(text[:_OPENING], hints.authors) else 0.0,
            1.0 if chars < _LONG and hints.site and hints.site in text.lower().replace(" ", "") else 0.0,
            ending(text),
            0.0 if first.islower() else 1.0 if first.isupper() else 2.0 if first.isdigit() else 3.0,
            size / (text.count(" ") + 1),
            (text.count(". ") + (0 if text.isascii() else text.count("。")) + 1) * 100.0 / size,
            self.tags[at],
            float(min(len(block.links), 20)) if block.links else 0.0,
            float(phrase),
            share,
            float(signals(text)),
            1.0 if hints.summary and chars > 30 and text[:60] in hints.summary else 0.0,
            float(min(self.counts[text], 9)),
            -1.0 if not hints.witness else 1.0 if text[:80] in hints.witness else 0.0,
        ]

    def near_row(self, at: int) -> Row:
        """Return size, links and tag of the neighbours, and where on the page the block stands."""
        sums, total, links = self.page.sum_good, self.total, self.links
        title = self.hints.title_block
        return [
            self.sizes[at - 1],
            links[at - 1],
            self.sizes[at + 1],
            links[at + 1],
            self.tags[at + 1],
            links[at + 2],
            sums[min(at + 4, len(sums) - 1)] - sums[at - 3 if at > 3 else 0],
            sums[at] / total,
            (sums[-1] - sums[at + 1]) / total,
            float(max(-50, min(at - title, 200))) if title >= 0 else -60.0,
        ]


def _has_any(text: str, names: Sequence[str]) -> bool:
    for name in names:  # noqa: SIM110  # a generator costs twice as much as the search
        if name in text:
            return True
    return False
