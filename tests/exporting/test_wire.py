import contextlib
import datetime as dt
import sqlite3

from spacecrawl.exporting import export_to_file, format_of
from spacecrawl.exporting.wire import COUNTS, FILINGS, FILINGS_OF_A_STORY, LAGS, MONTHS, STORIES, Wire
from spacecrawl.record import Article, Dateline, Extractor


def filed(name: str, day: str | None, place: str | None = "Oslo", agency: str | None = "AFP", **keys: object) -> dict:
    """Return a record that was filed there; its page states ``published`` apart from the dateline where that is given."""
    host, published = str(keys.pop("host", "harbour.example")), keys.pop("published", None)
    filed_on = dt.date.fromisoformat(day) if day else None
    names = {"AFP": "Agence France-Presse", "UPI": "United Press International"}
    dateline = Dateline(f"{place} ({agency})", place, place, None, "NO", agency, names.get(agency or ""), filed_on)
    return Article(
        id=f"{name:0>16}",
        url=f"http://www.{host}/{name}",
        host=host,
        title=f"Story {name}",
        dateline=dateline if place else None,
        date_published=published or filed_on,
        extractor=Extractor("generic", "1", 1.0, {"date_published": "json-ld" if published else "dateline"}),
        **keys,
    ).to_dict()


def later(name: str) -> str:
    return f"{name:0>16}"


def test_filings_by_agency_place_and_month():
    records = [
        filed("1", "2026-03-04"),
        filed("2", "2026-03-30", also_at=["http://a.example/2", "http://b.example/2"]),
        filed("3", "2026-03-30", duplicate_of=later("1"), host="other.example"),
        filed("4", "2026-04-01"),
        filed("5", "2026-03-09", agency="UPI"),
        filed("6", "2026-03-09", place="Tromsø"),
        filed("7", "2026-03-09", place=None),
    ]
    with Wire(records) as wire:
        assert wire.counts() == {"articles": 7, "with_dateline": 6, "stories": 6}
        told = [tuple(row.values()) for row in wire.months()]
    assert told == [
        ("2026-04", "Agence France-Presse", "Oslo", "NO", 1, 1, 1, 1),
        ("2026-03", "Agence France-Presse", "Oslo", "NO", 3, 2, 2, 5),
        ("2026-03", "Agence France-Presse", "Tromsø", "NO", 1, 1, 1, 1),
        ("2026-03", "United Press International", "Oslo", "NO", 1, 1, 1, 1),
    ]


def test_the_first_filing_and_the_later_ones_over_hosts():
    records = [
        filed("1", "2026-03-05", host="late.example"),
        filed("2", "2026-03-04", duplicate_of=later("1"), also_at=["http://www.mirror.example/2"]),
        filed("3", "2026-03-07", duplicate_of=later("2"), agency="UPI", host="third.example"),
        filed("4", "2026-03-01"),
    ]
    with Wire(records) as wire:
        (story,) = wire.stories()
    assert (story["story"], story["filings"]) == (later("1"), 3)
    assert story["hosts"] == ["harbour.example", "mirror.example", "late.example", "third.example"]
    assert (story["first"]["host"], story["first"]["also_on"]) == ("harbour.example", ["mirror.example"])
    assert [(filing["host"], filing["days_after_first"]) for filing in story["later"]] == [
        ("late.example", 1),
        ("third.example", 3),
    ]


def test_stories_whose_first_record_is_not_chosen_or_that_name_each_other():
    records = [
        filed("1", "2026-03-04", duplicate_of=later("missing")),
        filed("2", "2026-03-05", duplicate_of=later("missing")),
        filed("3", "2026-03-06", duplicate_of=later("4")),
        filed("4", "2026-03-07", duplicate_of=later("3")),
        {**filed("5", "2026-03-07"), "id": None, "url": None, "host": None},
        {**filed("6", "2026-03-07"), "id": None, "url": None, "host": None},
    ]
    with Wire(records) as wire:
        found = {
            story["story"]: [story["first"]["day"], *(each["day"] for each in story["later"])]
            for story in wire.stories()
        }
        assert wire.counts()["stories"] == 4
    assert found == {later("missing"): ["2026-03-04", "2026-03-05"], later("3"): ["2026-03-06", "2026-03-07"]}


def test_the_lag_counts_only_where_the_page_states_its_publication():
    stated = [filed(str(day), "2026-03-04", published=dt.date(2026, 3, day)) for day in (3, 4, 4, 5, 5, 6, 9)]
    stated = [{**record, "id": f"{number:016}"} for number, record in enumerate(stated)]
    with Wire([*stated, filed("x", "2026-03-04"), filed("y", "2026-03-04", agency="UPI")]) as wire:
        afp, upi = wire.lags()
    assert afp == {
        "agency": "Agence France-Presse",
        "filings": 8,
        "known": 7,
        "before_dateline": 1,
        "same_day": 2,
        "median_days": 1,
        "days_of_nine_in_ten": 5,
        "most_days": 5,
    }
    assert (upi["filings"], upi["known"], upi["median_days"]) == (1, 0, None)


def test_the_same_answers_come_from_an_export(tmp_path):
    records = [
        filed("1", "2026-03-05", also_at=["http://a.example/1"], published=dt.date(2026, 3, 6)),
        filed("2", "2026-03-04", duplicate_of=later("1")),
        filed("3", "2026-03-06", duplicate_of=later("2")),
        filed("4", None, place=None),
    ]
    export_to_file(records, format_of("sqlite", "articles.db"), tmp_path / "articles.db")
    with Wire(records) as wire, contextlib.closing(sqlite3.connect(tmp_path / "articles.db")) as export:
        export.execute(f"CREATE VIEW filings AS {FILINGS}")
        for question in (COUNTS, MONTHS, STORIES, LAGS):
            assert export.execute(question).fetchall() == [tuple(row) for row in wire._ask(question)]
        told = wire._ask(FILINGS_OF_A_STORY, later("1"))
        assert export.execute(FILINGS_OF_A_STORY, (later("1"),)).fetchall() == [tuple(row) for row in told]


def test_nothing_is_nothing():
    with Wire([]) as wire:
        assert wire.counts() == {"articles": 0, "with_dateline": 0, "stories": 0}
        assert [*wire.months(), *wire.stories(), *wire.lags()] == []
