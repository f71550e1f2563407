"""Notices by which newsrooms own up to a change, in English, German, French and Spanish."""

from __future__ import annotations

import re

_LABELS = (
    *("corrections?", "clarifications?", "corrected", "amended", "editor['’]s note", "retraction"),
    *("korrektur", "berichtigung", "richtigstellung", "klarstellung", "hinweis der redaktion"),
    *("anmerkung der redaktion", "correctif", "rectificatif", "erratum"),
    *("note de la rédaction", "correcci[oó]n", "rectificaci[oó]n", "aclaraci[oó]n"),
    *("fe de erra(?:ta|tas|rores)", "fe de errores", "nota de(?:l editor| la redacci[oó]n)"),
)
"""What stands before a colon or a dash: the words themselves, or more of a heading (``Correction, March 3:``)."""

_WORDS = ("updated?", "aktualisierung", "aktualisiert", "précisions?", "mise à jour", "actualizaci[oó]n")
"""What stands directly before it, or has a day or hour between: they begin ordinary sentences too."""

_STORY = {
    "en": r"this (?:story|article|version|report|post|headline)",
    "de": r"(?:dieser (?:artikel|text|beitrag|bericht)|diese (?:meldung|fassung))",
    "fr": r"(?:cet article|cette (?:dépêche|version|information))",
    "es": r"(?:este (?:artículo|texto|reportaje)|esta (?:noticia|nota|información|versión))",
}
_CHANGED = {
    "en": r"(?:correct|amend|clarif|updat|revis)\w*",
    "de": r"(?:korrigiert|berichtigt|aktualisiert|ergänzt|überarbeitet|geändert)",
    "fr": r"(?:corrigée?|modifiée?|mise? à jour|actualisée?|rectifiée?)",
    "es": r"(?:corregid|actualizad|modificad|rectificad)[oa]",
}
_EARLIER = (
    r"an (?:earlier|original|previous) version of (?:this|the)\b",
    r"in einer (?:früheren|ersten|vorherigen|älteren) (?:version|fassung)\b",
    r"une (?:première |précédente )?version (?:antérieure |précédente |initiale )?de (?:cet|cette|la|l['’])",
    r"(?:en )?una (?:primera )?versi[oó]n (?:anterior|previa|inicial|preliminar)?\s*de (?:este|esta)\b",
)
_WIRE = r"(?:adds|updates|recasts|corrects) (?:with|to|that|the|throughout|number|date|name|spelling|quote)\b"

CORRECTION = re.compile(
    rf"\W*(?:(?:{'|'.join(_LABELS)})\b[^.:]{{0,30}}\s?[:—–-]"
    rf"|(?:{'|'.join(_WORDS)})\b(?:[^.:]{{0,12}}\d[^.:]{{0,20}})?\s?[:—–]"
    + "".join(rf"|{_STORY[language]}\b(?:[^.]|\d\.){{0,60}}\b{_CHANGED[language]}" for language in _STORY)
    + f"|{'|'.join(_EARLIER)}|{_WIRE})",
    re.IGNORECASE,
)
"""How a paragraph begins that is such a notice."""


def notices(text: str) -> list[str]:
    """Return the paragraphs of a text that tell of a correction or an update."""
    return [paragraph for paragraph in text.split("\n\n") if CORRECTION.match(paragraph)]


def new_notices(old: str, new: str) -> list[str]:
    """Return the notices of the new text that were not in the old one."""
    known = set(old.split("\n\n"))
    return [notice for notice in notices(new) if notice not in known]
