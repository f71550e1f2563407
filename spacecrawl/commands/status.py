"""``spacecrawl status``: the last runs, and what is known of each site."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import click

from spacecrawl.commands.options import folder_option
from spacecrawl.commands.printing import results, table


@click.command()
@click.option("--runs", "number", type=click.IntRange(0), default=10, show_default=True, help="Runs to show.")
@click.option("--json", "as_json", is_flag=True, help="Write it as JSON to stdout.")
@folder_option
def status(number: int, as_json: bool, folder: str) -> None:
    """Show the last runs of a data folder, what is known of each site, and when something new last came.

    Reads beside a run that is writing.

    Example: spacecrawl status --folder output/demo
    """
    from spacecrawl.storage import Ledger, Runs

    with Ledger.reading(folder) as ledger:
        known = Runs(ledger)
        runs = [_run(run) for run in known.last(number)]
        sites = [_site(site) for site in known.sites()]
    if as_json:
        click.echo(json.dumps({"folder": folder, "runs": runs, "sites": sites}, ensure_ascii=False, indent=2))
        return
    results.print(table(RUN_HEADINGS, [_run_row(run) for run in runs], title="Runs, the last first"))
    results.print()
    results.print(table(SITE_HEADINGS, [_site_row(site) for site in sites], title="Sites"))


RUN_HEADINGS = ("started", "took", "status", "new", "revised", "failed", "rejected", "command")
SITE_HEADINGS = ("site", "articles", "something new last came", "newest article of", "other addresses known")


def _run(run: Any) -> dict[str, Any]:
    """Return a run as JSON has it; ``status`` is null while it runs, and where it was killed."""
    counts = ("seconds", "articles_new", "articles_revised", "failed", "rejected", "unreached_sites")
    return {
        "number": run.number,
        "folder": run.folder,
        "command": run.command,
        "arguments": run.arguments,
        "started": _time(run.started),
        "ended": _time(run.ended),
        "status": run.status,
        **{name: run.summary.get(name) for name in counts},
    }


def _site(site: Any) -> dict[str, Any]:
    return {
        "site": site.site,
        "articles": site.articles,
        "last_new": _time(site.last_new),
        "newest": site.newest,
        "others": site.others,
    }


def _run_row(run: dict[str, Any]) -> tuple[object, ...]:
    """Return a row of the table of runs."""
    took = "" if run["seconds"] is None else f"{run['seconds']} s"
    counts = (run[name] if run[name] is not None else "" for name in COUNTED)
    ended = "not ended" if run["status"] is None else run["status"]
    return _short(run["started"]), took, ended, *counts, run["command"][:60]


COUNTED = ("articles_new", "articles_revised", "failed", "rejected")


def _site_row(site: dict[str, Any]) -> tuple[object, ...]:
    others = ", ".join(f"{number} {state}" for state, number in sorted(site["others"].items()))
    newest = (site["newest"] or "")[:10]
    return site["site"] or "no known site", site["articles"], _short(site["last_new"]), newest, others


def _time(seconds: int | None) -> str | None:
    return None if seconds is None else dt.datetime.fromtimestamp(seconds, dt.UTC).isoformat()


def _short(time: str | None) -> str:
    return f"{time[:10]} {time[11:16]} UTC" if time else "never"
