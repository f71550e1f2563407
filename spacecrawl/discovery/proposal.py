"""A catalogue entry for a site that nobody knows yet, from its front page and whatever else was looked at."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from urllib.parse import urljoin, urlsplit

from spacecrawl.discovery.address_forms import NO_STORIES, Group, article_groups, form_of, is_of
from spacecrawl.discovery.index_page import links_of
from spacecrawl.discovery.teaser import Teaser
from spacecrawl.parsers.page import Page
from spacecrawl.sites.address import clean_url, host_of, netloc_of, path_and_query

FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/rdf+xml")
_FEED = re.compile(r"/(?:[\w-]*(?:rss|feed|atom)[\w-]*/?|[\w-]+\.(?:rss|atom|rdf|xml))$", re.IGNORECASE)
_SPACE_MEDIA = re.compile(rb"""<!--body-2-incontainer|class=["']?(?:BHS|BDL)\b""")
"""Marks of the Space Media Network's pages, which have a parser of their own."""

LONGEST_NAME = 4
"""Words of the text of a link to a section."""


class Study:
    """What was seen of a site: its front page and further pages that list stories."""

    def __init__(self, front_page: Page) -> None:
        if front_page.url is None:
            raise ValueError("a front page without an address: its links lead nowhere")
        self.front_page, self.url = front_page, clean_url(front_page.url)
        self.hosts = twin_hosts(self.url)
        self.teasers: dict[str, Teaser] = {}
        self.add(front_page)

    def add(self, page: Page) -> list[str]:
        """Take the links of a page that lists stories in; return the stories among them, as known by now."""
        own = [teaser for teaser in links_of(page) if host_of(teaser.url) in self.hosts]
        for teaser in own:
            known = self.teasers.get(teaser.url)
            if known is None or len(teaser.text) > len(known.text):
                self.teasers[teaser.url] = teaser
        return self.stories(own)

    @property
    def groups(self) -> list[Group]:
        """The forms of addresses that are taken for articles', the most frequent first."""
        return article_groups(self.teasers.values())

    def stories(self, teasers: Iterable[Teaser] | None = None) -> list[str]:
        """Return the addresses of articles among links, else among all that were seen; page order."""
        groups = self.groups
        among = self.teasers.values() if teasers is None else teasers
        return [teaser.url for teaser in among if host_of(teaser.url) in self.hosts and is_of(groups, teaser.url)]

    def likeliest_stories(self) -> list[str]:
        """Return the addresses of articles of the most frequent form first, each form's in page order."""
        groups = self.groups
        return sorted(self.stories(), key=lambda url: [is_of([group], url) for group in groups].index(True))

    def sections(self) -> dict[str, str]:
        """Return addresses that may be sections', by the text of their links: short texts, short paths, page order."""
        groups = self.groups
        found: dict[str, str] = {}
        for teaser in self.teasers.values():
            form = form_of(teaser.url)
            words = teaser.text.split()
            if form is None or form.query or len(form.parts) > 2 or not 1 <= len(words) <= LONGEST_NAME:
                continue
            if any(part.lower() in NO_STORIES for _, part in form.parts) or is_of(groups, teaser.url):
                continue
            if {*form.kinds} <= {"word"}:
                found.setdefault(_entry_name(form.parts[-1][1]) or "section", teaser.url)
        return {name: url for name, url in found.items() if url != self.url}

    def feeds(self) -> list[str]:
        """Return addresses that the front page states as feeds, or links by a name as feeds have it."""
        base, tree = self.url, self.front_page.tree
        stated = [
            urljoin(base, node.attributes.get("href") or "")
            for node in tree.css("link[rel~=alternate][href]")
            if (node.attributes.get("type") or "").lower() in FEED_TYPES
        ]
        paths = {teaser.url: urlsplit(teaser.url).path for teaser in self.teasers.values()}
        linked = [url for url, path in paths.items() if _FEED.search(path) and "sitemap" not in path]
        own = [url for url in dict.fromkeys([*stated, *linked]) if host_of(url) in self.hosts]
        return [url for url in own if "comment" not in url]

    @property
    def name(self) -> str:
        """The site's name: as it calls itself, else the part of its title that is most like its host, else the host."""
        label = entry_name(self.url).replace("-", "")
        parts = [part for part in re.split(r"\s+[|–—·-]\s+|:\s+", self.front_page.title or "") if part.strip()]
        nearest = max(parts, key=lambda part: _likeness(part, label), default=host_of(self.url))
        return " ".join((self.front_page.meta.get("og:site_name") or nearest).split())[:80]


@dataclass
class Proposal:
    """A catalogue entry, as far as it could be learned; ``remarks`` say of a key what speaks for its value."""

    entry: str
    name: str
    hosts: list[str]
    front_pages: list[str]
    article_patterns: list[str]
    sections: dict[str, str] = field(default_factory=dict)
    section_patterns: list[str] = field(default_factory=list)
    feeds: list[str] = field(default_factory=list)
    sitemaps: list[str] = field(default_factory=list)
    parser: str = "generic"
    delay: float = 1.0
    remarks: dict[str, str] = field(default_factory=dict)

    def choose_parser(self, pages: Iterable[bytes]) -> None:
        """Name the parser that the site's pages ask for by their marks."""
        if any(_SPACE_MEDIA.search(page) for page in pages):
            self.parser = "space_media"

    def toml(self) -> str:
        """Return the entry as a catalogue has it."""
        lines = [f"[sites.{self.entry}]"]
        for key in ("name", "hosts", "front_pages", "section_patterns", "feeds", "sitemaps"):
            if value := getattr(self, key):
                lines += [*self._remark(key), f"{key} = {_toml(value, key)}"]
        for key in ("article_patterns", "parser", "delay"):
            lines += [*self._remark(key), f"{key} = {_toml(getattr(self, key), key)}"]
        if self.sections:
            lines += ["", f"[sites.{self.entry}.sections]", *self._remark("sections")]
            lines += [f"{name} = {_toml(url, 'sections')}" for name, url in self.sections.items()]
        return "\n".join(lines) + "\n"

    def _remark(self, key: str) -> list[str]:
        return [f"# {line}" for line in self.remarks.get(key, "").splitlines()]


def propose(study: Study, name: str | None = None) -> Proposal:
    """Return what a site's pages tell of its entry, without what only further questions can tell."""
    groups = study.groups
    return Proposal(
        entry=name or entry_name(study.url),
        name=_printable(study.name),
        hosts=list(study.hosts),
        front_pages=[study.url],
        article_patterns=[group.pattern for group in groups],
        remarks={"article_patterns": "\n".join(_evidence(study, group) for group in groups)},
    )


def _evidence(study: Study, group: Group) -> str:
    matched = [path_and_query(url) for url in study.teasers if is_of([group], url)]
    return f"{len(matched)} of {len(study.teasers)} links, as {_printable(matched[0])}" if matched else "no link"


def with_sections(proposal: Proposal, sections: dict[str, str]) -> Proposal:
    """Put sections into a proposal: those in one folder as a pattern, which finds new ones too, others by name."""
    folders: dict[tuple[str, str], list[str]] = {}
    for name, url in sections.items():
        form = form_of(url)
        if form and len(form.parts) == 2:
            folders.setdefault((form.parts[0][1], form.extension), []).append(name)
    for (folder, extension), names in folders.items():
        if len(names) >= 2:
            proposal.section_patterns.append(f"/{folder}/[A-Za-z0-9_-]+{extension}")
            sections = {name: url for name, url in sections.items() if name not in names}
    proposal.sections = sections
    return proposal


def entry_name(url: str) -> str:
    """Return an entry's name made of a host: ``harbour-gazette`` of www.harbour-gazette.co.uk."""
    host = host_of(url).removeprefix("www.").partition(":")[0]
    labels = [label for label in host.split(".") if label]
    if host.replace(".", "").isdigit() or len(labels) == 1:
        return _entry_name(host) or "site"
    short = len(labels) > 2 and len(labels[-2]) <= 3
    return _entry_name(labels[-3] if short else labels[-2]) or "site"


def twin_hosts(url: str) -> tuple[str, ...]:
    """Return a host and its twin with or without ``www.``, which is the same site; numbers have no twin."""
    host = host_of(url)
    name = urlsplit(f"//{netloc_of(urlsplit(url))}").hostname or host
    if name.replace(".", "").isdigit() or ":" in name or "." not in name:
        return (name,)
    return (name, name.removeprefix("www.")) if name.startswith("www.") else (name, f"www.{name}")


def _entry_name(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.replace("\\", "").lower()).strip("-")


def _likeness(text: str, label: str) -> float:
    return SequenceMatcher(None, re.sub(r"\W", "", text.lower()), label).ratio()


def _printable(text: str) -> str:
    return "".join(letter if letter.isprintable() else " " for letter in text)


def _toml(value: object, key: str) -> str:
    if isinstance(value, list):
        return "[" + ", ".join(_toml(entry, key) for entry in value) + "]"
    if isinstance(value, str):
        return f"'{value}'" if key.endswith("_patterns") and "'" not in value else json.dumps(value, ensure_ascii=False)
    return repr(value)
