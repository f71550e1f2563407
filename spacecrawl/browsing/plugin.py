"""Our pages as a plugin of Datasette, and what its own templates and connections need."""

from __future__ import annotations

import hashlib
import logging
import re
import sqlite3
from collections.abc import Callable
from importlib.resources import files
from typing import Any

from datasette import hookimpl
from datasette.app import Datasette
from datasette.database import QueryInterrupted
from datasette.utils.asgi import Base400, Request, Response
from datasette.views.base import DatasetteError
from jinja2 import Environment
from markupsafe import Markup

from spacecrawl.browsing import views
from spacecrawl.browsing.charts import country_name
from spacecrawl.browsing.database import BrowseDatabase
from spacecrawl.browsing.shown import (
    addresses,
    around,
    facet_name,
    facet_value,
    host_of,
    is_web,
    language,
    minute,
    only_words,
    visible,
)
from spacecrawl.errors import SpacecrawlError
from spacecrawl.styling import stylesheet

_log = logging.getLogger(__name__)

LONGEST_VALUE = 20_000_000
"""Bytes of any value that a query makes: one of many gigabytes is asked for in a few characters."""

TOO_LONG = "That took too long and was stopped. Narrow it down, by days or a site, or count fewer columns."

PLACES = [
    ("/", "Articles"),
    ("/map", "Map"),
    ("/wire", "Wire"),
    (f"/{views.DATABASE}", "Data"),
]


class Pages:
    """Our pages as a plugin of Datasette, which takes a plugin for a module with a name."""

    __name__ = "spacecrawl.browsing.plugin"

    def __init__(self, database: BrowseDatabase) -> None:
        self.database = database
        self.look = stylesheet() + files("spacecrawl.browsing").joinpath("static/browse.css").read_text("utf-8")
        self.look_address = f"/look-{hashlib.sha256(self.look.encode()).hexdigest()[:8]}.css"

    @hookimpl  # type: ignore[untyped-decorator]
    def register_routes(self) -> list[tuple[str, Callable[..., Any]]]:
        """Return the pages by their addresses."""
        return [
            (r"^/$", views.search_page),
            (r"^/article/(?P<key>[0-9a-z-]{1,60})$", views.article_view),
            (r"^/map$", views.map_page),
            (r"^/wire$", views.wire_page),
            (re.escape(self.look_address), self._style),
            (r"^/favicon\.svg$", self._icon),
        ]

    @hookimpl  # type: ignore[untyped-decorator]
    def prepare_connection(self, conn: sqlite3.Connection, database: str) -> None:
        """Bound what a query may take."""
        if database == views.DATABASE:
            conn.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST_VALUE)
            conn.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
            conn.execute("PRAGMA cache_size = -32000")
            conn.execute("PRAGMA mmap_size = 1000000000")
            conn.execute("PRAGMA temp_store = MEMORY")

    @hookimpl  # type: ignore[untyped-decorator]
    def prepare_jinja2_environment(self, env: Environment) -> None:
        """Give templates what they need; text of any page is shown without its control characters."""
        env.finalize = visible
        env.globals |= {"look": self.look_address, "places": PLACES, "status": self._status}
        env.filters |= {
            "facet_name": facet_name,
            "facet_value": facet_value,
            "addresses": addresses,
            "around": around,
            "country_name": country_name,
            "host_of": host_of,
            "is_web": is_web,
            "language": language,
            "minute": minute,
            "only_words": only_words,
        }

    @hookimpl  # type: ignore[untyped-decorator]
    def render_cell(self, value: Any, column: str) -> Markup | None:
        """Link an article's id in Datasette's tables to its page; other cells are plain text."""
        if (
            column in ("id", "story", "duplicate_of")
            and isinstance(value, str)
            and re.fullmatch(r"[0-9a-f]{16}", value)
        ):
            return Markup('<a href="/article/{0}">{0}</a>').format(value)
        return None

    @hookimpl  # type: ignore[untyped-decorator]
    def handle_exception(self, datasette: Datasette, request: Request, exception: Exception) -> Callable[[], Any]:
        """Answer with a page that says what was wrong."""

        async def answer() -> Response:
            status, message = told(exception)
            if request.path.endswith(".json"):
                return Response.json({"ok": False, "error": message, "status": status}, status=status)
            html = await datasette.render_template("error.html", {"error": message, "status": status}, request=request)
            return Response.html(html, status=status)

        return answer

    def _status(self) -> str:
        return self.database.status

    async def _style(self) -> Response:
        headers = {"cache-control": "max-age=31536000, immutable"}
        return Response(self.look, content_type="text/css; charset=utf-8", headers=headers)

    async def _icon(self) -> Response:
        icon = files("spacecrawl.browsing").joinpath("static/icon.svg").read_text("utf-8")
        return Response(icon, content_type="image/svg+xml", headers={"cache-control": "max-age=86400"})


def told(exception: Exception) -> tuple[int, str]:
    """Return the status and the words for an exception; those that are no fault of the request are logged."""
    if isinstance(exception, QueryInterrupted) or "interrupted" in str(exception.args[:1]):
        return 400, TOO_LONG
    if isinstance(exception, DatasetteError):
        return exception.status, TOO_LONG if exception.message_is_html else str(exception.message)
    if isinstance(exception, Base400):
        return exception.status, str(exception.args[0]) if exception.args else "Not found."
    if isinstance(exception, SpacecrawlError):
        return 500, str(exception)
    _log.error("a page failed", exc_info=exception)
    return 500, f"{type(exception).__name__}: {exception}"
