"""``spacecrawl schema``: the JSON Schema of a record, or of the events of a run."""

from __future__ import annotations

import json

import click


@click.command()
@click.option("--events", is_flag=True, help="Print that of the lines that --events FILE writes.")
def schema(events: bool) -> None:
    """Print the JSON Schema of a record.

    Example: spacecrawl schema > article.schema.json
    """
    click.echo(json.dumps(_events() if events else _record(), ensure_ascii=False, indent=2))


def _record() -> dict[str, object]:
    from spacecrawl.record.schema import record_schema

    return record_schema()


def _events() -> dict[str, object]:
    from spacecrawl.watching.events import event_schema

    return event_schema()
