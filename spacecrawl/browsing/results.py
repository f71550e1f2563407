"""What a search finds: how many articles, and one page of them with snippets."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from typing import Any

from spacecrawl.browsing.filters import Filters
from spacecrawl.browsing.schema import SEARCHED, WEIGHTS
from spacecrawl.browsing.words import CLOSE, OPEN, match_expression

PAGE = 20

_ORDERS = {
    "relevance": f"bm25(search, {', '.join(map(str, WEIGHTS))})",
    "newest": "filings.date DESC",
    "oldest": "filings.date IS NULL, filings.date",
}
_SHOWN = """
    SELECT filings.*, articles.title, articles.url, articles.byline, articles.dateline_text, {snippets}
    FROM json_each(:numbers) AS wanted {matches}
    JOIN filings ON filings.number = wanted.value JOIN articles ON articles.number = wanted.value ORDER BY wanted.key
"""
_MATCHES = "JOIN search ON search.rowid = wanted.value AND search MATCH :expression"
_SNIPPETS = f"""
    snippet(search, {SEARCHED.index("body")}, '{OPEN}', '{CLOSE}', '…', 40) AS snippet,
    highlight(search, {SEARCHED.index("title")}, '{OPEN}', '{CLOSE}') AS marked_title
"""
_OPENING = """
    substr(articles.body, 1, 280) || iif(length(articles.body) > 280, '…', '') AS snippet,
    articles.title AS marked_title
"""


@dataclass(frozen=True)
class Results:
    """One page of what was found: rows of ``filings`` with ``title``, ``snippet`` and ``marked_title`` (``marked``)."""

    total: int
    rows: list[dict[str, Any]]
    sort: str

    @property
    def pages(self) -> int:
        """How many pages it takes."""
        return max(1, -(-self.total // PAGE))


def results(connection: sqlite3.Connection, filters: Filters) -> Results:
    """Return a page of what the filters find; words that name nothing to look for find nothing."""
    expression = match_expression(filters.q)
    sort = sort_of(filters, expression)
    if filters.q and not expression:
        return Results(0, [], sort)
    where, values = filters.where()
    source, number, matching = "filings", "filings.number", "1"
    if expression:
        source, number, matching = "search", "search.rowid", "search MATCH :expression"
        values |= {"expression": expression}
    if expression and (where != "1" or sort != "relevance"):
        source += " CROSS JOIN filings ON filings.number = search.rowid"
    found = f"FROM {source} WHERE {matching} AND {where}"
    (total,) = connection.execute(f"SELECT count(*) {found}", values).fetchone()
    order = f"ORDER BY {_ORDERS[sort]}, 1 LIMIT {PAGE} OFFSET {(filters.page - 1) * PAGE}"
    numbers = [row[0] for row in connection.execute(f"SELECT {number} {found} {order}", values)]
    return Results(total, _shown(connection, numbers, expression), sort)


def sort_of(filters: Filters, expression: str | None) -> str:
    """Return the order in force: the best match first where there are words to match."""
    if expression:
        return filters.sort or "relevance"
    return "oldest" if filters.sort == "oldest" else "newest"


def _shown(connection: sqlite3.Connection, numbers: list[int], expression: str | None) -> list[dict[str, Any]]:
    sql = (
        _SHOWN.format(snippets=_SNIPPETS, matches=_MATCHES)
        if expression
        else _SHOWN.format(snippets=_OPENING, matches="")
    )
    cursor = connection.execute(sql, {"numbers": json.dumps(numbers), "expression": expression})
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]
