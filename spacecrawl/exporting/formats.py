"""The formats by name, and files that appear under their names only when they are whole."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from spacecrawl.errors import FolderError, UsageError
from spacecrawl.exporting.parquet import check_parquet, write_parquet
from spacecrawl.exporting.sqlite import write_sqlite
from spacecrawl.exporting.text_formats import write_csv, write_json_ld, write_json_lines

Records = Iterable[dict[str, Any]]


@dataclass(frozen=True)
class Format:
    """A format: the endings of its files, and how it is written, as text or to a path of its own."""

    endings: tuple[str, ...]
    write_text: Callable[[Records, IO[str]], None] | None = None
    write_file: Callable[[Records, Path], None] | None = None
    check: Callable[[], None] = lambda: None


FORMATS = {
    "jsonl": Format((".jsonl", ".ndjson"), write_json_lines),
    "csv": Format((".csv",), write_csv),
    "parquet": Format((".parquet",), write_file=write_parquet, check=check_parquet),
    "sqlite": Format((".sqlite", ".sqlite3", ".db"), write_file=write_sqlite),
    "json-ld": Format((".jsonld", ".json-ld"), write_json_ld),
}


def format_of(name: str | None, output: str | None) -> Format:
    """Return the format of that name, else the one that the file's ending tells, else JSON Lines.

    Raise UsageError for a format that can't be written here, or that needs a file and has none.
    """
    ending = Path(output).suffix.lower() if output else ""
    told = next((key for key, known in FORMATS.items() if ending in known.endings), "jsonl")
    chosen = FORMATS[name or told]
    if chosen.write_file and output is None:
        raise UsageError(f"--format {name} is no text for a terminal or a pipe. Name a file with -o.")
    chosen.check()
    return chosen


def export_to_stream(records: Records, chosen: Format, out: IO[str]) -> None:
    """Write records of a text format to an open stream."""
    assert chosen.write_text
    chosen.write_text(records, out)


def export_to_file(records: Records, chosen: Format, output: Path) -> None:
    """Write records beside a file, then give it that name; raise FolderError where the disk won't take it."""
    with _beside(output) as part:
        if chosen.write_file:
            chosen.write_file(records, part)
        else:
            with part.open("w", encoding="utf-8", errors="backslashreplace", newline="") as out:
                export_to_stream(records, chosen, out)


@contextlib.contextmanager
def _beside(output: Path) -> Iterator[Path]:
    part = output.with_name(f"{output.name}.part")
    try:
        part.unlink(missing_ok=True)
        yield part
        part.replace(output)
    except (OSError, sqlite3.Error) as error:
        what = getattr(error, "strerror", None) or error
        raise FolderError(f"{output}: can't be written ({what}). Make room, or name another file with -o.") from error
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
