"""Every place where a page can state a day: structured data, meta tags, microdata, markup, text, scripts, address."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from spacecrawl.parsers.generic.blocks import Mark, Scan, is_dated
from spacecrawl.parsers.metadata.jsonld import Node, string_of, types_of
from spacecrawl.text.dates import as_day, is_possible, parse_date

Moment = dt.date | dt.datetime

PUBLISHED = (
    "article:published_time", "og:article:published_time", "datepublished", "og:published_time", "published_time", "article.published", "parsely-pub-date",
    "sailthru.date", "dc.date.issued", "dcterms.created", "dc.date.created", "dcterms.issued", "dcterms.date", "dc.date", "publish-date",
    "publish_date", "publishdate", "pubdate", "publication_date", "citation_publication_date", "citation_date", "cxenseparse:recs:publishtime",
    "cxenseparse:publishtime", "article:created", "rnews:datepublished", "date", "created", "datecreated", "bt:pubdate", "article_date_original",
    "og:release_date", "release_date", "published", "published-date", "w-published-date", "article:published",
)  # fmt: skip
"""Names of meta tags that state the day of publishing, the surest first."""
MODIFIED = (
    "article:modified_time", "og:updated_time", "datemodified", "og:article:modified_time", "article:updated_time", "lastmod", "last-modified",
    "dcterms.modified", "dc.date.modified", "modified", "revised", "updated_time",
)  # fmt: skip
"""Names of meta tags that state the last change."""

_SUREST_META = 2
_IN_URL = re.compile(r"/((?:19|20)\d\d)[/-]?(0[1-9]|1[0-2])[/-]?(0[1-9]|[12]\d|3[01])(?=\D|$)")
_IN_NUMBER = re.compile(r"(?<!\d)(20\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])\d{2,14}(?!\d)")
_SCRIPT_NAMES = ("datePublished", "dateModified")
_QUOTES = ('"', "&quot;")
_IN_SCRIPT = re.compile(r"(?:\\?\"|&quot;)\s*:\s*(?:\\?\"|&quot;)([^\"&\\]{8,40})")
"""What follows the name of a date in a script, from the quotation mark behind it on."""
_DIGIT = re.compile(r"\d")
_UPDATED = (
    "updat", "modif", "aktualisier", "mis à jour", "mise à jour", "actualizad", "atualizad", "aggiornat", "bijgewerkt",
    "zaktualiz", "обновл", "güncel", "تحديث", "更新", "수정", "revis", "edited", "reviewed", "senast", "oppdatert",
    "opdateret", "päivitetty", "geändert",
)  # fmt: skip
_LONGEST = 120
_AHEAD, _BEHIND = 15, 25
_NEAR = 3
"""Blocks between headline and date from which on the date is not near."""
_FEWEST_BLOCKS_BETWEEN = 2
_MOST_PRINTED = 5
_MOST_IN_SCRIPTS = 6


@dataclass(slots=True)
class Clock:
    """What dates are read by: when the page was fetched, the site's zone, and the order of day and month."""

    fetched: Moment | None = None
    timezone: str | None = None
    day_first: bool | None = None

    def read(self, text: str, *, printed: bool = False) -> Moment | None:
        """Return the date that a short text states, None for placeholders; of print only fixed forms are read."""
        if not text or "{{" in text:
            return None
        return parse_date(text, self.fetched, self.timezone, day_first=self.day_first, only_fixed=printed)

    def is_possible(self, value: Moment) -> bool:
        """Tell whether a page can have been published then."""
        return is_possible(value, self.fetched)


@dataclass(slots=True)
class Stated:
    """A date as one place states it: the name of the place, where that belongs to, and whether it is a change's."""

    value: Moment
    place: str
    source: str
    changed: bool = False


@dataclass(slots=True)
class DateSources:
    """All that a page states about days, in one list."""

    scan: Scan
    nodes: list[Node]
    article: Node
    url: str | None = None
    title_block: int = -1
    html: str = ""
    clock: Clock = field(default_factory=Clock)

    def all(self) -> list[Stated]:
        """Return every date stated that is possible, the surest places first."""
        found = [
            *self.of_data(),
            *self.of_meta(),
            *self.of_marks(),
            *self.of_text(),
            *self.of_scripts(),
            *self.of_url(),
        ]
        return [stated for stated in found if self.clock.is_possible(stated.value)]

    def stated(self, text: str, place: str, source: str, *, changed: bool = False) -> Iterator[Stated]:
        """Yield what a text states."""
        value = self.clock.read(text, printed=source == "text") if _DIGIT.search(text) else None
        if value is not None:
            yield Stated(value, place, source, changed)

    def of_data(self) -> Iterator[Stated]:
        """JSON-LD: the article's own words, else those of the page around it."""
        for key in ("datePublished", "dateCreated", "uploadDate", "dateModified"):
            text = string_of(self.article.get(key))
            yield from self.stated(text, f"json-ld {key}", "json-ld", changed=key == "dateModified")
        if not self.article.get("datePublished"):
            for node in self.nodes:
                if any(kind.endswith("webpage") for kind in types_of(node)):
                    yield from self.stated(string_of(node.get("datePublished")), "json-ld page", "json-ld")

    def of_meta(self) -> Iterator[Stated]:
        """Meta tags."""
        meta = self.scan.meta
        for rank, key in enumerate(PUBLISHED):
            if key in meta:
                yield from self.stated(meta[key], "meta first" if rank < _SUREST_META else "meta", "meta")
        for key in MODIFIED:
            if key in meta:
                yield from self.stated(meta[key], "meta modified", "meta", changed=True)

    def of_marks(self) -> Iterator[Stated]:
        """Microdata, and ``<time>`` elements by how near the headline they stand."""
        for mark in self.scan.marks:
            if mark.kind in ("datePublished", "dateModified", "dateCreated"):
                changed = mark.kind == "dateModified"
                yield from self.stated(_text_of(mark), f"microdata {mark.kind}", "microdata", changed=changed)
        times = [mark for mark in self.scan.marks if mark.kind == "time" and is_dated(_text_of(mark))]
        for rank, mark in enumerate(sorted(times, key=self.distance)[:_MOST_PRINTED]):
            changed = self.says_updated(mark)
            near = "near" if self.is_near(mark.index) else "far"
            yield from self.stated(_text_of(mark), f"time {near} {min(rank, 2)}", "markup", changed=changed)

    def distance(self, mark: Mark) -> int:
        """Return how far from the headline a mark stands; those above count double."""
        way = mark.index - max(self.title_block, 0)
        return way if way >= 0 else -2 * way

    def is_near(self, index: int) -> bool:
        """Tell whether a block stands around the headline."""
        return self.title_block >= 0 and -_AHEAD <= index - self.title_block <= _BEHIND

    def says_updated(self, mark: Mark) -> bool:
        """Tell whether a mark's line or class calls its date a change's."""
        block = self.scan.blocks[mark.index].text[:_LONGEST] if mark.index < len(self.scan.blocks) else ""
        sign = f"{mark.attributes.get('class') or ''} {mark.frame.sign}"
        return _speaks_of_change(block) or _speaks_of_change(sign)

    def of_text(self) -> Iterator[Stated]:
        """Short lines that print a date: around the headline nearest first, then anywhere on the page."""
        blocks = self.scan.blocks
        title = max(self.title_block, 0)
        dated = {at for at in self.scan.dated_blocks() if blocks[at].chars <= _LONGEST}.union(self.relative())
        printed = 0
        for at in sorted(dated, key=lambda at: (at - title if at >= title else 2 * (title - at), at)):
            text = blocks[at].text
            changed = _speaks_of_change(text) or (at > 0 and _ends_as_label(blocks[at - 1].text))
            place = f"text {'near' if self.is_near(at) else 'far'} {min(printed, 2)}"
            for stated in self.stated(text, place, "text", changed=changed):
                if as_day(stated.value).year >= _FIRST_YEAR:
                    printed += 1
                    yield stated
            if printed >= _MOST_PRINTED:
                return

    def relative(self) -> list[int]:
        """Return the short lines near the headline that can tell a day from the fetch, where that is known."""
        if self.clock.fetched is None or self.title_block < 0:
            return []
        near = range(max(0, self.title_block - _AHEAD), min(self.title_block + _BEHIND + 1, len(self.scan.blocks)))
        return [at for at in near if self.scan.blocks[at].chars <= _RELATIVE]

    def of_scripts(self) -> Iterator[Stated]:
        """Dates that the page's scripts hold, for pages whose structured data is broken or built later."""
        for name, text in islice(_script_dates(self.html), _MOST_IN_SCRIPTS):
            yield from self.stated(text, f"script {name}", "script", changed=name == "dateModified")

    def of_url(self) -> Iterator[Stated]:
        """Yield a whole day in the address."""
        for pattern, place in ((_IN_URL, "url"), (_IN_NUMBER, "url number")):
            if match := pattern.search(self.url or ""):
                yield from self.stated(f"{match[1]}-{match[2]}-{match[3]}", place, "url")


_FIRST_YEAR = 1995
_RELATIVE = 40


def _script_dates(html: str) -> Iterator[tuple[str, str]]:
    """Yield the quoted names of dates in a page's order, each with its value; by ``find``, at a quarter of a regex's cost.

    Nothing where no date of publishing is among them.
    """
    places = [html.find(_SCRIPT_NAMES[0])]
    if places[0] < 0:
        return
    places.append(html.find(_SCRIPT_NAMES[1]))
    while (at := min((place for place in places if place >= 0), default=-1)) >= 0:
        which = places.index(at)
        name = _SCRIPT_NAMES[which]
        places[which] = html.find(name, at + 1)
        if html.endswith(_QUOTES, 0, at) and (match := _IN_SCRIPT.match(html, at + len(name))):
            yield name, match[1]


def _speaks_of_change(text: str) -> bool:
    lower = text.lower()
    return any([word in lower for word in _UPDATED])  # noqa: C419  # a generator costs twice as much


def _ends_as_label(text: str) -> bool:
    return len(text) < 30 and _speaks_of_change(text) and not any(letter.isdigit() for letter in text)


def _text_of(mark: Mark) -> str:
    return mark.attributes.get("content") or mark.attributes.get("datetime") or mark.node.text()[:_LONGEST]


def day_first_of(language: str | None, host: str) -> bool | None:
    """Tell whether ``03/04/2020`` begins with the day, by the page's language; None for English of no country."""
    tag = (language or "").replace("_", "-").lower()
    if tag in ("en-us", "en-ph", "fil"):
        return False
    if tag[:2] not in ("", "en"):
        return True
    if len(tag) > 3 or host.endswith((".uk", ".au", ".nz", ".ie", ".in", ".za")):
        return tag != "en-ca" or None
    return None
