"""What would change, told: counts, and the largest differences, stored and read again side by side."""

from __future__ import annotations

from rich.table import Table
from rich.text import Text

from spacecrawl.commands.printing import printable, results, table
from spacecrawl.reparsing.changes import Change, differences
from spacecrawl.reparsing.summary import Difference, Summary
from spacecrawl.text.differences import Piece

STYLES = {"kept": "", "gone": "red", "new": "green"}
MOST_PARAGRAPHS = 4
"""Paragraphs of a key that are shown."""
MOST_WORDS = 40
"""Words of a run that are shown; of what is the same, fewer."""
FEW_WORDS = 6


def show(summary: Summary, *, applied: bool) -> None:
    """Print a summary to stdout."""
    rows: list[tuple[str, object]] = [
        ("pages read again", summary.pages),
        ("as they are stored", summary.unchanged),
        ("records that differ", summary.changed),
        ("of them with a new version, by their content", summary.revised),
        ("articles in pages that held none", summary.found),
        ("articles not found any more", summary.lost),
        ("articles that would get another address", summary.moved),
        ("pages that can't be read", summary.unread),
        *((f"articles left out: {reason}", number) for reason, number in summary.left_out.items()),
        ("stored", summary.applied if applied else "nothing: --apply stores what differs"),
    ]
    results.print(table(("", ""), [row for row in rows if row[1]]))
    if summary.fields:
        results.print()
        results.print(table(("key", "records that differ in it"), summary.fields.most_common()))
    for url, reason in summary.named:
        results.print(printable(f"{url}: {reason}"))
    for difference in summary.largest:
        results.print()
        results.print(printable(f"{difference.url}: {difference.size} characters differ"))
        results.print(side_by_side(difference), soft_wrap=False)


def side_by_side(difference: Difference) -> Table:
    """Return a row a paragraph that differs: what is stored, and what today's parser reads."""
    made = Table(show_edge=False, pad_edge=False, box=None, header_style="bold", padding=(0, 2, 0, 0))
    made.add_column("key", no_wrap=True)
    made.add_column("stored", ratio=1)
    made.add_column("read again", ratio=1)
    for key, change in difference.changes.items():
        for number, pieces in enumerate(_shown(change)):
            made.add_row(key if number == 0 else "", _side(pieces, "gone"), _side(pieces, "new"))
    return made


def _shown(change: Change) -> list[list[Piece]]:
    found = differences(change)
    left = len(found) - MOST_PARAGRAPHS
    more = [[Piece("kept", f"(and {left} more)")]] if left > 0 else []
    return [*found[:MOST_PARAGRAPHS], *more]


def _side(pieces: list[Piece], kind: str) -> Text:
    """Return one side of a paragraph: what both have, and what this one has alone."""
    line = Text()
    for piece in pieces:
        if piece.kind in ("kept", kind):
            line.append(printable(_shortened(piece)), STYLES[piece.kind]).append(" ")
    return line


def _shortened(piece: Piece) -> str:
    words, most = piece.text.split(), FEW_WORDS if piece.kind == "kept" else MOST_WORDS
    if len(words) <= 2 * most:
        return piece.text
    return " ".join((*words[:most], "…", *words[-most:]))
