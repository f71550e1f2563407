import dataclasses
import datetime as dt
import hashlib
import json

import jsonschema
import pytest
from itemadapter import ItemAdapter

import spacecrawl
from spacecrawl.record import Article, Author, Dateline, Extractor, Image, Link, Sidebar, Source
from spacecrawl.record.identity import identify
from spacecrawl.record.normalise import normalise
from spacecrawl.record.schema import record_schema, schema_fault


@pytest.fixture
def article():
    dateline = Dateline(
        "Oslo, Norway (SPX) Mar 04, 2024",
        "Oslo, Norway",
        "Oslo",
        None,
        "NO",
        "SPX",
        "Space Media Network",
        dt.date(2024, 3, 4),
    )
    return Article(
        url="https://www.spacedaily.com/reports/A_999.html",
        title="A Title",
        byline="by Ann Lee",
        authors=[Author("Ann Lee")],
        dateline=dateline,
        date_published=dt.date(2024, 3, 4),
        date_modified=dt.datetime(2024, 3, 5, 7, 30, tzinfo=dt.timezone(dt.timedelta(hours=10))),
        body="One.\n\nTwo.",
        images=[Image("https://www.spacedaily.com/a.jpg", "File image.")],
        links=[Link("https://oslo.example/", "Oslo")],
        sidebars=[Sidebar("Box", dateline, "Text.")],
        source=Source("https://www.spacedaily.com/reports/A_999.html", dt.datetime(2024, 3, 6, tzinfo=dt.UTC)),
        extractor=Extractor("space_media", "1", 0.9, {"title": "markup"}),
    )


def test_keys_and_their_order(article):
    keys = (
        "id url host site section title byline authors dateline date_published date_modified summary "
        "body images links sidebars tags language also_at duplicate_of version revised_by content_hash "
        "source extractor schema_version"
    ).split()
    assert list(article.to_dict()) == keys == list(record_schema()["properties"]) == record_schema()["required"]
    nested = article.to_dict()["dateline"]
    assert list(nested) == ("text place city region country agency agency_name date inline").split()
    assert list(article.to_dict()["source"]) == ["url", "fetched_at", "file", "offset"]


def test_there_and_back(article):
    identify(article)
    record = json.loads(json.dumps(article.to_dict()))
    assert Article.from_dict(record) == article
    assert record["date_modified"] == "2024-03-05T07:30:00+10:00"


def test_identity(article):
    identify(article)
    assert article.id == hashlib.sha256(article.url.encode()).hexdigest()[:16]
    text = "A Title\n\nby Ann Lee\n\nOslo, Norway (SPX) Mar 04, 2024\n\nOne.\n\nTwo."
    assert article.content_hash == hashlib.sha256(text.encode()).hexdigest()
    assert article.host == "spacedaily.com"
    empty = identify(Article())
    assert (empty.id, empty.host) == (None, None)
    assert empty.content_hash == hashlib.sha256(b"\n\n\n\n\n\n").hexdigest()


def test_item_adapter_handles_an_article(article):
    adapter = ItemAdapter(article)
    adapter["title"] = "Another"
    assert article.title == "Another"
    assert set(adapter.field_names()) == {field.name for field in dataclasses.fields(Article)}


def test_the_compiled_check_agrees_with_an_interpreting_one(article):
    valid = identify(article).to_dict()
    validator = jsonschema.Draft202012Validator(record_schema())
    wrong = [
        {**valid, "url": "ftp://x"},
        {**valid, "version": 0},
        {**valid, "revised_by": "hand"},
        {**valid, "extra": 1},
        {**valid, "date_published": "yesterday"},
        {**valid, "authors": [{"name": "", "kind": "person", "role": None, "agency": None}]},
        {**valid, "dateline": {**valid["dateline"], "country": "Norway"}},
        {**valid, "links": [{"url": "javascript:alert(1)", "text": "", "kind": "reference"}]},
        {key: value for key, value in valid.items() if key != "tags"},
    ]
    assert schema_fault(valid) is None
    assert validator.is_valid(valid)
    for record in wrong:
        assert schema_fault(record)
        assert not validator.is_valid(record)


def test_normal_form():
    article = Article(
        title="Caf\u0065\u0301  &amp;\tBar",
        byline=" by  Ann ",
        body="It\u2019s\u00a0so \u2014 \u201cquoted\u201d.\r\n\r\n\r\n  Next\x07 one. ",
    )
    normalise(article)
    assert article.title == "Caf\u00e9 & Bar"
    assert article.byline == "by Ann"
    assert article.body == "It\u2019s so \u2014 \u201cquoted\u201d.\n\nNext one."
    once = article.to_dict()
    assert normalise(article).to_dict() == once


def test_mojibake_is_undone_and_what_only_looks_so_stays():
    assert normalise(Article(title="LÃ¤mpÃ¶ dâ€™or")).title == "Lämpö d’or"
    assert normalise(Article(title="Ärger mit Öl – “so”")).title == "Ärger mit Öl – “so”"


def test_public_names():
    assert spacecrawl.parse_dateline("Sydney, Australia (SPX) Apr 30, 2025").date == dt.date(2025, 4, 30)
    assert [author.name for author in spacecrawl.parse_byline("By W.G. Dunlop, Sara HUSSEIN")] == [
        "W.G. Dunlop",
        "Sara Hussein",
    ]
    assert spacecrawl.extract(b"").body == ""
    with pytest.raises(AttributeError):
        spacecrawl.nothing  # noqa: B018
