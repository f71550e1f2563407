"""From a page's tree to its lines, in one pass.

A line ends where a browser would break it: at block elements and at ``<br>``. What no reader sees as
text (scripts, styles, frames, forms' controls) is left out.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

from selectolax.lexbor import LexborHTMLParser, LexborNode

from spacecrawl.parsers.lines import Line, LineRules, Lines, PageLink, Picture

_INLINE, _TEXT, _COMMENT, _UNSEEN, _BREAK, _BLOCK, _BOX, _HEADING, _EMPHASIS, _LINK, _IMAGE, _SPAN = range(12)

_TAGS_OF_KIND = {
    _TEXT: "-text",
    _COMMENT: "-comment",
    _UNSEEN: "script style noscript iframe template svg select textarea object embed head title button "
    "canvas audio video",
    _BREAK: "br",
    _BLOCK: "p hr li dt dd pre blockquote tbody thead tfoot caption figcaption address body",
    _BOX: "table tr td th div aside section article figure main header footer nav form center ul ol dl fieldset",
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


def read_lines(tree: LexborHTMLParser, rules: LineRules | None = None, start: LexborNode | None = None) -> Lines:
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
        enter, leave = self._entering(), self._leaving()
        stack: list[tuple[LexborNode, int]] = []
        for around in reversed(_around(start)):
            kind = _KINDS.get(around.tag or "", _INLINE)
            enter[kind](around)
            stack.append((around, kind))
        node = start or root.first_child
        while node is not None or stack:
            if node is None:
                node, kind = stack.pop()
                if close := leave.get(kind):
                    close(node)
                node = node.next if len(self.lines.lines) < self._limit else None
                continue
            kind = _KINDS.get(node.tag or "", _INLINE)
            if enter[kind](node):
                if (child := node.first_child) is not None:
                    stack.append((node, kind))
                    node = child
                    continue
                if close := leave.get(kind):
                    close(node)
            node = node.next
        self._block(root)
        self.lines.ends[0] = len(self.lines.lines)

    def _entering(self) -> tuple[Callable[[LexborNode], bool], ...]:
        """Return what a node of each kind does, in the order of the kinds; true where its children count.

        Not kept in an attribute, which would tie the reader and the tree into a cycle that outlives the page.
        """
        return (
            self._inline,
            self._text,
            self._comment,
            self._unseen,
            self._break,
            self._block,
            self._open_box,
            self._open_heading,
            self._open_emphasis,
            self._open_link,
            self._picture,
            self._open_span,
        )

    def _leaving(self) -> dict[int, Callable[[LexborNode], object]]:
        return {
            _BLOCK: self._block,
            _BOX: self._close_box,
            _HEADING: self._close_heading,
            _EMPHASIS: self._close_emphasis,
            _LINK: self._close_link,
            _SPAN: self._close_span,
        }

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
        breaks = node.attrs.get("class") in self._rules.classes
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
        href = (node.attrs.get("href") or "").strip()
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
