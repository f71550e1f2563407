"""Options by which commands choose articles, over one data folder or several."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import click

from spacecrawl.commands.options import DateType, Function
from spacecrawl.errors import UsageError
from spacecrawl.exporting import Selection


def _several(name: str, target: str, what: str) -> Callable[[Function], Function]:
    return click.option(name, target, multiple=True, metavar="NAME", help=f"{what}; several: any of them.")


def folders_option(function: Function) -> Function:
    """Add ``--folder``, as often as one likes."""
    return click.option(
        "--folder",
        "folders",
        multiple=True,
        envvar="SPACECRAWL_FOLDER",
        default=("output",),
        show_default="$SPACECRAWL_FOLDER, else output",
        type=click.Path(),
        help="Data folder; several: of an article in more than one, the version fetched last.",
    )(function)


def selection_options(function: Function) -> Function:
    """Add the options that choose articles; ``selected`` takes their values."""
    for option in (
        click.option("--text", multiple=True, help="Words of title or body; several: all of them."),
        _several("--author", "authors", "Author, or a part of the name"),
        _several("--country", "countries", "Country of the dateline, as NO"),
        _several("--agency", "agencies", "Agency of dateline or byline, as printed or in full"),
        _several("--section", "sections", "Section, as the article's page prints it"),
        _several("--site", "sites", "Site, by its name in the catalogue"),
        click.option("--until", type=DateType(), help="Last day of articles, by their own dates."),
        click.option("--since", type=DateType(), help="First day of articles, by their own dates."),
        click.option("--no-duplicates", is_flag=True, help="Leave out what nearly repeats an earlier record."),
    ):
        function = option(function)
    return function


def selected(folders: tuple[str, ...], *, no_duplicates: bool, **wanted: Any) -> Iterator[dict[str, Any]]:
    """Yield the newest version of each article that is wanted; raise UsageError for a country that is no code."""
    from spacecrawl.storage import newest_records

    for code in wanted["countries"]:
        if not (len(code) == 2 and code.isascii() and code.isalpha()):
            raise UsageError(f"--country {code!r} is no ISO 3166-1 code of two letters. Write NO for Norway.")
    selection = Selection(duplicates=not no_duplicates, **wanted)
    return (record for record in newest_records(folders) if selection.takes(record))
