import datetime as dt

import pytest

from spacecrawl.text.dates import is_possible, parse_date

FETCHED = dt.datetime(2026, 5, 1, 12, 0, tzinfo=dt.UTC)


def at(text):
    return dt.datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2025-04-30", dt.date(2025, 4, 30)),
        ("20250430", dt.date(2025, 4, 30)),
        ("2025-04-30T12:05:06Z", at("2025-04-30T12:05:06+00:00")),
        ("2025-04-30T12:05:06.123+0200", at("2025-04-30T12:05:06+02:00")),
        ("2025-04-30 12:05 -05:00", at("2025-04-30T12:05:00-05:00")),
        ("2025-04-30T12:05:06", dt.date(2025, 4, 30)),
        ("Thu, 04 APR 2013 20:37:27 AEST", at("2013-04-04T20:37:27+10:00")),
        ("Thu, 04 Apr 2013 20:37:27 GMT", at("2013-04-04T20:37:27+00:00")),
        ("Published: May 3, 2020 at 5:04 p.m. EDT", at("2020-05-03T17:04:00-04:00")),
        ("3 May 2020", dt.date(2020, 5, 3)),
        ("3rd of May 2020", dt.date(2020, 5, 3)),
        ("Sept. 4, 2008", dt.date(2008, 9, 4)),
        ("12:30 UTC, 3 May 2020", at("2020-05-03T12:30:00+00:00")),
        ("3. Mai 2020, 14.30 Uhr", dt.date(2020, 5, 3)),
        ("Sonntag, 3. März 2020", dt.date(2020, 3, 3)),
        ("le 3 février 2020 à 14h30", dt.date(2020, 2, 3)),
        ("1er août 2020", dt.date(2020, 8, 1)),
        ("3 de mayo de 2020", dt.date(2020, 5, 3)),
        ("3 de março de 2020", dt.date(2020, 3, 3)),
        ("3 maggio 2020", dt.date(2020, 5, 3)),
        ("3 mei 2020", dt.date(2020, 5, 3)),
        ("3 maja 2020 r.", dt.date(2020, 5, 3)),
        ("3 мая 2020 г.", dt.date(2020, 5, 3)),
        ("3 Mayıs 2020", dt.date(2020, 5, 3)),
        ("3 maj 2020", dt.date(2020, 5, 3)),
        ("٣ مايو ٢٠٢٠", dt.date(2020, 5, 3)),
        ("2020年5月3日 15:04", dt.date(2020, 5, 3)),
        ("2020년 5월 3일", dt.date(2020, 5, 3)),
        ("2020.05.03", dt.date(2020, 5, 3)),
        ("2020/5/3", dt.date(2020, 5, 3)),
        ("03.05.2020", dt.date(2020, 5, 3)),
        ("25/12/2020", dt.date(2020, 12, 25)),
        ("12/25/2020", dt.date(2020, 12, 25)),
        ("03/04/2020", None),
        ("May 3", dt.date(2025, 5, 3)),
        ("3 hours ago", at("2026-05-01T09:00:00+00:00")),
        ("vor 3 Stunden", at("2026-05-01T09:00:00+00:00")),
        ("il y a 2 jours", dt.date(2026, 4, 29)),
        ("hace 2 días", dt.date(2026, 4, 29)),
        ("2 giorni fa", dt.date(2026, 4, 29)),
        ("2 dagen geleden", dt.date(2026, 4, 29)),
        ("2 dni temu", dt.date(2026, 4, 29)),
        ("2 дня назад", dt.date(2026, 4, 29)),
        ("2 gün önce", dt.date(2026, 4, 29)),
        ("há 2 dias", dt.date(2026, 4, 29)),
        ("2天前", dt.date(2026, 4, 29)),
        ("2日前", dt.date(2026, 4, 29)),
        ("2일 전", dt.date(2026, 4, 29)),
        ("Yesterday", dt.date(2026, 4, 30)),
        ("heute, 14:05", dt.date(2026, 5, 1)),
        ("i går", dt.date(2026, 4, 30)),
        ("i think so", None),
        ("hier ist der Beweis", None),
        ("1746014706", dt.datetime(2025, 4, 30, 12, 5, 6, tzinfo=dt.UTC)),
        ("2025-02-30", None),
        ("5 min read", None),
        ("Chapter 3", None),
        ("", None),
    ],
)
def test_parse_date(text, expected):
    found = parse_date(text, FETCHED)
    assert found == expected
    assert type(found) is type(expected)


def test_a_local_time_takes_the_site_s_zone():
    assert parse_date("30 Apr 2025 09:15", timezone="Australia/Sydney") == at("2025-04-30T09:15:00+10:00")
    with pytest.raises(ValueError, match="IANA"):
        parse_date("30 Apr 2025", timezone="Mars/Olympus")


def test_day_first():
    assert parse_date("03/04/2020", day_first=True) == dt.date(2020, 4, 3)
    assert parse_date("03/04/2020", day_first=False) == dt.date(2020, 3, 4)


def test_impossible_dates():
    assert not is_possible(dt.date(1970, 1, 1))
    assert not is_possible(dt.date(2026, 5, 3), FETCHED)
    assert is_possible(dt.date(2026, 5, 2), FETCHED)
    assert not is_possible(at("2026-05-01T12:30:00+00:00"), FETCHED)
