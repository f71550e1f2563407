"""Reading ``articles.jsonl``: every line, or the newest version of each article."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from spacecrawl.errors import FolderError
from spacecrawl.record import Article

NEEDED_KEYS = {"id", "url", "version", "content_hash", "also_at", "body"}
"""Keys without which a line is no record that a ledger can note."""


def read_record(line: bytes) -> dict[str, Any]:
    """Return the record of a line; raise ValueError where it is none."""
    record = json.loads(line)
    if not isinstance(record, dict) or not record.keys() >= NEEDED_KEYS:
        raise ValueError("no article record")
    if not isinstance(record["version"], int) or not isinstance(record["also_at"], list):
        raise ValueError("no article record")  # noqa: TRY004 - what the line holds is wrong, not what was passed
    return record


def read_records(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the records of a JSON Lines file; raise FolderError with the line's number where one is damaged."""
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            if not line.endswith(b"\n"):
                return
            try:
                yield json.loads(line)
            except ValueError as error:
                raise FolderError(
                    f"{path}: line {number} is damaged ({error}). "
                    f"Set it aside: spacecrawl repair --folder {path.parent}"
                ) from error


def load(folder: str | Path = "output") -> Iterator[Article]:
    """Yield the newest version of each article of a data folder, in order of the file.

    Raise FolderError when the folder has no ``articles.jsonl`` or a line of it is damaged.
    """
    path = Path(folder) / "articles.jsonl"
    if not path.exists():
        raise FolderError(f"{path}: not there. Name a data folder that a crawl has written to.")
    newest: dict[str | None, int] = {}
    for number, record in enumerate(read_records(path)):
        if not isinstance(record, dict) or not record.keys() >= {"id", "version"}:
            raise no_record(path, number + 1)
        newest[record["id"]] = number
    wanted = set(newest.values())
    for number, record in enumerate(read_records(path)):
        if number in wanted or record["id"] is None:
            yield Article.from_dict(record)


def no_record(path: Path, number: int) -> FolderError:
    """Return the error for a line that is JSON but no record."""
    return FolderError(
        f"{path}: line {number} is no article record. Set it aside: spacecrawl repair --folder {path.parent}"
    )
