import datetime as dt

import pytest
from exported import BARE, FULL

from spacecrawl.exporting import Selection

DAY = dt.date(2026, 3, 4)
NIGHT = dt.timedelta(days=1)


@pytest.mark.parametrize(
    "wanted",
    [
        Selection(),
        Selection(since=DAY, until=DAY),
        Selection(sites=("other", "harbour")),
        Selection(languages=("EN",)),
        Selection(sections=("tides",)),
        Selection(agencies=("spx",)),
        Selection(agencies=("Space Media",)),
        Selection(agencies=("AFP",)),
        Selection(countries=("no",)),
        Selection(authors=("inkster",)),
        Selection(text=("HERRING", "ærø", "water warms")),
    ],
)
def test_what_fits_is_taken(wanted):
    assert wanted.takes(FULL)


@pytest.mark.parametrize(
    "wanted",
    [
        Selection(duplicates=False),
        Selection(since=DAY + NIGHT),
        Selection(until=DAY - NIGHT),
        Selection(sites=("har",)),
        Selection(languages=("e", "de")),
        Selection(sections=("tide",)),
        Selection(agencies=("AF",)),
        Selection(countries=("SE",)),
        Selection(authors=("Ilse",)),
        Selection(text=("herring", "cod")),
        Selection(sites=("harbour",), countries=("SE",)),
    ],
)
def test_what_does_not_fit_is_left(wanted):
    assert not wanted.takes(FULL)


def test_an_article_that_states_nothing():
    assert Selection(duplicates=False).takes(BARE)
    for wanted in (Selection(since=DAY), Selection(until=DAY), Selection(countries=("NO",)), Selection(authors=("a",))):
        assert not wanted.takes(BARE)
