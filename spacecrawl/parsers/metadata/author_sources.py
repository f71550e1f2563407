"""Every place where a page can name its authors: structured data, marked elements, meta tags, classes, text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from spacecrawl.parsers.generic.blocks import Mark, Scan
from spacecrawl.parsers.generic.tokens import BIT, mask_of
from spacecrawl.parsers.metadata.compare import words_of
from spacecrawl.parsers.metadata.jsonld import Node, string_of
from spacecrawl.record.article import Author
from spacecrawl.text.byline import parse_byline

_META = (
    "author", "article:author", "parsely-author", "sailthru.author", "dc.creator", "dcterms.creator", "citation_author",
    "byl", "byline", "article:author_name", "twitter:data1",
)  # fmt: skip
OPENS = re.compile(
    r"(?:(?:written|posted|story|words|reporting|article|published|authored)\s+)?by[:\s]+(?=[^\W\d_])|(?:von|par|por|di|door|av|автор|yazar|kirjoittaja)[:\s]+(?=[A-ZÀ-ÝА-Я])",
    re.IGNORECASE,
)
_LEAD_IN = re.compile(
    r"(?:(?:written|posted|story|words|reporting|article|published|authored)\s+)?by:?|author:?|von|par|por|di|door",
    re.IGNORECASE,
)
"""A line that says nothing but that the name follows."""
LONGEST = 160
MOST_WORDS = 14
AHEAD, BEHIND = 8, 14
_MOST_MARKED = 6
_MOST_CLASSED = 4
_NO_NAMES = frozenset(
    "admin administrator editor user root author authors webmaster staff wordpress null undefined none anonymous guest unknown redacción "
    "redaktion redazione about profile share follow contributors contributor by".split()
)
_JUNK = re.compile(
    r"\d+\s*min(?:ute)?s?\b(?:\s+read)?|view (?:all|more)\b.*|more (?:about|by|from)\b.*|see (?:all|more)\b.*",
    re.IGNORECASE,
)
_CREDITED = frozenset(["reviewer", "reviser"])


@dataclass(slots=True)
class Named:
    """Authors as one place names them."""

    authors: list[Author]
    place: str
    source: str


@dataclass(slots=True)
class AuthorSources:
    """All that a page states about its authors."""

    scan: Scan
    nodes: list[Node]
    article: Node
    title_block: int
    site: list[list[str]] = field(default_factory=list)
    known: dict[str, list[Author]] = field(default_factory=dict)
    """The authors of texts read before: most places repeat what another says."""

    def all(self) -> list[Named]:
        """Return what every place names, the surest places first."""
        found = []
        for place, source, texts in self.texts():
            authors = self.read(texts)
            if authors:
                found.append(Named(authors, place, source))
        return found

    def texts(self) -> Iterator[tuple[str, str, list[str]]]:
        """Yield each place with its texts."""
        for key in ("author", "creator"):
            yield f"json-ld {key}", "json-ld", self.of_data(self.article.get(key))
        yield "rel=author", "markup", self.marked("rel=author")
        yield "microdata", "microdata", self.marked("author")
        for rank, texts in enumerate(self.of_meta()):
            yield "meta" if rank == 0 else "meta later", "meta", texts
        for rank, text in enumerate(self.classed()):
            yield f"class {min(rank, 2)}", "markup", [text]
        yield "text", "text", self.opening_by()
        yield "text behind", "text", self.behind_by()

    def read(self, texts: list[str]) -> list[Author]:
        """Read names as bylines; placeholders, addresses and the site's own name among others are none."""
        authors: list[Author] = []
        for text in texts[:12]:
            if "{{" in text or "://" in text or text.startswith("#") or len(text) > LONGEST * 2:
                continue
            words = words_of(text)
            if not words or (len(words) == 1 and words[0] in _NO_NAMES) or (words in self.site and len(texts) > 1):
                continue
            if text not in self.known:
                self.known[text] = [author for author in parse_byline(text) if not _JUNK.fullmatch(author.name)]
            authors.extend(self.known[text])
        own = [author for author in authors if author.role not in _CREDITED] or authors
        return list({author.name.casefold(): author for author in reversed(own)}.values())[::-1]

    def of_data(self, value: object) -> list[str]:
        """Return the names of an author's object or list of them; a reference is looked up among all objects."""
        values = value if isinstance(value, list) else [value]
        return [text for text in (string_of(self.resolved(one)) for one in values) if text]

    def resolved(self, value: object) -> object:
        """Return an author's object, of a mere reference the object that it names."""
        if isinstance(value, dict) and "name" not in value and isinstance(value.get("@id"), str):
            return self.object_of(value["@id"])
        return value

    def object_of(self, reference: str) -> Node:
        """Return the object that a reference names, {} where the page has it not."""
        return next((node for node in self.nodes if node.get("@id") == reference and "name" in node), {})

    def of_meta(self) -> Iterator[list[str]]:
        """Yield the contents of each meta tag that names authors; family names first are turned round."""
        for key in _META:
            names = [content for name, content in self.scan.metas if name == key]
            if names and not names[0].startswith("http"):
                turned = key.startswith(("citation", "dc"))
                yield [_turned(name) for name in names] if turned else names

    def is_near(self, index: int) -> bool:
        """Tell whether a block stands around the headline."""
        return self.title_block >= 0 and -AHEAD <= index - self.title_block <= BEHIND

    def marked(self, kind: str) -> list[str]:
        """Return the texts of marked elements; many different ones are teasers' or comments', not the article's."""
        marks = [mark for mark in self.scan.marks if mark.kind == kind]
        near = [mark for mark in marks if self.is_near(mark.index)] or marks
        texts = list(dict.fromkeys(filter(None, map(_name_of, near))))
        texts = [text for text in texts if not _LEAD_IN.fullmatch(text)]
        return texts if len(texts) <= _MOST_MARKED else texts[:1]

    def classed(self) -> list[str]:
        """Return the texts near the headline whose class speaks of an author, the shortest first."""
        texts = []
        for mark in self.scan.marks:
            if (
                mark.kind == "class"
                and self.is_near(mark.index)
                and mask_of(mark.attributes.get("class") or "") & BIT["author"]
            ):
                text = " ".join(mark.node.text(separator=" ").split())
                if 2 < len(text) <= LONGEST and len(text.split()) <= MOST_WORDS and not _LEAD_IN.fullmatch(text):
                    texts.append(text)
        return sorted(dict.fromkeys(texts), key=len)[:_MOST_CLASSED]

    def near(self) -> range:
        """Return the numbers of the blocks around the headline."""
        if self.title_block < 0:
            return range(0)
        return range(max(0, self.title_block - AHEAD), min(self.title_block + BEHIND, len(self.scan.blocks)))

    def opening_by(self) -> list[str]:
        """Return the first line near the headline that opens as a byline does."""
        for at in self.near():
            text = self.scan.blocks[at].text
            if len(text) <= LONGEST and OPENS.match(text) and len(text.split()) <= MOST_WORDS:
                return [text.replace("\n", " ")]
        return []

    def behind_by(self) -> list[str]:
        """Return the line behind one that says ``By`` and nothing else."""
        for at in self.near():
            if _LEAD_IN.fullmatch(self.scan.blocks[at].text) and at + 1 < len(self.scan.blocks):
                text = self.scan.blocks[at + 1].text
                return [text] if len(text) <= LONGEST and len(text.split()) <= MOST_WORDS else []
        return []


def _turned(name: str) -> str:
    family, comma, given = name.partition(", ")
    return f"{given} {family}" if comma and "," not in given and given.count(" ") < 3 else name


def _name_of(mark: Mark) -> str:
    if mark.kind == "author" and (inner := mark.node.css_first("[itemprop=name]")):
        return " ".join((inner.attributes.get("content") or inner.text(separator=" ")).split())
    text = " ".join((mark.attributes.get("content") or mark.node.text(separator=" ")).split())
    return text if len(text) <= LONGEST else ""
