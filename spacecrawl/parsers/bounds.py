"""Markup within bounds: what makes a tree cost more than its page is worth is taken out before it is parsed.

lexbor is linear in the size of a page, but quadratic in how deep elements nest (100,000 ``<div>``: 10 s of CPU) and in
the attributes of one tag (100,000: 14 s). By the rules of HTML a formatting element that is left open is built anew in
every paragraph behind it: 150 kB of markup can ask for 8 GB. And a tag of three bytes costs 180 in a tree. Browsers
have such bounds too; Chrome's nesting ends at 512.

So pages are looked at the closer, the more tags they have. Of 921 real articles 792 have under 3,000, which can do
little harm and are counted alone; none has 10,000. On these pages it all costs a ninth of lxml's parse. The text of a
page stays as it is, in its order, up to the most tags that are read.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import islice

MOST_CHARACTERS = 50_000_000
"""Characters read of a page at most."""
MOST_TAGS = 1_000_000
"""Tags read of a page at most, end tags and comments among them: 100 times those of the largest of 900 real pages."""
MOST_DEPTH = 400
"""Elements inside one another at most; what is deeper loses its own tags, not its text."""
MOST_FORMATTING = 8
"""Formatting elements open at once at most."""
MOST_ATTRIBUTES = 1_000
"""Attributes of one tag at most."""

_SOME_TAGS = 3_000
_MANY_TAGS = 10_000
_MOST_COPIES = 1_000_000
"""Elements that formatting elements, all of them left open, may add to a page that is parsed as it is."""
_WINDOW = 4_096
"""Characters within which a tag ends, unless it is looked at."""

_FORMATTING = frozenset("b big code em font i nobr s small strike strong tt u".split())
_NEVER_DEEP = frozenset(
    "p li dd dt option optgroup h1 h2 h3 h4 h5 h6 tr td th tbody thead tfoot caption colgroup html head body a rt rp "
    "area base br col embed hr img input link meta param source track wbr frame".split()
)
"""Elements without content, and those that end when the next of their kind begins: they do not nest by themselves."""
_INLINE = frozenset("span abbr cite q sub sup mark label bdi bdo kbd samp var dfn time data ins del ruby svg g".split())
_RAW_TEXT = frozenset(["script", "style", "textarea", "title", "xmp"])

_TAG = re.compile(r"<(?:(/?)([a-zA-Z][^\s/>]*)[^>]*>?|(!--))")
_FORMATTING_TAG = re.compile(
    r"<(?:[bBiIuUsS]|[eE][mM]|[tT][tT]|[sS][tTmM][rRaA][a-zA-Z]+|[fF][oO][nN][tT]|[bB][iI][gG]|[cC][oO][dD][eE]|[nN][oO][bB][rR])\s"
)
_RAW_END = re.compile(r"</(?:script|style|textarea|title|xmp)", re.IGNORECASE)
_REPEATED = re.compile(r"((?:<[^<>]{1,40}>[^<>]{0,20}){1,2}?)\1{7,999}")
_START = re.compile(r"<[a-zA-Z][a-zA-Z0-9-]*[\s/]")
_ATTRIBUTE = re.compile(r"""[^\s=>/"']+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>"']+))?""")


def bounded(html: str) -> str:
    """Return a page that costs in proportion to its size: the page itself, unless it is out of bounds."""
    html = html[:MOST_CHARACTERS]
    tags = html.count("<")
    if tags > MOST_TAGS:
        html = _thinned(html)
    if tags >= _MANY_TAGS or (tags >= _SOME_TAGS and _copies(html, tags) > _MOST_COPIES):
        html = _Flattener(html).flattened()
    return _with_fewer_attributes(html)


def _copies(html: str, tags: int) -> int:
    """Return how many elements the formatting elements with attributes can add; of equal ones HTML keeps three."""
    return len(_FORMATTING_TAG.findall(html)) * tags


def _thinned(html: str) -> str:
    """Fold runs of the same tags, and cut the page behind the most tags that are read."""
    html = _REPEATED.sub(r"\1\1", html)
    end = next(islice(re.finditer("<", html), MOST_TAGS, None), None)
    return html[: end.start()] if end else html


class _Flattener:
    """Takes out the tags of elements that are nested too deep, and of formatting elements too many to be open."""

    def __init__(self, html: str) -> None:
        self.html = html
        self.open: list[tuple[str, bool]] = []
        self.names: Counter[str] = Counter()
        self.formatting: Counter[str] = Counter()
        self.dropped: Counter[str] = Counter()

    def flattened(self) -> str:
        """Return the page without those tags."""
        html, copied, place = self.html, 0, 0
        pieces: list[str] = []
        while tag := _TAG.search(html, place):
            place = tag.end()
            if tag[3]:
                place = html.find("-->", place)
            else:
                name = tag[2].lower()
                instead = self.close(name) if tag[1] else self.begin(name)
                if instead is not None:
                    between = html[copied : tag.start()]
                    if instead and pieces and pieces[-1] == instead and not between.strip():
                        instead = ""
                    pieces += (between, instead) if instead else (between,)
                    copied = place
                if name in _RAW_TEXT and not tag[1]:
                    end = _RAW_END.search(html, place)
                    place = end.start() if end else -1
            if place < 0:
                break
        return "".join((*pieces, html[copied:])) if pieces else html

    def begin(self, name: str) -> str | None:
        """Return what stands in place of a start tag; None for the tag itself."""
        if name in _NEVER_DEEP or name in _RAW_TEXT:
            return None
        if name in _FORMATTING:
            if self.formatting.total() < MOST_FORMATTING:
                self.formatting[name] += 1
                return None
            self.dropped[name] += 1
            return ""
        kept = len(self.open) < MOST_DEPTH
        self.open.append((name, kept))
        self.names[name] += 1
        return None if kept else _instead_of(name)

    def close(self, name: str) -> str | None:
        """Return what stands in place of an end tag; None for the tag itself."""
        if name in _FORMATTING:
            if self.dropped[name]:
                self.dropped[name] -= 1
                return ""
            if self.formatting[name]:
                self.formatting[name] -= 1
            return None
        if not self.names[name]:
            return None
        kept = True
        inner = ""
        while inner != name:
            inner, kept = self.open.pop()
            self.names[inner] -= 1
        return None if kept else _instead_of(name)


def _instead_of(name: str) -> str:
    """Return what parts lines as the element does: nothing for an inline one, else the start of a paragraph."""
    return "" if name in _INLINE else "<p>"


def _with_fewer_attributes(html: str) -> str:
    """Cut tags behind their thousandth attribute; only tags longer than a window are looked at."""
    pieces, copied = [], 0
    tag, end = -1, -1
    for start in range(0, len(html), _WINDOW):
        last = html.rfind("<", start, start + _WINDOW)
        if last >= 0:
            tag, end = last, -1
            continue
        if tag < copied or end == 0:
            continue
        if end < 0:
            end = html.find(">", tag)
            end = len(html) if end < 0 else end
        if end > start and (cut := _excess(html, tag, end)):
            pieces.append(html[copied:cut])
            copied = end
        end = 0
    return "".join((*pieces, html[copied:])) if pieces else html


def _excess(html: str, tag: int, end: int) -> int:
    """Return where a tag's thousandth attribute ends, 0 where it has fewer or is none."""
    if not _START.match(html, tag):
        return 0
    found = next(islice(_ATTRIBUTE.finditer(html, tag + 1, end), MOST_ATTRIBUTES, None), None)
    return found.end() if found else 0
