"""Running totals over a page's blocks, so that what any frame holds is one subtraction."""

from __future__ import annotations

import re
from itertools import accumulate

from spacecrawl.parsers.generic.blocks import Block, Frame, Scan
from spacecrawl.parsers.generic.tokens import BIT

GOOD_LENGTH = 60
"""Characters from which on a block with few links is prose."""
GOOD_LINKS = 0.4
"""Share of linked characters below which it is."""
GOOD_CAP = 400
"""Characters of one block that count at most: one long notice shall not outweigh an article."""
_COMMENT = BIT["comment"]
_WHOLE = frozenset(["html", "body", "main"])
_BESIDE = frozenset(["form", "dialog"])
_TEXT_ABOVE = 600
"""Prose that stands above readers' comments at least."""
_DENSE = re.compile(r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_DENSE_FACTOR = 2.5
"""Latin characters that say as much as one of a script without spaces."""


class PageModel:
    """A scan with sums: ``size`` per block in Latin characters, ``good`` of it prose."""

    def __init__(self, scan: Scan) -> None:
        self.scan = scan
        self.blocks = scan.blocks
        self.factor = script_factor(scan.blocks)
        self.size = [block.chars * self.factor for block in scan.blocks]
        self.good = [
            goodness(block, size) if size >= GOOD_LENGTH else 0.0
            for block, size in zip(scan.blocks, self.size, strict=True)
        ]
        self.sum_good = [0.0, *accumulate(self.good)]
        self.foreign = self.find_foreign()
        if self.foreign:
            for at in self.foreign:
                self.good[at] = 0.0
            self.sum_good = [0.0, *accumulate(self.good)]
        self.sum_size = [0.0, *accumulate(self.size)]
        self.linked = [block.linked * self.factor for block in scan.blocks]
        self.sum_linked = [0.0, *accumulate(self.linked)]
        self.total_good = self.sum_good[-1]

    def find_foreign(self) -> set[int]:
        """Return the blocks of readers' comments below the text, and of forms and dialogs beside it.

        Of 57,000 words that stand so in labelled pages, 400 are in the label.
        """
        foreign: set[int] = set()
        sums, half = self.sum_good, 0.5 * self.sum_good[-1]
        for frame in self.scan.frames:
            if frame.start in foreign or frame.start == frame.end:
                continue
            if frame.mask & _COMMENT:
                if frame.tag not in _WHOLE and sums[frame.start] >= _TEXT_ABOVE:
                    foreign.update(range(frame.start, frame.end))
            elif frame.tag in _BESIDE and self.good_in(frame) <= half:
                foreign.update(range(frame.start, frame.end))
        return foreign

    def good_in(self, frame: Frame) -> float:
        """Prose inside a frame, in Latin characters, long blocks capped."""
        return self.sum_good[frame.end] - self.sum_good[frame.start]

    def size_in(self, frame: Frame) -> float:
        """All text inside a frame."""
        return self.sum_size[frame.end] - self.sum_size[frame.start]

    def links_in(self, frame: Frame) -> float:
        """Share of linked text inside a frame."""
        size = self.size_in(frame)
        return (self.sum_linked[frame.end] - self.sum_linked[frame.start]) / size if size else 0.0


def goodness(block: Block, size: float) -> float:
    """Return the prose of a block: its size up to the cap, or none."""
    if size < GOOD_LENGTH or block.linked >= GOOD_LINKS * block.chars:
        return 0.0
    return min(GOOD_CAP, size)


def script_factor(blocks: list[Block]) -> float:
    """Return 2.5 for a page mostly in a script that writes words without spaces (Korean included), else 1."""
    sample = "".join(block.text[:200] for block in blocks[:: max(1, len(blocks) // 60)] if not block.text.isascii())
    if not sample:
        return 1.0
    return _DENSE_FACTOR if len(_DENSE.findall(sample)) > 0.4 * len(sample) else 1.0
