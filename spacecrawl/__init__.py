"""News crawler and article extractor with structured datelines, for runs that nobody watches.

``extract`` reads one page, ``parse_dateline`` and ``parse_byline`` read one line, ``load`` reads a data folder.
Names load on first use, so that ``import spacecrawl`` stays light and brings in no Scrapy.
"""

from __future__ import annotations

import importlib
import os
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spacecrawl.addon import Addon
    from spacecrawl.extraction import extract
    from spacecrawl.record import Article, Author, Dateline
    from spacecrawl.storage import load
    from spacecrawl.text.byline import parse_byline
    from spacecrawl.text.dateline import parse_dateline

__version__ = "0.1.0"

__all__ = ["Addon", "Article", "Author", "Dateline", "extract", "load", "parse_byline", "parse_dateline"]

_HOMES = {
    "Addon": "spacecrawl.addon",
    "Article": "spacecrawl.record",
    "Author": "spacecrawl.record",
    "Dateline": "spacecrawl.record",
    "extract": "spacecrawl.extraction",
    "load": "spacecrawl.storage",
    "parse_byline": "spacecrawl.text.byline",
    "parse_dateline": "spacecrawl.text.dateline",
}

if _agencies := os.environ.get("SPACECRAWL_AGENCIES"):
    from spacecrawl.text.agencies import use_agencies

    use_agencies(*_agencies.split(os.pathsep))


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'spacecrawl' has no attribute {name!r}")
    value = getattr(importlib.import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
