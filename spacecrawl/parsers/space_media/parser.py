"""The site parser of the Space Media Network: one method a field, over the layout of the page's lines."""

from __future__ import annotations

import datetime as dt
import re
from functools import cached_property
from urllib.parse import urljoin

from selectolax.lexbor import LexborNode

from spacecrawl.parsers.line_reader import lines_above, read_lines
from spacecrawl.parsers.lines import LineRules
from spacecrawl.parsers.page import Page
from spacecrawl.parsers.space_media import vocabulary as words
from spacecrawl.parsers.space_media.evidence import read_dateline
from spacecrawl.parsers.space_media.layout import Layout, find_layout
from spacecrawl.parsers.space_media.links import article_links
from spacecrawl.parsers.space_media.pictures import article_pictures, caption_of
from spacecrawl.parsers.space_media.sidebars import dateline_of, title_of
from spacecrawl.record import Article, Author, Dateline, Extractor, Image, Link, Sidebar
from spacecrawl.record.article import read_date_or_time
from spacecrawl.text.byline import parse_byline

_WIRE_ADDRESS = re.compile(r"/afp/(\d\d)(\d\d)(\d\d)\d{6}\.")
_WEB_ADDRESS = re.compile(r"https?://[^\s/?#]+[^\s]*", re.IGNORECASE)
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
_PUBLISHED = ("article:published_time", "datepublished")
_MODIFIED = ("article:modified_time", "datemodified")
RULES = LineRules(words.MARKERS, words.LINE_CLASSES, words.LABELS, words.REFERENCES)
"""What ends lines on the network's pages."""

_TEXTS_ABOVE = 8
"""Texts that are read above the headline: masthead, newsletter line, kicker, and as many again."""

_CONFIDENCE = {"title": 0.3, "dateline": 0.3, "byline": 0.15, "body": 0.25}
_BY_SHAPE = 0.6
"""Share of a part's confidence that is left when its shape told where it is, and no markup."""


class SpaceMediaParser:
    """Reads article pages of every era since 2003, old table layouts and the newer redesign alike."""

    name = "space_media"
    version = "1"

    def parse(self, page: Page) -> Article:
        """Return the page's article, with an empty ``body`` where it holds none. Never raises on bad HTML."""
        return _Reading(page).article()


class _Reading:
    """One page on its way to an Article."""

    def __init__(self, page: Page) -> None:
        self.page = page
        start = self.start
        self.lines = read_lines(page.tree, RULES, start)
        self.layout: Layout = find_layout(self.lines, self.title_hints)
        if start is not None and not self.layout.body:
            self.lines = read_lines(page.tree, RULES)
            self.layout = find_layout(self.lines, self.title_hints)
        self.provenance: dict[str, str] = {}

    def article(self) -> Article:
        """Return the article, with how sure each part is."""
        article = Article(
            url=self.page.url,
            section=self.text_at(self.layout.kicker),
            title=self.title,
            byline=self.text_at(self.layout.byline),
            authors=self.authors,
            dateline=self.dateline,
            date_published=self.date_published,
            date_modified=self.date_of(_MODIFIED),
            summary=self.page.meta.get("description") or self.page.meta.get("og:description"),
            body=self.body,
            images=self.images,
            links=self.links,
            sidebars=self.sidebars,
            tags=[tag.strip() for tag in self.page.meta.get("keywords", "").split(",") if tag.strip()],
            language=self.language,
        )
        article.extractor = Extractor(
            SpaceMediaParser.name, SpaceMediaParser.version, self.confidence(article), self.sources(article)
        )
        return article

    @property
    def start(self) -> LexborNode | None:
        """A little above an ``h1`` that is the title: nothing of the article stands further up."""
        for node in self.page.tree.css("h1"):
            if " ".join(node.text().split()) in self.title_hints:
                return lines_above(node, _TEXTS_ABOVE)
        return None

    # headline -----------------------------------------------------------------

    @cached_property
    def title_hints(self) -> list[str]:
        """The title as the head of the page tells it, without the site's name."""
        told = [self.page.meta.get("og:title"), self.page.title]
        hints = [" ".join(words.SITE_SUFFIX.sub("", text).split()) for text in told if text]
        return list(dict.fromkeys(hint for hint in hints if hint))

    @property
    def title(self) -> str:
        """The headline as printed, else as the head tells it."""
        if self.layout.title or not (self.title_hints and self.layout.body):
            return self.layout.title
        self.layout.found_by["title"] = "meta"
        return self.title_hints[0]

    # who, where, when -----------------------------------------------------------

    @property
    def authors(self) -> list[Author]:
        """Who the byline names."""
        byline = self.text_at(self.layout.byline)
        return parse_byline(byline) if byline else []

    @cached_property
    def dateline(self) -> Dateline | None:
        """The article's own dateline; a year that it doesn't print is that of the stated date."""
        found = self.layout.dateline
        if found and found.dateline.date is None and self.stated_date:
            found = read_dateline(self.lines.lines[found.index], found.index, self.stated_date)
        return found.dateline if found else None

    @cached_property
    def stated_date(self) -> dt.date | dt.datetime | None:
        """The day of publication as meta tags state it, else as the address of a wire story has it."""
        return self.date_of((*_PUBLISHED, "date")) or _date_of_wire(self.page.url or self.page.canonical_link or "")

    @property
    def date_published(self) -> dt.date | dt.datetime | None:
        """The date that the meta tags state, the dateline's, or the address's."""
        if published := self.date_of(_PUBLISHED):
            self.provenance["date_published"] = "meta"
            return published
        if self.dateline and self.dateline.date:
            self.provenance["date_published"] = "dateline"
            return self.dateline.date
        self.provenance["date_published"] = "meta" if self.date_of(("date",)) else "url"
        return self.stated_date if self.layout.body else None

    def date_of(self, names: tuple[str, ...]) -> dt.date | dt.datetime | None:
        """Return the first readable date of meta tags."""
        meta = self.page.meta
        return next((date for name in names if name in meta and (date := _stated(meta[name]))), None)

    @property
    def language(self) -> str | None:
        """The language that the page states; all of the network is in English."""
        root = self.page.tree.root
        stated = (root.attributes.get("lang") or "").strip() if root else ""
        if _LANGUAGE.fullmatch(stated):
            self.provenance["language"] = "markup"
            return stated
        return "en" if self.layout.body else None

    # body, pictures, links ----------------------------------------------------------

    @property
    def body(self) -> str:
        """The article's paragraphs."""
        return "\n\n".join(self.lines.lines[i].text for i in self.layout.body)

    @property
    def images(self) -> list[Image]:
        """The picture that the head names, then those between headline and tail, with captions; each once."""
        found: dict[str, Image] = {}
        for picture in article_pictures(self.layout.evidence, self.layout.start, self.layout.tail):
            if url := self.absolute(picture.src):
                found.setdefault(url, Image(url, caption_of(picture, self.layout.captions)))
        stated = self.page.meta.get("og:image")
        lead = self.absolute(stated) if stated else None
        if lead and not words.SKIPPED_IMAGE.search(lead):
            found = {lead: found.pop(lead, Image(lead)), **found}
        return list(found.values())

    @property
    def links(self) -> list[Link]:
        """Links of the text and Related Links, then related stories below; each address once."""
        found: dict[str, Link] = {}
        for link, kind in article_links(self.layout):
            url = self.absolute(link.href)
            if url and url != self.page.url:
                found.setdefault(url, Link(url, link.text, kind))
        return list(found.values())

    @property
    def sidebars(self) -> list[Sidebar]:
        """The boxed stories, in the page's order."""
        return [self.sidebar(numbers) for numbers in self.layout.sidebars]

    def sidebar(self, numbers: list[int]) -> Sidebar:
        """Return a boxed story: its headline is what stands above its dateline, or its first line."""
        evidence = self.layout.evidence
        found = dateline_of(evidence, numbers)
        at = numbers.index(found.index) if found else 1
        rest = numbers[at + 1 :] if found and not found.rest else numbers[at:]
        dateline = found.dateline if found else None
        if found and dateline and dateline.date is None:
            reference = (self.dateline and self.dateline.date) or self.stated_date
            again = read_dateline(evidence.lines[found.index], found.index, reference)
            dateline = again.dateline if again else dateline
        return Sidebar(title_of(evidence, numbers[:at]), dateline, "\n\n".join(evidence.text(i) for i in rest))

    # how it was found ---------------------------------------------------------------

    def confidence(self, article: Article) -> float:
        """Return how sure the parts are: each part's weight, less where only the shape of the text told."""
        if not article.body:
            return 0.0
        found_by = self.layout.found_by
        weights = {part: weight for part, weight in _CONFIDENCE.items() if getattr(article, part)}
        total = sum(weight * (1 if found_by.get(part) == "markup" else _BY_SHAPE) for part, weight in weights.items())
        return round(total, 3)

    def sources(self, article: Article) -> dict[str, str]:
        """Return where each filled key came from."""
        found = self.layout.found_by | self.provenance
        found["authors"] = found.get("byline", "text")
        found |= dict.fromkeys(("summary", "tags", "date_modified"), "meta")
        found |= dict.fromkeys(("images", "links", "sidebars"), "markup")
        found.setdefault("language", "network")
        return {key: found[key] for key in Article.__dataclass_fields__ if key in found and getattr(article, key)}

    def text_at(self, index: int | None) -> str | None:
        """Return a line's text."""
        return self.lines.lines[index].text if index is not None else None

    def absolute(self, href: str) -> str | None:
        """Return a link's web address, None where it is none or a place on the page itself."""
        if not href or href.startswith("#"):
            return None
        try:
            url = href if _WEB_ADDRESS.match(href) else urljoin(self.page.url or self.page.canonical_link or "", href)
        except ValueError:
            return None
        return url if _WEB_ADDRESS.fullmatch(url) else None


def _stated(text: str) -> dt.date | dt.datetime | None:
    try:
        return read_date_or_time(text)
    except ValueError:
        return None


def _date_of_wire(address: str) -> dt.date | None:
    """Return the day that the address of a wire story begins with."""
    found = _WIRE_ADDRESS.search(address)
    try:
        return dt.date(2000 + int(found[1]), int(found[2]), int(found[3])) if found else None
    except ValueError:
        return None
