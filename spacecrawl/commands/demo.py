"""``spacecrawl demo``: the whole job on the built-in replica, with no network."""

from __future__ import annotations

import json
import os
import shutil
from importlib.resources import as_file, files
from pathlib import Path

import click

from spacecrawl.commands.printing import messages, printable, results
from spacecrawl.errors import UsageError

NETWORK = "replica"


@click.command()
@click.option("--serve-only", is_flag=True, help="Only serve the replica, until Ctrl-C.")
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="Port to serve on; default: any free one.")
@click.option(
    "--folder",
    default="output/demo",
    show_default=True,
    type=click.Path(),
    help="Data folder, made afresh.",
)
@click.option("--quiet", is_flag=True, help="Write nothing unless the status is not 0.")
def demo(serve_only: bool, port: int, folder: str, quiet: bool) -> int:
    """Serve a made-up network of news sites on 127.0.0.1 and crawl it afresh.

    Example: spacecrawl demo
    """
    from spacecrawl.replica.server import ReplicaServer

    try:
        server = ReplicaServer(port=port)
    except OSError as error:
        raise UsageError(f"Port {port} can't be used ({error.strerror}). Choose another with --port.") from error
    catalogue = files("spacecrawl.replica") / "sites.toml"
    with as_file(catalogue) as path:
        return _serve(server, path) if serve_only else _crawl(server, path, Path(folder), quiet=quiet)


def _serve(server: "ReplicaServer", catalogue: Path) -> int:  # type: ignore[name-defined]  # noqa: F821, UP037
    messages.print(f"The replica is an HTTP proxy at {server.url}. Crawl it from another terminal:", soft_wrap=True)
    messages.print(f"  http_proxy={server.url} spacecrawl crawl {NETWORK} --sites {catalogue}", soft_wrap=True)
    messages.print(f"Open {server.url}/ in a browser to read its front page. Ctrl-C ends it.", soft_wrap=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        messages.print("Stopped.")
    return 0


def _crawl(server: "ReplicaServer", catalogue: Path, folder: Path, *, quiet: bool) -> int:  # type: ignore[name-defined]  # noqa: F821, UP037
    from spacecrawl.commands.running import RunOptions, run_spider

    clear(folder)
    os.environ["http_proxy"] = server.url
    os.environ.pop("no_proxy", None)
    if not quiet:
        messages.print(f"Crawling the built-in replica: six made-up news sites served at {server.url}", soft_wrap=True)
    options = RunOptions(
        folder=str(folder),
        catalogues=(str(catalogue),),
        quiet=quiet,
        next_command="spacecrawl crawl spacedaily --limit 5   (the real site; or 'spacecrawl sites' for all)",
    )
    with server:
        status = run_spider("news", {"site": NETWORK}, options)
    if status == 0 and not quiet:
        show(folder)
    return status


def clear(folder: Path) -> None:
    """Remove what an earlier demo wrote; refuse a folder that holds anything else."""
    ledger = {"spacecrawl.db", "spacecrawl.db-wal", "spacecrawl.db-shm"}
    followed = {"browse.db", "browse.db-wal", "browse.db-shm"}  # notices by itself that the articles are others
    ours = {"articles.jsonl", "runs", ".lock", ".lock-holder"} | ledger | followed
    found = {entry.name for entry in folder.iterdir()} if folder.is_dir() else set()
    if found - ours:
        raise UsageError(
            f"{folder}: holds {min(found - ours)!r}, which no demo wrote. Name an empty folder with --folder."
        )
    for name in found & ({"articles.jsonl"} | ledger):
        (folder / name).unlink()
    if "runs" in found:
        shutil.rmtree(folder / "runs")


def show(folder: Path) -> None:
    """Print one whole record, pretty."""
    from rich.syntax import Syntax

    from spacecrawl.storage import load

    articles = list(load(folder))
    chosen = max(articles, key=lambda article: (len(article.sidebars), len(article.links), article.url or ""))
    messages.print("\nOne of the records, whole:")
    text = printable(json.dumps(chosen.to_dict(), ensure_ascii=False, indent=2))
    results.print(
        Syntax(text, "json", word_wrap=True, background_color="default") if results.is_terminal else text,
        soft_wrap=True,
    )
