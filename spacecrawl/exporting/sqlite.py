"""SQLite: one row an article in table ``articles``."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from spacecrawl.exporting.columns import COLUMNS, row_of

TYPES = {
    "version": "INTEGER",
    "schema_version": "INTEGER",
    "source_offset": "INTEGER",
    "dateline_inline": "INTEGER",
    "extractor_confidence": "REAL",
}
INDEXED = ("date", "site", "dateline_country", "dateline_agency_name")


def write_sqlite(records: Iterable[dict[str, Any]], path: Path) -> None:
    """Write a new database; lists and objects are JSON, for ``json_each``."""
    columns = ", ".join(f'"{column}" {TYPES.get(column, "TEXT")}' for column in COLUMNS)
    marks = ", ".join("?" * len(COLUMNS))
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute("PRAGMA journal_mode = OFF")  # the file is new, and given up where it does not come whole
        database.execute("PRAGMA synchronous = OFF")
        database.execute("BEGIN")
        database.execute(f"CREATE TABLE articles ({columns})")
        database.executemany(f"INSERT INTO articles VALUES ({marks})", map(_values, records))  # noqa: S608
        database.execute("CREATE UNIQUE INDEX articles_id ON articles (id)")
        for column in INDEXED:
            database.execute(f"CREATE INDEX articles_{column} ON articles ({column})")
        database.execute("COMMIT")


def _values(record: dict[str, Any]) -> list[Any]:
    return [
        json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else value
        for value in row_of(record).values()
    ]
