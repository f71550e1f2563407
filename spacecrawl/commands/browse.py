"""``spacecrawl browse``: the articles of data folders as pages to read, search and count."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

import click

from spacecrawl.commands.printing import messages, printable
from spacecrawl.errors import UsageError

if TYPE_CHECKING:
    from spacecrawl.browsing.database import BrowseDatabase

PORT = 8001


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
@click.option("--port", type=click.IntRange(0, 65535), default=PORT, show_default=True, help="Port; 0: any free one.")
@click.option("--open", "open_browser", is_flag=True, help="Open it in the browser.")
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False),
    help="Database to keep; default: browse.db in the (first) data folder.",
)
@click.option("--quiet", is_flag=True, help="Write nothing unless the status is not 0.")
def browse(folders: tuple[str, ...], port: int, open_browser: bool, output: str | None, quiet: bool) -> None:
    """Serve pages on 127.0.0.1 to search, read and count the articles of data folders, until Ctrl-C.

    They follow the folders: what a run appends is there a few seconds later.

    Example: spacecrawl browse --folder output/demo --open
    """
    from spacecrawl.browsing import check_installed

    check_installed()
    from spacecrawl.browsing.database import BrowseDatabase
    from spacecrawl.browsing.server import bound, serve

    database = BrowseDatabase(Path(output) if output else database_of(folders), [Path(folder) for folder in folders])
    with bound(port) as listener:
        fill(database, quiet=quiet)
        address = f"http://127.0.0.1:{listener.getsockname()[1]}/"
        if not quiet:
            messages.print(f"Browse {printable(', '.join(folders))} at {address}   (Ctrl-C ends it)", soft_wrap=True)
        if open_browser:
            click.launch(address)
        serve(database, listener)


def database_of(folders: tuple[str, ...]) -> Path:
    """Return where the database of these folders is kept: in the first of them, by name where there are several."""
    first = Path(folders[0])
    if not first.is_dir():
        raise UsageError(f"{first}: no data folder. Name one that a crawl has written to with --folder.")
    if len(folders) == 1:
        return first / "browse.db"
    named = "\n".join(str(Path(folder).resolve()) for folder in folders)
    return first / f"browse-{hashlib.sha256(named.encode()).hexdigest()[:8]}.db"


def fill(database: BrowseDatabase, *, quiet: bool) -> None:
    """Take what the folders have, with a bar on a terminal."""
    from rich.progress import Progress

    with Progress(console=messages, transient=True, disable=quiet or not messages.is_terminal) as progress:
        task = progress.add_task("Reading articles", total=1.0)
        for share in database.top_up():
            progress.update(task, completed=share)
