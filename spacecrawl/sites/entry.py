"""Checking one entry of a catalogue, key by key."""

from __future__ import annotations

import difflib
import importlib
import importlib.util
import re
from dataclasses import fields
from typing import Any, NoReturn
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from spacecrawl.errors import CatalogueError
from spacecrawl.sites.address import clean_url, host_of
from spacecrawl.sites.site import Site

ENTRY_NAME = re.compile(r"[a-z0-9-]+")
BUILTIN_PARSERS = ("space_media", "generic")

_KEYS = tuple(field.name for field in fields(Site) if field.name != "entry")
_HOST = re.compile(r"[a-z0-9.:_\[\]-]+")


def read_entry(name: str, entry: Any, source: str) -> Site:
    """Return the Site of one ``[sites.NAME]`` table; raise CatalogueError with file, entry and remedy."""
    return _EntryReader(name, entry, source).read()


class _EntryReader:
    """Reads the keys of one entry; every complaint names file and entry."""

    def __init__(self, name: str, entry: Any, source: str) -> None:
        self.name, self.entry, self.source = name, entry, source

    def fail(self, what: str) -> NoReturn:
        raise CatalogueError(f"{self.source}: [sites.{self.name}]: {what}")

    def read(self) -> Site:
        if not ENTRY_NAME.fullmatch(self.name):
            self.fail("the entry's name may hold only a-z, 0-9 and '-'. Rename it.")
        if not isinstance(self.entry, dict):
            self.fail("is not a table. Write it as [sites.NAME] with keys below it.")
        self._check_keys()
        pages = {key: self._urls(key) for key in ("front_pages", "feeds", "sitemaps")}
        sections = self._sections()
        site = Site(
            entry=self.name,
            name=self._text("name") or self.name,
            hosts=self._hosts((*pages["front_pages"], *sections.values())),
            network=self._network(),
            section_patterns=self._patterns("section_patterns"),
            article_patterns=self._patterns("article_patterns", required=True),
            sections=sections,
            back_issues=self._back_issues(),
            parser=self._parser(),
            timezone=self._timezone(),
            delay=self._delay(),
            **pages,
        )
        self._check_reach(site)
        return site

    def _check_keys(self) -> None:
        for key in self.entry:
            if key not in _KEYS:
                near = difflib.get_close_matches(key, _KEYS, n=1)
                self.fail(
                    f"unknown key {key!r}. " + (f"Did you mean {near[0]!r}?" if near else f"Keys: {', '.join(_KEYS)}.")
                )

    def _check_reach(self, site: Site) -> None:
        if not site.listed_pages and not site.back_issues:
            self.fail("names no page to start from. Give front_pages, sections, feeds or sitemaps.")
        back_issues = (site.back_issues,) if site.back_issues else ()
        for url in (*site.listed_pages, *back_issues):
            if not site.has_host(url):
                self.fail(f"{url} is on a host that 'hosts' does not name. Add {host_of(url)!r} to hosts.")

    def _text(self, key: str) -> str | None:
        value = self.entry.get(key)
        if value is not None and (not isinstance(value, str) or not value.strip()):
            self.fail(f"{key} must be a text that is not empty, not {value!r}.")
        return value

    def _texts(self, key: str) -> tuple[str, ...]:
        value = self.entry.get(key, [])
        if not isinstance(value, list) or not all(isinstance(text, str) and text for text in value):
            self.fail(f"{key} must be a list of texts, as in {key} = ['...'].")
        return tuple(value)

    def _url(self, key: str, value: Any) -> str:
        try:
            return clean_url(value)
        except (ValueError, AttributeError, TypeError):
            self.fail(f"{key} holds {value!r}, which is no http or https address. Give it whole, with its scheme.")

    def _urls(self, key: str) -> tuple[str, ...]:
        return tuple(self._url(key, value) for value in self._texts(key))

    def _sections(self) -> dict[str, str]:
        value = self.entry.get("sections", {})
        if not isinstance(value, dict):
            self.fail('sections must be a table, as in sections = { name = "https://..." }.')
        return {name: self._url(f"sections.{name}", url) for name, url in value.items()}

    def _hosts(self, pages: tuple[str, ...]) -> tuple[str, ...]:
        given = self._texts("hosts") or tuple(dict.fromkeys(host_of(url) for url in pages))
        if not given:
            self.fail("has no hosts. Give hosts, or front_pages to take them from.")
        for host in given:
            if not _HOST.fullmatch(host.lower()) or (urlsplit(f"//{host}").port if host.count(":") == 1 else None):
                self.fail(f"hosts holds {host!r}. Give the bare host name, without scheme, port or path.")
        return tuple(host.lower().strip("[]") for host in given)

    def _network(self) -> str | None:
        network = self._text("network")
        if network and not ENTRY_NAME.fullmatch(network):
            self.fail(f"network {network!r} may hold only a-z, 0-9 and '-'.")
        return network

    def _patterns(self, key: str, *, required: bool = False) -> tuple[str, ...]:
        patterns = self._texts(key)
        if required and not patterns:
            self.fail(f"needs {key}: patterns of path and query, as in {key} = ['/news/[^/]+\\.html'].")
        for pattern in patterns:
            try:
                re.compile(pattern)
            except re.error as error:
                self.fail(f"{key} holds {pattern!r}, which is no regular expression ({error}).")
        return patterns

    def _back_issues(self) -> str | None:
        value = self._text("back_issues")
        if value is None:
            return None
        if value.count("{date}") < 1 or "{" in value.replace("{date}", ""):
            self.fail("back_issues must hold {date} and no other field in braces.")
        self._url("back_issues", value.replace("{date}", "2000-01-01"))
        return value

    def _parser(self) -> str:
        parser = self._text("parser") or "generic"
        if parser in BUILTIN_PARSERS:
            return parser
        module, colon, class_name = parser.partition(":")
        if not colon or not class_name.isidentifier():
            self.fail(f"parser {parser!r} is unknown. Use {', '.join(BUILTIN_PARSERS)}, or 'package.module:Class'.")
        try:
            found = importlib.util.find_spec(module)
        except (ImportError, ValueError):
            found = None
        if found is None:
            self.fail(f"parser {parser!r}: no module {module!r} can be imported. Install it or correct the name.")
        if not hasattr(importlib.import_module(module), class_name):
            self.fail(f"parser {parser!r}: module {module!r} has no class {class_name!r}. Correct the name.")
        return parser

    def _timezone(self) -> str | None:
        name = self._text("timezone")
        try:
            return ZoneInfo(name).key if name else None
        except (KeyError, ValueError, OSError):
            self.fail(f"timezone {name!r} is unknown. Use a name such as 'Australia/Sydney'.")

    def _delay(self) -> float:
        value = self.entry.get("delay", 1.0)
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 3600:
            self.fail(f"delay must be seconds from 0 to 3600, not {value!r}.")
        return float(value)
