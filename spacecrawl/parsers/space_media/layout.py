"""Where things stand on an article page: headline, byline, dateline, body, sidebars, tail.

Markers and classes are followed where they are; where they are not, the shape of the text tells: a headline,
a line that begins with ``by``, a line that is a dateline, then paragraphs until the tail.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from spacecrawl.parsers.lines import Lines
from spacecrawl.parsers.space_media import vocabulary as words
from spacecrawl.parsers.space_media.evidence import SENTENCE, DatelineLine, Evidence, marked
from spacecrawl.parsers.space_media.filing import Filing, FilingFinder
from spacecrawl.parsers.space_media.headline import HeadlineFinder, find_kicker
from spacecrawl.parsers.space_media.pictures import captions
from spacecrawl.parsers.space_media.sidebars import SidebarFinder
from spacecrawl.parsers.space_media.tail import TailFinder, is_story

_FEWEST_WORDS = 60
"""Words of text from which a page is an article that has neither byline nor dateline nor markers."""
_LINES_OF_TEASER = 5
_LONGEST_TEASER = 60
"""Words of the longest lead that an index page prints whole."""


@dataclass(slots=True)
class Layout:
    """Line numbers of an article's parts; None where a part is not there."""

    evidence: Evidence
    headline: int | None = None
    title: str = ""
    kicker: int | None = None
    filing: Filing = field(default_factory=Filing)
    start: int = 0
    """First line below the headline."""
    tail: int = 0
    """First line below the article."""
    body: list[int] = field(default_factory=list)
    sidebars: list[list[int]] = field(default_factory=list)
    captions: dict[int, str] = field(default_factory=dict)
    found_by: dict[str, str] = field(default_factory=dict)

    @property
    def byline(self) -> int | None:
        """The byline's line."""
        return self.filing.byline

    @property
    def dateline(self) -> DatelineLine | None:
        """The dateline with its line."""
        return self.filing.dateline


def find_layout(page: Lines, title_hints: list[str]) -> Layout:
    """Return where everything stands; `title_hints` are the title as head and meta tags tell it.

    A page that holds no article has an empty body, no byline, no dateline and no sidebars.
    """
    evidence = Evidence(page)
    layout = Layout(evidence)
    _find_headline(layout, HeadlineFinder(evidence, title_hints))
    layout.tail, layout.found_by["tail"] = TailFinder(evidence, layout.start).find()
    finder = FilingFinder(evidence, layout.headline, layout.start, layout.tail)
    layout.filing = finder.find()
    _find_body(layout)
    if not _is_article(layout):
        layout.body, layout.sidebars, layout.filing, layout.kicker = [], [], Filing(), None
    _note_markup(layout)
    return layout


def _find_headline(layout: Layout, finder: HeadlineFinder) -> None:
    found = finder.find()
    if found is None:
        return
    layout.headline, layout.found_by["title"] = found
    layout.title = finder.heading_text(layout.headline)
    layout.start = finder.heading_lines(layout.headline).stop
    layout.kicker = find_kicker(layout.evidence, layout.headline)


def _find_body(layout: Layout) -> None:
    finder = SidebarFinder(layout.evidence, layout.headline, layout.filing, layout.start, layout.tail)
    layout.sidebars = finder.find()
    layout.captions = captions(layout.evidence, layout.start, layout.tail)
    between = [i for i in range(_first_of_body(layout), layout.tail) if i not in finder.taken]
    layout.body = [i for i in between if i not in layout.captions and _is_text(layout, i)]
    _drop_next_column(layout)


def _drop_next_column(layout: Layout) -> None:
    """Take labels that follow the text outside of its box, such as a side column's, off the body's end."""
    evidence, body = layout.evidence, layout.body
    prose = [i for i in body if evidence.is_prose(i)]
    if not prose:
        return
    end = evidence.page.ends[evidence.page.box_around(prose[0], prose[-1])]
    while body[-1] >= end and not _is_sentence(evidence, body[-1]):
        body.pop()


def _is_sentence(evidence: Evidence, index: int) -> bool:
    return evidence.length(index) >= SENTENCE or words.SENTENCE.search(evidence.text(index)) is not None


def _first_of_body(layout: Layout) -> int:
    """Return the first line below byline and dateline, else below the body's marker or the headline."""
    filing = layout.filing
    own = [*filing.own, layout.start - 1]
    first = max(own) + 1
    if filing.dateline and filing.dateline.rest:
        return filing.dateline.index
    marker = layout.evidence.marker(words.BODY_STARTS, layout.start)
    if filing.dateline is None and filing.byline is None and marker is not None:
        return marker
    return first


def _is_text(layout: Layout, index: int) -> bool:
    """Tell whether a line between dateline and tail is the article's own words."""
    evidence = layout.evidence
    text = evidence.text(index)
    return (
        text.casefold() != layout.title.casefold()
        and not evidence.is_tail(index)
        and not evidence.is_newsletter(index)
        and not evidence.is_cut_off(index)
        and not words.DATE_LINE.fullmatch(text)
        and any(character.isalnum() for character in text)
    )


def _is_article(layout: Layout) -> bool:
    """Tell an article from an index page, an error page and a page of something else."""
    if not layout.body or (layout.title and words.NO_ARTICLE.fullmatch(layout.title)):
        return False
    evidence = layout.evidence
    length = sum(evidence.length(i) for i in layout.body if evidence.length(i) >= SENTENCE)
    marker = evidence.marker(words.BODY_STARTS) is not None
    if layout.byline is not None or marker:
        return True
    if layout.dateline is None:
        return length >= _FEWEST_WORDS and layout.headline is not None
    return length > _LONGEST_TEASER or not _is_lead_story(layout)


def _is_lead_story(layout: Layout) -> bool:
    """Tell whether a short text is the lead story of an index page: linked or untold above, teasers below."""
    evidence = layout.evidence
    below = range(layout.tail, min(layout.tail + _LINES_OF_TEASER, len(evidence)))
    if not any(evidence.is_cut_off(i) for i in below):
        return False
    headline = evidence.lines[layout.headline] if layout.headline is not None else None
    return headline is None or not headline.level or any(is_story(link.href) for link in headline.links)


def _note_markup(layout: Layout) -> None:
    """Note which parts markup confirms and which their shape alone told."""
    evidence, how = layout.evidence, layout.found_by
    if layout.byline is not None:
        how["byline"] = _how(marked(evidence.lines[layout.byline], words.BYLINE_CLASS))
    if layout.dateline:
        how["dateline"] = _how(marked(evidence.lines[layout.dateline.index], words.DATELINE_CLASS))
    if layout.kicker is not None:
        small = evidence.lines[layout.kicker]
        how["section"] = _how(marked(small, words.SMALL_CLASS) or marked(small, words.KICKER_CLASS))
    if layout.body:
        how["body"] = _how(evidence.marker(words.BODY_STARTS) is not None)


def _how(by_markup: bool) -> str:
    return "markup" if by_markup else "text"
