"""What a pass over a page yields: blocks of text, the frames around them, and what is marked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from selectolax.lexbor import LexborNode

Speech = tuple[int, float, int]
"""Kind of the phrase that opens a line, the phrase's share of it, and bits of the kinds that its words speak of."""


class Frame:
    """A block-level element: tag, own and inherited class bits, and its range of blocks."""

    __slots__ = ("depth", "end", "hidden", "mask", "parent", "path", "sign", "start", "tag")

    parent: Frame | None
    tag: str
    sign: str
    mask: int
    path: int
    start: int
    end: int
    depth: int
    hidden: bool

    @classmethod
    def outermost(cls) -> Frame:
        """Return the frame around a whole page."""
        frame = cls()
        frame.parent, frame.tag, frame.sign = None, "html", ""
        frame.mask = frame.path = frame.start = frame.end = frame.depth = 0
        frame.hidden = False
        return frame

    def inner(self, tag: str, sign: str, mask: int, start: int) -> Frame:
        """Return a new frame inside this one, from the block of that number on."""
        # filled from here, since a class's own __init__ costs as much again
        frame = Frame()
        frame.parent = self
        frame.tag = tag
        frame.sign = sign
        frame.mask = mask
        frame.path = mask | self.path
        frame.start = start
        frame.end = 0
        frame.depth = self.depth + 1
        frame.hidden = self.hidden
        return frame


class LinkText:
    """A link as it stands in a block: target, relation, its pieces of text, and the link that it goes on."""

    __slots__ = ("href", "origin", "pieces", "rel")

    def __init__(self, href: str, rel: str, origin: LinkText | None = None) -> None:
        self.href = href
        self.rel = rel
        self.pieces: list[str] = []
        self.origin = origin


class Block:
    """A run of text: its frame, its characters in all, in links, bold and italic, and the links themselves."""

    __slots__ = ("bold", "chars", "frame", "index", "inline", "italic", "linked", "links", "speech", "text")

    def __init__(self, text: str, frame: Frame, index: int) -> None:
        self.text = text
        self.frame = frame
        self.index = index
        self.chars = len(text)
        self.linked = 0
        self.bold = 0
        self.italic = 0
        self.inline = 0
        self.links: Sequence[LinkText] = ()
        self.speech: Speech | None = None


class Picture:
    """An ``<img>``: its attributes, the frame around it, and the number of blocks before it."""

    __slots__ = ("attributes", "frame", "index")

    def __init__(self, attributes: dict[str, str | None], frame: Frame, index: int) -> None:
        self.attributes = attributes
        self.frame = frame
        self.index = index


class Mark:
    """An element that names what it holds: ``itemprop``, ``rel=author``, ``<time>``, a byline's class."""

    __slots__ = ("attributes", "frame", "index", "kind", "node")

    def __init__(
        self, kind: str, node: LexborNode, attributes: dict[str, str | None], frame: Frame, index: int
    ) -> None:
        self.kind = kind
        self.node = node
        self.attributes = attributes
        self.frame = frame
        self.index = index


_TWO_DIGITS = re.compile(r"\d\d")
_DATED = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)|\d{1,2}[./-]\d{1,2}[./-]\d\d(?!\d)")
_LONGEST_DATED = 160


def is_dated(text: str) -> bool:
    """Tell whether a text prints a year, or a day in figures."""
    return _TWO_DIGITS.search(text) is not None and _DATED.search(text) is not None


@dataclass(slots=True)
class Scan:
    """What one pass over a page found, in reading order."""

    blocks: list[Block] = field(default_factory=list)
    frames: list[Frame] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    scripts: list[LexborNode] = field(default_factory=list)
    links: list[dict[str, str | None]] = field(default_factory=list)
    rules: list[int] = field(default_factory=list)
    meta: dict[str, str] = field(default_factory=dict)
    metas: list[tuple[str, str]] = field(default_factory=list)
    title: str = ""
    dated: list[int] | None = None

    def dated_blocks(self) -> list[int]:
        """Return the numbers of the blocks that print a day or year in a line of 160 characters; told once."""
        if self.dated is None:
            self.dated = [
                at
                for at, block in enumerate(self.blocks)
                if (block.chars <= _LONGEST_DATED or "\n" in block.text) and is_dated(block.text)
            ]
        return self.dated
