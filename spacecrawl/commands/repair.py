"""``spacecrawl repair``: the ledger, made anew from ``articles.jsonl``."""

from __future__ import annotations

import datetime as dt

import click

from spacecrawl.commands.options import folder_option, wait_option


@click.command()
@wait_option
@folder_option
def repair(folder: str, wait: float) -> int:
    """Rebuild a damaged ledger (spacecrawl.db) from articles.jsonl.

    Lines that are no records are taken out of articles.jsonl; they and the old ledger are kept in the run's folder.

    Example: spacecrawl repair --folder output
    """
    from spacecrawl.commands.printing import messages, printable
    from spacecrawl.storage import DataFolder, Ledger, Runs
    from spacecrawl.storage.repair import repair as rebuild

    data = DataFolder(folder)
    lock = data.lock(wait)
    try:
        run = data.new_run(dt.datetime.now(dt.UTC))
        found = rebuild(data, run)
        with Ledger(data.ledger) as ledger:
            summary = {"command": "repair", "lines": found.lines, "articles": found.articles, "damaged": found.damaged}
            Runs(ledger).end(run.path.name, 0, summary)
    finally:
        lock.release()
    told = [
        f"Rebuilt {data.ledger} from articles.jsonl: {found.articles} articles in {found.lines} lines.",
        *(f"Lines taken out, since they are no records: {_listed(found.damaged)}." for _ in found.damaged[:1]),
        f"What was there before is kept in {run.path}.",
        "The next run asks again for what articles.jsonl does not tell: index pages, and what was gone or rejected.",
    ]
    for line in told:
        messages.print(printable(line), soft_wrap=True)
    return 0


def _listed(numbers: list[int], most: int = 20) -> str:
    return ", ".join(map(str, numbers[:most])) + (f" and {len(numbers) - most} more" if len(numbers) > most else "")
