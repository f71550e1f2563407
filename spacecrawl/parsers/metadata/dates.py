"""When an article was published and changed, arbitrated between what states it."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from spacecrawl.parsers.generic.blocks import Mark, Scan
from spacecrawl.parsers.metadata.jsonld import Node, string_of
from spacecrawl.text.dates import as_day, is_possible, parse_date

Moment = dt.date | dt.datetime

PUBLISHED = (
    "article:published_time", "og:article:published_time", "datepublished", "og:published_time", "published_time", "article.published", "parsely-pub-date",
    "sailthru.date", "dc.date.issued", "dcterms.created", "dc.date.created", "dcterms.issued", "dcterms.date", "dc.date", "publish-date",
    "publish_date", "publishdate", "pubdate", "publication_date", "citation_publication_date", "citation_date", "cxenseparse:recs:publishtime",
    "cxenseparse:publishtime", "article:created", "rnews:datepublished", "date", "created", "datecreated", "bt:pubdate", "article_date_original",
    "og:release_date", "release_date",
)  # fmt: skip
"""Names of meta tags that state the day of publishing, the surest first."""
MODIFIED = (
    "article:modified_time", "og:updated_time", "datemodified", "og:article:modified_time", "article:updated_time", "lastmod", "last-modified",
    "dcterms.modified", "dc.date.modified", "modified", "revised", "updated_time",
)  # fmt: skip
"""Names of meta tags that state the last change."""

_IN_URL = re.compile(r"/((?:19|20)\d\d)[/-]?(0[1-9]|1[0-2])[/-]?(0[1-9]|[12]\d|3[01])(?=\D|$)")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)|\d{1,2}[./-]\d{1,2}[./-]\d\d(?!\d)")
_UPDATED = re.compile(
    r"updat|modif|aktualisier|mis à jour|actualizad|atualizad|aggiornat|bijgewerkt|zaktualiz|обновл|güncel|تحديث|更新|수정|revis|edited"
    r"|senast|oppdatert|opdateret|päivitetty",
    re.IGNORECASE,
)
_LONGEST = 120
_AHEAD, _BEHIND = 15, 25


@dataclass(slots=True)
class Dates:
    """Both dates with their sources."""

    published: Moment | None = None
    published_source: str = ""
    modified: Moment | None = None
    modified_source: str = ""


def find_dates(scan: Scan, article: Node, url: str | None, title_block: int) -> Dates:
    """Return the most exact dates of the surest sources: structured data, meta, microdata, markup, text, address."""
    dates = Dates()
    modified, dates.modified_source = _modified(scan, article)
    dates.modified = modified
    for source, value in _candidates(scan, article, url, title_block):
        if value is not None and is_possible(value):
            dates.published, dates.published_source = value, source
            break
    return dates


def _candidates(scan: Scan, article: Node, url: str | None, title_block: int):  # type: ignore[no-untyped-def]
    yield "json-ld", read_stated(string_of(article.get("datePublished")))
    for key in PUBLISHED:
        if key in scan.meta:
            yield "meta", read_stated(scan.meta[key])
    yield "microdata", _of_marks(scan, "datePublished")
    yield "json-ld", read_stated(string_of(article.get("dateCreated")))
    yield "markup", _of_times(scan, title_block)
    yield "text", _of_text(scan, title_block)
    yield "url", _of_url(url)
    yield "json-ld", read_stated(string_of(article.get("uploadDate")))
    yield "text", _of_text(scan, -1, everywhere=True)


def read_stated(text: str) -> Moment | None:
    """Read a date that is stated as data; None for placeholders and what has no digits."""
    if not text or "{{" in text or not any(c.isdigit() for c in text):
        return None
    return parse_date(text)


def _modified(scan: Scan, article: Node) -> tuple[Moment | None, str]:
    value = read_stated(string_of(article.get("dateModified")))
    if value is not None:
        return value, "json-ld"
    for key in MODIFIED:
        if key in scan.meta and (value := read_stated(scan.meta[key])) is not None:
            return value, "meta"
    value = _of_marks(scan, "dateModified")
    return value, "microdata" if value else ""


def _stated(mark: Mark) -> str:
    return mark.attributes.get("content") or mark.attributes.get("datetime") or mark.node.text()[:_LONGEST]


def _of_marks(scan: Scan, kind: str) -> Moment | None:
    for mark in scan.marks:
        if mark.kind == kind and (value := read_stated(_stated(mark))) is not None:
            return value
    return None


def _of_times(scan: Scan, title_block: int) -> Moment | None:
    """Return the ``<time>`` nearest to the headline that is not an update."""
    best: tuple[int, Moment] | None = None
    for mark in scan.marks:
        if mark.kind != "time" or not -_AHEAD <= mark.index - title_block <= _BEHIND or title_block < 0:
            continue
        text = mark.attributes.get("datetime") or mark.node.text()[:_LONGEST]
        value = read_stated(text)
        if value is not None and _YEAR.search(text):
            distance = abs(mark.index - title_block) + (100 if _says_updated(scan, mark) else 0)
            if best is None or distance < best[0]:
                best = (distance, value)
    return best[1] if best else None


def _says_updated(scan: Scan, mark: Mark) -> bool:
    block = scan.blocks[mark.index].text[:_LONGEST] if mark.index < len(scan.blocks) else ""
    return bool(_UPDATED.search(block)) or "updat" in (mark.attributes.get("class") or "") or "modif" in mark.frame.sign


def _of_text(scan: Scan, title_block: int, *, everywhere: bool = False) -> Moment | None:
    """Return the first printed date near the headline, one that is called an update only for want of others."""
    start = max(0, title_block - _AHEAD)
    stop = len(scan.blocks) if everywhere else title_block + _BEHIND
    if title_block < 0 and not everywhere:
        return None
    reserve = None
    order = sorted(range(start, min(stop, len(scan.blocks))), key=lambda at: (at < title_block, abs(at - title_block)))
    for at in order:
        text = scan.blocks[at].text
        if len(text) > _LONGEST or not _YEAR.search(text):
            continue
        value = parse_date(text)
        if value is None or not is_possible(value) or as_day(value).year < 1995:
            continue
        if not _UPDATED.search(text):
            return value
        reserve = reserve or value
    return reserve


def _of_url(url: str | None) -> Moment | None:
    match = _IN_URL.search(url or "")
    if not match:
        return None
    try:
        return dt.date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None
