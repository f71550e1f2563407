"""Blocks of one shape under one element, and what that element and those around it say of them.

A group is what a template repeats: the paragraphs of a body, the cards of a list, the lines of a footer. A page of
124 blocks has 30 groups, so what depends on elements alone is worked out and scored once a group.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import accumulate

from spacecrawl.parsers.generic.blocks import Block, Frame
from spacecrawl.parsers.generic.page_model import PageModel
from spacecrawl.parsers.generic.phrases import ending
from spacecrawl.parsers.generic.rules import Noise, container
from spacecrawl.parsers.generic.tokens import BIT

KINDS = (
    "main", "tags", "post", "box", "share", "teaser", "comment", "body", "caption", "article", "content", "listing",
    "date", "lead", "related", "signup", "modal", "side", "media", "toc", "author", "nav", "footer",
)  # fmt: skip
_PLACES = tuple(BIT[kind].bit_length() - 1 for kind in KINDS)
_TAGS = (
    "p blockquote pre li h2 h3 h4 h5 h6 dd dt summary details td th div section article main header h1 figcaption "
    "figure caption aside footer nav form ul ol"
).split()
_TAG_CODE = {tag: float(code) for code, tag in enumerate(_TAGS)}
_WITHIN = ("aside", "figure", "table", "header", "blockquote")
_WITHIN_BIT = {tag: 1 << place for place, tag in enumerate(_WITHIN)}
_WITHIN_ROWS = [[float(within >> place & 1) for place in range(len(_WITHIN))] for within in range(1 << len(_WITHIN))]
_SHARES = (1.0, 0.5, 0.25, 0.15)
_WIDER = ("good", "links", "blocks", "pictures", "times", "top")
GROUP_NAMES: tuple[str, ...] = (
    "tag", "own_tag", "depth", "hidden", "noise", "below", "article_good", *(f"in_{tag}" for tag in _WITHIN),
    "good", "links", "blocks", "mean", "ended", "own_blocks", "own_pictures",
    *(f"parent_{name}" for name in _WIDER), *(f"grand_{name}" for name in _WIDER),
    "sign_good", "sign_blocks", "sign_links", "in_top", "in_widest", "in_inner",
    "share_before", "share_after", "to_title", "at_widest", "since_heading", "page_good", "page_blocks",
    *(f"is_{kind}" for kind in KINDS),
)  # fmt: skip
"""What each number of a group's row is, in order."""

Row = list[float]
_HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())


def tag_code(tag: str) -> float:
    """Return a tag's number, 30 for an unusual one."""
    return _TAG_CODE.get(tag, 30.0)


class Group:
    """Blocks of one shape: the outermost element that holds the first alone, the blocks' numbers, and their sums."""

    __slots__ = ("blocks", "ended", "frame", "good", "linked", "own", "size")

    def __init__(self, own: Frame, frame: Frame) -> None:
        self.own = own
        self.frame = frame
        self.blocks: list[int] = []
        self.good = self.size = self.linked = self.ended = 0.0


class GroupFeatures:
    """Parts a page's blocks into groups and makes a row of each."""

    def __init__(self, page: PageModel, title_block: int) -> None:
        self.page = page
        self.title_block = title_block
        self.total = page.total_good or 1.0
        self.hull, self.widest, self.inner = container(page, 0.7), container(page, 0.5), container(page)
        self.noise = Noise(page, self.inner)
        self.groups = self.part()
        self.signs = self.measure_signs()
        self.scores = self.measure_scores()
        self.leader = max(self.scores, key=self.scores.__getitem__, default=None)
        self.top = (self.scores[self.leader] if self.leader else 0.0) or 1.0
        count = len(page.blocks)
        self.pictures = _running(count, [picture.index for picture in page.scan.pictures])
        self.times = _running(count, [mark.index for mark in page.scan.marks if mark.kind == "time"])
        self.headings = last_headings(page.blocks)
        self.wider: dict[Frame, tuple[float, ...]] = {}

    def part(self) -> list[Group]:
        """Return the groups in the order of their first blocks; readers' comments and forms are in none."""
        page = self.page
        size, good, foreign = page.size, page.good, page.foreign
        of_frame: dict[Frame, Group] = {}
        of_shape: dict[tuple[Frame | None, str, str, str], Group] = {}
        for block in page.blocks:
            at = block.index
            if at in foreign:
                continue
            frame = block.frame
            group = of_frame.get(frame)
            if group is None:
                own = _alone(frame)
                shape = (own.parent, own.tag, own.sign, frame.tag)
                group = of_shape.get(shape)
                if group is None:
                    group = of_shape[shape] = Group(own, frame)
                of_frame[frame] = group
            group.blocks.append(at)
            group.good += good[at]
            group.size += size[at]
            group.linked += block.linked * page.factor
            group.ended += good[at] > 0 and ending(block.text) == 1.0
        return [group for group in of_shape.values() if self.has_prose_near(group)]

    def has_prose_near(self, group: Group) -> bool:
        """Tell whether prose stands in or within three blocks of a group, or the group inside most of the prose."""
        first, last = group.blocks[0], group.blocks[-1]
        if self.hull.start <= first < self.hull.end:
            return True
        sums = self.page.sum_good
        return sums[min(last + 4, len(sums) - 1)] > sums[max(first - 3, 0)]

    def measure_signs(self) -> dict[tuple[str, str, str], list[float]]:
        """Sum prose, blocks, text and linked text over groups of the same tag, class and parent's class."""
        signs: dict[tuple[str, str, str], list[float]] = {}
        for group in self.groups:
            sums = signs.setdefault(_sign(group), [0.0, 0.0, 0.0, 0.0])
            sums[0] += group.good
            sums[1] += len(group.blocks)
            sums[2] += group.size
            sums[3] += group.linked
        return signs

    def measure_scores(self) -> dict[Frame, float]:
        """Share every prose block's points (1, a point a comma, up to 3 for length) among the frames above it."""
        scores: dict[Frame, float] = {}
        for block, good in zip(self.page.blocks, self.page.good, strict=True):
            if not good:
                continue
            text = block.text
            commas = text.count(",")
            if not text.isascii():
                commas += text.count("，") + text.count("、")
            points = 1.0 + commas + min(good / 100.0, 3.0)
            frame = block.frame.parent
            for share in _SHARES:
                if frame is None:
                    break
                scores[frame] = scores.get(frame, 0.0) + share * points
                frame = frame.parent
        return scores

    def row(self, group: Group) -> Row:
        """Return what a group's shape and the elements around it say."""
        page, total, own, frame = self.page, self.total, group.own, group.frame
        parent = _wider(own)
        grand = _wider(parent)
        article, within = self.around(frame)
        first, last = group.blocks[0], group.blocks[-1]
        count = len(group.blocks)
        title = self.title_block
        sums = page.sum_good
        row = [
            tag_code(frame.tag), tag_code(own.tag), float(min(frame.depth, 60)), float(frame.hidden),
            float(self.noise.covers(own)), float(min(frame.depth - self.inner.depth, 30)), article,
        ]  # fmt: skip
        row += _WITHIN_ROWS[within]
        row += (
            group.good / total, group.linked / group.size, float(min(count, 200)), min(group.size / count, 1000.0),
            group.ended / count, float(min(own.end - own.start, 300)), _share(self.pictures, own),
        )  # fmt: skip
        row += self.measure(parent)
        row += self.measure(grand)
        signs = self.signs[_sign(group)]
        start, end = self.widest.start, self.widest.end
        row += (
            signs[0] / total, min(signs[1], 200.0), signs[3] / signs[2],
            float(self.leader is not None and _inside(own, self.leader)),
            float(_inside(own, self.widest)), float(_inside(own, self.inner)),
            sums[first] / total, (sums[-1] - sums[last + 1]) / total,
            float(max(-50, min(first - title, 200))) if title >= 0 else -60.0,
            (first - start) / max(end - start, 1), float(min(first - self.headings[first], 30)),
            min(page.total_good, 20_000.0), float(min(len(page.blocks), 1000)),
        )  # fmt: skip
        near = frame.mask | own.mask
        middle = near | parent.mask | (own.parent.mask if own.parent else 0)
        path = frame.path
        row += kinds_of(near, middle, path)
        return row

    def measure(self, frame: Frame) -> tuple[float, ...]:
        """Return the shares of prose, links, pictures and times of an element around a group, and its score."""
        known = self.wider.get(frame)
        if known is None:
            known = self.wider[frame] = (
                self.page.good_in(frame) / self.total, self.page.links_in(frame),
                float(min(frame.end - frame.start, 300)), _share(self.pictures, frame), _share(self.times, frame),
                self.scores.get(frame, 0.0) / self.top,
            )  # fmt: skip
        return known

    def around(self, frame: Frame) -> tuple[float, int]:
        """Return the share of prose in the innermost ``<article>`` around (-1: none), and which tags are around."""
        article, within = -1.0, 0
        one: Frame | None = frame
        while one is not None:
            within |= _WITHIN_BIT.get(one.tag, 0)
            if one.tag == "article" and article < 0:
                article = self.page.good_in(one) / self.total
            one = one.parent
        return article, within


@lru_cache(maxsize=20_000)
def kinds_of(near: int, middle: int, path: int) -> tuple[float, ...]:
    """Return for each kind of word in classes 4 if the element has it, 2 if one close above, 1 if any above, summed."""
    return tuple((near >> k & 1) * 4.0 + (middle >> k & 1) * 2.0 + (path >> k & 1) for k in _PLACES)


def last_headings(blocks: list[Block]) -> list[int]:
    """Return for each block the number of the last heading up to it; -100 where there is none."""
    last = -100
    found = []
    for block in blocks:
        if block.frame.tag in _HEADINGS:
            last = block.index
        found.append(last)
    return found


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


def _sign(group: Group) -> tuple[str, str, str]:
    own = group.own
    return group.frame.tag, own.sign, own.parent.sign if own.parent else ""


def _alone(frame: Frame) -> Frame:
    """Return the outermost element that holds no more blocks than the frame, if that is one."""
    while frame.end - frame.start == 1 and frame.parent is not None and frame.parent.tag != "body":
        if frame.parent.end - frame.parent.start > 1:
            break
        frame = frame.parent
    return frame


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
