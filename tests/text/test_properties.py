import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from spacecrawl.text.byline import parse_byline
from spacecrawl.text.dateline import parse_dateline, split_dateline
from spacecrawl.text.dates import parse_date
from spacecrawl.text.places import locate

REFERENCE = dt.date(2026, 5, 1)
PLACES = st.sampled_from(
    [
        "PARIS",
        "Paris, France",
        "Los Angeles CA",
        "ST. LOUIS, Mo.",
        "N'DJAMENA",
        "München/London",
        "Kourou",
        "XYZZY",
        "A",
    ]
)
AGENCIES = st.sampled_from(["", " (AFP)", " (RIA Novosti)", " /TASS/", ", Reuter", " (SPX)"])
DATES = st.sampled_from(
    ["", " Apr 30, 2025", ", March 3", ", 3 mai", " Feb 29", ", March 2O", ", Narch 2", " Sept 4, 2008"]
)
DASHES = st.sampled_from(["", " - ", " — ", " -- ", ": ", ". ", " - - ", "—"])
REST = st.sampled_from(["", "The rocket rose at dawn.", "the", "Oslo (AFP) May 1, 2020", "12 dead in crash of a plane"])
PIECES = st.tuples(PLACES, AGENCIES, DATES, AGENCIES, DASHES, REST).map("".join)
TEXTS = st.one_of(st.text(max_size=200), PIECES, st.tuples(PIECES, st.text(max_size=40)).map("".join))
settings.register_profile("text", max_examples=300, deadline=None)
settings.load_profile("text")


@given(TEXTS)
@example("\x00(")
@example("A" * 500)
def test_any_text_gives_a_dateline_or_none(text):
    found = split_dateline(text, REFERENCE)
    if found:
        dateline, rest = found
        assert dateline.text in text
        assert rest in text
        assert (dateline.place or dateline.agency or "") in dateline.text
        assert dateline.place or dateline.agency_name
        assert dateline.inline == bool(rest)
        assert (
            dateline.date is None or dateline.date.year != 2026 or dateline.date <= REFERENCE or "20" in dateline.text
        )


@given(TEXTS)
def test_a_dateline_printed_again_reads_the_same(text):
    found = parse_dateline(text, REFERENCE)
    if found:
        again = parse_dateline(f"{found.text} — The rocket rose at dawn.", REFERENCE)
        assert again == replace(found, inline=True)


@given(st.text(max_size=120))
def test_any_text_gives_authors(text):
    assert all(author.name and author.kind in ("person", "organization") for author in parse_byline(text))


@given(st.text(max_size=60), st.none() | st.dates() | st.datetimes(timezones=st.just(dt.UTC)))
def test_any_text_gives_a_date_or_none(text, reference):
    assert parse_date(text, reference) is None or isinstance(parse_date(text, reference), dt.date)


@given(st.text(max_size=60))
def test_any_place_is_located(text):
    assert len(locate(text).country or "..") == 2


def test_names_printed_again_read_the_same():
    lines = (Path(__file__).parent / "bylines.txt").read_text(encoding="utf-8").splitlines()
    for line in lines:
        for author in parse_byline(line.partition(" -> ")[0]):
            if author.kind == "person":
                assert [again.name for again in parse_byline(author.name)] == [author.name]


@pytest.mark.parametrize("text", ["(" * 5000, "A, " * 3000, "by " * 3000, "1 " * 3000, "PARIS " * 2000, "-" * 5000])
def test_long_texts_are_no_trouble(text):
    parse_dateline(text, REFERENCE)
    parse_byline(text)
    parse_date(text, REFERENCE)
