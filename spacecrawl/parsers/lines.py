"""A page as the lines that a reader sees: one pass over the tree, each line with what its markup tells.

A line ends where a browser would break it: at block elements and at ``<br>``. What no reader sees as
text (scripts, styles, frames, forms' controls) is left out. Whatever most lines are never asked for, such as
the classes around them or the addresses of pictures, is read from the tree when somebody asks.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

_INLINE, _TEXT, _COMMENT, _UNSEEN, _BREAK, _BLOCK, _BOX, _HEADING, _EMPHASIS, _LINK, _IMAGE, _SPAN = range(12)

_TAGS_OF_KIND = {
    _TEXT: "-text",
    _COMMENT: "-comment",
    _UNSEEN: "script style noscript iframe template svg select textarea object embed head title button "
    "canvas audio video",
    _BREAK: "br",
    _BLOCK: "p hr li dt dd pre blockquote tbody thead tfoot caption figcaption address body",
    _BOX: "table tr td th div aside section article figure main header footer nav form center ul ol dl "
    "fieldset",
    _HEADING: "h1 h2 h3 h4 h5 h6",
    _EMPHASIS: "b strong",
    _LINK: "a",
    _IMAGE: "img",
    _SPAN: "span",
}
_KINDS = {tag: kind for kind, tags in _TAGS_OF_KIND.items() for tag in tags.split()}

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


def read_lines(
    tree: LexborHTMLParser,
    break_at: re.Pattern[str] | None = None,
    break_classes: frozenset[str] = frozenset(),
    labels: re.Pattern[str] | None = None,
) -> Lines:
    """Return the lines of a page.

    A line also ends at a comment that `break_at` finds, at the edges of a ``<span>`` with one of the
    `break_classes`, and around emphasised words that are one of the `labels`, matched whole.
    """
    reader = _LineReader(break_at, break_classes, labels)
    if tree.root is not None:
        reader.walk(tree.root)
    return reader.lines


class _LineReader:
    """Collects text into lines while walking the tree without recursion."""

    def __init__(
        self, break_at: re.Pattern[str] | None, break_classes: frozenset[str], labels: re.Pattern[str] | None
    ) -> None:
        self.lines = Lines([], [], [], [0], [""], [0], [0])
        self._break_at, self._break_classes, self._labels = break_at, break_classes, labels
        self._parts: list[str] = []
        self._first: LexborNode | None = None
        self._all_bold = True
        self._links: list[PageLink] = []
        self._box = 0
        self._bold = 0
        self._heading, self._level, self._headings = 0, "", 0
        self._comments = 0
        self._only_break = False
        self._link_starts: list[tuple[int, int]] = []
        self._label_starts: list[tuple[int, int]] = []
        self._span_breaks: list[bool] = []
        self._open: dict[int, Callable[[LexborNode], None]] = {
            _BREAK: self._break,
            _BLOCK: self._block,
            _BOX: self._open_box,
            _HEADING: self._open_heading,
            _EMPHASIS: self._open_emphasis,
            _LINK: self._open_link,
            _IMAGE: self._picture,
            _SPAN: self._open_span,
        }
        self._close: dict[int, Callable[[LexborNode], None]] = {
            _BLOCK: self._block,
            _BOX: self._close_box,
            _HEADING: self._close_heading,
            _EMPHASIS: self._close_emphasis,
            _LINK: self._close_link,
            _SPAN: self._close_span,
        }

    def walk(self, root: LexborNode) -> None:
        """Visit every node below ``root`` in order."""
        stack: list[tuple[LexborNode, int]] = []
        node = root.first_child
        while node is not None or stack:
            if node is None:
                node, kind = stack.pop()
                if kind in self._close:
                    self._close[kind](node)
            else:
                kind = _KINDS.get(node.tag or "", _INLINE)
                if kind == _TEXT:
                    self._text(node)
                elif kind == _COMMENT:
                    self._comment(node)
                elif kind != _UNSEEN and (child := self._enter(node, kind)) is not None:
                    stack.append((node, kind))
                    node = child
                    continue
            node = node.next
        self._block(root)
        self.lines.ends[0] = len(self.lines.lines)

    def _enter(self, node: LexborNode, kind: int) -> LexborNode | None:
        """Open an element and return its first child; one without children is closed at once."""
        if kind:
            self._open[kind](node)
        child = node.first_child
        if child is None and kind in self._close:
            self._close[kind](node)
        return child

    # what ends a line ---------------------------------------------------------------

    def _break(self, _: LexborNode) -> None:
        if self._first is not None:
            self._flush()
            self._only_break = True

    def _block(self, _: LexborNode) -> None:
        if self._first is not None:
            self._flush()
        self._only_break = False

    def _open_box(self, node: LexborNode) -> None:
        self._block(node)
        lines = self.lines
        lines.parents.append(self._box)
        self._box = len(lines.tags)
        lines.tags.append(node.tag or "")
        lines.starts.append(len(lines.lines))
        lines.ends.append(0)

    def _close_box(self, node: LexborNode) -> None:
        self._block(node)
        self.lines.ends[self._box] = len(self.lines.lines)
        self._box = self.lines.parents[self._box]

    def _open_heading(self, node: LexborNode) -> None:
        self._block(node)
        self._headings += 1
        self._heading, self._level = self._headings, node.tag or ""

    def _close_heading(self, node: LexborNode) -> None:
        self._block(node)
        self._heading, self._level = 0, ""

    def _open_span(self, node: LexborNode) -> None:
        breaks = bool(self._break_classes) and node.attributes.get("class") in self._break_classes
        self._span_breaks.append(breaks)
        if breaks:
            self._block(node)

    def _close_span(self, node: LexborNode) -> None:
        if self._span_breaks.pop():
            self._block(node)

    def _comment(self, node: LexborNode) -> None:
        text = (node.comment_content or "").strip()
        if self._break_at is not None and self._break_at.search(text):
            self._block(node)
        self.lines.comments.append(text)

    # what is in a line --------------------------------------------------------------

    def _text(self, node: LexborNode) -> None:
        text = node.text_content
        if not text or text.isspace():
            if self._first is not None:
                self._parts.append(" ")
            return
        if self._first is None:
            self._first = node
            self._comments = len(self.lines.comments)
        if not self._bold:
            self._all_bold = False
        self._parts.append(text)

    def _open_emphasis(self, _: LexborNode) -> None:
        self._bold += 1
        self._label_starts.append((len(self.lines.lines), len(self._parts)))

    def _close_emphasis(self, node: LexborNode) -> None:
        self._bold -= 1
        lines, start = self._label_starts.pop()
        if self._labels is None or not start or lines != len(self.lines.lines):
            return
        label = self._parts[start:]
        if self._labels.fullmatch(" ".join("".join(label).split())):
            del self._parts[start:]
            self._block(node)
            self._first, self._comments, self._parts = node, len(self.lines.comments), label
            self._block(node)

    def _open_link(self, _: LexborNode) -> None:
        self._link_starts.append((len(self.lines.lines), len(self._parts)))

    def _close_link(self, node: LexborNode) -> None:
        lines, start = self._link_starts.pop()
        href = (node.attributes.get("href") or "").strip()
        if not href:
            return
        for line in self.lines.lines[lines:]:
            line.links.append(PageLink(href, line.text))
        text = " ".join("".join(self._parts[start if lines == len(self.lines.lines) else 0 :]).split())
        if text:
            self._links.append(PageLink(href, text))

    def _picture(self, node: LexborNode) -> None:
        lines = self.lines
        lines.pictures.append(Picture(node, self._box, len(lines.lines), self._first is not None))

    def _flush(self) -> None:
        assert self._first is not None
        text = " ".join("".join(self._parts).split())
        line = Line(
            text,
            self._box,
            self._first,
            self._heading,
            self._level,
            self._all_bold,
            self._only_break,
            self._comments,
            self._links,
        )
        self.lines.lines.append(line)
        self._links, self._parts, self._first, self._all_bold = [], [], None, True
