"""Versions are read where they stand in the file, and compared word by word."""

import sqlite3

import pytest
from browsed import LATER, STORY, record, records, story, written

from spacecrawl.browsing.article import article_page
from spacecrawl.browsing.database import BrowseDatabase
from spacecrawl.browsing.filters import Filters
from spacecrawl.browsing.versions import SHOWN, versions_of
from spacecrawl.browsing.wire import wire


@pytest.fixture
def browsed(tmp_path):
    opened = []

    def fill(*folders):
        database = BrowseDatabase(tmp_path / "browse.db", folders)
        list(database.top_up())
        database.close()
        opened.append(sqlite3.connect(tmp_path / "browse.db"))
        return opened[-1]

    yield fill
    for connection in opened:
        connection.close()


def pieces(paragraphs):
    return [(piece.kind, piece.text) for paragraph in paragraphs for piece in paragraph if piece.kind != "kept"]


def test_words_that_differ(browsed, tmp_path):
    second, first = versions_of(browsed(written(tmp_path / "a", records())), STORY)
    assert (second.number, second.revised_by, first.number, first.differences) == (2, "site", 1, {})
    assert pieces(second.differences["title"]) == [("gone", "never"), ("new", "hardly")]
    assert pieces(second.differences["body"])[:2] == [("gone", "ninety"), ("new", "ninety-one")]
    assert second.corrections == ["Correction: an earlier version of this story miscounted the steps."]


def test_versions_of_several_folders(browsed, tmp_path):
    folders = [written(tmp_path / "a", [story(1)]), written(tmp_path / "b", [story(2)])]
    assert [version.number for version in versions_of(browsed(*folders), STORY)] == [2, 1]


def test_of_many_the_last(browsed, tmp_path):
    lines = [record(1, title=f"Take {number}", version=number) for number in range(1, SHOWN + 6)]
    versions = versions_of(browsed(written(tmp_path / "a", lines)), record(1)["id"])
    assert [version.number for version in versions] == list(range(SHOWN + 5, 5, -1))
    assert all("title" in version.differences for version in versions)


def test_a_file_that_is_another_by_now(browsed, tmp_path):
    """Until it is read anew, a page shows what it has, and no other article's text as a version."""
    connection = browsed(written(tmp_path / "a", records()))
    written(tmp_path / "a", records()[::-1])
    shown = article_page(connection, STORY)
    assert shown.row["title"] == "Lamp that hardly sleeps"
    assert shown.versions == []


def test_the_page_knows_its_neighbours(browsed, tmp_path):
    shown = article_page(browsed(written(tmp_path / "a", records())), STORY)
    assert shown.known == {"http://harbour.example/2": record(2)["id"]}
    assert [filing["host"] for filing in shown.filings] == ["harbour.example", "lighthouse.example"]
    assert shown.provenance["date_published"] == "meta"
    assert article_page(browsed(tmp_path / "a"), "f" * 16) is None


def test_wire(browsed, tmp_path):
    told = wire(browsed(written(tmp_path / "a", records())), Filters())
    oslo = next(place for place in told.places if place.place == "Oslo")
    assert (oslo.agency, oslo.country, oslo.filings) == ("Space Media", "NO", 15)
    assert sum(oslo.times.values()) == 15
    filings = told.stories[0]
    assert [(filing["id"], filing["after"]) for filing in filings] == [(STORY, 0.0), (LATER, 2.0)]
    assert [(lag.agency, lag.filings, lag.median, lag.most, lag.same_day) for lag in told.lags] == [
        ("Space Media", 1, 2, 2, 0)
    ]


def test_wire_of_nothing(browsed, tmp_path):
    told = wire(browsed(written(tmp_path / "a", [record(1)])), Filters(country=("FR",)))
    assert (told.places, told.times, told.stories, told.lags) == ([], [], [], [])
