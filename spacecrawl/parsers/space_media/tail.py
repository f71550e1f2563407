"""Where the article ends and what stands below it begins."""

from __future__ import annotations

from spacecrawl.parsers.lines import PageLink
from spacecrawl.parsers.space_media import vocabulary as words
from spacecrawl.parsers.space_media.evidence import PROSE, SENTENCE, Evidence

_LONGEST_KICKER = 5


def is_story(href: str) -> bool:
    """Tell whether an address is a story of the network: by its path, and its host where it names one."""
    found = words.STORY.fullmatch(href)
    path = (found["path"] or found["relative"] or "") if found else ""
    return words.STORY_PATH.match(path) is not None


class TailFinder:
    """Finds the first line below the article, which starts at line `start`."""

    def __init__(self, evidence: Evidence, start: int) -> None:
        self.evidence = evidence
        self.start = start

    def find(self) -> tuple[int, str]:
        """Return the first line of the tail and how it was found: ``markup``, ``text`` or ``teaser``."""
        marker = self.evidence.marker(words.BODY_ENDS, self.start)
        end = len(self.evidence) if marker is None or not self._has_text_before(marker) else marker
        for index in range(self.start, end):
            found = self._begins_at(index)
            if found and self._is_below_text(found) and not self._goes_on(index, end):
                return found
        return end, "markup" if end == marker else "text"

    def _begins_at(self, index: int) -> tuple[int, str] | None:
        """Return where the tail begins if it can be told from this line."""
        evidence = self.evidence
        if evidence.is_cut_off(index):
            return self._head_of_teaser(index), "teaser"
        if evidence.is_tail(index) and not evidence.is_masthead(index):
            return index, "text"
        links = evidence.lines[index].links
        if links and evidence.lines[index].link_share > 0.9 and _leads_to_story(links):
            return self._with_kicker(index), "text"
        return None

    def _head_of_teaser(self, index: int) -> int:
        """Return the first line of the teaser whose lead stands at `index`: kicker, headline, dateline."""
        first = index
        if first > self.start and self.evidence.own_dateline(first - 1):
            first -= 1
        if first > self.start and self.evidence.length(first - 1) < PROSE:
            first -= 1
        return self._with_kicker(first)

    def _with_kicker(self, index: int) -> int:
        """Return the line above if it is a kicker or the heading of a list, else the line itself."""
        above = index - 1
        if above < self.start:
            return index
        heads = self.evidence.lines[above].level and self.evidence.length(above) <= _LONGEST_KICKER
        return above if heads or self.evidence.is_kicker(above) else index

    def _is_below_text(self, found: tuple[int, str]) -> bool:
        """Tell whether text stands above; a page that begins with teasers has none and is all tail."""
        return found[1] == "teaser" or self._has_text_before(found[0])

    def _has_text_before(self, end: int) -> bool:
        return any(self._is_text(i) for i in range(self.start, end))

    def _is_text(self, index: int) -> bool:
        evidence = self.evidence
        return (
            (evidence.length(index) >= SENTENCE or words.SENTENCE.search(evidence.text(index)) is not None)
            and not evidence.own_dateline(index)
            and not evidence.is_stock_caption(index)
            and not evidence.is_tail(index)
            and not evidence.is_cut_off(index)
            and not evidence.is_newsletter(index)
        )

    def _goes_on(self, index: int, end: int) -> bool:
        """Tell whether the article goes on below a line of the tail that stands in its midst."""
        evidence = self.evidence
        container = self._container(index)
        for below in range(index + 1, min(end, evidence.page.ends[container])):
            if evidence.is_prose(below) and not evidence.is_tail(below) and not evidence.own_dateline(below - 1):
                return True
            if words.FINAL.fullmatch(evidence.text(below)):
                return False
        return False

    def _container(self, index: int) -> int:
        """Return the smallest box that holds the text before a line: that of its last two paragraphs."""
        prose = [i for i in range(self.start, index) if self.evidence.is_prose(i)][-2:]
        if not prose:
            return 0
        page = self.evidence.page
        box = page.box_around(prose[0], prose[-1])
        return page.parents[box] if len(prose) == 1 and page.tags[box] not in ("td", "th") else box


def _leads_to_story(links: list[PageLink]) -> bool:
    return all(is_story(link.href) for link in links)
