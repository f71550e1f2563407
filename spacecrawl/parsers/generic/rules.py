"""The rules: which blocks are the body where no model is asked.

The container is found by descent: go down while one child keeps most of the prose. Inside it, frames whose
class or tag speaks of furniture are cut where they hold under a quarter of its prose; of what is left, link
lines and lines that open like furniture fall.
"""

from __future__ import annotations

from spacecrawl.parsers.generic.blocks import Block, Frame
from spacecrawl.parsers.generic.page_model import PageModel
from spacecrawl.parsers.generic.phrases import CREDIT, speech_of
from spacecrawl.parsers.generic.tokens import BIT

KEEP = 0.65
"""Share of its prose that a child must keep for the descent to go on."""
_CUT = 0.25
"""Share of the container's prose from which on a frame is kept whatever it is called."""
_LINK_LINE = 0.7
_UNDONE = 7
"""A cut that leaves less than this part of the container's prose is undone."""
_NOISE = sum(
    BIT[kind]
    for kind in (
        "related", "share", "nav", "footer", "ad", "comment", "signup", "author", "modal", "toc", "caption",
    )
)  # fmt: skip
_TEXT = BIT["content"] | BIT["body"]
_NOISE_TAGS = frozenset(
    ["aside", "footer", "nav", "form", "figure", "figcaption", "header", "address", "dialog", "menu"]
)


def container(page: PageModel, keep: float = KEEP) -> Frame:
    """Return the deepest frame to which the descent leads."""
    frames = page.scan.frames
    current = frames[0]
    held = page.good_in(current)
    for frame in frames:
        if frame.parent is current:
            good = page.good_in(frame)
            if good >= keep * held and good > 0:
                current, held = frame, good
    return current


def choose(page: PageModel) -> list[bool]:
    """Return for every block whether the rules take it."""
    chosen = [False] * len(page.blocks)
    if not page.total_good:
        return chosen
    frame = container(page)
    noise = Noise(page, frame)
    for block in page.blocks[frame.start : frame.end]:
        chosen[block.index] = block.index not in page.foreign and not noise.covers(block.frame) and _is_text(block)
    left = sum(good for good, taken in zip(page.good, chosen, strict=True) if taken)
    if left * _UNDONE < page.good_in(frame):
        for block in page.blocks[frame.start : frame.end]:
            chosen[block.index] = _is_text(block)
    return trim(chosen, page)


class Noise:
    """Answers whether a frame inside a container lies in furniture.

    What a frame is called counts only while all frames of its tag and class together hold under a quarter of
    the container's prose: a body in pieces repeats one class.
    """

    def __init__(self, page: PageModel, inside: Frame) -> None:
        self.page = page
        self.limit = _CUT * page.good_in(inside)
        self.known: dict[Frame, bool] = {inside: False}
        self.held: dict[tuple[str, str], float] = {}
        start, end, held, sums = inside.start, inside.end, self.held, page.sum_good
        for frame in page.scan.frames:
            if start <= frame.start and frame.end <= end and frame is not inside:
                key = (frame.tag, frame.sign)
                held[key] = held.get(key, 0.0) + (sums[frame.end] - sums[frame.start])

    def covers(self, frame: Frame) -> bool:
        """Tell whether the frame or one around it is furniture."""
        unknown = []
        around: Frame | None = frame
        while around is not None and around not in self.known:
            unknown.append(around)
            around = around.parent
        answer = around is not None and self.known[around]
        for inner in reversed(unknown):
            answer = answer or self.is_called_so(inner)
            self.known[inner] = answer
        return answer

    def is_called_so(self, frame: Frame) -> bool:
        """Tell whether the frame's own tag or class says furniture, and is believed."""
        if not (frame.tag in _NOISE_TAGS or frame.mask & _NOISE or frame.hidden):
            return False
        if frame.mask & _TEXT and frame.tag not in _NOISE_TAGS and not frame.hidden:
            return False
        return self.held.get((frame.tag, frame.sign), 0.0) < self.limit


def _is_text(block: Block) -> bool:
    if block.linked > _LINK_LINE * block.chars:
        return False
    kind, share, _ = speech_of(block)
    return not kind or (kind != CREDIT and share < 0.2)


def trim(chosen: list[bool], page: PageModel) -> list[bool]:
    """Drop short lines after the last prose, and before the first."""
    prose = [place for place, taken in enumerate(chosen) if taken and page.good[place]]
    if not prose:
        return [False] * len(chosen)
    return [taken and prose[0] <= place <= prose[-1] for place, taken in enumerate(chosen)]
