"""A record as a line of ``articles.jsonl``, and in the two parts that stay when the data folder adds what it knows."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

ADDED_LATER = ("also_at", "duplicate_of", "version", "revised_by")
"""What the data folder adds to an article that was read; these keys stand side by side in a record."""

_encode = json.JSONEncoder(ensure_ascii=False).encode


def as_line(record: Mapping[str, Any]) -> bytes:
    """Return a record as JSON in UTF-8, without the line's end; a lone surrogate is escaped."""
    return _encode(record).encode("utf-8", "backslashreplace")


def parted(record: Mapping[str, Any]) -> tuple[bytes, bytes]:
    """Return a record's line without the keys that are added later: what stands before them, and what behind."""
    names = list(record)
    first, behind = names.index(ADDED_LATER[0]), names.index(ADDED_LATER[-1]) + 1
    before = as_line({name: record[name] for name in names[:first]})
    after = as_line({name: record[name] for name in names[behind:]})
    return before[:-1] + b", ", b", " + after[1:]


def joined(before: bytes, added: Mapping[str, Any], after: bytes) -> bytes:
    """Return the line of which these are the parts, with the keys that were added."""
    return before + as_line(added)[1:-1] + after
