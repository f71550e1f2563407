"""What a reader types into the search field, as an FTS5 query; and what is found, with the words marked."""

from __future__ import annotations

import re
import secrets

from markupsafe import Markup, escape

FIELDS = {
    "title": "title",
    "by": "byline",
    "dateline": "dateline_text",
    "body": "body",
    "caption": "captions",
    "sidebar": "sidebar_texts",
}
"""Prefixes by which a word is looked for in one field: `title:tide`, `by:inkster`."""

_TERM = re.compile(
    rf'(?P<not>-?)(?:(?P<field>{"|".join(FIELDS)}):)?(?:"(?P<phrase>[^"]*)"?|(?P<word>\S+))', re.IGNORECASE
)

OPEN, CLOSE = (f"\ue000{secrets.token_hex(4)}{end}" for end in "<>")
"""Marks around words found, of this process alone: a crawled text can't have them."""


def match_expression(typed: str) -> str | None:
    """Return the FTS5 query for what was typed; None where it names no word that has to be there.

    All words have to be there, in any field; `"a phrase"` as it stands; `-word` must not; `OR` between two takes
    either; `launch*` takes what begins so; `title:word` looks in one field (FIELDS). Anything else is taken for
    words: no input is an error.
    """
    wanted: list[list[str]] = []
    unwanted: list[str] = []
    either = False
    for match in _TERM.finditer(typed):
        if match["word"] == "OR" and not match["not"] and not match["field"]:
            either = bool(wanted)
            continue
        term = _term(match)
        if term and match["not"]:
            unwanted.append(term)
        elif term and either:
            wanted[-1].append(term)
        elif term:
            wanted.append([term])
        either = False
    if not wanted:
        return None
    expression = " AND ".join(f"({' OR '.join(terms)})" for terms in wanted)
    return f"({expression}) NOT ({' OR '.join(unwanted)})" if unwanted else expression


def _term(match: re.Match[str]) -> str | None:
    text: str = match["phrase"] if match["phrase"] is not None else match["word"]
    if not re.search(r"\w", text.replace("_", "")):
        return None
    begins = match["word"] is not None and text.endswith("*")
    quoted = '"' + text.rstrip("*").replace('"', " ").replace("\0", " ") + '"' + ("*" if begins else "")
    return f"{{{FIELDS[match['field'].lower()]}}} : {quoted}" if match["field"] else quoted


def marked(snippet: str | None) -> Markup:
    """Return a snippet as HTML: what is marked in it as ``<mark>``, everything else as text."""
    parts = re.split(f"{re.escape(OPEN)}(.*?){re.escape(CLOSE)}", snippet or "", flags=re.DOTALL)
    return Markup().join(
        Markup("<mark>{}</mark>").format(part) if number % 2 else escape(part) for number, part in enumerate(parts)
    )
