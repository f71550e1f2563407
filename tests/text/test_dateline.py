import datetime as dt

import pytest

from spacecrawl.record.article import Dateline
from spacecrawl.text.dateline import parse_dateline, split_dateline

REFERENCE = dt.date(2026, 5, 1)


@pytest.mark.parametrize(
    ("text", "place", "city", "region", "country", "agency", "date"),
    [
        ("Oslo (AFP) Mar 03, 2019", "Oslo", "Oslo", None, "NO", "AFP", "2019-03-03"),
        ("Tromso, Norway (SPX) Sept 4, 2010", "Tromso, Norway", "Tromso", None, "NO", "SPX", "2010-09-04"),
        ("Santa Fe NM (SPX) June 9, 2011", "Santa Fe NM", "Santa Fe", "US-NM", "US", "SPX", "2011-06-09"),
        ("Troy, NY (UPI) Jul 1, 2012", "Troy, NY", "Troy", "US-NY", "US", "UPI", "2012-07-01"),
        (
            "Washington DC (SPX) Oct 29, 2014",
            "Washington DC",
            "Washington",
            "US-DC",
            "US",
            "SPX",
            "2014-10-29",
        ),
        ("Seattle USA (AFP) Feb 2, 2026", "Seattle USA", "Seattle", None, "US", "AFP", "2026-02-02"),
        (
            "Kourou, French Guiana (ESA) Feb 6, 2011",
            "Kourou, French Guiana",
            "Kourou",
            None,
            "GF",
            "ESA",
            "2011-02-06",
        ),
        ("Moscow (RIA Novosti) Apr 2, 2013", "Moscow", "Moscow", None, "RU", "RIA Novosti", "2013-04-02"),
        ("Houston - Nov 08, 2003", "Houston", "Houston", None, "US", None, "2003-11-08"),
        ("Seoul (AFP) Feb 23 - ", "Seoul", "Seoul", None, "KR", "AFP", "2026-02-23"),
    ],
)
def test_lines_of_their_own(text, place, city, region, country, agency, date):
    found = parse_dateline(text, REFERENCE)
    assert (found.place, found.city, found.region, found.country, found.agency) == (
        place,
        city,
        region,
        country,
        agency,
    )
    assert found.date == dt.date.fromisoformat(date)
    assert found.text == text.rstrip(" -")
    assert not found.inline


@pytest.mark.parametrize(
    ("text", "printed", "rest"),
    [
        ("Lima (AFP) June 30, 2011 - Riot police went", "Lima (AFP) June 30, 2011", "Riot police went"),
        ("WASHINGTON (AP) — The House", "WASHINGTON (AP)", "The House"),
        ("MOSCOW, April 2. /TASS/. The probe", "MOSCOW, April 2. /TASS/", "The probe"),
        ("PARIS, 3 mai (AFP) - Le vol", "PARIS, 3 mai (AFP)", "Le vol"),
        ("München/London – Die Sonde ist weit draußen.", "München/London", "Die Sonde ist weit draußen."),
        ("MADRID, 5 May. (EFE) - El cohete", "MADRID, 5 May. (EFE)", "El cohete"),
        ("BEIJING, Jan. 3 (Xinhua) -- China", "BEIJING, Jan. 3 (Xinhua)", "China"),
        ("Berlin (dpa) - Der Start", "Berlin (dpa)", "Der Start"),
        ("KANSAS CITY, Mo. - March 13 - A firm", "KANSAS CITY, Mo. - March 13", "A firm"),
        ("LONDON, Feb 26 - - Prices", "LONDON, Feb 26", "Prices"),
        ("WASHINGTON, March 12, Reuter - A judge", "WASHINGTON, March 12, Reuter", "A judge"),
        ("Oslo (AFP) May 1, 2020 Rome (SPX) May 2, 2020 Then", "Oslo (AFP) May 1, 2020", "Then"),
    ],
)
def test_at_the_head_of_a_paragraph(text, printed, rest):
    found, behind = split_dateline(text, REFERENCE)
    assert (found.text, behind, found.inline) == (printed, rest, True)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Machine learning (ML) — is here",
        "SERGIO MARTINEZ- the pilot",
        "LE POINT SUR LA SITUATION - Il y a",
        "Zone 1 — A walk",
        "DEAR ABBY: My son",
        "NASA LAUNCHES PROBE - AND LOSES IT",
        "The probe left Paris on May 3, 2020 and",
        "Paris is well worth a mass — said the king",
        "“Never,” he said — and left",
        "Published May 3, 2020 - by us",
    ],
)
def test_no_dateline(text):
    assert parse_dateline(text, REFERENCE) is None


def test_the_year_is_never_in_the_future():
    assert parse_dateline("ROME, Dec 31 - It", dt.date(2020, 1, 1)).date == dt.date(2019, 12, 31)
    assert parse_dateline("ROME, Feb 29 - It", dt.datetime(2023, 6, 1, 5, tzinfo=dt.UTC)).date == dt.date(2020, 2, 29)
    assert parse_dateline("ROME, Feb 29 - It").date is None


def test_everything_is_filled():
    assert parse_dateline("SYDNEY, Australia (SPX) Apr 30, 2025") == Dateline(
        "SYDNEY, Australia (SPX) Apr 30, 2025",
        "SYDNEY, Australia",
        "Sydney",
        None,
        "AU",
        "SPX",
        "Space Media Network",
        dt.date(2025, 4, 30),
        False,
    )


@pytest.mark.parametrize(
    ("text", "printed", "agency", "date"),
    [
        ("(Reuters) - Shares rose.", "(Reuters)", "Reuters", None),
        ("(AP) — The mayor said so.", "(AP)", "Associated Press", None),
        ("March 3 (Reuters) - Shares rose.", "March 3 (Reuters)", "Reuters", dt.date(2026, 3, 3)),
        ("March 3, 2024 (AFP) – Shares rose.", "March 3, 2024 (AFP)", "Agence France-Presse", dt.date(2024, 3, 3)),
    ],
)
def test_without_a_place(text, printed, agency, date):
    found = parse_dateline(text, dt.date(2026, 4, 1))
    assert (found.text, found.place, found.city, found.country) == (printed, None, None, None)
    assert (found.agency_name, found.date, found.inline) == (agency, date, True)


@pytest.mark.parametrize(
    "text", ["(Photo) - A view.", "(AP Photo/Bo Chen) — A view.", "(Reuters) reported that", "(2024) - A year."]
)
def test_a_bracket_that_is_no_dateline(text):
    assert parse_dateline(text) is None
