"""What the page states besides: summary, section, tags, language, canonical address."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from spacecrawl.parsers.generic.blocks import Scan
from spacecrawl.parsers.metadata.jsonld import Node, string_of, strings_of, types_of

_SECTION = (
    "article:section",
    "og:article:section",
    "section",
    "parsely-section",
    "sailthru.section",
    "dc.subject.section",
    "cxenseparse:articlesection",
)
_KEYWORDS = ("news_keywords", "keywords", "parsely-tags", "sailthru.tags", "cxenseparse:tags", "dc.subject")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,3}")
_MOST_TAGS = 40
_LONGEST_TAG = 80


@dataclass(slots=True)
class Statements:
    """Each with its source under its name in ``sources``."""

    summary: str | None = None
    section: str | None = None
    tags: list[str] = field(default_factory=list)
    language: str | None = None
    sources: dict[str, str] = field(default_factory=dict)


def read_statements(scan: Scan, nodes: list[Node], article: Node, lang: str | None) -> Statements:
    """Collect what the head, structured data and marked links state."""
    found = Statements()
    _take(
        found,
        "summary",
        [(key, scan.meta.get(key, "")) for key in ("description", "og:description", "twitter:description")],
    )
    if not found.summary:
        _take(found, "summary", [("json-ld", string_of(article.get("description")))])
    _take(
        found,
        "section",
        [
            ("json-ld", string_of(article.get("articleSection"))),
            *[(key, scan.meta.get(key, "")) for key in _SECTION],
        ],
    )
    if not found.section:
        _take(found, "section", [("json-ld", _crumb(nodes))])
    found.tags, source = _tags(scan, article)
    if found.tags:
        found.sources["tags"] = source
    _take(
        found,
        "language",
        [
            ("markup", tag_of(lang)),
            ("json-ld", tag_of(string_of(article.get("inLanguage")))),
            *_metas_language(scan),
        ],
    )
    return found


def _take(found: Statements, name: str, candidates: list[tuple[str, str]]) -> None:
    for source, given in candidates:
        text = " ".join(given.split())
        if text and "{{" not in text:
            setattr(found, name, text)
            found.sources[name] = source if source in ("json-ld", "markup") else "meta"
            return


def _metas_language(scan: Scan) -> list[tuple[str, str]]:
    return [
        ("meta", tag_of(scan.meta.get(key, ""))) for key in ("content-language", "og:locale", "language", "dc.language")
    ]


def tag_of(text: str | None) -> str:
    """Return a BCP 47 tag in its usual case (``en-US``), '' for what is none."""
    match = _LANGUAGE.fullmatch((text or "").strip())
    if not match:
        return ""
    parts = re.split(r"[-_]", match[0])
    rest = [part.upper() if len(part) == 2 else part.title() if len(part) == 4 else part.lower() for part in parts[1:]]
    return "-".join([parts[0].lower(), *rest])


def _crumb(nodes: list[Node]) -> str:
    """Return the last but one crumb of a breadcrumb list, the section that holds the article."""
    for node in nodes:
        if "breadcrumblist" in types_of(node):
            items = node.get("itemListElement")
            names = [_crumb_name(item) for item in items if isinstance(item, dict)] if isinstance(items, list) else []
            names = [name for name in names if name]
            return names[-2] if len(names) > 2 else ""
    return ""


def _crumb_name(item: Node) -> str:
    inner = item.get("item")
    return string_of(item.get("name")) or (string_of(inner.get("name")) if isinstance(inner, dict) else "")


def _tags(scan: Scan, article: Node) -> tuple[list[str], str]:
    stated = strings_of(article.get("keywords"))
    if stated:
        return _split(stated), "json-ld"
    stated = [content for key, content in scan.metas if key == "article:tag"]
    if stated:
        return _split(stated), "meta"
    stated = [" ".join(mark.node.text().split()) for mark in scan.marks if mark.kind == "rel=tag"]
    if stated:
        return _split(stated), "markup"
    for key in _KEYWORDS:
        if key in scan.meta:
            return _split([scan.meta[key]]), "meta"
    return [], ""


def _split(stated: list[str]) -> list[str]:
    """Cut lists at commas or semicolons where they stand in one text; drop repeats and prefixes of machines."""
    parts = [part for text in stated for part in re.split(r"[;,|،、]", text)] if len(stated) < 3 else stated
    tags: dict[str, str] = {}
    for part in parts:
        tag = " ".join(part.split()).lstrip("#")
        if 0 < len(tag) <= _LONGEST_TAG and ":" not in tag:
            tags.setdefault(tag.casefold(), tag)
    return list(tags.values())[:_MOST_TAGS]
