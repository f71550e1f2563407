"""What the addresses of a site's articles look like, learned from the links of its pages.

Each address is taken apart into forms: words as they are, digits, dates, slugs of several words. Addresses of one form
are one group; groups that differ in plain words alone, as sections' names, are joined. A group is taken for articles by
what tells articles from other pages: dates, long slugs and numbers in the address, headlines as links' texts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from statistics import median

from spacecrawl.discovery.teaser import Teaser
from spacecrawl.sites.address import path_and_query

ARTICLE_SCORE = 4.0
"""From this score on a group's addresses are taken for articles'. Beside ``KINDS``, a day or month in the address is 1,
a number in its query 2, a link's text of two words 1, of four 2, a day printed below it 1."""

FEW_WORDS = 2
"""So many different words in one place of an address are named in its pattern; more are any word."""

_YEAR = re.compile(r"(?:19|20)\d\d")
_DAY = re.compile(r"(?:19|20)\d\d-?[01]\d-?[0-3]\d")
_SHORT = re.compile(r"[01]?\d|[0-3]\d")
_MONTH = re.compile(r"jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec", re.IGNORECASE)
_EXTENSION = re.compile(r"\.(?:s?html?|php\d?|aspx?|jsp|cfm|story)$")
_FILE = re.compile(r"\.(?:pdf|jpe?g|png|gif|svg|webp|mp[34]|zip|xml|rss|atom|json|css|js|txt|ico)$", re.IGNORECASE)
_NUMBER_BEHIND = re.compile(r"[-_,.]?[a-z]{0,3}\d{4,}$")
_NUMBER_BEFORE = re.compile(r"^\d{4,}[-_]")
_CODE = re.compile(r"(?=(?:[a-z.]*\d){4})(?=[0-9.]*[a-z])[a-z0-9.]{10,}")
_LONG_SLUG = r"(?:[^/?_-]+[_-]){3,}[^/?]+"

KINDS = {"word": 0.0, "slug": 2.0, "numbered slug": 3.0, "date": 2.0, "short number": 1.0, "number": 2.0, "code": 2.0}
"""Kinds of parts of an address, and how much each tells of an article."""

NO_STORIES = frozenset(
    "about account advertise advertising apps archive archives author authors careers category comments contact"
    " cookies copyright donate events faq feed feeds games help imprint impressum jobs legal login logout"
    " masthead member membership membres mobile my newsletter newsletters page pages people podcasts policy privacy"
    " products profile register rss search services shop signin signup sitemap store subscribe subscription tag tags"
    " team terms topic topics user users wp-admin wp-content wp-login".split()
)
"""Words of an address that lead to pages which are no articles, and no sections of any."""


@dataclass(frozen=True, slots=True)
class Form:
    """The form of one address: a kind and a regular expression for each part, and what was seen in it."""

    parts: tuple[tuple[str, str], ...]
    extension: str
    query: str

    @property
    def shape(self) -> tuple[object, ...]:
        """What addresses have in common that differ in plain words alone."""
        return tuple(kind if kind == "word" else part for kind, part in zip(self.kinds, self.parts, strict=True)), (
            self.extension,
            self.query,
        )

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of the parts, of ``KINDS``."""
        return tuple(kind for kind, _ in self.parts)


@dataclass(slots=True)
class Group:
    """Addresses of one shape, with the texts of their links."""

    forms: list[Form] = field(default_factory=list)
    teasers: list[Teaser] = field(default_factory=list)
    others: set[str] = field(default_factory=set)

    @property
    def pattern(self) -> str:
        """A pattern that matches the group's addresses and others like them, but those of ``others``, words as ``tag``.

        A slug that stands alone has four words at least: else it would match every page of the site.
        """
        first = self.forms[0]
        if set(first.kinds) <= {"slug"}:
            return "/" + "/".join(_LONG_SLUG for _ in first.parts) + first.extension + first.query
        parts = [self._words(place) if kind == "word" else part for place, (kind, part) in enumerate(first.parts)]
        return "/" + "/".join(parts) + first.extension + first.query

    @property
    def score(self) -> float:
        """How much of an article's address this is."""
        kinds, query = self.forms[0].kinds, self.forms[0].query
        words = median(len(teaser.text.split()) for teaser in self.teasers)
        if kinds[-1] == "date":  # a month's archive
            return 0.0
        return (
            sum(KINDS[kind] for kind in set(kinds))
            + 1.0 * (kinds.count("date") > 1 or r"\d\d" in self.pattern)
            + 2.0 * (r"\d+" in query)
            + (2.0 if words >= 4 else 1.0 if words >= 2 else 0.0)
            + 1.0 * any(teaser.day for teaser in self.teasers)
        )

    def _words(self, place: int) -> str:
        """Return the pattern of a place where plain words stand: the words if they are few, else any word."""
        words = sorted({form.parts[place][1] for form in self.forms})
        if len(words) <= FEW_WORDS:
            return words[0] if len(words) == 1 else f"(?:{'|'.join(words)})"
        but = "|".join(sorted(self.others))
        return f"(?!(?:{but})/)[A-Za-z0-9_-]+" if but else "[A-Za-z0-9_-]+"


def learn_groups(teasers: Iterable[Teaser]) -> list[Group]:
    """Return the groups of addresses, those that look most like articles first; of equal ones the largest."""
    groups: dict[tuple[object, ...], Group] = {}
    for teaser in teasers:
        form = form_of(teaser.url)
        if form is None:
            continue
        group = groups.setdefault(form.shape, Group())
        if other := next((part for kind, part in form.parts if kind == "word" and part.lower() in NO_STORIES), None):
            group.others.add(other)
        else:
            group.forms.append(form)
            group.teasers.append(teaser)
    found = [group for group in groups.values() if group.teasers]
    return sorted(found, key=lambda group: (-group.score, -len(group.teasers)))


def article_groups(teasers: Iterable[Teaser]) -> list[Group]:
    """Return the groups that are taken for articles, without those whose addresses another one's pattern matches."""
    taken: list[Group] = []
    for group in sorted(learn_groups(teasers), key=lambda group: -len(group.teasers)):
        if group.score >= ARTICLE_SCORE and not all(is_of(taken, teaser.url) for teaser in group.teasers):
            taken.append(group)
    return taken


def is_of(groups: Iterable[Group], url: str) -> bool:
    """Tell whether a pattern of these groups matches an address."""
    return any(re.fullmatch(group.pattern, path_and_query(url)) for group in groups)


def form_of(url: str) -> Form | None:
    """Return the form of an address; None for a front page, and for files that are no pages."""
    path, _, query = path_and_query(url).partition("?")
    if path in ("", "/") or _FILE.search(path):
        return None
    extension = match[0] if (match := _EXTENSION.search(path)) else "/" if path.endswith("/") else ""
    segments = path.removesuffix(extension).strip("/").split("/")
    parts: list[tuple[str, str]] = []
    for segment in segments:
        parts.append(_part(segment, dated=bool(parts) and parts[-1][0] == "date"))
    kind, last = parts[-1]
    if kind == "word" and "date" in dict(parts) and last.lower() not in NO_STORIES:  # a title of one or two words
        parts[-1] = "slug", r"[^/?]+"
    return Form(tuple(parts), re.escape(extension), _query(query))


def _part(segment: str, *, dated: bool) -> tuple[str, str]:
    """Return kind and pattern of one part of a path; ``dated``: a year or month stands before it."""
    if _DAY.fullmatch(segment):
        return "date", r"\d{4}-\d\d-\d\d" if "-" in segment else r"\d{8}"
    if _YEAR.fullmatch(segment):
        return "date", r"\d{4}"
    if dated and _SHORT.fullmatch(segment):
        return "date", r"\d\d?"
    if dated and _MONTH.fullmatch(segment):
        return "date", r"[A-Za-z]{3,4}"
    if segment.isascii() and segment.isdigit():
        return "number" if len(segment) >= 5 else "short number", r"\d+"
    return _slug(segment)


def _slug(segment: str) -> tuple[str, str]:
    words = [word for word in re.split(r"[-_+]|%20", segment) if word]
    long = len(words) >= 3 or (len(words) == 2 and len(segment) >= 16)
    if long and (behind := _NUMBER_BEHIND.search(segment)) and len(words) >= 2:
        mark = re.match(r"[-_,.]?[a-z]{0,3}", behind[0])
        return "numbered slug", rf"[^/?]+{_escaped(mark[0] if mark else '')}\d+"
    if long and _NUMBER_BEFORE.search(segment):
        return "numbered slug", rf"\d+{_escaped(segment.lstrip('0123456789')[0])}[^/?]+"
    if long:
        return "slug", r"[^/?]+"
    if _CODE.fullmatch(segment):
        return "code", r"[\w.-]+"
    return "word", _escaped(segment)


def _escaped(text: str) -> str:
    """Return a text as a pattern, its hyphens as they are: outside brackets they mean themselves."""
    return re.escape(text).replace(r"\-", "-")


def _query(query: str) -> str:
    """Return the pattern of a query: names as they are, digits as digits, other values as any."""
    if not query:
        return ""
    told = []
    for entry in query.split("&"):
        name, equals, value = entry.partition("=")
        told.append(_escaped(name + equals) + (r"\d+" if value.isdigit() else r"[^&]+" if value else ""))
    return r"\?" + "&".join(told)
