"""What differs between a stored record and the same page read again."""

from __future__ import annotations

import json
from typing import Any

from spacecrawl.record.article import Article
from spacecrawl.text.differences import Piece, paragraph_differences

HOUSEKEEPING = frozenset(
    "id url also_at duplicate_of version revised_by content_hash source extractor schema_version".split()
)
"""Keys that no page states: the folder's, and how sure the parser was, which changes nothing for readers."""

COMPARED = tuple(key for key in Article.__dataclass_fields__ if key not in HOUSEKEEPING)

Change = tuple[Any, Any]
"""A key's stored value and the one that today's parser finds."""


def changes_of(stored: dict[str, Any], again: dict[str, Any]) -> dict[str, Change]:
    """Return the keys whose values differ."""
    return {key: (stored[key], again[key]) for key in COMPARED if stored[key] != again[key]}


def size_of(changes: dict[str, Change]) -> int:
    """Return how large a change is: the characters of words that went or came."""
    return sum(
        len(piece.text)
        for change in changes.values()
        for pieces in differences(change)
        for piece in pieces
        if piece.kind != "kept"
    )


def differences(change: Change) -> list[list[Piece]]:
    """Return what differs of a key, by paragraph; of a list each entry is one."""
    return list(paragraph_differences(*map(_text, change)))


def _text(value: Any) -> str:
    if isinstance(value, list):
        return "\n\n".join(map(_text, value))
    return value if isinstance(value, str) else "" if value is None else json.dumps(value, ensure_ascii=False)
