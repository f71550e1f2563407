"""``spacecrawl fetch``: the articles at given addresses."""

from __future__ import annotations

import sys
from typing import Any

import click

from spacecrawl.commands.options import archive_option, run_options
from spacecrawl.errors import UsageError
from spacecrawl.sites.address import is_web_address


@click.command()
@click.argument("urls", nargs=-1, required=True, metavar="URL...")
@archive_option
@run_options
def fetch(urls: tuple[str, ...], **run: Any) -> int:
    """Fetch the articles at these addresses into the data folder; - reads a list from stdin, one a line.

    Example: spacecrawl fetch https://www.spacedaily.com/reports/First_Crew_for_Tiangong_999.html
    """
    from spacecrawl.commands.running import RunOptions, run_spider

    return run_spider("fetch", {"urls": read_addresses(urls)}, RunOptions(**run))


def read_addresses(given: tuple[str, ...]) -> list[str]:
    """Return the addresses given, with stdin's lines for ``-``; raise UsageError for one that is none."""
    addresses: list[str] = []
    for entry in given:
        addresses.extend(_of_stdin() if entry == "-" else [entry])
    for address in addresses:
        if not is_web_address(address):
            raise UsageError(
                f"{address!r} is no http or https address. Give it whole, as https://www.example.com/story.html"
            )
    if not addresses:
        raise UsageError("No address on stdin. Give one a line.")
    return addresses


def _of_stdin() -> list[str]:
    """Return the words of stdin, none where it is closed; what is no UTF-8 is told as an address that is none."""
    return sys.stdin.buffer.read().decode("utf-8", "surrogateescape").split() if sys.stdin else []
