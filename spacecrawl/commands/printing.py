"""Text on a terminal: markup off, control characters escaped, progress only where somebody watches."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Mapping

from rich.console import Console
from rich.table import Table
from rich.text import Text

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")

messages = Console(stderr=True, markup=False, highlight=False, emoji=False)
results = Console(
    markup=False, highlight=False, emoji=False, soft_wrap=True, width=None if sys.stdout.isatty() else 1000
)


def printable(text: str) -> str:
    """Return text with control characters, which could steer a terminal, written as escapes."""
    return _CONTROL.sub(
        lambda match: f"\\x{ord(match[0]):02x}" if ord(match[0]) < 256 else f"\\u{ord(match[0]):04x}", text
    )


def table(headings: Iterable[str], rows: Iterable[Iterable[object]], title: str | None = None) -> Table:
    """Return a table of plain cells."""
    made = Table(title=title, show_edge=False, pad_edge=False, box=None, header_style="bold")
    for heading in headings:
        made.add_column(heading)
    for row in rows:
        made.add_row(*(Text(printable(str(cell))) for cell in row))
    return made


def most_first(counts: Mapping[str, int], shown: int = 8) -> str:
    """Return counts in one line, the largest first: ``Reuters 12, TASS 3, 5 others 7``; empty for none."""
    ranked = sorted(counts.items(), key=lambda entry: (-entry[1], entry[0]))
    told = [f"{name} {number}" for name, number in ranked[:shown]]
    rest = ranked[shown:]
    return ", ".join([*told, *([f"{len(rest)} others {sum(number for _, number in rest)}"] if rest else [])])


def tell(lines: Iterable[str]) -> None:
    """Write lines to stderr, made safe for a terminal."""
    for line in lines:
        messages.print(printable(line), soft_wrap=True)


def mute_results() -> None:
    """Send what is still to be written to stdout nowhere: Python would try again at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def somebody_watches() -> bool:
    """Tell whether messages go to a terminal."""
    return sys.stderr.isatty()
