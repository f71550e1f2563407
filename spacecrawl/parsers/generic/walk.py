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


class Walker:
    """Makes a Scan of a tree."""

    def __init__(self, *, everything: bool = False) -> None:
        self.kinds = KINDS if everything else KINDS_OF_CONTENT
        self.scan = Scan()
        self.pieces: list[str] = []
        self.frame = Frame.outermost()
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
        pieces, blocks, frames = self.pieces, self.blocks, self.frames
        tags: dict[int, tuple[int, str]] = {}
        stack: list[tuple[LexborNode, Frame, LinkText | None, int]] = []
        node = root.first_child
        frame, link, style = self.frame, None, 0
        for _ in range(MAX_STEPS):
            if node is None:
                if not stack:
                    break
                node, frame, link, style = stack.pop()
            known = tags.get(node.tag_id)
            if known is None:
                tag = node.tag or ""
                known = tags[node.tag_id] = self.kinds.get(tag, BLOCK if "-" in tag else INLINE), tag
            kind, tag = known
            if kind == TEXT:
                text = node.text_content or ""
                if not text.isspace():
                    if frame is not self.frame:
                        if pieces:
                            self.flush()
                        self.frame = frame
                    self.broken = False
                    pieces.append(text)
                    if link is not None or style:
                        self.count_text(text, link, style)
                elif pieces:
                    pieces.append(" ")
                node = node.next
                continue
            if kind == BLOCK:
                if pieces:
                    self.flush()
                self.inline = 0
                inner = frame.inner(tag, "", 0, len(blocks))
                frames.append(inner)
                if attributes := node.attributes:
                    self.open_block(node, attributes, inner)
                if (child := node.first_child) is not None:
                    if (following := node.next) is not None:
                        stack.append((following, frame, link, style))
                    node, frame, style = child, inner, BOLD if tag in BOLD_BLOCKS else 0
                    continue
            elif kind == SKIP:
                pass
            elif kind == LEAF:
                self.keep(node, tag, frame)
            elif kind == BREAK:
                self.break_line()
            elif kind == RULE:
                self.flush()
                self.scan.rules.append(len(blocks))
            else:
                inside = self.open_inline(node, tag, kind, frame, link, style)
                if inside is not None and (child := node.first_child) is not None:
                    if (following := node.next) is not None:
                        stack.append((following, frame, link, style))
                    node = child
                    link, style = inside
                    continue
            node = node.next
        return self.finish()

    def finish(self) -> Scan:
        """Close the last block and the ranges of the frames, and drop those that hold none."""
        self.flush()
        for block in self.blocks:
            block.frame.end = block.index + 1
        for frame in reversed(self.frames):
            if frame.end < frame.start:
                frame.end = frame.start
            parent = frame.parent
            if parent is not None and parent.end < frame.end:
                parent.end = frame.end
        self.scan.frames = [frame for frame in self.frames if frame.end > frame.start or frame is self.frames[0]]
        return self.scan

    def count_text(self, text: str, link: LinkText | None, style: int) -> None:
        """Count a text that is linked, bold or italic, and give it to its link."""
        if link is not None:
            self.linked += len(text)
            if link is not self.any_link:
                self.link_text(text, link)
        if style:
            self.bold += len(text) if style & BOLD else 0
            self.italic += len(text) if style & ITALIC else 0

    def link_text(self, text: str, link: LinkText) -> None:
        """Give a text to its link; a link that goes on in another block is another there."""
        last = self.links[-1] if self.links else None
        if last is None or (last is not link and last.origin is not link):
            last = LinkText(link.href, link.rel, link) if link.pieces else link
            self.links.append(last)
        last.pieces.append(text)

    def open_block(self, node: LexborNode, attributes: dict[str, str | None], frame: Frame) -> None:
        """Fill a new frame with what its attributes say."""
        sign = attributes.get("class")
        mask = 0
        if sign:
            frame.sign = sign
            mask = mask_of(sign)
            if len(attributes) == 1:
                if mask:
                    frame.mask = mask
                    frame.path |= mask
                    if mask & _MARKED:
                        self.note(node, attributes, frame)
                return
        if "id" in attributes and frame.tag in _NAMED_BY_ID:
            mask |= mask_of(attributes["id"] or "")
        frame.mask = mask
        frame.path |= mask
        if mask & _MARKED or not _TOLD_OF_BLOCKS.isdisjoint(attributes):
            self.note(node, attributes, frame)

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

    def open_inline(
        self, node: LexborNode, tag: str, kind: int, frame: Frame, link: LinkText | None, style: int
    ) -> tuple[LinkText | None, int] | None:
        """Go through an element that does not break the line; None hides what is below it."""
        attributes = node.attributes
        if attributes and not (len(attributes) == 1 and "href" in attributes):
            sign = attributes.get("class")
            mask = mask_of(sign) if sign else 0
            told = not _TOLD_OF_INLINE.isdisjoint(attributes)
            if (mask & _SCREEN_READER and tag == "span") or (told and is_hidden(attributes)):
                return None
            if not self.pieces:
                self.inline |= mask
            if told or mask & _MARKED or tag == "time":
                self.note_inline(node, tag, attributes, mask, frame)
        if kind == LINK:
            self.links_left -= 1
            if self.links_left < 0:
                return self.any_link, style
            return LinkText(attributes.get("href") or "", attributes.get("rel") or ""), style
        return link, style | STYLES[tag] if kind == STYLE else style

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
                block.links = self.links
                self.links = []
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
