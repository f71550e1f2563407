"""The parser of any page: one pass over the tree, blocks chosen, statements arbitrated."""

from __future__ import annotations

from spacecrawl.parsers.generic import rules
from spacecrawl.parsers.generic.blocks import Block, Scan
from spacecrawl.parsers.generic.body import links_of, text_of, without_copies
from spacecrawl.parsers.generic.page_model import PageModel
from spacecrawl.parsers.generic.walk import Walker
from spacecrawl.parsers.metadata.authors import find_byline
from spacecrawl.parsers.metadata.compare import words_of
from spacecrawl.parsers.metadata.dates import find_dates
from spacecrawl.parsers.metadata.jsonld import Node, find_article, read_json_ld
from spacecrawl.parsers.metadata.pictures import find_pictures
from spacecrawl.parsers.metadata.statements import read_statements
from spacecrawl.parsers.metadata.title import Title, find_title, site_words
from spacecrawl.parsers.page import Page
from spacecrawl.record.article import Article, Extractor
from spacecrawl.text.dateline import split_dateline


class GenericParser:
    """Reads an article off any page, without knowing its site."""

    name = "generic"
    version = "1"

    def parse(self, page: Page) -> Article:
        """Return the page's article; one without an article has an empty body. Never raises."""
        scan = Walker().run(page.tree.root) if page.tree.root is not None else Scan()
        nodes = read_json_ld(script.text() or "" for script in scan.scripts)
        return _Reading(page, scan, nodes).article()


class _Reading:
    """One page while it is read."""

    def __init__(self, page: Page, scan: Scan, nodes: list[Node]) -> None:
        self.page = page
        self.scan = scan
        self.nodes = nodes
        self.stated = find_article(nodes)
        self.base = page.url or page.canonical_link
        self.title: Title = find_title(scan, self.stated, page.url)
        self.provenance: dict[str, str] = {}

    def article(self) -> Article:
        """Fill the record."""
        model = PageModel(self.scan)
        chosen = rules.choose(model)
        blocks = without_copies(
            [block for block, taken in zip(self.scan.blocks, chosen, strict=True) if taken]
        )
        blocks = self.without_headline(blocks)
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
        self.add_dateline(article)
        article.extractor = Extractor(
            GenericParser.name, GenericParser.version, self.confidence(article), self.provenance
        )
        return article

    def note(self, key: str, source: str) -> None:
        """Write down where a key came from."""
        if source:
            self.provenance[key] = source

    def without_headline(self, blocks: list[Block]) -> list[Block]:
        """Drop the headline and what repeats it from the body's head."""
        title = words_of(self.title.text)
        return [
            block
            for at, block in enumerate(blocks)
            if at > 3 or block.chars > 400 or words_of(block.text) != title
        ]

    def add_people(self, article: Article) -> None:
        """Fill byline and authors."""
        found = find_byline(
            self.scan, self.stated, self.title.block, site_words(self.scan, self.stated, self.page.url)
        )
        article.byline, article.authors = found.text, found.authors
        self.note("byline", found.text_source)
        self.note("authors", found.source)

    def add_dates(self, article: Article) -> None:
        """Fill the days of publishing and change."""
        dates = find_dates(self.scan, self.stated, self.page.url, self.title.block)
        article.date_published, article.date_modified = dates.published, dates.modified
        self.note("date_published", dates.published_source)
        self.note("date_modified", dates.modified_source)

    def add_statements(self, article: Article) -> None:
        """Fill summary, section, tags and language."""
        html = self.page.tree.css_first("html")
        stated = read_statements(
            self.scan, self.nodes, self.stated, html.attributes.get("lang") if html else None
        )
        article.summary, article.section = stated.summary, stated.section
        article.tags, article.language = stated.tags, stated.language
        self.provenance.update(stated.sources)

    def add_dateline(self, article: Article) -> None:
        """Fill the dateline where it opens the body."""
        found = split_dateline(article.body.split("\n\n", 1)[0], article.date_published)
        if found:
            article.dateline = found[0]
            article.dateline.inline = True
            self.note("dateline", "text")

    def confidence(self, article: Article) -> float:
        """Return how sure the body is: 0 without one."""
        return 0.5 if article.body else 0.0
