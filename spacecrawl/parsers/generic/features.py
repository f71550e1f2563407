"""What a block itself and its neighbours say, as numbers for the classifier.

The groups around come first (``group_features``): their scores are among a block's numbers, and blocks of groups
that are surely no body have no row at all, nor has plain text of groups that surely are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from spacecrawl.parsers.generic.group_features import TAG_CODE, UNUSUAL_TAG, GroupFeatures, Row
from spacecrawl.parsers.generic.page_model import PageModel
from spacecrawl.parsers.generic.phrases import RELATED, SILENT, ending, speech_of

NAMES: tuple[str, ...] = (
    "group", "group-1", "group+1", "group_rank", "group_left",
    "size", "size-1", "size+1", "links", "links+1", "links+2", "tag", "tag+1",
    "window", "share_before", "share_after", "to_title",
    "bold", "italic", "author", "site", "ends", "starts", "word", "stops", "anchors", "like_summary", "copies",
    "witness", "phrase", "phrase_share", "signals", "heading_gap", "heading_phrase", "since_related", "page_good",
)  # fmt: skip
"""What each number of a row is, in order."""

Scorer = Callable[[Sequence[Row]], list[float]]
"""From rows to their log odds."""

HOPELESS = -2.5
"""Log odds of a group below which its blocks are not looked at: 8 in 100."""
SURE = 2.5
"""Log odds of a group from which on its plain text is taken unseen: 92 in 100."""
_PLAIN, _PLAIN_LINKS = 40, 0.3
"""Characters from which on, and share of links up to which, a block of such a group is plain text."""
_NO_GROUP = -9.0
_FAR = 60.0
_LONG = 700
"""Characters from which on a block is no appeal of the site's for itself."""
_SHORT = 30
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
        self.total = page.total_good or 1.0
        # of each block, and at the end of what stands around the page: at - 1 of the first, at + 2 of the last
        self.links = [*[block.linked / block.chars for block in page.blocks], 1.0, 1.0]

    def group_rows(self) -> list[Row]:
        """Return a row for each group."""
        return [self.of_groups.row(group) for group in self.groups]

    def block_rows(self, scores: Sequence[float]) -> tuple[list[int], list[Row], list[int]]:
        """Return the numbers of the blocks to look at, a row for each, and the blocks that their group vouches for.

        ``scores`` are the log odds of the groups.
        """
        grades, ranks = self.grade(scores)
        places: list[int] = []
        sure: list[int] = []
        for at in sorted(ranks):
            (sure if grades[at] >= SURE and ranks[at][1] > 1 and self.is_plain(at) else places).append(at)
        columns = self.near_columns(places, grades, ranks) + self.own_columns(places) + self.line_columns(places)
        columns.append([min(self.page.total_good, 20_000.0)] * len(places))
        return places, list(zip(*columns, strict=True)), sure

    def grade(self, scores: Sequence[float]) -> tuple[list[float], dict[int, tuple[float, float]]]:
        """Return each block's group's score, and the places from both ends of their group of those with a chance."""
        grades = [_NO_GROUP] * (len(self.page.blocks) + 1)
        ranks: dict[int, tuple[float, float]] = {}
        for group, score in zip(self.groups, scores, strict=True):
            for at in group.blocks:
                grades[at] = score
            if score >= HOPELESS:
                rank, left = 0.0, float(len(group.blocks))
                for at in group.blocks:
                    ranks[at] = rank, left
                    rank, left = rank + 1.0, left - 1.0
        return grades, ranks

    def is_plain(self, at: int) -> bool:
        """Tell whether a block is text of some length without many links that no phrase or word makes suspect."""
        return (
            self.page.size[at] >= _PLAIN and self.links[at] < _PLAIN_LINKS and speech_of(self.page.blocks[at]) == SILENT
        )

    def near_columns(
        self, places: list[int], grades: list[float], ranks: dict[int, tuple[float, float]]
    ) -> list[list[float]]:
        """Return the scores of a block's group and those beside it, size, links and tag of it and its neighbours."""
        page, links, total = self.page, self.links, self.total
        sizes, sums, title = [*page.size, 0.0], page.sum_good, float(self.hints.title_block)
        tags = [*[TAG_CODE.get(block.frame.tag, UNUSUAL_TAG) for block in page.blocks], UNUSUAL_TAG]
        last, all_good = len(sums) - 1, sums[-1]
        return [
            [grades[at] for at in places],
            [grades[at - 1] for at in places],
            [grades[at + 1] for at in places],
            [ranks[at][0] for at in places],
            [ranks[at][1] for at in places],
            [sizes[at] for at in places],
            [sizes[at - 1] for at in places],
            [sizes[at + 1] for at in places],
            [links[at] for at in places],
            [links[at + 1] for at in places],
            [links[at + 2] for at in places],
            [tags[at] for at in places],
            [tags[at + 1] for at in places],
            [sums[min(last, at + 4)] - sums[at - 3 if at > 3 else 0] for at in places],
            [sums[at] / total for at in places],
            [(all_good - sums[at + 1]) / total for at in places],
            [at - title for at in places] if title >= 0 else [-_FAR] * len(places),
        ]

    def own_columns(self, places: list[int]) -> list[list[float]]:
        """Return what the blocks show by themselves, and what they share with the page's own statements."""
        sizes, hints = self.page.size, self.hints
        blocks = [self.page.blocks[at] for at in places]
        texts = [block.text for block in blocks]
        counts = Counter([block.text for block in self.page.blocks])
        none = [0.0] * len(blocks)
        summary, witness, site = hints.summary, hints.witness, hints.site
        stop = ". " if self.page.factor == 1.0 else "。"
        return [
            [block.bold / block.chars for block in blocks],
            [block.italic / block.chars for block in blocks],
            [_has_any(text[:_OPENING], hints.authors) for text in texts] if hints.authors else none,
            [1.0 if len(text) < _LONG and site in text.lower().replace(" ", "") else 0.0 for text in texts]
            if site
            else none,
            [ending(text) for text in texts],
            [_start(text[0]) for text in texts],
            [sizes[at] / (text.count(" ") + 1) for at, text in zip(places, texts, strict=True)],
            [sizes[at] / (text.count(stop) + 1) for at, text in zip(places, texts, strict=True)],
            [len(block.links) + 0.0 for block in blocks],
            [1.0 if len(text) > _SHORT and text[:60] in summary else 0.0 for text in texts] if summary else none,
            [counts[text] + 0.0 for text in texts],
            [1.0 if text[:80] in witness else 0.0 for text in texts] if witness else [-1.0] * len(blocks),
        ]

    def line_columns(self, places: list[int]) -> list[list[float]]:
        """Return what kind of line the blocks are, and how far from headings and other stories they stand."""
        blocks, headings = self.page.blocks, self.of_groups.headings
        above = [headings[at] for at in places]
        of_headings = {at: float(speech_of(blocks[int(at)])[0]) for at in set(above) if at >= 0}
        speeches = [speech_of(blocks[at]) for at in places]
        related, since = -1000.0, []
        for at, (phrase, share, _) in zip(places, speeches, strict=True):
            if phrase == RELATED and share > _STANDALONE:
                related = float(at)
            since.append(min(_FAR, at - related))
        return [
            [phrase + 0.0 for phrase, _, _ in speeches],
            [share for _, share, _ in speeches],
            [signals + 0.0 for _, _, signals in speeches],
            [at - heading for at, heading in zip(places, above, strict=True)],
            [of_headings.get(heading, 0.0) for heading in above],
            since,
        ]


def _start(letter: str) -> float:
    return 0.0 if letter.islower() else 1.0 if letter.isupper() else 2.0 if letter.isdigit() else 3.0


def _has_any(text: str, names: Sequence[str]) -> float:
    for name in names:
        if name in text:
            return 1.0
    return 0.0
