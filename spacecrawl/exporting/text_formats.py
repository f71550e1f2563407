"""Formats of plain text: JSON Lines, CSV, JSON-LD."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable
from typing import IO, Any

from spacecrawl.exporting.columns import COLUMNS, row_of
from spacecrawl.exporting.news_article import news_article

JOINED = {"authors", "author_kinds", "author_roles", "author_agencies", "tags"}
"""Columns whose lists a CSV cell holds with semicolons between; other lists and objects are JSON."""

_FORMULA = re.compile(r"[\s\u200b-\u200f\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n]")
"""How a text begins that a spreadsheet may take for a formula, the full-width signs included."""

_CONTROL = {code: "\ufffd" for code in (*range(32), *range(127, 160)) if code not in (9, 10, 13)} | {13: "\n"}


def write_json_lines(records: Iterable[dict[str, Any]], out: IO[str]) -> None:
    """Write a record a line, as ``articles.jsonl`` has it."""
    for record in records:
        out.write(json.dumps(record, ensure_ascii=False) + "\n")


def write_csv(records: Iterable[dict[str, Any]], out: IO[str]) -> None:
    """Write a head and a row a record, every cell in quotes, none of which a spreadsheet takes for a formula."""
    rows = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    rows.writerow(COLUMNS)
    for record in records:
        rows.writerow([cell(column, value) for column, value in row_of(record).items()])


def cell(column: str, value: Any) -> str:
    """Return a value as text of a CSV cell: an apostrophe stands before what might be a formula."""
    if value is None:
        return ""
    if column in JOINED:
        value = "; ".join(entry or "" for entry in value) if any(value) else ""
    elif not isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    text = value.translate(_CONTROL)
    return f"'{text}" if _FORMULA.match(text) else text


def write_json_ld(records: Iterable[dict[str, Any]], out: IO[str]) -> None:
    """Write one JSON-LD document of schema.org NewsArticles, a line each, safe inside a script element of a page."""
    out.write('{"@context": "https://schema.org", "@graph": [')
    between = "\n"
    for record in records:
        out.write(between + json.dumps(news_article(record), ensure_ascii=False).replace("<", "\\u003c"))
        between = ",\n"
    out.write("\n]}\n")
