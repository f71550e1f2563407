"""``spacecrawl export``: the articles of data folders for other programs."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import click

from spacecrawl.commands.printing import messages, mute_results, printable
from spacecrawl.commands.selecting import folders_option, selected, selection_options
from spacecrawl.errors import FolderError, UsageError
from spacecrawl.exporting import FORMATS, Format, export_to_file, export_to_stream, format_of
from spacecrawl.storage.folder import ARTICLES, LEDGER


@click.command()
@folders_option
@click.option(
    "--format",
    "name",
    type=click.Choice(list(FORMATS)),
    show_default="by the ending of FILE, else jsonl",
    help="Format to write.",
)
@click.option("-o", "--output", type=click.Path(dir_okay=False), help="File to write; default: stdout.")
@selection_options
@click.option("--quiet", is_flag=True, help="Write nothing to stderr unless the status is not 0.")
def export(
    folders: tuple[str, ...],
    name: str | None,
    output: str | None,
    quiet: bool,
    **wanted: Any,
) -> None:
    """Write the newest version of each article as JSON Lines, CSV, Parquet, SQLite or schema.org JSON-LD.

    Reads beside a run that is writing. Options that choose articles work together: each has to fit.

    Example: spacecrawl export --country NO --since 2012-01-01 -o norway.csv
    """
    chosen = format_of(name, output)
    taken = Counted(selected(folders, **wanted))
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


def check_output(output: Path, folders: tuple[str, ...]) -> None:
    """Raise UsageError for a file that is a data folder's own: it would be replaced."""
    own = {(Path(folder) / name).resolve() for folder in folders for name in (ARTICLES, LEDGER)}
    if output.resolve() in own:
        raise UsageError(f"-o {output} is the data folder's own file, which would be lost. Name another.")
