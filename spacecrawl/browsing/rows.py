"""A record as rows of ``browse.db``."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from spacecrawl.exporting.columns import COLUMNS

ARTICLE_COLUMNS = ("number", *COLUMNS, "captions", "sidebar_texts")


def article_row(number: int, key: str, row: dict[str, Any]) -> list[Any]:
    """Return the row of ``articles``; lists and objects are JSON, as in an export. ``row`` is by ``row_of``."""
    captions = "\n".join(image["caption"] for image in row["images"] or () if image.get("caption"))
    sidebars = "\n\n".join(f"{sidebar['title'] or ''}\n{sidebar['body'] or ''}" for sidebar in row["sidebars"] or ())
    values = [key if column == "id" else _plain(row[column]) for column in COLUMNS]
    return [number, *values, captions or None, sidebars or None]


def filing_row(number: int, key: str, row: dict[str, Any], story: str) -> list[Any]:
    """Return the row of ``filings``."""
    date = row["date"]
    return [
        number,
        key,
        story,
        int(story != key),
        date,
        date and date[:7],
        row["site"],
        row["host"],
        row["section"],
        row["dateline_agency_name"] or row["dateline_agency"] or next(filter(None, row["author_agencies"]), None),
        row["dateline_country"],
        row["dateline_city"] or row["dateline_place"],
        row["dateline_date"] or date,
        1 + len(row["also_at"] or ()),
        _lag(row["dateline_date"], date, row["extractor_provenance"] or {}),
        row["extractor_name"],
        row["extractor_confidence"],
    ]


def author_rows(number: int, row: dict[str, Any]) -> list[tuple[Any, ...]]:
    """Return the rows of ``authors``; one that is named twice counts once."""
    authors = zip(row["authors"], row["author_kinds"], row["author_roles"], row["author_agencies"], strict=True)
    named = {author[0]: (author[0], number, *author[1:]) for author in authors if author[0]}
    return list(named.values())


def provenance_rows(number: int, row: dict[str, Any]) -> list[tuple[int, str, str]]:
    """Return the rows of ``provenance``."""
    return [(number, field, origin) for field, origin in (row["extractor_provenance"] or {}).items()]


def version_row(key: str, folder: int, begin: int, length: int, record: dict[str, Any]) -> tuple[Any, ...]:
    """Return the row of ``versions``."""
    fetched = (record.get("source") or {}).get("fetched_at") or ""
    return key, folder, begin, length, record.get("version"), record.get("revised_by"), fetched


def _plain(value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else value


def _lag(filed: str | None, published: str | None, provenance: dict[str, Any]) -> int | None:
    """Return days from dateline to publication; none where the day of publication is only the dateline's."""
    if not filed or not published or provenance.get("date_published") == "dateline":
        return None
    try:
        return (dt.date.fromisoformat(published) - dt.date.fromisoformat(filed)).days
    except ValueError:
        return None
