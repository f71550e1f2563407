"""A page as the lines that a reader sees, each with what its markup tells.

Whatever most lines are never asked for, such as the classes around them or the addresses of pictures, is read
from the tree when somebody asks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from selectolax.lexbor import LexborNode

_CLASSES_UP = 5
"""How many elements around a text are asked for their classes."""


@dataclass(slots=True)
class PageLink:
    """An anchor with an address, as written, and its text."""

    href: str
    text: str


@dataclass(slots=True)
class Picture:
    """An image; ``line`` is the number of the line that it stands before, or in if ``inside``."""

    node: LexborNode
    box: int
    line: int
    inside: bool

    @property
    def src(self) -> str:
        """Its address as written."""
        attributes = self.node.attributes
        return (attributes.get("src") or attributes.get("data-src") or "").strip()


@dataclass(slots=True)
class Line:
    """One line of text."""

    text: str
    box: int
    """Number of the innermost box that it stands in."""
    node: LexborNode
    """The text node that it begins with."""
    heading: int
    """Number of the heading element that it stands in, 0 for none; lines of one heading share it."""
    level: str
    """Tag of that heading, empty for none."""
    bold: bool
    after_break: bool
    """Whether only ``<br>`` parts it from the line before."""
    comments: int
    """How many comments of the page stand before it."""
    links: list[PageLink] = field(default_factory=list)

    @property
    def link_share(self) -> float:
        """Share of the text's characters that are links, 0 to 1."""
        return min(1.0, sum(len(link.text) for link in self.links) / len(self.text)) if self.links else 0.0

    @property
    def classes(self) -> list[str]:
        """Tokens of the two class attributes nearest to the text."""
        found: list[str] = []
        attributes = 0
        node = self.node.parent
        for _ in range(_CLASSES_UP):
            if node is None or attributes == 2:
                break
            if value := node.attributes.get("class"):
                found += value.split()
                attributes += 1
            node = node.parent
        return found


@dataclass(slots=True)
class Lines:
    """All lines of a page, with its comments, pictures and boxes.

    Boxes are the elements that hold lines together (tables, cells, ``div``, ...), numbered in the page's
    order; box 0 is the page.
    """

    lines: list[Line]
    comments: list[str]
    pictures: list[Picture]
    parents: list[int]
    tags: list[str]
    starts: list[int]
    ends: list[int]

    def inside(self, box: int) -> range:
        """Return the numbers of a box's lines."""
        return range(self.starts[box], self.ends[box])

    def box_around(self, first: int, last: int) -> int:
        """Return the smallest box that holds both lines."""
        box = self.lines[first].box
        while box and last >= self.ends[box]:
            box = self.parents[box]
        return box

    def path(self, box: int) -> list[int]:
        """Return a box and those around it, innermost first, without the page itself."""
        path = []
        while box:
            path.append(box)
            box = self.parents[box]
        return path


@dataclass(frozen=True, slots=True)
class LineRules:
    """What ends lines on the pages of a site besides block elements and ``<br>``, and where reading ends."""

    comments: re.Pattern[str] | None = None
    """Comments that end a line."""
    classes: frozenset[str] = frozenset()
    """Classes of ``<span>`` whose text is a line of its own."""
    labels: re.Pattern[str] | None = None
    """Emphasised words that are a line of their own, matched whole."""
    ends: re.Pattern[str] | None = None
    """Comments and lines behind which the text is over; what follows is read on for a while."""
    lines_behind: int = 40
    """Lines without a paragraph among them after which reading stops, once the text is over."""
