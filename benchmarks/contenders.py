"""Ours and its peers behind one face: a decoded page goes in, title, authors, date and body come out.

Each peer is called as its own documentation calls it for articles, with its defaults; what it prints or warns is
swallowed. A peer that is not installed is left out by name.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import logging
import re
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import lxml.html

from spacecrawl.extraction import complete, read_page
from spacecrawl.parsers.generic.model import Classifier
from spacecrawl.parsers.generic.parser import Reading
from spacecrawl.parsers.page import Page
from spacecrawl.record import Article

OURS = "spacecrawl"
IN_SAMPLE = "spacecrawl, in sample"
RULES = "spacecrawl, rules alone"


@dataclass(slots=True)
class Found:
    """What a contender made of a page; None where it does not offer a field at all."""

    body: str = ""
    title: str | None = None
    authors: list[str] | None = None
    published: str | None = None
    language: str | None = None
    failed: str = ""


@dataclass(slots=True)
class Contender:
    """A name, what it offers, and the function from a page and its address to what was found."""

    name: str
    extract: Callable[[str, str | None], Found]
    fields: frozenset[str] = field(default_factory=lambda: frozenset(["title", "authors", "date"]))


# ours -------------------------------------------------------------------------------


def of_article(article: Article) -> Found:
    day = article.date_published
    return Found(
        article.body,
        article.title,
        [author.name for author in article.authors],
        day.isoformat() if day else None,
        article.language,
    )


def ours(html: str, url: str | None) -> Found:
    """Read as ``spacecrawl.extract`` reads a page of no known site: the complete record."""
    return of_article(read_page(Page.read(html, url), parser="generic"))


def read_with(classifier: Classifier | None, html: str, url: str | None) -> Found:
    """Read as ``spacecrawl.extract`` does, with other trees; without any by the rules alone."""
    page = Page.read(html, url)
    reading = Reading(page, classifier)
    reading.classifier = classifier
    return of_article(complete(reading.article(), page, None))


def by_rules(html: str, url: str | None) -> Found:
    return read_with(None, html, url)


# peers ------------------------------------------------------------------------------


def trafilatura() -> Contender:
    from trafilatura import bare_extraction

    def extract(html: str, url: str | None) -> Found:
        found = bare_extraction(html, url=url, with_metadata=True, include_comments=False)
        if found is None:
            return Found()
        authors = (found.author or "").split("; ") if found.author else []
        return Found(found.text or "", found.title, authors, found.date)

    return Contender("trafilatura", extract)


def readability() -> Contender:
    from readability import Document

    def extract(html: str, url: str | None) -> Found:
        document = Document(html, url=url)
        text = text_of(document.summary(html_partial=True))
        author = getattr(document, "author", lambda: "")() or ""
        return Found(text, document.short_title(), [] if author.startswith("[no-") else [author])

    return Contender("readability-lxml", extract, frozenset(["title", "authors"]))


def newspaper() -> Contender:
    from newspaper import Article as NewspaperArticle

    def extract(html: str, url: str | None) -> Found:
        article = NewspaperArticle(url or "https://unknown.example/", fetch_images=False)
        article.download(input_html=html)
        article.parse()
        return Found(article.text, article.title, names_of(article.authors), iso(article.publish_date))

    return Contender("newspaper4k", extract)


def goose() -> Contender:
    from goose3 import Goose

    reader = Goose({"enable_image_fetching": False, "strict": False})

    def extract(html: str, url: str | None) -> Found:  # noqa: ARG001
        article = reader.extract(raw_html=html)
        day = getattr(article, "publish_datetime_utc", None) or article.publish_date
        return Found(article.cleaned_text or "", article.title, names_of(article.authors), iso(day))

    return Contender("goose3", extract)


def resiliparse() -> Contender:
    from resiliparse.extract.html2text import extract_plain_text

    def extract(html: str, url: str | None) -> Found:  # noqa: ARG001
        return Found(extract_plain_text(html, main_content=True, alt_texts=False, links=False, form_fields=False))

    return Contender("resiliparse", extract, frozenset())


def justext() -> Contender:
    import justext as library

    names = library.get_stoplists()
    stop_words = {name: library.get_stoplist(name) for name in names}

    def extract(html: str, url: str | None) -> Found:  # noqa: ARG001
        paragraphs = library.justext(html, stop_words.get(language_name(html), stop_words["English"]))
        return Found("\n\n".join(paragraph.text for paragraph in paragraphs if not paragraph.is_boilerplate))

    return Contender("justext", extract, frozenset())


PEERS: dict[str, Callable[[], Contender]] = {
    "trafilatura": trafilatura,
    "readability-lxml": readability,
    "newspaper4k": newspaper,
    "goose3": goose,
    "resiliparse": resiliparse,
    "justext": justext,
}


def load_peers(names: list[str]) -> tuple[list[Contender], list[str]]:
    """Return the peers that are installed, and the names of those that are not."""
    found, missing = [], []
    for name in names:
        try:
            found.append(PEERS[name]())
        except ImportError:
            missing.append(name)
    return found, missing


_BLOCKS = "p div li h1 h2 h3 h4 h5 h6 blockquote pre td br tr section article ul ol figure"
_LANGUAGES = {
    "de": "German", "fr": "French", "es": "Spanish", "pt": "Portuguese", "it": "Italian", "nl": "Dutch", "pl": "Polish",
    "ru": "Russian", "tr": "Turkish", "ar": "Arabic", "ko": "Korean", "sv": "Swedish", "da": "Danish", "fi": "Finnish",
    "no": "Norwegian_Bokmal", "nb": "Norwegian_Bokmal", "cs": "Czech", "hu": "Hungarian", "el": "Greek",
    "ro": "Romanian", "uk": "Ukrainian", "id": "Indonesian", "vi": "Vietnamese", "hi": "Hindi", "he": "Hebrew",
}  # fmt: skip
_LANG = re.compile(r"<html\b[^>]*?\blang\s*=\s*[\"']?([a-zA-Z]{2,3})")


def language_of(html: str) -> str:
    """Return the language that a page states in its first tag, two or three letters; empty where none."""
    stated = _LANG.search(html[:5000])
    return stated[1].lower() if stated else ""


def language_name(html: str) -> str:
    """Return justext's name of the language that a page states, English where it has no list of that."""
    return _LANGUAGES.get(language_of(html), "English")


def text_of(markup: str) -> str:
    """Return the text of a piece of HTML, a line a block."""
    if not markup.strip():
        return ""
    tree = lxml.html.fragment_fromstring(markup, create_parent="div")
    for element in tree.iter(*_BLOCKS.split()):
        element.tail = "\n" + (element.tail or "")
        element.text = "\n" + (element.text or "")
    lines = (" ".join(line.split()) for line in tree.text_content().split("\n"))
    return "\n".join(filter(None, lines))


def names_of(value: Any) -> list[str]:
    """Return the names in what peers give for authors: a text, a list, or lists inside lists."""
    if isinstance(value, list | tuple | set):
        return [name for part in value for name in names_of(part)]
    return [str(value)] if value else []


def iso(moment: Any) -> str | None:
    return moment.isoformat() if isinstance(moment, dt.date) else (str(moment) if moment else None)


@contextlib.contextmanager
def silenced() -> Iterator[None]:
    """Keep the peers' warnings, logs and prints off the table."""
    logging.disable(logging.CRITICAL)
    with (
        warnings.catch_warnings(),
        contextlib.redirect_stdout(io.StringIO()),
        contextlib.redirect_stderr(io.StringIO()),
    ):
        warnings.simplefilter("ignore")
        yield
    logging.disable(logging.NOTSET)
