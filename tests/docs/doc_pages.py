"""Reading the project's own pages: code blocks, tables, headings, links."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]

_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")


@dataclass(frozen=True)
class Block:
    """A code block: the page it is on, the line where it opens, its language and text."""

    page: Path
    line: int
    language: str
    text: str

    def __str__(self) -> str:
        return f"{self.page.name}:{self.line}"


def text_of(page: Path) -> str:
    return page.read_text("utf-8")


def blocks(page: Path, language: str) -> list[Block]:
    text = text_of(page)
    found = [Block(page, text.count("\n", 0, match.start()) + 1, match[1], match[2]) for match in _BLOCK.finditer(text)]
    return [block for block in found if block.language == language]


def prose(page: Path) -> str:
    return _BLOCK.sub("", text_of(page))


def links(page: Path) -> list[str]:
    return _LINK.findall(prose(page))


def anchors(page: Path) -> set[str]:
    """Return the anchors that a page's headings get where it is shown."""
    headings = re.findall(r"^#+ (.+)$", prose(page), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


def table(page: Path, heading: str) -> list[list[str]]:
    """Return the cells of the first table below a heading, without its head."""
    below = text_of(page).split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]
    first = re.search(r"(?:^\|.*\n?)+", below, re.MULTILINE)
    assert first, f"{page.name}: no table below {heading!r}"
    rows = [re.split(r"(?<!\\) \| ", line.strip()[2:-2]) for line in first[0].splitlines()]
    return [[cell.strip() for cell in row] for row in rows[2:]]


def code(cell: str) -> str:
    """Return the first code span of a table's cell."""
    match = re.search(r"`([^`]+)`", cell)
    assert match, f"no code in {cell!r}"
    return match[1]


def shows(shown: object, real: object) -> bool:
    """Tell whether an example agrees with a record: ``…`` stands for the rest, keys and entries may be left out."""
    if isinstance(shown, str) and "…" in shown and isinstance(real, str):
        return real.startswith(shown.partition("…")[0])
    if isinstance(shown, dict) and isinstance(real, dict):
        return all(key in real and shows(value, real[key]) for key, value in shown.items())
    if isinstance(shown, list) and isinstance(real, list):
        rest = iter(real)
        return bool(shown) == bool(real) and all(any(shows(value, other) for other in rest) for value in shown)
    return json.dumps(shown) == json.dumps(real)
