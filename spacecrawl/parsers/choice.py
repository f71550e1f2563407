"""Which parser reads a page."""

from __future__ import annotations

import importlib
from functools import cache
from typing import Protocol, cast

from spacecrawl.parsers.page import Page
from spacecrawl.record import Article
from spacecrawl.sites import Site

BUILTIN = {
    "space_media": "spacecrawl.parsers.space_media.parser:SpaceMediaParser",
    "generic": "spacecrawl.parsers.generic.parser:GenericParser",
}
"""Where the parsers live that a catalogue may name without a module."""

DEFAULT = "generic"
"""Reads pages of no known site, and is the net under every other parser."""


class Parser(Protocol):
    """What turns one page into one Article; ``name`` and ``version`` go into the record."""

    name: str
    version: str

    def parse(self, page: Page) -> Article:
        """Return the page's article; ``body`` is empty where the page holds none. Never raises on bad HTML."""
        ...


@cache
def load_parser(name: str) -> Parser:
    """Return the parser of a built-in name or ``package.module:Class``; raise ImportError or AttributeError."""
    module, _, class_name = BUILTIN.get(name, name).partition(":")
    return cast("Parser", getattr(importlib.import_module(module), class_name)())


def parser_for(site: Site | None) -> Parser:
    """Return the parser of a site's entry, or the default for a page of no known site."""
    return load_parser(site.parser if site else DEFAULT)
