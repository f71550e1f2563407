"""A record as one row of a table: the columns of CSV, SQLite and Parquet, told in docs/analysis.md."""

from __future__ import annotations

from typing import Any

DATELINE = ("text", "place", "city", "region", "country", "agency", "agency_name", "date", "inline")
AUTHOR = {"authors": "name", "author_kinds": "kind", "author_roles": "role", "author_agencies": "agency"}
SOURCE = ("url", "fetched_at", "file", "offset")
EXTRACTOR = ("name", "version", "confidence", "provenance")

COLUMNS = (
    *("id", "url", "host", "site", "section", "title", "byline"),
    *AUTHOR,
    *(f"dateline_{key}" for key in DATELINE),
    *("date", "date_published", "date_modified", "summary", "body"),
    *("images", "links", "sidebars", "tags", "language", "also_at"),
    *("duplicate_of", "version", "revised_by", "content_hash"),
    *(f"source_{key}" for key in SOURCE),
    *(f"extractor_{key}" for key in EXTRACTOR),
    "schema_version",
)
"""Names of the columns, in the order of a record's keys."""


def day_of(record: dict[str, Any]) -> str | None:
    """Return the article's own day, YYYY-MM-DD: that of ``date_published`` as written, which may be the dateline's."""
    published: str | None = record.get("date_published")
    return published[:10] if published else None


def row_of(record: dict[str, Any]) -> dict[str, Any]:
    """Return a record by columns: plain values, lists of texts, and lists of objects as records have them.

    Texts are such as UTF-8 can write: half of a pair of surrogates becomes a question mark.
    """
    authors = record.get("authors") or []
    row = {
        **record,
        **{column: [author.get(key) for author in authors] for column, key in AUTHOR.items()},
        **_parts("dateline", DATELINE, record),
        **_parts("source", SOURCE, record),
        **_parts("extractor", EXTRACTOR, record),
        "date": day_of(record),
    }
    return {column: encodable(row.get(column)) for column in COLUMNS}


def _parts(key: str, names: tuple[str, ...], record: dict[str, Any]) -> dict[str, Any]:
    part = record.get(key) or {}
    return {f"{key}_{name}": part.get(name) for name in names}


def encodable(value: Any) -> Any:
    """Return a value whose texts can be written as UTF-8."""
    if isinstance(value, str):
        return value if value.isascii() else value.encode("utf-8", "replace").decode()
    if isinstance(value, list):
        return [encodable(entry) for entry in value]
    if isinstance(value, dict):
        return {key: encodable(entry) for key, entry in value.items()}
    return value
