"""From one page to one complete Article: the path that a crawl, an archive, a notebook and a test all take."""

from __future__ import annotations

from urllib.parse import urljoin

from spacecrawl.parsers.choice import DEFAULT, load_parser, parser_for
from spacecrawl.parsers.page import Page
from spacecrawl.record import Article, Source
from spacecrawl.record.identity import identify
from spacecrawl.record.normalise import normalise
from spacecrawl.record.settle import settle_dates
from spacecrawl.sites import Catalogue, Site, builtin_catalogue
from spacecrawl.sites.address import clean_url, is_web_address

WEAK = 0.3
"""Confidence of a site's parser below which the generic one is asked as well."""
CAUGHT = 0.6
"""Confidence from which the generic parser's word is taken then."""
FEWEST_WORDS = 60
"""Words from which what it found can be an article: apologies and sign-in pages are shorter."""


def extract(html: str | bytes, url: str | None = None) -> Article:
    """Return the article of a page; ``body`` is empty where the page holds none. Never raises on bad HTML.

    ``html`` is text, or bytes whose encoding is found; ``url`` is the page's address, which picks the parser and
    makes links absolute. Without it the page's own canonical link is taken.
    """
    return read_page(Page.read(html, url))


def read_page(page: Page, catalogue: Catalogue | None = None, parser: str | None = None) -> Article:
    """Return the article of a page, complete: parsed, normalised, named.

    ``parser`` is a parser's name that overrides the catalogue's choice.
    """
    address = address_of(page)
    site = (catalogue or builtin_catalogue()).site_of(address) if address else None
    return complete(parse_page(page, site, parser), page, site)


def parse_page(page: Page, site: Site | None, parser: str | None = None) -> Article:
    """Return what the site's parser, or the one named, makes of a page; local times are of the site's zone."""
    page.timezone = page.timezone or (site.timezone if site else None)
    if parser:
        return load_parser(parser).parse(page)
    chosen = parser_for(site)
    article = chosen.parse(page)
    return article if chosen.name == DEFAULT else or_by_the_net(article, page)


def or_by_the_net(article: Article, page: Page) -> Article:
    """Return what a site's parser made of a page, or what the generic one makes of it where that saw little.

    A site that changes its markup goes on being read; ``extractor`` tells by whom, and how surely.
    """
    sure = sureness(article)
    if sure >= WEAK:
        return article
    caught = load_parser(DEFAULT).parse(page)
    found = sureness(caught) >= max(CAUGHT, sure) and len(caught.body.split()) >= FEWEST_WORDS
    return caught if found else article


def sureness(article: Article) -> float:
    """Return a parser's confidence in an article, 0 where it found none."""
    return article.extractor.confidence if article.extractor and article.body else 0.0


def complete(article: Article, page: Page, site: Site | None) -> Article:
    """Normalise an article and give it its address, names and source."""
    given = page.url if page.url and is_web_address(page.url) else None
    article.url = canonical_address(page, site)
    article.site = site.entry if site else None
    article.source = Source(url=clean_url(given) if given else None)
    return identify(normalise(settle_dates(article, page.fetched)))


def address_of(page: Page) -> str | None:
    """Return the given address, else the page's own canonical link, else None."""
    if page.url and is_web_address(page.url):
        return page.url
    own = page.canonical_link
    return own if own and is_web_address(own) else None


def canonical_address(page: Page, site: Site | None) -> str | None:
    """Return the canonical address: the site's form of it; the page's own link counts only on the site's hosts."""
    address = address_of(page)
    if address is None:
        return None
    if site is None:
        return clean_url(address)
    try:
        own = clean_url(urljoin(address, page.canonical_link or ""))
    except ValueError:
        own = address
    return site.canonical_url(own if site.has_host(own) and site.is_article(own) else address)
