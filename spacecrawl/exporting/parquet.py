"""Parquet, by pyarrow, which is an extra of the install."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from spacecrawl.errors import UsageError
from spacecrawl.exporting.columns import AUTHOR, COLUMNS, DATELINE, row_of

if TYPE_CHECKING:
    import pyarrow as pa

ROWS = 2_000
"""Rows a row group: what is held at once, some 10 MB of ordinary articles."""

DAYS = ("date", "dateline_date")


def write_parquet(records: Iterable[dict[str, Any]], path: Path) -> None:
    """Write a Parquet file, zstd-compressed; raise UsageError where pyarrow is not installed."""
    check_parquet()
    import pyarrow as pa
    from pyarrow.parquet import ParquetWriter

    schema = schema_of()
    rows = map(typed_row, records)
    with ParquetWriter(path, schema, compression="zstd") as writer:
        for group in _groups(rows):
            writer.write_table(pa.Table.from_pylist(group, schema=schema))


def check_parquet() -> None:
    """Raise UsageError where pyarrow is not installed."""
    if find_spec("pyarrow") is None:
        raise UsageError(
            "--format parquet needs pyarrow, which is not installed. Install it: pip install 'spacecrawl[parquet]'"
        )


def _groups(rows: Iterator[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    while group := list(islice(rows, ROWS)):
        yield group


def typed_row(record: dict[str, Any]) -> dict[str, Any]:
    """Return a record's row with days and times as such, and ``extractor_provenance`` as JSON."""
    row = row_of(record)
    for column in DAYS:
        row[column] = dt.date.fromisoformat(row[column]) if row[column] else None
    fetched, provenance = row["source_fetched_at"], row["extractor_provenance"]
    row["source_fetched_at"] = dt.datetime.fromisoformat(fetched) if fetched else None
    row["extractor_provenance"] = None if provenance is None else json.dumps(provenance, ensure_ascii=False)
    return row


def schema_of(without: tuple[str, ...] = ()) -> pa.Schema:
    """Return the types of the columns, but for those left out."""
    import pyarrow as pa

    text = pa.string()
    dateline = pa.struct([(key, pa.bool_() if key == "inline" else text) for key in DATELINE])
    types: dict[str, Any] = {
        **dict.fromkeys(AUTHOR, pa.list_(text)),
        **dict.fromkeys(DAYS, pa.date32()),
        **dict.fromkeys(("tags", "also_at"), pa.list_(text)),
        **dict.fromkeys(("version", "schema_version", "source_offset"), pa.int64()),
        "dateline_inline": pa.bool_(),
        "images": _objects({"url": text, "caption": text, "credit": text}),
        "links": _objects({"url": text, "text": text, "kind": text}),
        "sidebars": _objects({"title": text, "dateline": dateline, "body": text}),
        "source_fetched_at": pa.timestamp("us", tz="UTC"),
        "extractor_confidence": pa.float64(),
    }
    return pa.schema([(column, types.get(column, text)) for column in COLUMNS if column not in without])


def _objects(keys: dict[str, Any]) -> Any:
    import pyarrow as pa

    return pa.list_(pa.struct(list(keys.items())))
