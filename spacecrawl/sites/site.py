"""One entry of the catalogue, and what it can tell of an address."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import urlsplit, urlunsplit

from spacecrawl.sites.address import clean_url, host_of, netloc_of, path_and_query

MOBILE_PREFIX = "/m/"


@dataclass(frozen=True)
class Site:
    """A site: the keys of its catalogue entry, checked.

    ``entry`` is the entry's name, ``hosts`` are lower-case names without ports of which the first is canonical.
    """

    entry: str
    name: str
    hosts: tuple[str, ...]
    article_patterns: tuple[str, ...]
    network: str | None = None
    front_pages: tuple[str, ...] = ()
    section_patterns: tuple[str, ...] = ()
    sections: dict[str, str] = field(default_factory=dict)
    feeds: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()
    back_issues: str | None = None
    parser: str = "generic"
    timezone: str | None = None
    delay: float = 1.0

    @property
    def group(self) -> str:
        """What shares stories and delay: the network, or the site alone."""
        return self.network or self.entry

    @cached_property
    def origin(self) -> tuple[str, str]:
        """Scheme and host with port of the canonical host, as the entry's own addresses give them."""
        for url in self.listed_pages:
            if host_of(url) == self.hosts[0]:
                parts = urlsplit(url)
                return parts.scheme, netloc_of(parts)
        scheme = urlsplit(self.listed_pages[0]).scheme if self.listed_pages else "https"
        return scheme, self.hosts[0]

    @cached_property
    def listed_pages(self) -> tuple[str, ...]:
        """Every address that the entry itself names."""
        return (*self.front_pages, *self.sections.values(), *self.feeds, *self.sitemaps)

    @cached_property
    def _articles(self) -> re.Pattern[str]:
        return _any_of(self.article_patterns)

    @cached_property
    def _sections(self) -> re.Pattern[str]:
        return _any_of(self.section_patterns)

    def has_host(self, url: str) -> bool:
        """Tell whether an address is on one of the entry's hosts, given with or without ``www.``."""
        return host_of(url) in self.hosts

    def is_article(self, url: str) -> bool:
        """Tell whether an address on the entry's hosts has the form of an article's."""
        return self._articles.fullmatch(self.desktop_path(url)) is not None

    def is_section(self, url: str) -> bool:
        """Tell whether an address on the entry's hosts has the form of a section page's, and not an article's."""
        if clean_url(url) in self.sections.values():
            return True
        path = self.desktop_path(url)
        return bool(self.section_patterns) and self._sections.fullmatch(path) is not None and not self.is_article(url)

    def desktop_path(self, url: str) -> str:
        """Return path and query; a mobile twin's are its desktop page's."""
        path = path_and_query(url)
        if path.startswith(MOBILE_PREFIX):
            desktop = path[len(MOBILE_PREFIX) - 1 :]
            if self._articles.fullmatch(desktop) or (self.section_patterns and self._sections.fullmatch(desktop)):
                return desktop
        return path

    def canonical_url(self, url: str) -> str:
        """Return the address in the entry's canonical form: first host, its scheme, desktop page, no tracking."""
        cleaned = clean_url(url)
        path, _, query = self.desktop_path(cleaned).partition("?")
        return urlunsplit((*self.origin, path, query, ""))

    def story_key(self, url: str) -> tuple[str, str]:
        """Return what names a story over all hosts of its network: group, and path with query."""
        return self.group, self.desktop_path(clean_url(url))


def _any_of(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))
