"""``spacecrawl sites``: what is in the catalogue."""

from __future__ import annotations

import json
from dataclasses import asdict

import click

from spacecrawl.commands.options import sites_option
from spacecrawl.commands.printing import results, table
from spacecrawl.sites import load_catalogue


@click.command()
@sites_option
@click.option("--json", "as_json", is_flag=True, help="Write the entries as JSON, whole.")
def sites(catalogues: tuple[str, ...], as_json: bool) -> None:
    """List the sites that spacecrawl knows, their sections, feeds and parsers.

    Example: spacecrawl sites --sites my.toml
    """
    catalogue = load_catalogue(catalogues)
    if as_json:
        click.echo(json.dumps({site.entry: asdict(site) for site in catalogue}, ensure_ascii=False, indent=2))
        return
    rows = [
        (
            site.entry,
            site.hosts[0],
            site.network or "",
            ", ".join(site.sections) or "found on its pages",
            len(site.feeds),
            site.parser,
        )
        for site in catalogue
    ]
    results.print(table(("site", "host", "network", "sections", "feeds", "parser"), rows))
