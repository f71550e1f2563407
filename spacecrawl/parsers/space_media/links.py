"""Which links of an article page are its references, and which lead to related stories."""

from __future__ import annotations

from collections.abc import Iterator

from spacecrawl.parsers.lines import PageLink
from spacecrawl.parsers.space_media import vocabulary as words
from spacecrawl.parsers.space_media.evidence import LONGEST_HEADLINE
from spacecrawl.parsers.space_media.layout import Layout
from spacecrawl.parsers.space_media.tail import is_story

_MOST_REFERENCES = 30
_LINES_OF_TEASER = 4


def article_links(layout: Layout) -> Iterator[tuple[PageLink, str]]:
    """Yield links with their kind: of the text and its Related Links ``reference``, of the rest ``story``."""
    if not layout.body:
        return
    lines = layout.evidence.lines
    for index in (*layout.body, *(i for sidebar in layout.sidebars for i in sidebar)):
        for link in lines[index].links:
            yield link, "reference"
    references = _references(layout)
    for index in range(layout.tail, len(lines)):
        for link in lines[index].links:
            if is_story(link.href):
                yield (_with_headline(layout, index, link) if _is_read_more(link.text) else link), "story"
            elif index in references:
                yield link, "reference"


def _is_read_more(text: str) -> bool:
    return words.READ_MORE.search(f"... {text}") is not None


def _with_headline(layout: Layout, index: int, link: PageLink) -> PageLink:
    """Return the link of a ``read more`` with the headline of its teaser, which stands a little above."""
    evidence = layout.evidence
    for above in range(index - 1, max(index - _LINES_OF_TEASER, layout.tail) - 1, -1):
        plain = not (evidence.is_kicker(above) or evidence.dateline(above) or evidence.is_tail(above))
        if plain and evidence.length(above) <= LONGEST_HEADLINE:
            return PageLink(link.href, evidence.text(above))
    return link


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
