"""The parser of any page: one pass over the tree, blocks chosen, statements arbitrated."""

from __future__ import annotations

from spacecrawl.parsers.generic import rules
from spacecrawl.parsers.generic.blocks import Block, Scan
from spacecrawl.parsers.generic.body import links_of, take_code, text_of, without_copies, without_repeated_quotes
from spacecrawl.parsers.generic.features import Features, Hints
from spacecrawl.parsers.generic.filed import find_filed, images_of_lines, links_of_lines
from spacecrawl.parsers.generic.furniture import without_furniture
from spacecrawl.parsers.generic.listing import is_listing
from spacecrawl.parsers.generic.model import Classifier, best_choice, classify, load_classifier
from spacecrawl.parsers.generic.page_model import PageModel
from spacecrawl.parsers.generic.walk import Walker
from spacecrawl.parsers.metadata.author_sources import AuthorSources
from spacecrawl.parsers.metadata.authors import find_byline
from spacecrawl.parsers.metadata.compare import words_of
from spacecrawl.parsers.metadata.date_sources import Clock, DateSources, day_first_of
from spacecrawl.parsers.metadata.dates import find_dates
from spacecrawl.parsers.metadata.jsonld import find_article, read_json_ld, string_of, strings_of
from spacecrawl.parsers.metadata.pictures import find_pictures
from spacecrawl.parsers.metadata.statements import read_statements
from spacecrawl.parsers.metadata.title import Title, find_title
from spacecrawl.parsers.metadata.title_sources import host_of, site_words
from spacecrawl.parsers.page import Page
from spacecrawl.parsers.space_media.layout import Layout
from spacecrawl.record.article import Article, Extractor
from spacecrawl.text.byline import parse_byline
from spacecrawl.text.dateline import split_dateline
from spacecrawl.text.language import detect_language

_BLOCKS_ABOVE = 6
"""Blocks above the body in which a dateline of its own line is looked for."""

_LONGEST_DATELINE = 160
"""Characters of a line that can be a dateline."""

MOST_BLOCKS = 5_000
"""Blocks that the classifier looks at; pages of more, three times the largest article measured, are the rules'."""

_FILED, _FILED_WITHOUT_BYLINE = 0.7, 0.5
"""Confidence where lines alone tell an article's parts."""

_LONGEST_NAME = 60
_SHORTEST_SITE = 4
_LITTLE = 400
"""Characters under which the text may be where none is looked for at first."""


class GenericParser:
    """Reads an article off any page, without knowing its site."""

    name = "generic"
    version = "1"

    def parse(self, page: Page) -> Article:
        """Return the page's article; one without an article has an empty body. Never raises."""
        return Reading(page).article()


class Reading:
    """One page while it is read."""

    def __init__(self, page: Page, classifier: Classifier | None = None) -> None:
        self.page = page
        self.classifier = classifier or load_classifier()
        self.scan = read_scan(page)
        self.nodes = read_json_ld(script.text() or "" for script in self.scan.scripts)
        self.stated = find_article(self.nodes)
        self.base = page.url or canonical_of(self.scan)
        root = page.tree.root
        self.language = root.attributes.get("lang") if root else None
        self.title: Title = find_title(self.scan, self.stated, page.url)
        self.model = PageModel(self.scan)
        self.provenance: dict[str, str] = {}

    def features(self) -> Features:
        """Return what the classifier looks at."""
        meta = self.scan.meta
        summary = meta.get("description") or meta.get("og:description") or ""
        hints = Hints(
            self.title.block,
            summary,
            string_of(self.stated.get("articleBody")),
            self.stated_authors(),
            self.site_name(),
        )
        return Features(self.model, hints)

    def stated_authors(self) -> tuple[str, ...]:
        """Return the authors' names of two words and more that the page states outside of its text."""
        names = [self.scan.meta.get("author", ""), *strings_of(self.stated.get("author"))]
        return tuple(name for name in names if " " in name and len(name) < _LONGEST_NAME)

    def site_name(self) -> str:
        """Return the host's own word, as sites name themselves in their appeals: ``harbourgazette``."""
        host = host_of(self.base or "").split(".")
        name = max(host, key=len)
        return name if len(name) >= _SHORTEST_SITE else ""

    def choose(self) -> tuple[list[bool], float]:
        """Return which blocks are body, and how sure that is: by the classifier, without one by the rules."""
        if self.classifier is None or not self.model.total_good or len(self.scan.blocks) > MOST_BLOCKS:
            chosen = rules.choose(self.model)
            return chosen, 0.5 if any(chosen) else 0.0
        places, likely = classify(self.features(), self.classifier)
        picked, sure = best_choice(likely, [self.model.size[at] for at in places])
        chosen = [False] * len(self.scan.blocks)
        for at, yes in zip(places, picked, strict=True):
            chosen[at] = yes
        take_code(chosen, self.scan.blocks)
        return chosen, round(min(sure, 1.0), 3)

    def article(self) -> Article:
        """Fill the record."""
        filed = find_filed(self.page, self.scan, self.title.text)
        if filed is not None:
            return self.filed_article(filed)
        chosen, sure = self.choose()
        if is_listing(self.scan, chosen, self.stated):
            chosen = [False] * len(chosen)
        blocks = without_copies([block for block, taken in zip(self.scan.blocks, chosen, strict=True) if taken])
        blocks = without_furniture(without_repeated_quotes(self.without_headline(blocks)))
        own_line = self.find_dateline(blocks)
        blocks = [block for block in blocks if block is not own_line]
        article = Article(url=self.page.url, title=self.title.text, body=text_of(blocks))
        self.note("title", self.title.source if self.title.text else "")
        self.note("body", "markup" if article.body else "")
        self.add_people(article)
        self.add_dates(article)
        self.add_statements(article)
        article.images = find_pictures(self.scan, self.stated, chosen, self.base)
        article.links = links_of(blocks, self.base)
        self.note("images", "markup" if article.images else "")
        self.note("links", "markup" if article.links else "")
        self.add_dateline(article, own_line)
        self.add_language(article)
        confidence = sure if article.body else 0.0
        article.extractor = Extractor(GenericParser.name, GenericParser.version, confidence, self.provenance)
        return article

    def filed_article(self, layout: Layout) -> Article:
        """Fill the record from the lines that byline and dateline frame."""
        lines = layout.evidence.lines
        article = Article(url=self.page.url, title=layout.title or self.title.text)
        article.body = "\n\n".join(lines[at].text for at in layout.body)
        self.add_people(article)
        if layout.byline is not None:
            article.byline = lines[layout.byline].text
            article.authors = parse_byline(article.byline)
            self.provenance |= {"byline": "text", "authors": "text"}
        self.add_dates(article)
        self.add_statements(article)
        self.add_filed_dateline(article, layout)
        self.add_language(article)
        article.links = links_of_lines(layout, self.base)
        self.note("links", "markup" if article.links else "")
        if layout.kicker is not None:
            article.section = lines[layout.kicker].text
        article.images = images_of_lines(layout, self.base)
        self.note("images", "markup" if article.images else "")
        self.provenance |= {"title": "text", "body": "text"}
        confidence = _FILED if layout.byline is not None else _FILED_WITHOUT_BYLINE
        article.extractor = Extractor(GenericParser.name, GenericParser.version, confidence, self.provenance)
        return article

    def add_filed_dateline(self, article: Article, layout: Layout) -> None:
        """Fill the dateline of its own line; its day is the day of publishing, if nothing states a more exact one."""
        assert layout.dateline is not None
        found = split_dateline(layout.evidence.text(layout.dateline.index), article.date_published)
        article.dateline = found[0] if found else layout.dateline.dateline
        self.note("dateline", "text")
        stated = self.provenance.get("date_published") in ("json-ld", "meta", "microdata")
        if article.dateline.date and not stated:
            article.date_published = article.dateline.date
            self.note("date_published", "dateline")

    def note(self, key: str, source: str) -> None:
        """Write down where a key came from."""
        if source:
            self.provenance[key] = source

    def without_headline(self, blocks: list[Block]) -> list[Block]:
        """Drop the headline and what repeats it from the body's head."""
        title = words_of(self.title.text)
        return [
            block for at, block in enumerate(blocks) if at > 3 or block.chars > 400 or words_of(block.text) != title
        ]

    def add_people(self, article: Article) -> None:
        """Fill byline and authors."""
        found = find_byline(self.author_sources())
        article.byline, article.authors = found.text, found.authors
        self.note("byline", found.text_source)
        self.note("authors", found.source)

    def add_dates(self, article: Article) -> None:
        """Fill the days of publishing and change."""
        dates = find_dates(self.date_sources())
        article.date_published, article.date_modified = dates.published, dates.modified
        self.note("date_published", dates.published_source)
        self.note("date_modified", dates.modified_source)

    def author_sources(self) -> AuthorSources:
        """Return what authors are read from."""
        site = site_words(self.scan, self.stated, self.page.url)
        return AuthorSources(self.scan, self.nodes, self.stated, self.title.block, site)

    def date_sources(self) -> DateSources:
        """Return what dates are read from."""
        clock = Clock(self.page.fetched, self.page.timezone, day_first_of(self.language, host_of(self.page.url)))
        return DateSources(self.scan, self.nodes, self.stated, self.page.url, self.title.block, self.page.html, clock)

    def add_statements(self, article: Article) -> None:
        """Fill summary, section, tags and language."""
        stated = read_statements(self.scan, self.nodes, self.stated, self.language)
        article.summary, article.section = stated.summary, stated.section
        article.tags, article.language = stated.tags, stated.language
        self.provenance.update(stated.sources)

    def add_language(self, article: Article) -> None:
        """Tell the language by the text where the page states none."""
        if article.language is None and article.body:
            article.language = detect_language(article.body)
            self.note("language", "text" if article.language else "")

    def find_dateline(self, blocks: list[Block]) -> Block | None:
        """Return the block that is a dateline and nothing else, just above the body or at its head."""
        if not blocks:
            return None
        first = next(at for at, block in enumerate(self.scan.blocks) if block is blocks[0])
        near = self.scan.blocks[max(0, first - _BLOCKS_ABOVE) : first] + blocks[:2]
        for block in near:
            found = split_dateline(block.text) if block.chars < _LONGEST_DATELINE else None
            if found and not found[1] and (found[0].date or found[0].agency):
                return block
        return None

    def add_dateline(self, article: Article, own_line: Block | None) -> None:
        """Fill the dateline from its own line, else where it opens the body."""
        text = own_line.text if own_line else article.body.split("\n\n", 1)[0]
        found = split_dateline(text, article.date_published)
        if not found or not article.body:
            return
        article.dateline = found[0]
        article.dateline.inline = own_line is None
        self.note("dateline", "text")
        if article.date_published is None and article.dateline.date:
            article.date_published = article.dateline.date
            self.note("date_published", "dateline")


def read_scan(page: Page) -> Scan:
    """Walk a page without navigation and footers, or with them where there is no text without."""
    root = page.tree.root
    if root is None:
        return Scan()
    scan = Walker().run(root)
    if sum([block.chars for block in scan.blocks]) < _LITTLE:
        scan = Walker(everything=True).run(root)
    return scan


def canonical_of(scan: Scan) -> str | None:
    """Return the page's own word for its address."""
    link = next((link.get("href") for link in scan.links if link.get("rel") == "canonical"), None)
    return link or scan.meta.get("og:url")
