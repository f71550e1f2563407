"""One pass over the tree: text blocks with their frames, and what the page says about itself on the way.

A *block* is a run of text that a reader sees as one paragraph, heading, list item or line. A *frame* is a
block-level element. Blocks are numbered in reading order, so a frame's text is a range of them, and sums over
any part of the page are differences of running totals.

The walk keeps its own stack, so that no nesting can exhaust Python's, and an element costs nothing when it is
left. Contexts kept by each node's address in memory, with the tree's own iterator, cost twice as much. Tags are told
by their numbers in the tree, a fifth of the cost of their names, which are asked for once a page.
"""

from __future__ import annotations

from selectolax.lexbor import LexborNode

from spacecrawl.parsers.generic.blocks import Block, Frame, LinkText, Mark, Picture, Scan
from spacecrawl.parsers.generic.tags import (
    BLOCK,
    BOLD,
    BOLD_BLOCKS,
    BREAK,
    INLINE,
    ITALIC,
    KINDS,
    KINDS_OF_CONTENT,
    LEAF,
    LINK,
    RULE,
    SKIP,
    STYLE,
    STYLES,
    TEXT,
    is_hidden,
)
from spacecrawl.parsers.generic.tokens import BIT, mask_of

MAX_STEPS = 800_000
"""Steps of the walk at most, two a node: ten times the largest article page measured, half a second of CPU."""
MAX_MARKS = 3_000
"""Images, meta tags, links and marked elements kept of a page at most, each."""

MAX_LINKS = 10_000
"""Links told apart of a page at most; the text of later ones still counts as linked."""

_NAMED_BY_ID = frozenset(["div", "section", "aside", "main", "article", "ul", "footer", "header", "nav"])
_MARKED = BIT["author"] | BIT["date"]
_SCREEN_READER = BIT["hidden"]
_TOLD_OF_BLOCKS = frozenset(["hidden", "aria-hidden", "style", "itemprop"])
_TOLD_OF_INLINE = _TOLD_OF_BLOCKS | {"rel"}
"""Attributes that are looked at besides class and id."""

Context = tuple[Frame, LinkText | None, int]
"""What an element hands down to its children: frame, link, style bits."""


class Walker:
    """Makes a Scan of a tree."""

    def __init__(self, *, everything: bool = False) -> None:
        self.kinds = KINDS if everything else KINDS_OF_CONTENT
        self.scan = Scan()
        self.pieces: list[str] = []
        self.frame = Frame(None, "html", "", 0, 0)
        self.blocks, self.frames = self.scan.blocks, self.scan.frames
        self.frames.append(self.frame)
        self.linked = 0
        self.bold = 0
        self.italic = 0
        self.inline = 0
        self.broken = False
        self.links: list[LinkText] = []
        self.links_left = MAX_LINKS
        self.any_link = LinkText("", "")

    def run(self, root: LexborNode) -> Scan:  # noqa: C901  # the only hot loop: calls cost half of it
        """Visit every node below ``root`` once."""
        pieces, kinds = self.pieces, self.kinds
        tags: dict[int, tuple[int, str]] = {}
        stack: list[tuple[LexborNode, Context]] = []
        node = root.first_child
        context: Context = (self.frame, None, 0)
        for _ in range(MAX_STEPS):
            if node is None:
                if not stack:
                    break
                node, context = stack.pop()
                continue
            known = tags.get(node.tag_id)
            if known is None:
                tag = node.tag or ""
                known = tags[node.tag_id] = kinds.get(tag, INLINE), tag
            kind, tag = known
            if kind == TEXT:
                text = node.text_content or ""
                if not text.isspace():
                    if context[0] is not self.frame and pieces:
                        self.flush()
                    self.frame = context[0]
                    self.broken = False
                    pieces.append(text)
                    if context[1] is not None or context[2]:
                        self.count_text(text, context[1], context[2])
                elif pieces:
                    pieces.append(" ")
                node = node.next
                continue
            inner: Context | None = None
            if kind == BLOCK:
                if pieces:
                    self.flush()
                inner = self.open_block(node, tag, context)
            elif kind == BREAK:
                self.break_line()
            elif kind == RULE:
                self.flush()
                self.scan.rules.append(len(self.scan.blocks))
            elif kind == LEAF:
                self.keep(node, tag, context[0])
            elif kind != SKIP:
                inner = self.open_inline(node, tag, kind, context)
            if inner is None or (child := node.first_child) is None:
                node = node.next
            else:
                if (following := node.next) is not None:
                    stack.append((following, context))
                node, context = child, inner
        return self.finish()

    def finish(self) -> Scan:
        """Close the last block and the ranges of the frames."""
        self.flush()
        for block in self.scan.blocks:
            block.frame.end = block.index + 1
        for frame in reversed(self.scan.frames):
            parent = frame.parent
            if frame.end < frame.start:
                frame.end = frame.start
            if parent is not None and parent.end < frame.end:
                parent.end = frame.end
        return self.scan

    def count_text(self, text: str, link: LinkText | None, style: int) -> None:
        """Count a text that is linked, bold or italic, and give it to its link."""
        if link is not None:
            self.linked += len(text)
            if link is not self.any_link:
                if not self.links or self.links[-1] is not link:
                    self.links.append(link)
                link.pieces.append(text)
        if style:
            self.bold += len(text) if style & BOLD else 0
            self.italic += len(text) if style & ITALIC else 0

    def open_block(self, node: LexborNode, tag: str, context: Context) -> Context:
        """Begin a frame."""
        attributes = node.attributes
        parent = context[0]
        if not attributes:
            frame = Frame(parent, tag, "", 0, len(self.blocks))
        else:
            sign = attributes.get("class") or ""
            mask = mask_of(sign) if sign else 0
            alone = sign and len(attributes) == 1
            if not alone and "id" in attributes and tag in _NAMED_BY_ID:
                mask |= mask_of(attributes["id"] or "")
            frame = Frame(parent, tag, sign, mask, len(self.blocks))
            if mask & _MARKED or not (alone or _TOLD_OF_BLOCKS.isdisjoint(attributes)):
                self.note(node, attributes, frame)
        self.frames.append(frame)
        self.inline = 0
        return frame, context[1], BOLD if tag in BOLD_BLOCKS else 0

    def note(self, node: LexborNode, attributes: dict[str, str | None], frame: Frame) -> None:
        """Keep what attributes say about a frame: hidden, named by microdata, a byline."""
        if is_hidden(attributes):
            frame.hidden = True
        if "itemprop" in attributes:
            self.mark(attributes["itemprop"] or "", node, attributes, frame)
        elif frame.mask & _MARKED:
            self.mark("class", node, attributes, frame)

    def mark(self, kind: str, node: LexborNode, attributes: dict[str, str | None], frame: Frame) -> None:
        """Remember an element for the metadata."""
        if len(self.scan.marks) < MAX_MARKS:
            self.scan.marks.append(Mark(kind, node, attributes, frame, len(self.scan.blocks)))

    def open_inline(self, node: LexborNode, tag: str, kind: int, context: Context) -> Context | None:
        """Go through an element that does not break the line; None hides what is below it."""
        if kind == INLINE and "-" in tag:
            if self.pieces:
                self.flush()
            return self.open_block(node, tag, context)
        attributes = node.attributes
        if attributes and not (len(attributes) == 1 and "href" in attributes):
            mask = mask_of(attributes.get("class") or "")
            told = not _TOLD_OF_INLINE.isdisjoint(attributes)
            if (mask & _SCREEN_READER and tag == "span") or (told and is_hidden(attributes)):
                return None
            if not self.pieces:
                self.inline |= mask
            if told or mask & _MARKED or tag == "time":
                self.note_inline(node, tag, attributes, mask, context[0])
        if kind == LINK:
            self.links_left -= 1
            if self.links_left < 0:
                return context[0], self.any_link, context[2]
            link = LinkText(attributes.get("href") or "", attributes.get("rel") or "")
            return context[0], link, context[2]
        if kind == STYLE:
            return context[0], context[1], context[2] | STYLES[tag]
        return context

    def note_inline(
        self, node: LexborNode, tag: str, attributes: dict[str, str | None], mask: int, frame: Frame
    ) -> None:
        """Keep what attributes say about an inline element."""
        if "itemprop" in attributes:
            self.mark(attributes["itemprop"] or "", node, attributes, frame)
        elif tag == "time":
            self.mark("time", node, attributes, frame)
        elif "rel" in attributes and tag == "a":
            rel = (attributes["rel"] or "").split()
            if "author" in rel or "tag" in rel:
                self.mark("rel=author" if "author" in rel else "rel=tag", node, attributes, frame)
        elif mask & _MARKED:
            self.mark("class", node, attributes, frame)

    def break_line(self) -> None:
        """Break the line; two breaks in a row part paragraphs."""
        if not self.pieces:
            return
        if self.broken:
            self.flush()
        else:
            self.broken = True
            self.pieces.append("\x1f")

    def keep(self, node: LexborNode, tag: str, frame: Frame) -> None:
        """Keep an image, a statement of the head, or structured data."""
        scan = self.scan
        if tag == "img":
            if len(scan.pictures) < MAX_MARKS:
                scan.pictures.append(Picture(node.attributes, frame, len(scan.blocks)))
        elif tag == "script":
            if "ld+json" in (node.attributes.get("type") or ""):
                scan.scripts.append(node)
        elif tag == "title":
            scan.title = scan.title or " ".join(node.text().split())
        elif tag == "link":
            if len(scan.links) < MAX_MARKS:
                scan.links.append(node.attributes)
        elif len(scan.metas) < MAX_MARKS:
            self.keep_meta(node.attributes)

    def keep_meta(self, attributes: dict[str, str | None]) -> None:
        """Keep a ``<meta>``; of one name the first with content counts."""
        key = attributes.get("property") or attributes.get("name") or attributes.get("itemprop")
        content = (attributes.get("content") or "").strip()
        if key and content:
            key = key.strip().lower()
            self.scan.metas.append((key, content))
            self.scan.meta.setdefault(key, content)

    def flush(self) -> None:
        """End the open block."""
        text = fold("".join(self.pieces))
        if text:
            block = Block(text, self.frame, len(self.blocks))
            if self.linked:
                block.linked = min(self.linked, block.chars)
            if self.bold or self.italic:
                block.bold = min(self.bold, block.chars)
                block.italic = min(self.italic, block.chars)
            block.inline = self.inline
            if self.links:
                block.links = [LinkText(link.href, link.rel, link.pieces) for link in self.links]
                for link in self.links:
                    link.pieces = []
                self.links.clear()
            self.blocks.append(block)
        self.pieces.clear()
        self.linked = self.bold = self.italic = self.inline = 0
        self.broken = False


def fold(text: str) -> str:
    """Fold white space to single spaces; a line break inside a block (U+001F) becomes a newline."""
    text = text.strip()
    if "  " not in text and text.isprintable():
        return text
    if "\x1f" in text:
        lines = (" ".join(line.split()) for line in text.split("\x1f"))
        return "\n".join(filter(None, lines))
    return " ".join(text.split())
