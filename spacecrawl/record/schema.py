"""The record's JSON Schema, and the check of records against it, compiled once to Python code."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, cast

from spacecrawl.record.article import SCHEMA_VERSION

_DATE = r"^\d{4}-\d{2}-\d{2}$"
_DATE_OR_TIME = r"^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?([+-]\d{2}:\d{2}|Z)?)?$"
_TIME = r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?([+-]\d{2}:\d{2}|Z)$"
_ADDRESS = r"^https?://[^\s]+$"
_RECORD_ID = r"^[0-9a-f]{16}$"

_NULLABLE_TEXT: dict[str, Any] = {"type": ["string", "null"], "minLength": 1}


def _nullable(pattern: str) -> dict[str, Any]:
    return {"type": ["string", "null"], "pattern": pattern}


def _object(properties: dict[str, Any], *, nullable: bool = False) -> dict[str, Any]:
    return {
        "type": ["object", "null"] if nullable else "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _list_of(entry: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": entry}


_DATELINE = {
    "text": {"type": "string", "minLength": 1},
    "place": _NULLABLE_TEXT,
    "city": _NULLABLE_TEXT,
    "region": _nullable(r"^[A-Z]{2}-[A-Z0-9]{1,3}$"),
    "country": _nullable(r"^[A-Z]{2}$"),
    "agency": _NULLABLE_TEXT,
    "agency_name": _NULLABLE_TEXT,
    "date": _nullable(_DATE),
    "inline": {"type": "boolean"},
}

_PROPERTIES: dict[str, Any] = {
    "id": {**_nullable(_RECORD_ID), "description": "first 16 hex digits of SHA-256 over url"},
    "url": {**_nullable(_ADDRESS), "description": "canonical address"},
    "host": {**_NULLABLE_TEXT, "description": "host of url, without www."},
    "site": {**_NULLABLE_TEXT, "description": "name of the catalogue entry"},
    "section": {**_NULLABLE_TEXT, "description": "kicker or section as the article's own page prints it"},
    "title": {"type": "string", "description": "the headline, once, without the site's name"},
    "byline": {**_NULLABLE_TEXT, "description": "as printed, white space folded"},
    "authors": _list_of(
        _object(
            {
                "name": {"type": "string", "minLength": 1},
                "kind": {"enum": ["person", "organization"]},
                "role": _NULLABLE_TEXT,
                "agency": _NULLABLE_TEXT,
            }
        )
    ),
    "dateline": {
        **_object(_DATELINE, nullable=True),
        "description": "where, when and by which agency it was filed",
    },
    "date_published": {**_nullable(_DATE_OR_TIME), "description": "the most exact that the page states"},
    "date_modified": {**_nullable(_DATE_OR_TIME), "description": "the most exact that the page states"},
    "summary": {**_NULLABLE_TEXT, "description": "the page's meta description"},
    "body": {"type": "string", "description": "the article's paragraphs, a blank line between"},
    "images": _list_of(
        _object(
            {
                "url": {"type": "string", "pattern": _ADDRESS},
                "caption": _NULLABLE_TEXT,
                "credit": _NULLABLE_TEXT,
            }
        )
    ),
    "links": _list_of(
        _object(
            {
                "url": {"type": "string", "pattern": _ADDRESS},
                "text": {"type": "string"},
                "kind": {"enum": ["reference", "story"]},
            }
        )
    ),
    "sidebars": _list_of(
        _object(
            {
                "title": {"type": "string"},
                "dateline": _object(_DATELINE, nullable=True),
                "body": {"type": "string"},
            }
        )
    ),
    "tags": _list_of({"type": "string", "minLength": 1}),
    "language": {**_nullable(r"^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$"), "description": "BCP 47"},
    "also_at": _list_of({"type": "string", "pattern": _ADDRESS}),
    "duplicate_of": {
        **_nullable(_RECORD_ID),
        "description": "id of the earlier record with nearly the same text",
    },
    "version": {"type": "integer", "minimum": 1},
    "revised_by": {"enum": [None, "site", "parser"]},
    "content_hash": {
        **_nullable(r"^[0-9a-f]{64}$"),
        "description": "SHA-256 of title, byline, dateline.text, body",
    },
    "source": _object(
        {
            "url": _nullable(_ADDRESS),
            "fetched_at": _nullable(_TIME),
            "file": _NULLABLE_TEXT,
            "offset": {"type": ["integer", "null"], "minimum": 0},
        }
    ),
    "extractor": _object(
        {
            "name": {"type": "string"},
            "version": {"type": "string"},
            "confidence": {"type": "number", "minimum": 0, "maximum": 1},
            "provenance": {"type": "object", "additionalProperties": {"type": "string"}},
        },
        nullable=True,
    ),
    "schema_version": {"const": SCHEMA_VERSION},
}


def record_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of a record."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "spacecrawl article record",
        **_object(_PROPERTIES),
    }


@cache
def _compiled() -> Callable[[dict[str, Any]], Any]:
    import fastjsonschema

    schema = {**record_schema(), "$schema": "http://json-schema.org/draft-07/schema"}
    return cast("Callable[[dict[str, Any]], Any]", fastjsonschema.compile(schema, use_formats=False))


def schema_fault(record: dict[str, Any]) -> str | None:
    """Return what is wrong with a record by the schema, or None when it is valid."""
    import fastjsonschema

    try:
        _compiled()(record)
    except fastjsonschema.JsonSchemaValueException as error:
        return str(error.message)[:500]
    return None


def fault(record: dict[str, Any]) -> str | None:
    """Return why a record may not be stored, or None."""
    if not record["body"]:
        return "no article text found on the page"
    if not record["title"]:
        return "no headline found on the page"
    if not record["url"]:
        return "no address known"
    return schema_fault(record)
