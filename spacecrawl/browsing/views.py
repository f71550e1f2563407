"""The pages that are ours: articles found, one article, map, wire."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import parse_qsl

from datasette.app import Datasette
from datasette.utils import sqlite_timelimit
from datasette.utils.asgi import NotFound, Request, Response

from spacecrawl.browsing.article import article_page
from spacecrawl.browsing.charts import choropleth, country_name, legend, timeline, world
from spacecrawl.browsing.facets import COUNTED, Counting
from spacecrawl.browsing.filters import FACETS, SORTS, Filters
from spacecrawl.browsing.results import PAGE, results
from spacecrawl.browsing.wire import wire
from spacecrawl.browsing.words import marked, match_expression

DATABASE = "browse"

SECONDS = 5.0
"""Of what a page asks of the database; longer is stopped."""

Answer = TypeVar("Answer")


async def search_page(datasette: Datasette, request: Request) -> Response:
    """Articles found, with facets and a timeline."""
    filters = filters_of(request)
    found, counted = await asyncio.gather(
        ask(datasette, lambda connection: results(connection, filters)),
        ask(datasette, lambda connection: Counting(connection, filters).facets()),
    )
    for row in found.rows:
        row["marked_title"], row["snippet"] = marked(row["marked_title"]), marked(row["snippet"])
    shown = {
        "filters": filters,
        "found": found,
        "counted": counted,
        "bars": timeline(counted.months, filters),
        "facets": FACETS,
        "sorts": SORTS,
        "page_size": PAGE,
        "matched": not filters.q or match_expression(filters.q) is not None,
        "counted_most": COUNTED,
    }
    return await page(datasette, request, "search.html", shown)


async def article_view(datasette: Datasette, request: Request) -> Response:
    """One article."""
    key = request.url_vars["key"]
    shown = await ask(datasette, lambda connection: article_page(connection, key))
    if shown is None:
        raise NotFound(f"No article {key!r} here. It may be in another data folder.")
    return await page(datasette, request, "article.html", {"article": shown, "row": shown.row})


async def map_page(datasette: Datasette, request: Request) -> Response:
    """Datelines by country."""
    filters = filters_of(request)

    def counted(connection: sqlite3.Connection) -> tuple[dict[str, int], bool]:
        counting = Counting(connection, filters)
        return counting.counts("country", without="country"), counting.sampled

    counts, sampled = await ask(datasette, counted)
    ranked = sorted(counts.items(), key=lambda entry: (-entry[1], country_name(entry[0])))
    shown = {
        "filters": filters,
        "countries": choropleth(counts, filters),
        "ranked": ranked,
        "legend": legend(max(counts.values(), default=0)),
        "total": sum(counts.values()),
        "sampled": sampled,
        "counted_most": COUNTED,
        "world": world(),
    }
    return await page(datasette, request, "map.html", shown)


async def wire_page(datasette: Datasette, request: Request) -> Response:
    """Who files from where, how stories go over hosts, and how long they take."""
    filters = filters_of(request)
    shown = await ask(datasette, lambda connection: wire(connection, filters))
    return await page(datasette, request, "wire.html", {"filters": filters, "wire": shown})


def filters_of(request: Request) -> Filters:
    """Return what a request narrows articles down by."""
    return Filters.read(parse_qsl(request.query_string))


async def ask(datasette: Datasette, question: Callable[[sqlite3.Connection], Answer]) -> Answer:
    """Return the answer to a question to the database, asked in a thread, with a time limit for each."""

    def limited(connection: sqlite3.Connection) -> Answer:
        with sqlite_timelimit(connection, int(1000 * SECONDS)):
            return question(connection)

    answer: Answer = await datasette.get_database(DATABASE).execute_fn(limited)
    return answer


async def page(datasette: Datasette, request: Request, template: str, shown: dict[str, Any]) -> Response:
    """Return a page of ours."""
    html = await datasette.render_template(template, {**shown, "here": request.path}, request=request)
    return Response.html(html)
