"""One article as its page shows it."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from typing import Any

from spacecrawl.browsing.versions import Version, versions_of

LISTS = ("authors", "author_kinds", "author_roles", "author_agencies", "images", "links", "sidebars", "tags", "also_at")

_FILINGS = """
    SELECT filings.id, filings.host, day, agency, place, articles.title
    FROM filings JOIN articles USING (number) WHERE story = ? ORDER BY day IS NULL, day, filings.number
    LIMIT 50
"""


@dataclass(frozen=True)
class ArticlePage:
    """The row of ``articles`` with its lists read, where each field came from, filings of the story, and versions."""

    row: dict[str, Any]
    filing: dict[str, Any]
    paragraphs: list[str]
    provenance: dict[str, str]
    filings: list[dict[str, Any]]
    known: dict[str, str]
    """Of the addresses that it links to, those of articles here: address to id."""
    versions: list[Version]


def article_page(connection: sqlite3.Connection, key: str) -> ArticlePage | None:
    """Return an article by its id, None where there is none."""
    found = _rows(connection, "SELECT * FROM articles WHERE id = ?", (key,))
    if not found:
        return None
    row = found[0]
    row |= {name: json.loads(row[name] or "[]") for name in LISTS}
    (filing,) = _rows(connection, "SELECT * FROM filings WHERE number = ?", (row["number"],))
    filings = _rows(connection, _FILINGS, (filing["story"],))
    return ArticlePage(
        row,
        filing,
        [paragraph for paragraph in (row["body"] or "").split("\n\n") if paragraph.strip()],
        json.loads(row["extractor_provenance"] or "{}"),
        filings if len(filings) > 1 else [],
        _known(connection, [link["url"] for link in row["links"] if link.get("url")]),
        versions_of(connection, key),
    )


def _known(connection: sqlite3.Connection, addresses: list[str]) -> dict[str, str]:
    sql = "SELECT articles.url, articles.id FROM json_each(?) JOIN articles ON articles.url = value"
    return dict(connection.execute(sql, (json.dumps(addresses),)).fetchall())


def _rows(connection: sqlite3.Connection, sql: str, values: tuple[Any, ...]) -> list[dict[str, Any]]:
    cursor = connection.execute(sql, values)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]
