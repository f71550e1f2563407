"""Who wrote an article: candidates of the page's sources, read as bylines."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from spacecrawl.parsers.generic.blocks import Mark, Scan
from spacecrawl.parsers.generic.tokens import BIT, mask_of
from spacecrawl.parsers.metadata.compare import words_of
from spacecrawl.parsers.metadata.jsonld import Node, string_of, strings_of
from spacecrawl.record.article import Author
from spacecrawl.text.byline import parse_byline

_META = (
    "author",
    "article:author",
    "parsely-author",
    "sailthru.author",
    "dc.creator",
    "dcterms.creator",
    "citation_author",
    "byl",
    "byline",
    "article:author_name",
)
_OPENS = re.compile(
    r"(?:(?:written|posted|story|words|reporting|article|reviewed|published)\s+)?by[:\s]+(?=[^\W\d_])|(?:von|par|por|di|door|av|автор|yazar|kirjoittaja)[:\s]+(?=[A-ZÀ-ÝА-Я])",
    re.IGNORECASE,
)
_LONGEST = 160
_MOST_WORDS = 14
_AHEAD, _BEHIND = 8, 14
_NO_NAMES = frozenset(
    [
        "admin",
        "administrator",
        "editor",
        "user",
        "root",
        "author",
        "authors",
        "webmaster",
        "staff",
        "wordpress",
        "null",
        "undefined",
        "none",
        "anonymous",
        "guest",
        "unknown",
        "redacción",
        "redaktion",
        "redazione",
        "about",
        "profile",
        "share",
        "follow",
    ]
)


@dataclass(slots=True)
class Byline:
    """The byline as printed, its authors and where they come from."""

    text: str | None = None
    text_source: str = ""
    authors: list[Author] = field(default_factory=list)
    source: str = ""


def find_byline(scan: Scan, article: Node, title_block: int, site: list[list[str]]) -> Byline:
    """Return the authors of the surest source, and the byline that the page prints near its headline."""
    found = Byline()
    for source, names in _candidates(scan, article, title_block):
        authors = _read(names, site)
        if authors:
            found.authors, found.source = authors, source
            break
    printed = _printed(scan, title_block, found.authors)
    if printed:
        found.text, found.text_source = printed, "markup"
        if not found.authors:
            found.authors, found.source = _read([printed], site), "text"
    return found


def _candidates(scan: Scan, article: Node, title_block: int):  # type: ignore[no-untyped-def]
    yield "json-ld", strings_of(article.get("author")) or strings_of(article.get("creator"))
    yield "markup", _marked(scan, {"rel=author", "author"}, title_block)
    yield "meta", _of_meta(scan)
    yield "markup", _classed(scan, title_block)
    yield "text", _opening_by(scan, title_block)


def _of_meta(scan: Scan) -> list[str]:
    for key in _META:
        names = [content for name, content in scan.metas if name == key]
        if names and not names[0].startswith("http"):
            return names
    return []


def _marked(scan: Scan, kinds: set[str], title_block: int) -> list[str]:
    """Return the texts of marked elements; many different ones are teasers' or comments', not the article's."""
    near = [mark for mark in scan.marks if mark.kind in kinds]
    if title_block >= 0:
        near = [mark for mark in near if -_AHEAD <= mark.index - title_block <= _BEHIND] or near
    texts = list(dict.fromkeys(filter(None, map(_name_of, near))))
    return texts if len(texts) <= 6 else texts[:1]


def _name_of(mark: Mark) -> str:
    if mark.kind == "author" and (inner := mark.node.css_first("[itemprop=name]")):
        return " ".join((inner.attributes.get("content") or inner.text(separator=" ")).split())
    text = mark.attributes.get("content") or mark.node.text(separator=" ")
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else ""


def _classed(scan: Scan, title_block: int) -> list[str]:
    """Return the text of the nearest element near the headline whose class speaks of an author."""
    best: tuple[int, str] | None = None
    for mark in scan.marks:
        if mark.kind != "class" or title_block < 0 or not -_AHEAD <= mark.index - title_block <= _BEHIND:
            continue
        if not mask_of(mark.attributes.get("class") or "") & BIT["author"]:
            continue
        text = " ".join(mark.node.text(separator=" ").split())
        if 0 < len(text) <= _LONGEST and len(text.split()) <= _MOST_WORDS and (best is None or len(text) < best[0]):
            best = (len(text), text)
    return [best[1]] if best else []


def _opening_by(scan: Scan, title_block: int) -> list[str]:
    for block in scan.blocks[max(0, title_block - _AHEAD) : title_block + _BEHIND] if title_block >= 0 else ():
        if len(block.text) <= _LONGEST and _OPENS.match(block.text) and len(block.text.split()) <= _MOST_WORDS:
            return [block.text]
    return []


def _read(names: list[str], site: list[list[str]]) -> list[Author]:
    """Read names as bylines; placeholders, addresses and the site's own name are none."""
    authors: list[Author] = []
    for name in names[:12]:
        if "{{" in name or "://" in name or "@" in name or len(name) > _LONGEST * 2:
            continue
        words = words_of(name)
        if not words or (len(words) == 1 and words[0] in _NO_NAMES) or (words in site and len(names) > 1):
            continue
        authors.extend(parse_byline(name))
    seen: dict[str, Author] = {}
    for author in authors:
        seen.setdefault(author.name.casefold(), author)
    return list(seen.values())


def _printed(scan: Scan, title_block: int, authors: list[Author]) -> str | None:
    """Return the short line near the headline that names the authors or opens as a byline does."""
    if title_block < 0:
        return None
    names = [words_of(author.name) for author in authors]
    for block in scan.blocks[max(0, title_block - _AHEAD) : title_block + _BEHIND]:
        text = block.text.replace("\n", " ")
        if len(text) > _LONGEST or block.index == title_block:
            continue
        words = words_of(text)
        if len(words) > _MOST_WORDS + 4 * len(names):
            continue
        if any(name and set(name) <= set(words) for name in names) or (not names and _OPENS.match(text)):
            return text
    return None


def author_of_node(node: Node) -> str:
    """Return the name of the first author that an object of structured data states."""
    return string_of(node.get("author"))
