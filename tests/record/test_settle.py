import datetime as dt

import pytest

from spacecrawl.record import Article, Dateline
from spacecrawl.record.article import Extractor
from spacecrawl.record.settle import CONTRADICTED, settle_dates

FETCHED = dt.datetime(2026, 3, 10, 12, tzinfo=dt.UTC)


def article(dateline, published=None, source="meta", modified=None):
    provenance = {"dateline": "text", "date_published": source}
    return Article(
        dateline=Dateline("Kourou (AFP) as printed", "Kourou", date=dateline),
        date_published=published,
        date_modified=modified,
        extractor=Extractor("generic", "1", 0.9, provenance),
    )


@pytest.mark.parametrize(
    ("dateline", "published", "modified", "kept"),
    [
        (dt.date(2026, 3, 9), dt.date(2026, 3, 9), None, True),
        (dt.date(2026, 3, 9), None, None, True),
        (dt.date(2025, 11, 2), dt.date(2026, 3, 9), None, True),
        (dt.date(2016, 3, 9), dt.date(2026, 3, 9), None, False),
        (dt.date(2016, 3, 9), FETCHED, None, False),
        # a page that was changed ten years later contradicts nothing
        (dt.date(2016, 3, 9), dt.date(2016, 3, 9), dt.date(2026, 3, 9), True),
        (dt.date(2062, 3, 9), None, None, False),
    ],
)
def test_a_date_that_contradicts_the_rest_is_not_believed(dateline, published, modified, kept):
    found = settle_dates(article(dateline, published, modified=modified), FETCHED)
    assert found.dateline.text == "Kourou (AFP) as printed"
    assert found.dateline.date == (dateline if kept else None)
    assert found.extractor.provenance["dateline"] == ("text" if kept else CONTRADICTED)
    assert found.date_published == published


def test_the_day_of_publishing_goes_with_it_where_nothing_else_states_one():
    found = settle_dates(article(dt.date(2062, 3, 9), dt.date(2062, 3, 9), "dateline"), FETCHED)
    assert (found.date_published, found.dateline.date) == (None, None)
    assert "date_published" not in found.extractor.provenance
    assert settle_dates(Article()).dateline is None
