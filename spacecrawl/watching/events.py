"""The events of a run, and their JSON Schema."""

from __future__ import annotations

from typing import Any

Event = dict[str, Any]
"""One event: ``event`` names its kind, ``at`` is its time (UTC, ISO 8601, milliseconds), the rest hangs on the kind."""

_TEXT = {"type": "string"}
_TEXT_OR_NULL = {"type": ["string", "null"]}
_COUNT = {"type": "integer", "minimum": 0}
_SECONDS = {"type": "number", "minimum": 0}

KINDS: dict[str, dict[str, dict[str, Any]]] = {
    "run_start": {
        "run": {**_TEXT, "description": "name of the run's folder below runs/"},
        "folder": {**_TEXT, "description": "the data folder"},
        "command": {**_TEXT, "description": "what was typed, behind the name of the program"},
        "arguments": {"type": "object", "description": "as run.json has them"},
    },
    "page": {
        "url": {**_TEXT, "description": "address that answered, index pages and robots.txt included"},
        "status": {**_COUNT, "description": "HTTP status"},
        "bytes": {**_COUNT, "description": "size of the body, unpacked"},
        "seconds": {**_SECONDS, "type": ["number", "null"], "description": "from asking to the answer's head"},
    },
    "article": {
        "what": {
            "enum": ["new", "revised", "known", "unchanged"],
            "description": "new, revised: stored. known: listed, not asked for. unchanged: asked for, and as it was",
        },
        "url": {**_TEXT_OR_NULL, "description": "canonical address"},
        "id": {**_TEXT_OR_NULL, "description": "of the record; null where it was not stored now"},
        "site": {**_TEXT_OR_NULL, "description": "its entry; null without one, and where it was not stored now"},
        "title": {**_TEXT_OR_NULL, "description": "null where it was not stored now"},
        "version": {"type": ["integer", "null"], "description": "null where it was not stored now"},
        "duplicate_of": {**_TEXT_OR_NULL, "description": "id of the record that it nearly repeats"},
    },
    "rejected": {"url": _TEXT_OR_NULL, "reason": {**_TEXT_OR_NULL, "description": "why it is no record"}},
    "gone": {"url": _TEXT_OR_NULL, "reason": {**_TEXT_OR_NULL, "description": "HTTP 404 or 410"}},
    "failed": {"url": _TEXT_OR_NULL, "reason": {**_TEXT_OR_NULL, "description": "what went wrong after all tries"}},
    "skipped": {"url": _TEXT_OR_NULL, "reason": {**_TEXT_OR_NULL, "description": "why it was not fetched or kept"}},
    "waiting": {
        "url": {**_TEXT, "description": "page that is asked for again"},
        "seconds": {**_SECONDS, "description": "pause before the next try"},
        "tries": {**_COUNT, "description": "how many it has had"},
        "reason": {**_TEXT, "description": "what went wrong with the last"},
    },
    "run_end": {
        "run": {**_TEXT, "description": "as in run_start"},
        "status": {**_COUNT, "description": "exit status"},
        "finish_reason": {**_TEXT, "description": "finished, shutdown, closespider_timeout, ..."},
        "seconds": {**_SECONDS, "description": "how long the run took"},
        "pages_fetched": _COUNT,
        "articles_new": _COUNT,
        "articles_revised": _COUNT,
        "rejected": _COUNT,
        "gone": _COUNT,
        "failed": _COUNT,
    },
}
"""Keys of each kind beside ``event`` and ``at``; each is always there."""


def event_schema() -> dict[str, Any]:
    """Return the JSON Schema of an event, draft 2020-12."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "An event of a spacecrawl run",
        "oneOf": [_kind(name, keys) for name, keys in KINDS.items()],
    }


def _kind(name: str, keys: dict[str, dict[str, Any]]) -> dict[str, Any]:
    properties = {"event": {"const": name}, "at": {"type": "string", "format": "date-time"}, **keys}
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}
