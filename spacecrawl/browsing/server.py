"""Datasette with our pages, behind the guard, and what keeps its database current while it serves."""

from __future__ import annotations

import asyncio
import logging
import socket
from importlib.resources import files
from typing import Any

import uvicorn
from datasette.app import Datasette
from datasette.database import Database
from datasette.plugins import pm

from spacecrawl.browsing import views
from spacecrawl.browsing.database import BrowseDatabase
from spacecrawl.browsing.guard import Application, Guard
from spacecrawl.browsing.plugin import Pages
from spacecrawl.browsing.questions import QUESTIONS
from spacecrawl.errors import FolderError, UsageError

SECONDS_BETWEEN_LOOKS = 2.0
"""How often the data folders are looked at for growth."""

ERRORS = "datasette.handle_exception"
"""Datasette's plugin that answers where a page fails: where rich is installed, it prints local variables to stdout."""

SETTINGS = {
    "sql_time_limit_ms": 1_000,
    "facet_time_limit_ms": 400,
    "max_returned_rows": 1_000,
    "default_page_size": 50,
    "truncate_cells_html": 300,
    "suggest_facets": False,
    "allow_download": False,
    "allow_csv_stream": False,
    "num_sql_threads": 4,
}
TABLES: dict[str, dict[str, Any]] = {
    "filings": {"facets": ["site", "agency", "country"], "sort_desc": "date"},
    "articles": {"fts_table": "search", "fts_pk": "number", "sort": "number"},
    "folders": {"hidden": True},
}


def bound(port: int) -> socket.socket:
    """Return a socket that listens on 127.0.0.1; raise UsageError where the port is taken."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(("127.0.0.1", port))
        listener.listen(64)
    except OSError as error:
        listener.close()
        raise UsageError(
            f"Port {port} can't be used ({error.strerror}). Choose another with --port, or 0 for any free one."
        ) from error
    return listener


def serve(database: BrowseDatabase, listener: socket.socket) -> None:
    """Serve until SIGINT or SIGTERM."""
    pages = Pages(database)
    replaced = pm.unregister(name=ERRORS)
    pm.register(pages)
    try:
        asyncio.run(_serve(database, listener))
    finally:
        pm.unregister(pages)
        pm.register(replaced, ERRORS)
        database.close()


def application(database: BrowseDatabase) -> tuple[Datasette, Application]:
    """Return Datasette over the database, and the guarded application."""
    here = files("spacecrawl.browsing")
    datasette = Datasette(
        [],
        metadata={"title": "spacecrawl", "databases": {views.DATABASE: {"queries": QUESTIONS, "tables": TABLES}}},
        template_dir=str(here.joinpath("templates")),
        settings=SETTINGS,
        cache_headers=False,
    )
    datasette.add_database(Database(datasette, path=str(database.path), is_mutable=True), name=views.DATABASE)
    return datasette, Guard(datasette.app())


async def _serve(database: BrowseDatabase, listener: socket.socket) -> None:
    datasette, guarded = application(database)
    await datasette.invoke_startup()
    logging.getLogger("uvicorn.error").setLevel(logging.WARNING)
    server = uvicorn.Server(uvicorn.Config(guarded, log_level="warning", access_log=False, lifespan="off"))
    following = asyncio.create_task(_follow(database))
    try:
        await server.serve(sockets=[listener])
    finally:
        following.cancel()


async def _follow(database: BrowseDatabase) -> None:
    """Top the database up with what the folders grow by; a fault is told on the pages, and tried again."""
    while True:
        await asyncio.sleep(SECONDS_BETWEEN_LOOKS)
        await asyncio.to_thread(_top_up, database)


def _top_up(database: BrowseDatabase) -> None:
    try:
        for _ in database.top_up():
            pass
    except FolderError as error:
        database.status = f"Not current: {error}"
