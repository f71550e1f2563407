"""Which links of an article page are its references, and which lead to related stories."""

from __future__ import annotations

from collections.abc import Iterator

from spacecrawl.parsers.lines import PageLink
from spacecrawl.parsers.space_media import vocabulary as words
from spacecrawl.parsers.space_media.layout import Layout
from spacecrawl.parsers.space_media.tail import is_story

_MOST_REFERENCES = 30


def article_links(layout: Layout) -> Iterator[tuple[PageLink, str]]:
    """Yield links with their kind: of the text and its Related Links ``reference``, of the rest ``story``."""
    if not layout.body:
        return
    lines = layout.evidence.lines
    for index in (*layout.body, *(i for sidebar in layout.sidebars for i in sidebar)):
        for link in lines[index].links:
            yield link, "reference"
    references = _references(layout)
    heading = ""
    for index in range(layout.tail, len(lines)):
        for link in lines[index].links:
            if is_story(link.href):
                yield (
                    (PageLink(link.href, heading) if heading and _is_read_more(link.text) else link),
                    "story",
                )
            elif index in references:
                yield link, "reference"
        heading = _teaser_heading(layout, index) or heading


def _is_read_more(text: str) -> bool:
    return words.READ_MORE.search(f"... {text}") is not None


def _teaser_heading(layout: Layout, index: int) -> str | None:
    """Return a line's text if it can be the headline of a related story."""
    evidence = layout.evidence
    plain = not (evidence.is_kicker(index) or evidence.dateline(index) or evidence.is_tail(index))
    return evidence.text(index) if plain and evidence.length(index) < 25 else None


def _references(layout: Layout) -> set[int]:
    """Return the lines of the Related Links list: from its label to the next label, within one box."""
    evidence = layout.evidence
    for index in range(layout.tail, len(evidence)):
        if words.REFERENCES.fullmatch(evidence.text(index)):
            return set(_list_below(layout, index))
    return set()


def _list_below(layout: Layout, label: int) -> Iterator[int]:
    evidence, page = layout.evidence, layout.evidence.page
    box = page.lines[label].box
    while box and label + 1 >= page.ends[box]:
        box = page.parents[box]
    for index in range(label + 1, min(page.ends[box], label + 1 + _MOST_REFERENCES)):
        if evidence.is_tail(index) or evidence.is_newsletter(index):
            return
        yield index
