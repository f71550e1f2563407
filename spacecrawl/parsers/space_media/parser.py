"""The site parser of the Space Media Network: one method a field, over the layout of the page's lines."""

from __future__ import annotations

import datetime as dt
import re
from functools import cached_property
from urllib.parse import urljoin

from spacecrawl.parsers.lines import Picture, read_lines
from spacecrawl.parsers.page import Page
from spacecrawl.parsers.space_media import vocabulary as words
from spacecrawl.parsers.space_media.layout import Layout, LayoutFinder, marked, read_dateline
from spacecrawl.parsers.space_media.teasers import story_links
from spacecrawl.record import Article, Author, Dateline, Extractor, Image, Link, Sidebar
from spacecrawl.record.article import read_date_or_time
from spacecrawl.sites.address import is_web_address
from spacecrawl.text.byline import parse_byline

_WIRE_ADDRESS = re.compile(r"/afp/(\d\d)(\d\d)(\d\d)\d{6}\.")
_CONFIDENCE = {"title": 0.3, "dateline": 0.3, "byline": 0.15, "body": 0.25}
_BY_SHAPE = 0.6
"""Share of a part's confidence that is left when its shape told where it is, and no markup."""


class SpaceMediaParser:
    """Reads article pages of every era since 2003, old table layouts and the newer redesign alike."""

    name = "space_media"
    version = "1"

    def parse(self, page: Page) -> Article:
        """Return the page's article; ``body`` is empty where the page holds none. Never raises on bad HTML."""
        return _Reading(page).article()


class _Reading:
    """One page on its way to an Article."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.seen = read_lines(page.tree, words.MARKERS)
        self.lines = self.seen.lines
        self.layout: Layout = LayoutFinder(self.seen, self.title_hints).find()
        self.provenance: dict[str, str] = {}

    def article(self) -> Article:
        body = self.body
        article = Article(
            url=self.page.url,
            section=self.text_at(self.layout.kicker),
            title=self.title,
            byline=self.text_at(self.layout.byline),
            authors=self.authors,
            dateline=self.dateline,
            date_published=self.date_published,
            date_modified=self.date_modified,
            summary=self.page.meta.get("description") or self.page.meta.get("og:description"),
            body=body,
            images=self.images,
            links=self.links,
            sidebars=self.sidebars,
            tags=[tag.strip() for tag in self.page.meta.get("keywords", "").split(",") if tag.strip()],
            language=self.language,
        )
        article.extractor = Extractor(
            SpaceMediaParser.name, SpaceMediaParser.version, self.confidence(article), self._provenance(article)
        )
        return article

    # headline -----------------------------------------------------------------

    @cached_property
    def title_hints(self) -> list[str]:
        """The title as the head of the page tells it, without the site's name."""
        told = [self.page.meta.get("og:title"), self.page.title]
        hints = [" ".join(words.SITE_SUFFIX.sub("", text).split()) for text in told if text]
        return list(dict.fromkeys(hint for hint in hints if hint))

    @property
    def title(self) -> str:
        headline = self.text_at(self.layout.headline)
        if headline:
            return headline
        if self.title_hints and self.layout.dateline:
            self.layout.found_by["title"] = "meta"
            return self.title_hints[0]
        return ""

    # who, where, when -----------------------------------------------------------

    @property
    def authors(self) -> list[Author]:
        byline = self.text_at(self.layout.byline)
        return parse_byline(byline) if byline else []

    @cached_property
    def dateline(self) -> Dateline | None:
        found = self.layout.dateline
        if found is None:
            return None
        again = read_dateline(self.lines[found.index], found.index, self.stated_date)
        return (again or found).dateline

    @cached_property
    def stated_date(self) -> dt.date | dt.datetime | None:
        """The day of publication as meta tags state it, else as the address of a wire story has it."""
        for key in ("article:published_time", "datepublished", "date"):
            if (text := self.page.meta.get(key)) and (date := _stated(text)):
                return date
        wire = _WIRE_ADDRESS.search(self.page.url or self.page.canonical_link or "")
        try:
            return dt.date(2000 + int(wire[1]), int(wire[2]), int(wire[3])) if wire else None
        except ValueError:
            return None

    @property
    def date_published(self) -> dt.date | dt.datetime | None:
        from_page = self.page.meta.get("article:published_time") or self.page.meta.get("datepublished")
        if from_page and self.stated_date:
            self.provenance["date_published"] = "meta"
            return self.stated_date
        if self.dateline and self.dateline.date:
            self.provenance["date_published"] = "dateline"
            return self.dateline.date
        if self.stated_date:
            self.provenance["date_published"] = "url"
        return self.stated_date

    @property
    def date_modified(self) -> dt.date | dt.datetime | None:
        text = self.page.meta.get("article:modified_time") or self.page.meta.get("datemodified")
        return _stated(text) if text else None

    @property
    def language(self) -> str | None:
        node = self.page.tree.css_first("html[lang]")
        stated = (node.attributes.get("lang") or "").strip() if node else ""
        if re.fullmatch(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*", stated):
            self.provenance["language"] = "markup"
            return stated
        return "en" if self.layout.body else None

    # body -----------------------------------------------------------------------

    @cached_property
    def body(self) -> str:
        title = self.title
        captions = set(self.captions)
        kept = [i for i in self.layout.body if i not in captions and self.is_prose(i, title)]
        return "\n\n".join(self.lines[i].text for i in kept)

    def is_prose(self, index: int, title: str) -> bool:
        """Tell whether a line between dateline and tail is the article's own words."""
        line = self.lines[index]
        if line.text == title or words.TAIL.fullmatch(line.text) or words.CUT_OFF.search(line.text):
            return False
        if line.link_share > 0.9 and len(line.text.split()) < 12 and words.NEWSLETTER.fullmatch(line.text):
            return False
        return any(character.isalnum() for character in line.text)

    @cached_property
    def captions(self) -> dict[int, str]:
        """Captions by line number: the line that follows a picture and is no paragraph of the story."""
        found: dict[int, str] = {}
        for picture in self.pictures:
            index = picture.line
            if self.first_line <= index < self.layout.tail and self.is_caption(index, picture):
                found[index] = self.lines[index].text
        return found

    @property
    def first_line(self) -> int:
        return (self.layout.headline + 1) if self.layout.headline is not None else 0

    def is_caption(self, index: int, picture: Picture) -> bool:
        line = self.lines[index]
        if words.STOCK_CAPTION.fullmatch(line.text) or marked(line, words.SMALL_CLASS):
            return True
        box = picture.boxes
        boxed = [i for i in range(self.first_line, self.layout.tail) if self.lines[i].boxes[: len(box)] == box]
        if boxed == [index]:
            return True
        return any(line.text in other.text for other in self.lines[index + 1 : self.layout.tail] if other is not line)

    @cached_property
    def pictures(self) -> list[Picture]:
        """Pictures between headline and tail, without advertisers' and spacers."""
        return [
            picture
            for picture in self.seen.pictures
            if self.first_line <= picture.line < self.layout.tail and not words.SKIPPED_IMAGE.search(picture.src)
        ]

    @property
    def images(self) -> list[Image]:
        found: dict[str, Image] = {}
        for picture in self.pictures:
            url = self.absolute(picture.src)
            if url:
                found.setdefault(url, Image(url, self.captions.get(picture.line)))
        lead = self.absolute(self.page.meta.get("og:image", ""))
        if lead and not words.SKIPPED_IMAGE.search(lead):
            found = {lead: found.pop(lead, Image(lead)), **found}
        return list(found.values())

    # links and sidebars -----------------------------------------------------------

    @property
    def links(self) -> list[Link]:
        """Links of the body and Related Links, then related stories below; each address once."""
        found: dict[str, Link] = {}
        for link, kind in story_links(self.lines, self.layout):
            url = self.absolute(link.href)
            if url and url != self.page.url:
                found.setdefault(url, Link(url, link.text, kind))
        return list(found.values())

    @property
    def sidebars(self) -> list[Sidebar]:
        return [self.sidebar(numbers) for numbers in self.layout.sidebars]

    def sidebar(self, numbers: list[int]) -> Sidebar:
        reference = self.dateline.date if self.dateline and self.dateline.date else self.stated_date
        lines = [self.lines[i] for i in numbers]
        found = next((f for i in numbers if (f := read_dateline(self.lines[i], i, reference))), None)
        at = numbers.index(found.index) if found else 0
        title = " ".join(line.text for line in lines[:at])
        rest = lines[at + 1 :] if found and not found.rest else lines[at:]
        return Sidebar(title, found.dateline if found else None, "\n\n".join(line.text for line in rest))

    # how it was found ---------------------------------------------------------------

    def confidence(self, article: Article) -> float:
        """Return how sure the parts are: each part's weight, less where only the shape of the text told."""
        found = {"title": article.title, "dateline": article.dateline, "byline": article.byline, "body": article.body}
        total = sum(
            weight * (1.0 if self.layout.found_by.get(part) == "markup" else _BY_SHAPE)
            for part, weight in _CONFIDENCE.items()
            if found[part]
        )
        return round(total, 3) if article.body else 0.0

    def _provenance(self, article: Article) -> dict[str, str]:
        found = dict(self.layout.found_by)
        found.pop("tail", None)
        found |= self.provenance
        found["authors"] = found.get("byline", "text")
        found |= dict.fromkeys(("summary", "tags", "date_modified"), "meta")
        found |= dict.fromkeys(("images", "links", "sidebars"), "markup")
        found.setdefault("language", "network")
        return {key: found[key] for key in Article.__dataclass_fields__ if key in found and getattr(article, key)}

    def text_at(self, index: int | None) -> str | None:
        return self.lines[index].text if index is not None else None

    def absolute(self, href: str) -> str | None:
        try:
            url = urljoin(self.page.url or self.page.canonical_link or "", href)
        except ValueError:
            return None
        return url if is_web_address(url) and not any(space in url for space in " \n\t") else None




def _stated(text: str) -> dt.date | dt.datetime | None:
    try:
        return read_date_or_time(text)
    except ValueError:
        return None
