"""What an article says of its own days, held against itself and the fetch."""

from __future__ import annotations

import datetime as dt

from spacecrawl.record.article import Article

CONTRADICTED = "text, its date contradicts the rest"
"""Provenance of a dateline whose print is kept and whose date is not believed."""

_YEARS = 366
"""Days between a dateline and the day of publishing from which on the year is a slip: old stories are republished
under their own datelines within the year."""


def settle_dates(article: Article, fetched: dt.date | None = None) -> Article:
    """Take the date off a dateline that lies after the fetch or a year and more from all that is stated besides.

    Its text stays as printed, and ``extractor.provenance`` tells. Changes the article and returns it.
    """
    dateline, extractor = article.dateline, article.extractor
    if dateline is None or dateline.date is None or extractor is None:
        return article
    of_dateline = extractor.provenance.get("date_published") == "dateline"
    stated = [day(date) for date in (None if of_dateline else article.date_published, article.date_modified) if date]
    late = fetched is not None and dateline.date > day(fetched) + dt.timedelta(days=1)
    apart = bool(stated) and all(abs((date - dateline.date).days) > _YEARS for date in stated)
    if not late and not apart:
        return article
    if of_dateline:
        article.date_published = None
        del extractor.provenance["date_published"]
    dateline.date = None
    extractor.provenance["dateline"] = CONTRADICTED
    return article


def day(date: dt.date) -> dt.date:
    """Return the calendar day of a date or a datetime as written."""
    return date.date() if isinstance(date, dt.datetime) else date
