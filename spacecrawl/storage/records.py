"""Reading ``articles.jsonl``: every line, or the newest version of each article."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from spacecrawl.errors import FolderError
from spacecrawl.record import Article
from spacecrawl.storage.newest import newest_records

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


def load(folder: str | Path = "output", *more: str | Path) -> Iterator[Article]:
    """Yield the newest version of each article of a data folder, or of several, in order of their files.

    Of an article in several folders the version fetched last counts. Raise FolderError when a folder has no
    ``articles.jsonl`` or a line of it is damaged.
    """
    return map(Article.from_dict, newest_records([folder, *more]))


def no_record(path: Path, number: int) -> FolderError:
    """Return the error for a line that is JSON but no record."""
    return FolderError(
        f"{path}: line {number} is no article record. Set it aside: spacecrawl repair --folder {path.parent}"
    )
