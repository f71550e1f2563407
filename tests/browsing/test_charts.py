"""The geometry of the timeline and the map."""

from itertools import pairwise

from spacecrawl.browsing.charts import MONTHS_SHOWN, STEPS, choropleth, country_name, legend, shade, timeline, world
from spacecrawl.browsing.filters import Filters


def test_months_without_articles_are_bars_of_none():
    bars = timeline({"2020-11": 4, "2021-02": 1}, Filters(q="squid"))
    assert [(bar.label, bar.number) for bar in bars] == [
        ("2020-11", 4),
        ("2020-12", 0),
        ("2021-01", 0),
        ("2021-02", 1),
    ]
    assert [bar.height for bar in bars] == [100, 0, 0, 25]
    assert bars[0].query == "?q=squid&month=2020-11"


def test_many_months_are_years():
    months = {f"{2000 + number // 12}-{number % 12 + 1:02}": 1 for number in range(MONTHS_SHOWN + 1)}
    bars = timeline(months, Filters())
    assert [(bar.label, bar.number) for bar in bars] == [
        ("2000", 12),
        ("2001", 12),
        ("2002", 12),
        ("2003", 12),
        ("2004", 1),
    ]
    assert bars[1].query == "?since=2001-01-01&until=2001-12-31"


def test_what_is_no_month_is_left_out():
    assert timeline({"soon": 3, "2020-13": 1, "<svg>": 1}, Filters()) == []


def test_every_outline_lies_on_the_map():
    drawn = world()
    assert len(drawn["countries"]) == 250
    assert sum(bool(country["path"]) for country in drawn["countries"].values()) > 170
    for country in drawn["countries"].values():
        if country["x"] is not None:
            assert 0 <= country["x"] <= drawn["width"]
            assert 0 <= country["y"] <= drawn["height"]


def test_small_countries_are_points_on_top():
    countries = choropleth({"NO": 5, "SG": 2, "XX": 1}, Filters())
    assert countries[-1].code == "SG"
    assert not countries[-1].path
    assert {country.code: country.number for country in countries if country.number} == {"NO": 5, "SG": 2}
    assert country_name("SG") == "Singapore"
    assert country_name("XX") == "XX"


def test_the_legend_tells_every_count_once():
    for most in (1, 2, 7, 999, 1_000, 123_456):
        told = legend(most)
        ranges = [[int(part.replace(",", "")) for part in text.split(" to ")] for _, text in told]
        assert ranges[0][0] == 1
        assert ranges[-1][-1] == most
        for (step, _), span in zip(told, ranges, strict=True):
            assert shade(span[0], most) == shade(span[-1], most) == step <= STEPS
        for before, after in pairwise(ranges):
            assert after[0] == before[-1] + 1
