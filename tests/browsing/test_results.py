"""What is found, in which order, and what is counted beside it, over a database of our own words."""

import sqlite3

import pytest
from browsed import HARMFUL, LATER, STORY, record, records, written

from spacecrawl.browsing import facets
from spacecrawl.browsing.database import BrowseDatabase
from spacecrawl.browsing.facets import Counting
from spacecrawl.browsing.filters import Filters
from spacecrawl.browsing.results import PAGE, results
from spacecrawl.browsing.words import marked


@pytest.fixture(scope="module")
def connection(tmp_path_factory):
    folder = written(tmp_path_factory.mktemp("browsed") / "a", records())
    database = BrowseDatabase(folder / "browse.db", [folder])
    list(database.top_up())
    database.close()
    connection = sqlite3.connect(f"file:{folder / 'browse.db'}?mode=ro", uri=True)
    yield connection
    connection.close()


def found(connection, **filters):
    return [row["id"] for row in results(connection, Filters(**filters)).rows]


def test_all_of_them_newest_first(connection):
    first = results(connection, Filters())
    assert first.total == 63
    assert first.pages == 4
    days = [row["date"] for row in first.rows]
    assert days == sorted(days, reverse=True)
    pages = [results(connection, Filters(page=page)).rows for page in (1, 2, 3, 4, 5)]
    assert [len(rows) for rows in pages] == [PAGE, PAGE, PAGE, 3, 0]
    assert len({row["id"] for rows in pages for row in rows}) == 63


def test_a_headline_counts_more_than_a_body(connection):
    assert found(connection, q="lamp")[:2] == [STORY, LATER] or found(connection, q="lamp")[:2] == [LATER, STORY]


def test_captions_and_sidebars_are_searched(connection):
    assert found(connection, q="bored") == [STORY]
    assert found(connection, q="sidebar:herring") == [STORY]
    assert found(connection, q="caption:herring") == []


def test_accents_and_case_do_not_count(connection):
    assert found(connection, q="dateline:alesund") == [STORY]


def test_only_the_newest_version_is_found(connection):
    assert STORY not in found(connection, q='"never sleeps"')
    assert found(connection, q='title:"hardly sleeps" correction') == [STORY]


def test_words_found_are_marked(connection):
    (row,) = results(connection, Filters(q="fjord")).rows
    assert "<mark>fjord</mark>" in marked(row["snippet"])


def test_filters_fit_all_at_once(connection):
    rows = results(connection, Filters(q="gulls", country=("NO", "FR"), site=("harbour",), since="2021-01-01")).rows
    assert rows
    assert all(r["country"] in ("NO", "FR") and r["site"] == "harbour" and r["date"] >= "2021-01-01" for r in rows)
    assert HARMFUL not in found(connection, author=("Ilse Brandt",))
    assert LATER not in found(connection, repeats="no", q="lamp")


@pytest.mark.parametrize(
    "filters", [Filters(), Filters(q="gulls"), Filters(site=("harbour",)), Filters(q="gulls", author=("Ilse Brandt",))]
)
def test_a_facet_counts_what_its_choice_would_find(connection, filters):
    counted = Counting(connection, filters).facets()
    for name, counts in counted.facets.items():
        assert counts
        for count in counts[:4]:
            values = {**{f: getattr(filters, f) for f in ("q", "site", "author")}, name: (count.value,)}
            assert results(connection, Filters(**values)).total == count.number
    total = results(connection, filters).total
    assert sum(counted.months.values()) == total


def test_a_chosen_value_is_shown_though_it_is_rare(connection):
    counts = Counting(connection, Filters(month=("2020-01",))).facets().facets["month"]
    assert counts[-1].value == "2020-01"
    assert counts[-1].number == results(connection, Filters(month=("2020-01",))).total


def test_of_very_many_matches_the_last_are_counted(connection, monkeypatch):
    monkeypatch.setattr(facets, "COUNTED", 10)
    counted = Counting(connection, Filters(q="gulls")).facets()
    assert counted.sampled
    assert sum(count.number for count in counted.facets["site"]) == 10
    assert results(connection, Filters(q="gulls")).total > 10


def test_words_that_find_nothing(connection):
    assert results(connection, Filters(q="-gulls")).total == 0
    assert Counting(connection, Filters(q="-gulls")).facets().months == {}
    assert record(1)["id"] in found(connection, q='"number 1"')
