"""An article's texts in one form."""

from __future__ import annotations

import re

from spacecrawl.record.article import Article, Author, Dateline, Image, Sidebar
from spacecrawl.text.normalise import normalise_line, normalise_paragraphs

_SPACE = re.compile(r"\s")
_ADDRESS = re.compile(r"https?://\S")


def normalise(article: Article) -> Article:
    """Bring every text of an article into one form, in place, and return it; doing it twice changes nothing."""
    article.title = normalise_line(article.title)
    for name in ("section", "byline", "summary"):
        setattr(article, name, _line(getattr(article, name)))
    article.body = normalise_paragraphs(article.body)
    article.tags = list(dict.fromkeys(tag for text in article.tags if (tag := normalise_line(text))))
    for author in article.authors:
        _normalise_author(author)
    article.authors = [author for author in article.authors if author.name]
    article.dateline = _dateline(article.dateline)
    for image in article.images:
        _normalise_image(image)
    for link in article.links:
        link.url, link.text = _address(link.url), normalise_line(link.text)
    article.images = [image for image in article.images if image.url]
    article.links = [link for link in article.links if link.url]
    for sidebar in article.sidebars:
        _normalise_sidebar(sidebar)
    return article


def _line(text: str | None) -> str | None:
    return (normalise_line(text) or None) if text else None


def _normalise_author(author: Author) -> None:
    author.name = normalise_line(author.name)
    author.role, author.agency = _line(author.role), _line(author.agency)


def _address(url: str) -> str:
    """Return an address with its spaces written as browsers send them; empty for what is no address."""
    if " " in url or not url.isprintable():
        url = _SPACE.sub("%20", url.strip())
    return url if _ADDRESS.match(url) else ""


def _normalise_image(image: Image) -> None:
    image.url = _address(image.url)
    image.caption, image.credit = _line(image.caption), _line(image.credit)


def _dateline(dateline: Dateline | None) -> Dateline | None:
    if dateline is None:
        return None
    for name in ("place", "city", "agency", "agency_name"):
        setattr(dateline, name, _line(getattr(dateline, name)))
    dateline.text = normalise_line(dateline.text)
    return dateline if dateline.text else None


def _normalise_sidebar(sidebar: Sidebar) -> None:
    sidebar.title = normalise_line(sidebar.title)
    sidebar.body = normalise_paragraphs(sidebar.body)
    sidebar.dateline = _dateline(sidebar.dateline)
