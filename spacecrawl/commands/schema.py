"""``spacecrawl schema``: the record's JSON Schema."""

from __future__ import annotations

import json

import click

from spacecrawl.record.schema import record_schema


@click.command()
def schema() -> None:
    """Print the JSON Schema of a record.

    Example: spacecrawl schema > article.schema.json
    """
    click.echo(json.dumps(record_schema(), ensure_ascii=False, indent=2))
