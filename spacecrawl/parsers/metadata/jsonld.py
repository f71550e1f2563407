"""Structured data in JSON-LD: every block read by itself, every nesting flattened, broken ones passed over."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

Node = dict[str, Any]

MAX_SCRIPTS = 300
"""Blocks read of a page at most."""
MAX_CHARACTERS = 3_000_000
"""Characters of them read at most."""
MAX_NODES = 2_000
"""Objects kept at most."""

_COMMENT = re.compile(r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?://)?\s*(?:-->|\]\]>)\s*;?\s*$")
_TRAILING_COMMA = re.compile(r",(?=\s*[}\]])")
_TYPES = ("article", "posting", "report", "newsarticle")
_NOT_ARTICLES = ("reportagesection",)


def read_json_ld(scripts: Iterable[str]) -> list[Node]:
    """Return the objects that stand in the given texts, outer ones before those inside them.

    A text that is no JSON is tried once more without comment marks, with raw line breaks allowed and trailing
    commas cut, and else passed over. Never raises.
    """
    nodes: list[Node] = []
    left = MAX_CHARACTERS
    for number, script in enumerate(scripts):
        left -= len(script)
        if number >= MAX_SCRIPTS or left < 0:
            break
        nodes.extend(_flatten(_load(script), MAX_NODES - len(nodes)))
    return nodes


def _load(script: str) -> Any:
    for mend in (str, _without_comments, _without_trailing_commas):
        try:
            return json.loads(mend(script), strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _without_comments(script: str) -> str:
    return _COMMENT.sub("", script).strip().rstrip(";")


def _without_trailing_commas(script: str) -> str:
    return _TRAILING_COMMA.sub("", _without_comments(script))


def _flatten(value: Any, limit: int) -> Iterator[Node]:
    """Yield the objects inside a value breadth first, at most ``limit``."""
    queue = [value]
    for item in queue:
        if limit <= 0 or len(queue) > MAX_NODES * 10:
            return
        if isinstance(item, dict):
            limit -= 1
            yield item
            queue.extend(part for part in item.values() if isinstance(part, dict | list))
        elif isinstance(item, list):
            queue.extend(part for part in item if isinstance(part, dict | list))


def types_of(node: Node) -> list[str]:
    """Return an object's types in lower case, without their vocabulary's address."""
    kinds = node.get("@type")
    kinds = kinds if isinstance(kinds, list) else [kinds]
    return [kind.rsplit("/", 1)[-1].lower() for kind in kinds if isinstance(kind, str)]


def find_article(nodes: list[Node]) -> Node:
    """Return the object that is the page's article: of those of an article's type the one that says most, or {}."""
    found = [node for node in nodes if any(kind.endswith(_TYPES) for kind in types_of(node))]
    return max(found, key=_weight, default={})


def _weight(node: Node) -> tuple[int, int]:
    said = sum(key in node for key in ("headline", "author", "datePublished", "articleBody", "mainEntityOfPage"))
    return said, len(string_of(node.get("articleBody")))


def string_of(value: Any) -> str:
    """Return the text of a value: itself, the first of a list, an object's name or value; '' for none."""
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("name") or value.get("@value") or value.get("url") or value.get("@id")
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str):
        return ""
    return " ".join(html.unescape(value).split())


def strings_of(value: Any) -> list[str]:
    """Return the texts of a value that may be one or a list."""
    values = value if isinstance(value, list) else [value]
    return [text for text in map(string_of, values) if text]
