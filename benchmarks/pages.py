"""The labelled pages, and how they are split by domain.

A data folder has ``html/ID.html.gz`` and ``labels.jsonl``, a line a page with ``id``, ``url``, ``title``, ``author``,
``published``, ``body``, ``with`` and ``without``.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from spacecrawl.parsers.page import Page

FOLDS = 5
HELD_OUT = 0.4
"""Share of the domains whose pages are never looked at, only scored."""


@dataclass(slots=True)
class Labelled:
    """A page with its label; ``news`` tells which of the two kinds of sets it is of."""

    label: dict[str, Any]
    html: str
    folder: str

    @property
    def domain(self) -> str:
        """The registrable part of the page's host, roughly: its last two labels, three behind a short one."""
        host = (urlsplit(self.label.get("url") or "").hostname or self.label["id"]).removeprefix("www.")
        parts = host.split(".")
        short = len(parts) > 2 and len(parts[-2]) <= 3
        return ".".join(parts[-3:] if short else parts[-2:])

    @property
    def fold(self) -> int:
        """The fold of the page's domain, the same on every machine."""
        return fold_of(self.domain)

    @property
    def held_out(self) -> bool:
        """Whether the page is of the part that is only scored on."""
        return _number("held:" + self.domain) % 1000 < HELD_OUT * 1000


def fold_of(domain: str, salt: str = "") -> int:
    """Return the fold of a domain; another salt gives another split."""
    return _number(f"{salt}:{domain}" if salt else domain) % FOLDS


def _number(text: str) -> int:
    return int(hashlib.sha256(text.encode()).hexdigest()[:12], 16)


def read_pages(folder: Path) -> list[Labelled]:
    """Read a data folder, in the order of its labels."""
    with (folder / "labels.jsonl").open(encoding="utf-8") as lines:
        labels = [json.loads(line) for line in lines]
    return [
        Labelled(
            label,
            Page.read(gzip.decompress((folder / "html" / f"{label['id']}.html.gz").read_bytes())).html,
            folder.name,
        )
        for label in labels
    ]
