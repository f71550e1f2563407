"""Records as a folder of Parquet files, by site and month, that pandas, Polars and DuckDB read as one table.

Hive style: ``site=spacedaily/month=2024-03/NAME.parquet``. What is part of a folder's name is not in its files.
"""

from __future__ import annotations

import contextlib
import os
import secrets
from collections import OrderedDict
from collections.abc import Iterator
from glob import escape
from itertools import count
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from spacecrawl.errors import FolderError
from spacecrawl.exporting.columns import day_of
from spacecrawl.exporting.parquet import check_parquet, schema_of, typed_row

if TYPE_CHECKING:
    from pyarrow.parquet import ParquetWriter

NONE = "__HIVE_DEFAULT_PARTITION__"
"""How Hive, and who reads its folders, calls the part of rows without a value."""

MOST_ROWS = 4_000
"""Rows that wait for others of their part, some 20 MB of ordinary articles."""

MOST_OPEN = 32
"""Files that are open at once."""

_MONTH = len("YYYY-MM")


@contextlib.contextmanager
def open_dataset(folder: Path, name: str) -> Iterator[Dataset]:
    """Give a dataset to add records to: files called ``name`` in a folder, by site and month, in place of older ones.

    They are written beside and renamed at the end, when all are whole. Raises FolderError where the disk won't take
    them, UsageError where pyarrow is not installed.
    """
    check_parquet()
    try:
        with Dataset(folder, name) as parts:
            yield parts
            parts.finish()
    except OSError as error:
        raise FolderError(
            f"{folder}: can't be written ({error.strerror or error}). Make room, or name another folder with -o."
        ) from error


def holds_dataset(folder: Path) -> bool:
    """Tell whether a folder holds Parquet files by site and month already."""
    return next(folder.glob("site=*/month=*/*.parquet"), None) is not None


class Dataset:
    """The parts of a dataset that are being written; ``files`` are theirs once it is finished."""

    def __init__(self, folder: Path, name: str) -> None:
        self._folder = folder
        self._name = name
        self._mark = f"{os.getpid()}-{secrets.token_hex(4)}"
        self._schema = schema_of(without=("site",))
        self._waiting: dict[Path, list[dict[str, Any]]] = {}
        self._rows = 0
        self._open: OrderedDict[Path, ParquetWriter] = OrderedDict()
        self._files: dict[Path, Path] = {}
        """Files under the names that they will have, and those that they have now."""

    def __enter__(self) -> Dataset:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for writer in self._open.values():
            with contextlib.suppress(OSError):
                writer.close()
        for beside in self._files.values():
            with contextlib.suppress(OSError):
                beside.unlink(missing_ok=True)

    def add(self, record: dict[str, Any]) -> None:
        """Add a record to its part; with many rows waiting, those of the largest part are written."""
        row = typed_row(record)
        site, day = row.pop("site"), day_of(record)
        part = self._folder / f"site={quote(site or NONE)}" / f"month={day[:_MONTH] if day else NONE}"
        self._waiting.setdefault(part, []).append(row)
        self._rows += 1
        if self._rows >= MOST_ROWS:
            self._write(max(self._waiting, key=lambda part: len(self._waiting[part])))

    @property
    def files(self) -> list[Path]:
        """The files, by the names that they have at the end."""
        return list(self._files)

    def finish(self) -> None:
        """Write what waits, and give all files their names; older ones of the name go."""
        for part in list(self._waiting):
            self._write(part)
        while self._open:
            self._open.popitem()[1].close()
        old = set(self._folder.glob(f"site=*/month=*/{escape(self._name)}*.parquet"))
        for path, beside in self._files.items():
            beside.replace(path)
        for path in old - set(self._files):
            path.unlink(missing_ok=True)

    def _write(self, part: Path) -> None:
        import pyarrow as pa

        rows = self._waiting.pop(part)
        self._rows -= len(rows)
        self._writer(part).write_table(pa.Table.from_pylist(rows, schema=self._schema))

    def _writer(self, part: Path) -> ParquetWriter:
        """Return the writer of a part's newest file; one that was closed for want of room is followed by another."""
        from pyarrow.parquet import ParquetWriter

        if part not in self._open:
            if len(self._open) >= MOST_OPEN:
                self._open.popitem(last=False)[1].close()
            self._open[part] = ParquetWriter(self._new_file(part), self._schema, compression="zstd")
        self._open.move_to_end(part)
        return self._open[part]

    def _new_file(self, part: Path) -> Path:
        part.mkdir(parents=True, exist_ok=True)
        names = (f"{self._name}{f'-{number}' if number else ''}.parquet" for number in count())
        path = next(part / name for name in names if part / name not in self._files)
        self._files[path] = part / f".{path.name}.{self._mark}.part"
        return self._files[path]
