"""A page as the lines that a reader sees: one pass over the tree, each line with what its markup tells.

A line ends where a browser would break it: at block elements and at ``<br>``. What no reader sees as
text (scripts, styles, frames, forms' controls) is left out. Whatever most lines are never asked for, such as
the classes around them or the addresses of pictures, is read from the tree when somebody asks.
"""

from __future__ import annotations

import re
import sys
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

_UNREAD = frozenset(tag for tag, kind in _KINDS.items() if kind == _UNSEEN)

_PARAGRAPH = 150
"""Characters from which a line is a paragraph and no label."""
_LABEL = 24
"""Characters of the longest label that a line can be."""

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
    lines_behind: int = 60
    """Lines without a paragraph among them after which reading stops, once the text is over."""


def read_lines(
    tree: LexborHTMLParser, rules: LineRules | None = None, start: LexborNode | None = None
) -> Lines:
    """Return the lines of a page, from the node `start` on if there is one."""
    reader = _LineReader(rules or LineRules())
    if tree.root is not None:
        reader.walk(tree.root, start)
    return reader.lines


def lines_above(node: LexborNode, texts: int) -> LexborNode:
    """Return the node in front of `node` from which that many texts stand above it."""
    while texts:
        before = node.prev
        if before is None:
            if node.parent is None or node.parent.tag == "body":
                return node
            node = node.parent
            continue
        while before.last_child is not None and before.tag not in _UNREAD:
            before = before.last_child
        node = before
        texts -= node.tag == "-text" and not (node.text_content or " ").isspace()
    return node


class _LineReader:
    """Collects text into lines while walking the tree without recursion."""

    def __init__(self, rules: LineRules) -> None:
        self.lines = Lines([], [], [], [0], [""], [0], [0])
        self._rules = rules
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
        self._has_paragraph = self._is_over = False
        self._limit = sys.maxsize

    def walk(self, root: LexborNode, start: LexborNode | None) -> None:
        """Visit every node below ``root`` in order, from ``start`` on."""
        enter = [getattr(self, name) for name in _ENTER]
        leave = [getattr(self, name) if name else None for name in _LEAVE]
        stack: list[tuple[LexborNode, int]] = []
        for around in reversed(_around(start)):
            kind = _KINDS.get(around.tag or "", _INLINE)
            enter[kind](around)
            stack.append((around, kind))
        node = start or root.first_child
        while node is not None or stack:
            if node is None:
                node, kind = stack.pop()
                if close := leave[kind]:
                    close(node)
                node = node.next if len(self.lines.lines) < self._limit else None
                continue
            kind = _KINDS.get(node.tag or "", _INLINE)
            if enter[kind](node):
                if (child := node.first_child) is not None:
                    stack.append((node, kind))
                    node = child
                    continue
                if close := leave[kind]:
                    close(node)
            node = node.next
        self._block(root)
        self.lines.ends[0] = len(self.lines.lines)

    def _inline(self, _: LexborNode) -> bool:
        return True

    def _unseen(self, _: LexborNode) -> bool:
        return False

    # what ends a line ---------------------------------------------------------------

    def _break(self, _: LexborNode) -> bool:
        if self._first is not None:
            self._flush()
            self._only_break = True
        return True

    def _block(self, _: LexborNode) -> bool:
        if self._first is not None:
            self._flush()
        self._only_break = False
        return True

    def _open_box(self, node: LexborNode) -> bool:
        self._block(node)
        lines = self.lines
        lines.parents.append(self._box)
        self._box = len(lines.tags)
        lines.tags.append(node.tag or "")
        lines.starts.append(len(lines.lines))
        lines.ends.append(0)
        return True

    def _close_box(self, node: LexborNode) -> None:
        self._block(node)
        self.lines.ends[self._box] = len(self.lines.lines)
        self._box = self.lines.parents[self._box]

    def _open_heading(self, node: LexborNode) -> bool:
        self._block(node)
        self._headings += 1
        self._heading, self._level = self._headings, node.tag or ""
        return True

    def _close_heading(self, node: LexborNode) -> None:
        self._block(node)
        self._heading, self._level = 0, ""

    def _open_span(self, node: LexborNode) -> bool:
        breaks = node.attributes.get("class") in self._rules.classes
        self._span_breaks.append(breaks)
        if breaks:
            self._block(node)
        return True

    def _close_span(self, node: LexborNode) -> None:
        if self._span_breaks.pop():
            self._block(node)

    def _comment(self, node: LexborNode) -> bool:
        text = (node.comment_content or "").strip()
        if self._rules.comments is not None and self._rules.comments.search(text):
            self._block(node)
            self._note_end(text)
        self.lines.comments.append(text)
        return False

    # what is in a line --------------------------------------------------------------

    def _text(self, node: LexborNode) -> bool:
        text = node.text_content
        if not text or text.isspace():
            if self._first is not None:
                self._parts.append(" ")
            return False
        if self._first is None:
            self._first = node
            self._comments = len(self.lines.comments)
        if not self._bold:
            self._all_bold = False
        self._parts.append(text)
        return False

    def _open_emphasis(self, _: LexborNode) -> bool:
        self._bold += 1
        self._label_starts.append((len(self.lines.lines), len(self._parts)))
        return True

    def _close_emphasis(self, node: LexborNode) -> None:
        self._bold -= 1
        lines, start = self._label_starts.pop()
        if self._rules.labels is None or not start or lines != len(self.lines.lines):
            return
        label = self._parts[start:]
        if self._rules.labels.fullmatch(" ".join("".join(label).split())):
            del self._parts[start:]
            self._block(node)
            self._first, self._comments, self._parts = node, len(self.lines.comments), label
            self._block(node)

    def _open_link(self, _: LexborNode) -> bool:
        self._link_starts.append((len(self.lines.lines), len(self._parts)))
        return True

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

    def _picture(self, node: LexborNode) -> bool:
        lines = self.lines
        lines.pictures.append(Picture(node, self._box, len(lines.lines), self._first is not None))
        return True

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
        if len(text) >= _PARAGRAPH:
            self._has_paragraph = True
            if self._is_over:
                self._limit = len(self.lines.lines) + self._rules.lines_behind
        elif len(text) <= _LABEL:
            self._note_end(text)
        self._links, self._parts, self._first, self._all_bold = [], [], None, True

    def _note_end(self, text: str) -> None:
        """Note that the text is over if a comment or line says so, and a paragraph stands above it."""
        if self._has_paragraph and self._rules.ends is not None and self._rules.ends.fullmatch(text):
            self._is_over = True
            self._limit = len(self.lines.lines) + self._rules.lines_behind


def _around(node: LexborNode | None) -> list[LexborNode]:
    """Return the elements around a node, innermost first, up to the body."""
    found = []
    while node is not None and (node := node.parent) is not None and node.tag != "body":
        found.append(node)
    return found


_ENTER = [""] * 12
_LEAVE = [""] * 12
for _kind, _opening, _closing in (
    (_INLINE, "_inline", ""),
    (_TEXT, "_text", ""),
    (_COMMENT, "_comment", ""),
    (_UNSEEN, "_unseen", ""),
    (_BREAK, "_break", ""),
    (_BLOCK, "_block", "_block"),
    (_BOX, "_open_box", "_close_box"),
    (_HEADING, "_open_heading", "_close_heading"),
    (_EMPHASIS, "_open_emphasis", "_close_emphasis"),
    (_LINK, "_open_link", "_close_link"),
    (_IMAGE, "_picture", ""),
    (_SPAN, "_open_span", "_close_span"),
):
    _ENTER[_kind], _LEAVE[_kind] = _opening, _closing
