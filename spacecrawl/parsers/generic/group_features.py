"""Blocks of one shape under one element, and what that element and those around it say of them.

A group is what a template repeats: the paragraphs of a body, the cards of a list, the lines of a footer. A page of
108 blocks has 41 groups, so what depends on elements alone is worked out and scored once a group.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate

from spacecrawl.parsers.generic.blocks import Block, Frame
from spacecrawl.parsers.generic.page_model import PageModel
from spacecrawl.parsers.generic.phrases import ending
from spacecrawl.parsers.generic.rules import Noise, container
from spacecrawl.parsers.generic.tokens import BIT

KINDS = (
    "box", "share", "article", "post", "lead", "content", "teaser", "tags", "media", "body", "toc", "author", "side",
    "date", "listing", "main", "signup", "modal",
)  # fmt: skip
_PLACES = tuple(BIT[kind].bit_length() - 1 for kind in KINDS)
_TAGS = (
    "p blockquote pre li h2 h3 h4 h5 h6 dd dt summary details td th div section article main header h1 figcaption "
    "figure caption aside footer nav form ul ol"
).split()
TAG_CODE = {tag: float(code) for code, tag in enumerate(_TAGS)}
UNUSUAL_TAG = 31.0
_SHARES = (1.0, 0.5, 0.25, 0.15)
_LINKED = 0.8
"""Share of links from which on a group without prose, outside of where most prose stands, is a list of links."""
_WIDER = ("good", "links", "blocks", "pictures", "top")
GROUP_NAMES: tuple[str, ...] = (
    "tag", "own_tag", "depth", "noise", "below", "article_good",
    "good", "links", "blocks", "mean", "ended", "own_blocks", "own_pictures",
    *(f"parent_{name}" for name in _WIDER), *(f"grand_{name}" for name in _WIDER),
    "sign_good", "sign_blocks", "sign_links", "in_top", "in_widest", "in_inner",
    "share_before", "share_after", "to_title", "at_widest", "since_heading", "page_good", "page_blocks",
    *(f"is_{kind}" for kind in KINDS),
)  # fmt: skip
"""What each number of a group's row is, in order."""

Row = Sequence[float]
"""Floats all: the trees compare them with floats, which costs a third more where an integer is among them."""
_HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())


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
        self.title_block = float(title_block)
        self.total = page.total_good or 1.0
        self.hull, self.widest, self.inner = container(page, 0.7), container(page, 0.5), container(page)
        self.noise = Noise(page, self.inner)
        self.groups = self.part()
        self.signs = self.measure_signs()
        self.scores = self.measure_scores()
        self.leader = max(self.scores, key=self.scores.__getitem__, default=None)
        self.top = (self.scores[self.leader] if self.leader else 0.0) or 1.0
        self.pictures = _running(len(page.blocks), [picture.index for picture in page.scan.pictures])
        self.headings = last_headings(page.blocks)
        self.wider: dict[Frame, tuple[float, ...]] = {}

    def part(self) -> list[Group]:
        """Return the groups in the order of their first blocks; readers' comments and forms are in none."""
        page = self.page
        foreign = page.foreign
        of_frame: dict[Frame, Group] = {}
        of_shape: dict[tuple[Frame | None, str, str, str], Group] = {}
        for at, block in enumerate(page.blocks):
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
        for group in of_shape.values():
            self.add_up(group)
        return [group for group in of_shape.values() if self.may_be_text(group)]

    def add_up(self, group: Group) -> None:
        """Sum what the blocks of a group hold."""
        page, blocks, good = self.page, group.blocks, self.page.good
        group.size = sum([page.size[at] for at in blocks])
        group.linked = sum([page.linked[at] for at in blocks])
        group.good = sum([good[at] for at in blocks])
        if group.good:
            group.ended = float(sum([ending(page.blocks[at].text) == 1.0 for at in blocks if good[at]]))

    def may_be_text(self, group: Group) -> bool:
        """Tell whether a group stands inside most of the prose, or has or is near prose and is no list of links."""
        first = group.blocks[0]
        if self.inner.start <= first < self.inner.end:
            return True
        if not group.good and group.linked > _LINKED * group.size:
            return False
        if self.hull.start <= first < self.hull.end:
            return True
        sums = self.page.sum_good
        return sums[min(group.blocks[-1] + 4, len(sums) - 1)] > sums[max(first - 3, 0)]

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
        first, last, count = group.blocks[0], group.blocks[-1], float(len(group.blocks))
        sign_good, sign_blocks, sign_size, sign_linked = self.signs[_sign(group)]
        start, end, inner, sums = self.widest.start, self.widest.end, self.inner, page.sum_good
        near = frame.mask | own.mask
        middle = near | parent.mask | (own.parent.mask if own.parent else 0)
        return [
            TAG_CODE.get(frame.tag, UNUSUAL_TAG), TAG_CODE.get(own.tag, UNUSUAL_TAG), frame.depth + 0.0,
            1.0 if self.noise.covers(own) else 0.0, frame.depth - inner.depth + 0.0, self.good_of_article(frame),
            group.good / total, group.linked / group.size, count, group.size / count,
            group.ended / count, own.end - own.start + 0.0, _share(self.pictures, own),
            *self.measure(parent), *self.measure(_wider(parent)),
            sign_good / total, sign_blocks, sign_linked / sign_size,
            _inside(own, self.leader), _inside(own, self.widest), _inside(own, inner),
            sums[first] / total, (sums[-1] - sums[last + 1]) / total, first - self.title_block,
            (first - start) / max(end - start, 1), first - self.headings[first], page.total_good,
            len(page.blocks) + 0.0,
            *kinds_of(near, middle, frame.path),
        ]  # fmt: skip

    def measure(self, frame: Frame) -> tuple[float, ...]:
        """Return the shares of prose, links and pictures of an element around a group, its blocks, and its score."""
        known = self.wider.get(frame)
        if known is None:
            known = self.wider[frame] = (
                self.page.good_in(frame) / self.total, self.page.links_in(frame), frame.end - frame.start + 0.0,
                _share(self.pictures, frame), self.scores.get(frame, 0.0) / self.top,
            )  # fmt: skip
        return known

    def good_of_article(self, frame: Frame) -> float:
        """Return the share of prose in the innermost ``<article>`` around; -1 where there is none."""
        one: Frame | None = frame
        while one is not None and one.tag != "article":
            one = one.parent
        return self.page.good_in(one) / self.total if one is not None else -1.0


@lru_cache(maxsize=20_000)
def kinds_of(near: int, middle: int, path: int) -> tuple[float, ...]:
    """Return for each kind of word in classes 4 if the element has it, 2 if one close above, 1 if any above, summed."""
    return tuple((near >> k & 1) * 4.0 + (middle >> k & 1) * 2.0 + (path >> k & 1) for k in _PLACES)


def last_headings(blocks: list[Block]) -> list[float]:
    """Return for each block the number of the last heading up to it; -100 where there is none."""
    last = -100.0
    found = []
    for block in blocks:
        if block.frame.tag in _HEADINGS:
            last = float(block.index)
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


def _inside(frame: Frame, outer: Frame | None) -> float:
    one: Frame | None = frame
    while outer is not None and one is not None and one.depth >= outer.depth:
        if one is outer:
            return 1.0
        one = one.parent
    return 0.0
