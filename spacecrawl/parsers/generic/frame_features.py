"""What the elements around a block say; the same for all blocks of a frame, so it is worked out once."""

from __future__ import annotations

from itertools import accumulate

from spacecrawl.parsers.generic.blocks import Frame
from spacecrawl.parsers.generic.page_model import PageModel
from spacecrawl.parsers.generic.rules import Noise, container
from spacecrawl.parsers.generic.tokens import BIT

KINDS = (
    "main", "tags", "post", "box", "share", "teaser", "comment", "body", "caption", "article", "content", "listing", "date", "lead", "faq",
    "related", "signup", "modal", "side", "media", "toc",
)  # fmt: skip
_PLACES = tuple(BIT[kind].bit_length() - 1 for kind in KINDS)
FRAME_NAMES: tuple[str, ...] = (
    "above", "depth", "hidden", "own_good", "own_links", "own_blocks", "parent_good", "parent_links", "parent_blocks", "grand_good",
    "grand_links", "grand_blocks", "sign_good", "sign_blocks", "sign_links", "article_good", "noise", "top_score", "in_top", "own_pictures",
    "parent_pictures", "parent_times", "in_widest", "in_container_65", "below", *(f"is_{kind}" for kind in KINDS),
)  # fmt: skip

_TAGS = (
    "p blockquote pre li h2 h3 h4 h5 h6 dd dt summary details td th div section article main header h1 figcaption figure "
    "caption aside footer nav form ul ol"
).split()
_TAG_CODE = {tag: float(code) for code, tag in enumerate(_TAGS)}
_ABOVE = {
    tag: 1 << place
    for place, tag in enumerate(
        "article main aside header footer nav figure table ul ol form blockquote details".split()
    )
}
_SHARES = (1.0, 0.5, 0.25, 0.15)
_NO_MEMO: tuple[float, int] = (-1.0, 0)


def tag_code(tag: str) -> float:
    """Return a tag's number, 30 for an unusual one."""
    return _TAG_CODE.get(tag, 30.0)


class FrameFeatures:
    """Makes a row a frame, and remembers it."""

    def __init__(self, page: PageModel, widest: Frame) -> None:
        self.page = page
        self.total = page.total_good or 1.0
        self.widest = widest
        self.inner = container(page)
        self.noise = Noise(page, self.inner)
        self.known: dict[Frame, list[float]] = {}
        self.lines: dict[Frame, tuple[float, int]] = {}
        self.signs = self.measure_signs()
        self.scores = self.measure_scores()
        self.leader = max(self.scores, key=self.scores.__getitem__, default=None)
        self.top = (self.scores[self.leader] if self.leader else 0.0) or 1.0
        count = len(page.blocks)
        self.pictures = _running(count, [picture.index for picture in page.scan.pictures])
        self.times = _running(count, [mark.index for mark in page.scan.marks if mark.kind == "time"])

    def measure_signs(self) -> dict[tuple[str, str, str], list[float]]:
        """Sum prose, blocks, text and linked text over frames of the same tag, class and parent's class."""
        page = self.page
        signs: dict[tuple[str, str, str], list[float]] = {}
        for block, size, good in zip(page.blocks, page.size, page.good, strict=True):
            sign = _sign(block.frame)
            sums = signs.get(sign)
            if sums is None:
                sums = signs[sign] = [0.0, 0.0, 0.0, 0.0]
            sums[0] += good
            sums[1] += 1.0
            sums[2] += size
            sums[3] += block.linked * page.factor
        return signs

    def measure_scores(self) -> dict[Frame, float]:
        """Share every prose block's points (1, a point a comma, up to 3 for length) among the frames above it."""
        scores: dict[Frame, float] = {}
        for block, good in zip(self.page.blocks, self.page.good, strict=True):
            if not good:
                continue
            points = (
                1.0 + block.text.count(",") + block.text.count("，") + block.text.count("、") + min(good / 100.0, 3.0)
            )
            frame = block.frame.parent
            for share in _SHARES:
                if frame is None:
                    break
                scores[frame] = scores.get(frame, 0.0) + share * points
                frame = frame.parent
        return scores

    def row(self, frame: Frame) -> list[float]:
        """Return what the frame and those above it say."""
        row = self.known.get(frame)
        if row is None:
            row = self.known[frame] = self._row(frame)
        return row

    def _row(self, frame: Frame) -> list[float]:
        page, total = self.page, self.total
        own = frame
        while own.end - own.start == 1 and own.parent is not None and own.parent.tag != "body":
            own = own.parent
        parent = _wider(own)
        grand = _wider(parent)
        article, above = self.line(frame)
        row = [float(above), float(min(frame.depth, 60)), float(frame.hidden)]
        for one in (own, parent, grand):
            row += (page.good_in(one) / total, page.links_in(one), float(min(one.end - one.start, 300)))
        sums = self.signs[_sign(frame)]
        row += (sums[0] / total, min(sums[1], 200.0), sums[3] / sums[2], article, float(self.noise.covers(frame)))
        row += (
            max(self.scores.get(own, 0.0), self.scores.get(parent, 0.0), self.scores.get(grand, 0.0)) / self.top,
            float(self.leader is not None and _inside(frame, self.leader)),
            _share(self.pictures, own),
            _share(self.pictures, parent),
            _share(self.times, parent),
            float(_inside(frame, self.widest)),
            float(_inside(frame, self.inner)),
            float(min(frame.depth - self.inner.depth, 30)),
        )
        near = frame.mask | own.mask
        middle = near | (own.parent.mask if own.parent else 0) | parent.mask
        path = frame.path
        row += [((near >> k) & 1) * 4.0 + ((middle >> k) & 1) * 2.0 + ((path >> k) & 1) for k in _PLACES]
        return row

    def line(self, frame: Frame | None) -> tuple[float, int]:
        """Return the share of prose in the innermost ``<article>`` above (-1: none), and which tags are above."""
        if frame is None:
            return _NO_MEMO
        memo = self.lines.get(frame)
        if memo is None:
            article, above = self._line_of_parents(frame)
            if frame.tag == "article":
                article = self.page.good_in(frame) / self.total
            memo = self.lines[frame] = (article, above | _ABOVE.get(frame.tag, 0))
        return memo

    def _line_of_parents(self, frame: Frame) -> tuple[float, int]:
        """Do so for the frame's parent, without recursion."""
        missing = []
        one = frame.parent
        while one is not None and one not in self.lines:
            missing.append(one)
            one = one.parent
        for one in reversed(missing):
            article, above = self.lines[one.parent] if one.parent is not None else _NO_MEMO
            if one.tag == "article":
                article = self.page.good_in(one) / self.total
            self.lines[one] = (article, above | _ABOVE.get(one.tag, 0))
        return self.lines[frame.parent] if frame.parent is not None else _NO_MEMO


def _running(count: int, places: list[int]) -> list[int]:
    """Return how many of the places come before each of ``count`` blocks."""
    counts = [0] * (count + 1)
    for place in places:
        counts[min(place + 1, count)] += 1
    return list(accumulate(counts))


def _share(running: list[int], frame: Frame) -> float:
    """Return how many marked elements stand in a frame, per block."""
    count = frame.end - frame.start
    return (running[frame.end] - running[frame.start]) / count if count else 0.0


def _sign(frame: Frame) -> tuple[str, str, str]:
    return frame.tag, frame.sign, frame.parent.sign if frame.parent else ""


def _wider(frame: Frame) -> Frame:
    """Return the nearest frame above that holds more blocks."""
    count = frame.end - frame.start
    one = frame
    while one.parent is not None and one.end - one.start == count:
        one = one.parent
    return one


def _inside(frame: Frame, outer: Frame) -> bool:
    one: Frame | None = frame
    while one is not None and one.depth >= outer.depth:
        if one is outer:
            return True
        one = one.parent
    return False
