"""Titles, days and authors where the sources of a page disagree."""

import datetime as dt
import json

import pytest

from spacecrawl.extraction import read_page
from spacecrawl.parsers.metadata.date_sources import day_first_of
from spacecrawl.parsers.metadata.trust import FIELDS, Candidate, elect, load_trust, score
from spacecrawl.parsers.page import Page

TEXT = "".join(
    f"<p>The ferry of {hour} o'clock was late again on Tuesday, and the harbour master, who had promised that it would "
    f"not be, said so to the {hour} people who had waited on the quay in the rain.</p>"
    for hour in ("six", "seven", "eight", "nine", "ten")
)
FETCHED = dt.datetime(2026, 3, 10, 12, 0, tzinfo=dt.UTC)


def read(head="", above="", title="Ferries run late all week", lang="en", url=None, **page):
    html = f'<html lang="{lang}"><head>{head}</head><body><main><article><h1>{title}</h1>{above}{TEXT}</article></main></body></html>'
    made = Page(html, url or "https://gazette.example/harbour/ferries-run-late-all-week")
    for key, value in page.items():
        setattr(made, key, value)
    return read_page(made, parser="generic")


def data(**article):
    return f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", **article})}</script>'


@pytest.mark.parametrize(
    ("head", "title", "expected"),
    [
        (
            "<title>Ferries run late all week | The Harbour Gazette</title>",
            "Ferries run late all week",
            "Ferries run late all week",
        ),
        (
            '<title>Ferries run late all week - Gazette</title><meta property="og:title" content="Ferries run late all week">',
            "Our harbour pages",
            "Ferries run late all week",
        ),
        (
            data(headline="Harbour: Ferries run late all week")
            + '<meta property="og:title" content="Harbour: Ferries run late all week">',
            "<span>Harbour</span><span>Ferries run late all week</span>",
            "Harbour: Ferries run late all week",
        ),
    ],
)
def test_the_headline_that_sources_agree_on(head, title, expected):
    assert read(head, title=title).title == expected


@pytest.mark.parametrize(
    ("head", "above", "expected"),
    [
        (data(datePublished="2026-03-04T18:30:00+01:00"), "", "2026-03-04T18:30:00+01:00"),
        ('<meta property="article:published_time" content="2026-03-04T18:30:00Z">', "", "2026-03-04T18:30:00+00:00"),
        ("", '<p>By Ann Lee</p><p><time datetime="2026-03-04">4 March</time></p>', "2026-03-04"),
        ("", "<p>By Ann Lee</p><p>March 4, 2026</p>", "2026-03-04"),
        ("", "<p>3 hours ago</p>", "2026-03-10T09:00:00+00:00"),
        ("", "<p>vor 2 Tagen</p>", "2026-03-08"),
        # a change is no publishing, and what lies after the fetch or before the web is neither
        (data(datePublished="2026-01-05", dateModified="2026-03-04"), "<p>Updated March 4, 2026</p>", "2026-01-05"),
        (data(datePublished="2031-01-05"), "<p>March 4, 2026</p>", "2026-03-04"),
        (data(datePublished="0001-01-01T00:00:00Z"), "<p>March 4, 2026</p>", "2026-03-04"),
        (data(datePublished="{{ date }}"), "<p>March 4, 2026</p>", "2026-03-04"),
        ('<script>self.state = {"datePublished": "2026-03-04T18:30:00Z"}</script>', "", "2026-03-04T18:30:00+00:00"),
    ],
)
def test_the_day_of_publishing(head, above, expected):
    found = read(head, above, fetched=FETCHED).date_published
    assert found is not None
    assert found.isoformat() == expected


def test_a_local_time_is_of_the_sites_zone():
    article = read(above="<p>March 4, 2026 6:30 pm</p>", fetched=FETCHED, timezone="Australia/Sydney")
    assert article.date_published.isoformat() == "2026-03-04T18:30:00+11:00"
    assert read(above="<p>March 4, 2026 6:30 pm</p>", fetched=FETCHED).date_published == dt.date(2026, 3, 4)


def test_the_day_of_change():
    article = read(data(datePublished="2026-01-05", dateModified="2026-03-04T10:00:00Z"))
    assert article.date_modified == dt.datetime(2026, 3, 4, 10, 0, tzinfo=dt.UTC)
    assert article.extractor.provenance["date_modified"] == "json-ld"
    assert read(data(datePublished="2026-03-05", dateModified="2026-03-04")).date_modified is None


def test_the_address_tells_a_day():
    article = read(url="https://gazette.example/2026/03/04/ferries-run-late-all-week")
    assert article.date_published == dt.date(2026, 3, 4)
    assert article.extractor.provenance["date_published"] == "url"
    assert read(url="https://gazette.example/2026/03/ferries").date_published is None


@pytest.mark.parametrize(("lang", "day"), [("de", 3), ("en-GB", 3), ("en-US", 4), ("en", None)])
def test_the_order_of_day_and_month_is_the_languages(lang, day):
    found = read(above="<p>03/04/2025</p>", lang=lang).date_published
    assert (found.day if found else None) == day
    assert day_first_of("en", "gazette.co.uk") is True


@pytest.mark.parametrize(
    ("head", "above", "names"),
    [
        (data(author={"@type": "Person", "name": "Ann Lee"}), "", ["Ann Lee"]),
        (data(author=[{"name": "Ann Lee"}, {"name": "Bo Chen"}]), "", ["Ann Lee", "Bo Chen"]),
        # an author who is named elsewhere in the data
        (
            data(author={"@id": "#ann"})
            + '<script type="application/ld+json">{"@type": "Person", "@id": "#ann", "name": "Ann Lee"}</script>',
            "",
            ["Ann Lee"],
        ),
        # the site's account in the data, the person in print
        (data(author={"name": "gazette_admin1"}), '<p class="byline">By Ann Lee</p>', ["Ann Lee"]),
        ("", "<p>Written by</p><p>Ann Lee</p>", ["Ann Lee"]),
        ("", '<p class="author">By Ann Lee ⋅ 4 min read</p>', ["Ann Lee"]),
        ("", '<div class="author"><p>By Ann Lee</p></div><p class="author">Reviewed by Dr. Mo Diaz</p>', ["Ann Lee"]),
        ('<meta name="citation_author" content="Lee, Ann">', "", ["Ann Lee"]),
        ('<meta name="author" content="{{ author }}">', "", []),
    ],
)
def test_authors(head, above, names):
    assert [author.name for author in read(head, above).authors] == names


def test_trust_is_a_sum_of_weights():
    trust = load_trust()
    assert set(trust) == set(FIELDS)
    assert trust["date_published"]["json-ld datePublished"] > trust["date_published"]["text far 2"]
    assert score({"a", "b", "unknown"}, {"a": 1.0, "b": -0.25}) == 0.75
    assert elect([], {}) is None
    first, second = Candidate("x", "meta", {"a"}), Candidate("y", "text", {"a"})
    assert elect([first, second], {"a": 1.0}) is first
