"""``spacecrawl export``: the articles of data folders for other programs."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import click

from spacecrawl.commands.options import DateType, Function
from spacecrawl.commands.printing import messages, mute_results, printable
from spacecrawl.errors import FolderError, UsageError
from spacecrawl.exporting import FORMATS, Format, Selection, export_to_file, export_to_stream, format_of
from spacecrawl.storage.folder import ARTICLES, LEDGER


def _several(name: str, target: str, what: str) -> Callable[[Function], Function]:
    return click.option(name, target, multiple=True, metavar="NAME", help=f"{what}; several: any of them.")


@click.command()
@click.option(
    "--folder",
    "folders",
    multiple=True,
    envvar="SPACECRAWL_FOLDER",
    default=("output",),
    show_default="$SPACECRAWL_FOLDER, else output",
    type=click.Path(),
    help="Data folder; several: of an article in more than one, the version fetched last.",
)
@click.option(
    "--format",
    "name",
    type=click.Choice(list(FORMATS)),
    show_default="by the ending of FILE, else jsonl",
    help="Format to write.",
)
@click.option("-o", "--output", type=click.Path(dir_okay=False), help="File to write; default: stdout.")
@click.option("--no-duplicates", is_flag=True, help="Leave out what nearly repeats an earlier record.")
@click.option("--since", type=DateType(), help="First day of articles, by their own dates.")
@click.option("--until", type=DateType(), help="Last day of articles, by their own dates.")
@_several("--site", "sites", "Site, by its name in the catalogue")
@_several("--section", "sections", "Section, as the article's page prints it")
@_several("--agency", "agencies", "Agency of dateline or byline, as printed or in full")
@_several("--country", "countries", "Country of the dateline, as NO")
@_several("--author", "authors", "Author, or a part of the name")
@click.option("--text", multiple=True, help="Words of title or body; several: all of them.")
@click.option("--quiet", is_flag=True, help="Write nothing to stderr unless the status is not 0.")
def export(
    folders: tuple[str, ...],
    name: str | None,
    output: str | None,
    no_duplicates: bool,
    since: dt.date | None,
    until: dt.date | None,
    quiet: bool,
    **wanted: tuple[str, ...],
) -> None:
    """Write the newest version of each article as JSON Lines, CSV, Parquet, SQLite or schema.org JSON-LD.

    Reads beside a run that is writing. Options that choose articles work together: each has to fit.

    Example: spacecrawl export --country NO --since 2012-01-01 -o norway.csv
    """
    from spacecrawl.storage import newest_records

    check_countries(wanted["countries"])
    chosen = format_of(name, output)
    selection = Selection(since, until, duplicates=not no_duplicates, **wanted)
    taken = Counted(record for record in newest_records(folders) if selection.takes(record))
    if output is None:
        to_stdout(taken, chosen)
        return
    check_output(Path(output), folders)
    export_to_file(taken, chosen, Path(output))
    if not quiet:
        messages.print(printable(f"{taken.number} articles written to {output}"), soft_wrap=True)


def to_stdout(records: Iterable[dict[str, Any]], chosen: Format) -> None:
    """Write a text format to stdout; raise FolderError where what it leads to is full."""
    sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace", newline="")  # type: ignore[union-attr]
    try:
        export_to_stream(records, chosen, sys.stdout)
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        mute_results()
        raise FolderError(f"stdout: can't be written ({error.strerror}). Make room, then export again.") from error


class Counted:
    """Counts what goes through."""

    def __init__(self, records: Iterator[dict[str, Any]]) -> None:
        self.number = 0
        self._records = records

    def __iter__(self) -> Iterator[dict[str, Any]]:
        for record in self._records:
            self.number += 1
            yield record


def check_countries(codes: tuple[str, ...]) -> None:
    """Raise UsageError for a country that is no code: a name would find nothing, and seem to say so."""
    for code in codes:
        if not (len(code) == 2 and code.isascii() and code.isalpha()):
            raise UsageError(f"--country {code!r} is no ISO 3166-1 code of two letters. Write NO for Norway.")


def check_output(output: Path, folders: tuple[str, ...]) -> None:
    """Raise UsageError for a file that is a data folder's own: it would be replaced."""
    own = {(Path(folder) / name).resolve() for folder in folders for name in (ARTICLES, LEDGER)}
    if output.resolve() in own:
        raise UsageError(f"-o {output} is the data folder's own file, which would be lost. Name another.")
