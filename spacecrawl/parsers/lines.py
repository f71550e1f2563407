"""A page as the lines that a reader sees: one pass over the tree, each line with what its markup tells.

A line ends where a browser would break it: at block elements and at ``<br>``. What no reader sees as
text (scripts, styles, frames, forms' controls) is left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

BOXES = frozenset(
    "table tr td th div aside section article figure main header footer nav form center ul ol dl fieldset".split()
)
"""Elements that hold lines together; a line knows the path of boxes that it stands in."""

BREAKS = BOXES | frozenset(
    "p br hr h1 h2 h3 h4 h5 h6 li dt dd pre blockquote tbody thead tfoot caption figcaption address body".split()
)
UNSEEN = frozenset(
    "script style noscript iframe template svg select textarea object embed head title button canvas audio video".split()
)
HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
EMPHASIS = frozenset("b strong".split())


@dataclass(slots=True)
class PageLink:
    """An anchor with an address, as written, and its text."""

    href: str
    text: str


@dataclass(slots=True)
class Picture:
    """An image with its address as written, its alternative text, and where it stands."""

    src: str
    alt: str
    boxes: tuple[int, ...]
    line: int
    """Number of lines before it."""


@dataclass(slots=True)
class Line:
    """One line of text; ``boxes`` is the path of enclosing boxes, outermost first."""

    text: str
    boxes: tuple[int, ...]
    marks: tuple[str, ...]
    """Class attributes around the text, outermost first."""
    heading: str | None
    bold: bool
    after_break: bool
    """Whether only ``<br>`` parts it from the line before."""
    comments: int
    """How many comments of the page stand before it."""
    links: list[PageLink] = field(default_factory=list)

    @property
    def link_share(self) -> float:
        """Share of the text's characters that are links, 0 to 1."""
        return min(1.0, sum(len(link.text) for link in self.links) / len(self.text)) if self.text else 0.0


@dataclass(slots=True)
class Lines:
    """All lines of a page, with its comments and pictures in order."""

    lines: list[Line]
    comments: list[str]
    pictures: list[Picture]


def read_lines(tree: LexborHTMLParser, break_at: re.Pattern[str] | None = None) -> Lines:
    """Return the lines of a page; a comment that `break_at` finds ends a line as well."""
    reader = _LineReader(break_at)
    root = tree.root
    if root is not None:
        reader.walk(root)
    return Lines(reader.lines, reader.comments, reader.pictures)


@dataclass(slots=True)
class _Open:
    """What an open element changes for the text inside it, and how it was before."""

    node: LexborNode
    tag: str
    boxes: tuple[int, ...]
    marks: tuple[str, ...]
    heading: str | None
    bold: bool
    link_start: tuple[int, int] | None


class _LineReader:
    """Collects text into lines while walking the tree without recursion."""

    def __init__(self, break_at: re.Pattern[str] | None) -> None:
        self.break_at = break_at
        self.lines: list[Line] = []
        self.comments: list[str] = []
        self.pictures: list[Picture] = []
        self._parts: list[str] = []
        self._links: list[PageLink] = []
        self._boxes: tuple[int, ...] = ()
        self._marks: tuple[str, ...] = ()
        self._heading: str | None = None
        self._bold = False
        self._bold_text = True
        self._box_count = 0
        self._only_break = False
        self._line_marks: tuple[str, ...] = ()
        self._line_heading: str | None = None
        self._line_comments = 0

    def walk(self, root: LexborNode) -> None:
        """Visit every node below ``root`` in order."""
        stack: list[_Open] = []
        node = root.first_child
        while node is not None or stack:
            if node is None:
                opened = stack.pop()
                self._close(opened)
                node = opened.node.next
                continue
            tag = node.tag or ""
            if tag == "-text":
                self._text(node.text_content or "")
            elif tag == "-comment":
                self._comment((node.comment_content or "").strip())
            elif tag not in UNSEEN and not tag.startswith(("-", "_", "!")):
                opened = self._open(node, tag)
                child = node.first_child
                if child is not None:
                    stack.append(opened)
                    node = child
                    continue
                self._close(opened)
            node = node.next
        self._flush()

    def _open(self, node: LexborNode, tag: str) -> _Open:
        attributes = node.attributes if tag not in ("br", "p", "b") else None
        opened = _Open(node, tag, self._boxes, self._marks, self._heading, self._bold, None)
        if tag in BREAKS:
            self._flush(only_break=tag == "br")
        if tag in BOXES:
            self._box_count += 1
            self._boxes = (*self._boxes, self._box_count)
        marks = (attributes.get("class") if attributes is not None else node.attributes.get("class")) or ""
        if marks:
            self._marks = (*self._marks, marks)
        if tag in HEADINGS:
            self._heading = tag
        elif tag in EMPHASIS:
            self._bold = True
        elif tag == "a":
            opened.link_start = (len(self.lines), len(self._parts))
        elif tag == "img" and attributes is not None:
            self._picture(attributes)
        return opened

    def _close(self, opened: _Open) -> None:
        if opened.link_start is not None:
            self._link(opened)
        if opened.tag in BREAKS and opened.tag != "br":
            self._flush()
        self._boxes, self._marks = opened.boxes, opened.marks
        self._heading, self._bold = opened.heading, opened.bold

    def _text(self, text: str) -> None:
        if not text or (not self._parts and text.isspace()):
            return
        if not text.isspace():
            if not any(not part.isspace() for part in self._parts):
                self._line_marks, self._line_heading = self._marks, self._heading
                self._line_comments = len(self.comments)
            self._bold_text = self._bold_text and self._bold
        self._parts.append(text)

    def _comment(self, text: str) -> None:
        if self.break_at is not None and self.break_at.search(text):
            self._flush()
        self.comments.append(text)

    def _link(self, opened: _Open) -> None:
        href = (opened.node.attributes.get("href") or "").strip()
        if not href or opened.link_start is None:
            return
        lines, parts = opened.link_start
        for line in self.lines[lines:]:
            line.links.append(PageLink(href, line.text))
        text = " ".join("".join(self._parts[parts if lines == len(self.lines) else 0 :]).split())
        if text:
            self._links.append(PageLink(href, text))

    def _picture(self, attributes: dict[str, str | None]) -> None:
        src = (attributes.get("src") or attributes.get("data-src") or "").strip()
        if src:
            self._flush()
            alt = " ".join((attributes.get("alt") or "").split())
            self.pictures.append(Picture(src, alt, self._boxes, len(self.lines)))

    def _flush(self, *, only_break: bool = False) -> None:
        text = " ".join("".join(self._parts).split())
        if text:
            self.lines.append(
                Line(
                    text,
                    self._boxes,
                    self._line_marks,
                    self._line_heading,
                    self._bold_text,
                    self._only_break,
                    self._line_comments,
                    self._links,
                )
            )
            self._only_break = only_break
            self._links = []
        else:
            self._only_break = self._only_break and only_break
        self._parts = []
        self._bold_text = True
