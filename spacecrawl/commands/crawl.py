"""``spacecrawl crawl``: the job."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from tempfile import TemporaryDirectory
from typing import Any

import click

from spacecrawl.commands.options import DateType, archive_option, run_options
from spacecrawl.sites import load_catalogue


@click.command()
@click.argument("sites", nargs=-1, required=True, metavar="SITE...")
@click.option("--section", help="Only this section, by its name in the catalogue or of its page.")
@click.option("--since", type=DateType(), help="Only articles of this day or later.")
@click.option("--until", type=DateType(), help="Only articles of this day or earlier.")
@click.option("--limit", type=click.IntRange(1), help="At most so many articles a site, within the dates asked for.")
@click.option("--full", is_flag=True, help="Ignore what is known: fetch every listed article again.")
@click.option("--refresh", type=click.IntRange(0), metavar="DAYS", help="Look again at articles that young.")
@archive_option
@click.option("--dry-run", is_flag=True, help="Read index pages only; tell what would be fetched, and why.")
@run_options
def crawl(
    sites: tuple[str, ...],
    section: str | None,
    since: dt.date | None,
    until: dt.date | None,
    limit: int | None,
    full: bool,
    refresh: int | None,
    archive: bool,
    dry_run: bool,
    **run: Any,
) -> int:
    """Fetch what is new on sites, by entry or network name, into the data folder.

    Example: spacecrawl crawl spacedaily marsdaily --since "7 days ago"
    """
    if since and until and since > until:
        raise click.UsageError(f"--since {since} is later than --until {until}. Swap them.")
    from spacecrawl.commands.running import RunOptions, run_spider

    options = RunOptions(**run, archive=archive and not dry_run)
    chosen = load_catalogue(options.catalogues).select(sites)
    arguments = {
        "site": ",".join(site.entry for site in chosen),
        "section": section,
        "since": since,
        "until": until,
        "limit": limit,
        "full": full,
        "refresh": refresh,
    }
    if not dry_run:
        return run_spider("news", arguments, options)
    with TemporaryDirectory(prefix="spacecrawl-dry-run-") as beside:
        dry = replace(options, folder=beside, dry_run_of=options.folder)
        return run_spider("news", {**arguments, "dry_run": True}, dry)
