"""Which links of an article page are its references, and which lead to related stories."""

from __future__ import annotations

from collections.abc import Iterator

from spacecrawl.parsers.lines import Line, PageLink
from spacecrawl.parsers.space_media import vocabulary as words
from spacecrawl.parsers.space_media.layout import Layout

STORY_PATHS = ("/reports/", "/afp/", "/news/", "/m/")


def story_links(lines: list[Line], layout: Layout) -> Iterator[tuple[PageLink, str]]:
    """Yield links with their kind: of the body and the Related Links list ``reference``, of the rest ``story``."""
    for index in (*layout.body, *(i for sidebar in layout.sidebars for i in sidebar)):
        for link in lines[index].links:
            yield link, "reference"
    if not layout.body:
        return
    in_references = False
    for line in lines[layout.tail :]:
        lowered = line.text.casefold().rstrip(":")
        if words.TAIL.fullmatch(line.text):
            in_references = lowered == "related links"
        for link in line.links:
            if _is_story(link.href):
                if not words.CUT_OFF.fullmatch(f"... {link.text}"):
                    yield link, "story"
            elif in_references:
                yield link, "reference"


def _is_story(href: str) -> bool:
    return any(path in href for path in STORY_PATHS)
