"""``spacecrawl changes``: what is new, revised or gone since a run or a cursor, for programs downstream."""

from __future__ import annotations

import datetime as dt
import json
import sys
from typing import TYPE_CHECKING, Any

import click

from spacecrawl.commands.options import folder_option
from spacecrawl.commands.printing import messages

if TYPE_CHECKING:
    from spacecrawl.storage.changes import Change

COMPARED = (
    *("section", "title", "byline", "authors", "dateline", "date_published", "date_modified", "summary", "body"),
    *("images", "links", "sidebars", "tags", "language", "also_at", "duplicate_of"),
)
"""Keys of a record whose differences are told: what the article says, where else it is, what it repeats."""


@click.command()
@click.option(
    "--since",
    default="last",
    show_default=True,
    metavar="RUN",
    help="A run by its name, whose own changes are the first told; last, start, or a cursor of an earlier call.",
)
@click.option("--quiet", is_flag=True, help="Write nothing to stderr unless the status is not 0.")
@folder_option
def changes(since: str, quiet: bool, folder: str) -> None:
    """Write articles that are new, revised, gone or back as JSON Lines, in the order in which that was stored.

    Each line holds a cursor. To go on behind it, give it to --since: nothing is left out or told twice, while a run
    writes too. The last cursor is printed to stderr as well.

    Example: spacecrawl changes --since 2026-11-24T021734Z --folder output/demo
    """
    from spacecrawl.storage import Ledger
    from spacecrawl.storage.changes import Changes

    sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    number = 0
    with Ledger.reading(folder) as ledger, Changes(folder, ledger) as known:
        cursor = known.start(since)
        for change in known.since(cursor):
            click.echo(json.dumps(as_told(change), ensure_ascii=False))
            cursor, number = change.cursor, number + 1
    sys.stdout.flush()
    if not quiet:
        messages.print(f"{number} changes. The next: spacecrawl changes --since {cursor}", soft_wrap=True)


def as_told(change: Change) -> dict[str, Any]:
    """Return a change as JSON has it; ``before`` holds what the fields that differ were before."""
    record, before = change.record, change.before
    differ = [key for key in COMPARED if before is not None and record.get(key) != before.get(key)]
    return {
        "change": change.kind,
        "cursor": str(change.cursor),
        "at": record["source"]["fetched_at"] if change.at is None else _time(change.at),
        "id": record["id"],
        "url": record["url"],
        "changed": differ,
        "before": {key: before[key] for key in differ if before is not None},
        "article": record,
    }


def _time(seconds: int) -> str:
    return dt.datetime.fromtimestamp(seconds, dt.UTC).isoformat()
