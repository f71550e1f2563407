"""``--dry-run``: what a crawl would fetch, and why, and what it would not."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import click

from spacecrawl.commands.printing import messages, printable, table


def tell_plan(run_json: Path, folder: str, *, as_json: bool) -> None:
    """Write what would be fetched to stdout, an address and the reason a line, or the whole summary as JSON."""
    summary = json.loads(run_json.read_text("utf-8"))
    if as_json:
        summary |= {"folder": folder, "run_folder": None}
        click.echo(json.dumps(summary, ensure_ascii=False).encode("utf-8", "backslashreplace"))
        return
    skipped: Counter[str] = Counter()
    for address in summary["addresses"]:
        if address["outcome"] == "would fetch":
            click.echo(printable(f"{address['url']}\t{address['reason']}"))
        elif address["outcome"] == "skipped":
            skipped[address["reason"]] += 1
    rows: list[tuple[str, object]] = [
        ("index pages read", summary["index_pages"]),
        ("articles that would be fetched", summary["would_fetch"]),
        *((f"skipped: {reason}", number) for reason, number in skipped.items()),
    ]
    messages.print(table(("", ""), rows))
    messages.print("A dry run: nothing was fetched but index pages, and nothing was stored.")
