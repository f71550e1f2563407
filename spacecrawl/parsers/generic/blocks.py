"""What a pass over a page yields: blocks of text, the frames around them, and what is marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from selectolax.lexbor import LexborNode


class Frame:
    """A block-level element: tag, own and inherited class bits, and its range of blocks."""

    __slots__ = ("depth", "end", "hidden", "mask", "parent", "path", "sign", "start", "tag")

    def __init__(self, parent: Frame | None, tag: str, sign: str, mask: int, start: int) -> None:
        self.parent = parent
        self.tag = tag
        self.sign = sign
        self.mask = mask
        self.start = start
        self.end = 0
        if parent is None:
            self.path, self.hidden, self.depth = mask, False, 0
        else:
            self.path, self.hidden, self.depth = mask | parent.path, parent.hidden, parent.depth + 1


class LinkText:
    """A link as it stands in a block: target, relation, and its pieces of text."""

    __slots__ = ("href", "pieces", "rel")

    def __init__(self, href: str, rel: str, pieces: list[str] | None = None) -> None:
        self.href = href
        self.rel = rel
        self.pieces = pieces if pieces is not None else []


class Block:
    """A run of text: its frame, its characters in all, in links, bold and italic, and the links themselves."""

    __slots__ = ("bold", "chars", "frame", "index", "inline", "italic", "linked", "links", "text")

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
