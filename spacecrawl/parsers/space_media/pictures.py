"""Pictures of an article and the captions printed with them."""

from __future__ import annotations

from spacecrawl.parsers.lines import Line, Picture
from spacecrawl.parsers.space_media import vocabulary as words
from spacecrawl.parsers.space_media.evidence import PROSE, Evidence, marked

_LONGEST_CAPTION = 60
_LINES_OF_A_CAPTION = 2
_SLANTED = frozenset(("i", "em", "small", "cite"))


def article_pictures(evidence: Evidence, start: int, tail: int) -> list[Picture]:
    """Return the pictures between headline and tail, without advertisers' and spacers."""
    return [
        picture
        for picture in evidence.page.pictures
        if start <= picture.line < tail and picture.src and not words.SKIPPED_IMAGE.search(picture.src)
    ]


def captions(evidence: Evidence, start: int, tail: int) -> dict[int, str]:
    """Return captions between headline and tail by line number."""
    found = {i: evidence.text(i) for i in range(start, tail) if evidence.is_stock_caption(i)}
    for picture in article_pictures(evidence, start, tail):
        for index in _lines_of_caption(evidence, picture, start, tail):
            found[index] = evidence.text(index)
    for index in _repeated(evidence, start, tail):
        found[index] = evidence.text(index)
    return found


def caption_of(picture: Picture, found: dict[int, str]) -> str | None:
    """Return the caption that stands right below a picture."""
    return found.get(picture.line + picture.inside)


def _lines_of_caption(evidence: Evidence, picture: Picture, start: int, tail: int) -> list[int]:
    index = picture.line + picture.inside
    if not start <= index < tail or evidence.length(index) > _LONGEST_CAPTION:
        return []
    boxed = evidence.page.inside(picture.box)
    if boxed.start >= start and len(boxed) <= _LINES_OF_A_CAPTION and boxed.stop <= tail:
        return list(boxed)
    return [index] if _is_below(evidence, picture, index) else []


def _is_below(evidence: Evidence, picture: Picture, index: int) -> bool:
    """Tell whether a line in a picture's box is its caption: by class, or short and below a break."""
    line = evidence.lines[index]
    if marked(line, words.SMALL_CLASS):
        return True
    following = picture.node.next
    while following is not None and following.tag == "-text" and not (following.text_content or "").strip():
        following = following.next
    broken = following is not None and following.tag == "br"
    return (broken or _is_slanted(line)) and line.box == picture.box and evidence.length(index) < PROSE


def _repeated(evidence: Evidence, start: int, tail: int) -> list[int]:
    """Return the lines above or at the start of the text that a later paragraph repeats word for word."""
    found = []
    for index in range(start, min(start + 12, tail)):
        text = evidence.text(index)
        if evidence.length(index) >= 5 and any(text in evidence.text(i) for i in range(index + 1, tail)):
            found.append(index)
    return found


def _is_slanted(line: Line) -> bool:
    """Tell whether all of a line is in italics or small print."""
    node = line.node
    slanted = node.parent is not None and node.parent.tag in _SLANTED
    return slanted and " ".join((node.text_content or "").split()) == line.text
