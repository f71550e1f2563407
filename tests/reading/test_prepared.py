"""An article as its reading process sends it: the same record, whatever is asked of it and in whatever order."""

import dataclasses
import datetime as dt
import json
import pickle

import pytest
from itemadapter import ItemAdapter

from spacecrawl.reading import PageTask, PreparedArticle
from spacecrawl.record import Article, Author, Dateline, Link, Source
from spacecrawl.record.fetched import Fetched
from spacecrawl.record.identity import identify
from spacecrawl.record.line import as_line
from spacecrawl.replica.site import ReplicaSite
from spacecrawl.sites import builtin_catalogue


def made() -> Article:
    return identify(
        Article(
            url="https://a.example/1",
            site="a",
            title="Ferries “run” on time, also_at",
            authors=[Author("Ann Example")],
            dateline=Dateline(
                "Oslo (AFP) Mar 1, 2026", city="Oslo", country="NO", agency="AFP", date=dt.date(2026, 3, 1)
            ),
            date_published=dt.datetime(2026, 3, 1, 9, tzinfo=dt.UTC),
            summary="A lone \ud800 surrogate",
            body='Words, and of "also_at": []. ' * 20,
            links=[Link("https://b.example/", "there")],
            also_at=["https://c.example/1"],
            source=Source(url="https://a.example/1?from=feed"),
        )
    )


def sent(article: Article) -> PreparedArticle:
    return pickle.loads(pickle.dumps(PreparedArticle.of(article, article.to_dict())))


def test_a_line_is_that_of_the_article():
    article, prepared = made(), sent(made())
    for each in (article, prepared):
        each.version, each.revised_by, each.duplicate_of = 3, "site", "0123456789abcdef"
        each.also_at = ["https://d.example/1"]
    assert prepared.to_line() == article.to_line() == as_line(article.to_dict())
    assert prepared.is_as_read


def test_every_page_of_the_replica_gives_the_line_that_its_fields_give():
    site = ReplicaSite()
    for story in site.stories:
        page = site.answer(story.hosts[0], story.path)
        prepared = PageTask(page.body, f"https://www.{story.hosts[0]}.com{story.path}").run(builtin_catalogue()).article
        line = prepared.to_line()
        assert prepared.body
        assert not prepared.is_as_read
        assert prepared.to_line() == line == as_line(Article.from_dict(json.loads(line)).to_dict())


def test_what_is_at_hand_leaves_the_line_alone():
    prepared = sent(made())
    prepared.fetched = Fetched('"etag"')
    told = (prepared.id, prepared.url, prepared.site, prepared.source_url, prepared.filing, prepared.date_published)
    assert told == (
        made().id,
        "https://a.example/1",
        "a",
        "https://a.example/1?from=feed",
        ("AFP", "NO"),
        made().date_published,
    )
    assert prepared.signature == PreparedArticle.of(made(), made().to_dict()).signature is not None
    assert prepared.is_as_read


@pytest.mark.parametrize("name", [field.name for field in dataclasses.fields(Article)])
def test_every_field_is_there_when_it_is_asked_for(name):
    assert getattr(sent(made()), name) == getattr(made(), name)


def test_a_changed_field_counts_and_not_what_was_prepared():
    prepared, article = sent(made()), made()
    for each in (prepared, article):
        each.body = "Another text."
        each.source.url = "https://a.example/elsewhere"
        each.dateline.agency = "Reuters"
        each.links.append(Link("https://e.example/", "more"))
    assert prepared.to_line() == article.to_line()
    assert (prepared.source_url, prepared.filing, prepared.signature) == (
        "https://a.example/elsewhere",
        ("Reuters", "NO"),
        None,
    )
    assert pickle.loads(pickle.dumps(prepared)).to_dict() == article.to_dict()


@pytest.mark.parametrize("name", ["id", "site", "date_published", "content_hash"])
def test_a_field_at_hand_can_be_set_too(name):
    prepared, article = sent(made()), made()
    for each in (prepared, article):
        setattr(each, name, None)
    assert prepared.to_dict() == article.to_dict() == json.loads(prepared.to_line())


def test_it_is_an_item_and_a_dataclass():
    prepared = sent(made())
    assert ItemAdapter(prepared).asdict()["title"] == made().title
    assert (
        dataclasses.replace(sent(made()), title="New").to_dict() == dataclasses.replace(made(), title="New").to_dict()
    )
    assert sent(made()) == sent(made())
    with pytest.raises(AttributeError, match="no attribute 'headline'"):
        _ = prepared.headline
