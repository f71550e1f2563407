"""The versions of an article, read where they stand in ``articles.jsonl``, and the words that differ."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from spacecrawl.browsing.growth import GrowingFile
from spacecrawl.text.corrections import new_notices
from spacecrawl.text.differences import Piece, paragraph_differences

COMPARED = ("section", "title", "byline", "dateline", "date_published", "date_modified", "summary", "body")
"""What is compared of two versions; of a dateline its text."""

SHOWN = 20
"""Versions that a page shows, the last ones."""

_LINES = """
    SELECT versions.folder, path, begin, length FROM versions JOIN folders USING (folder)
    WHERE id = ? ORDER BY fetched_at DESC, versions.folder DESC, begin DESC LIMIT ?
"""


@dataclass(frozen=True)
class Version:
    """A version: when it was fetched, who revised it, paragraphs that differ from the one before by field."""

    number: int
    fetched_at: str | None
    revised_by: str | None
    differences: dict[str, list[list[Piece]]]
    corrections: list[str]


def versions_of(connection: sqlite3.Connection, key: str) -> list[Version]:
    """Return the last versions of an article, the newest first, each with what differs from the one before it.

    Raise FolderError where the file can't be read. A line that is another's by now is left out: it will be read anew.
    """
    rows = connection.execute(_LINES, (key, SHOWN + 1)).fetchall()
    records = [record for row in reversed(rows) if (record := _record(key, *row))]
    told = [_version(before, record) for before, record in pairwise([None, *records]) if record]
    return told[::-1][:SHOWN]


def _record(key: str, folder: int, path: str, begin: int, length: int) -> dict[str, Any] | None:
    try:
        record = json.loads(GrowingFile(Path(path).parent).read(begin, length))
    except ValueError:
        return None
    known = isinstance(record, dict) and (record.get("id") or f"line-{folder}-{begin}") == key
    return record if known else None


def _version(before: dict[str, Any] | None, record: dict[str, Any]) -> Version:
    differences: dict[str, list[list[Piece]]] = {}
    corrections: list[str] = []
    if before:
        found = {key: list(paragraph_differences(_text(before, key), _text(record, key))) for key in COMPARED}
        differences = {key: paragraphs for key, paragraphs in found.items() if paragraphs}
        corrections = new_notices(before["body"], record["body"])
    fetched = (record.get("source") or {}).get("fetched_at")
    return Version(record["version"], fetched, record.get("revised_by"), differences, corrections)


def _text(record: dict[str, Any], key: str) -> str:
    value = (record["dateline"] or {}).get("text") if key == "dateline" else record[key]
    return value or ""
