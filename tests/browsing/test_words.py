"""What a reader types becomes a query that FTS5 takes, whatever it is."""

import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spacecrawl.browsing.words import CLOSE, OPEN, marked, match_expression

TEXTS = ["the launch failed", "launches of two squid", "gulls and squid", "the crew’s gull"]


@pytest.fixture(scope="module")
def search():
    database = sqlite3.connect(":memory:", check_same_thread=False)
    columns = "title, byline, dateline_text, body, captions, sidebar_texts"
    database.execute(f"CREATE VIRTUAL TABLE search USING fts5 ({columns}, tokenize = 'porter unicode61')")
    database.executemany(
        "INSERT INTO search (title, body) VALUES (?, ?)", [(f"Number {i}", t) for i, t in enumerate(TEXTS)]
    )
    return lambda typed: [
        number - 1
        for (number,) in database.execute(
            "SELECT rowid FROM search WHERE search MATCH ? ORDER BY 1", (match_expression(typed),)
        )
    ]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("launch", [0, 1]),
        ("LAUNCHED", [0, 1]),
        ("squid gulls", [2]),
        ("squid -gulls", [1]),
        ("launch OR gulls", [0, 1, 2, 3]),
        ('"two squid"', [1]),
        ('"squid two"', []),
        ("squ*", [1, 2]),
        ("title:number squid", [1, 2]),
        ("title:squid", []),
        ("body:squid", [1, 2]),
        ('body:"two squid"', [1]),
        ("OR squid", [1, 2]),
        ("squid OR", [1, 2]),
        ('squid "', [1, 2]),
        ("squid ( NEAR AND *", []),
        ("crew's", [3]),
    ],
)
def test_words_find(search, typed, found):
    assert search(typed) == found


@pytest.mark.parametrize("typed", ["", "-squid", "()", '""', "-", "*", "OR", "_"])
def test_nothing_to_look_for(typed):
    assert match_expression(typed) is None


@given(
    st.text(alphabet=st.sampled_from("ab\"'*-:()^{}+ ORNEAT\0\n,.&title") | st.characters(codec="utf-8"), max_size=40)
)
def test_no_input_is_an_error(search, typed):
    if match_expression(typed) is not None:
        search(typed)


def test_only_what_is_found_is_marked():
    assert str(marked(f"<b>{OPEN}squid{CLOSE}</b>")) == "&lt;b&gt;<mark>squid</mark>&lt;/b&gt;"
    assert str(marked(f"{CLOSE}<i>{OPEN}")) == str(marked(CLOSE)) + "&lt;i&gt;" + str(marked(OPEN))
    assert str(marked(None)) == ""
