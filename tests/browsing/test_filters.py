"""Filters go to an address and come back from it."""

from urllib.parse import parse_qsl

from hypothesis import given
from hypothesis import strategies as st

from spacecrawl.browsing.filters import Filters

WORDS = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=20).map(str.strip).filter(bool)
VALUES = st.lists(WORDS, max_size=3, unique=True).map(tuple)


@given(
    st.builds(
        Filters,
        q=WORDS,
        site=VALUES,
        section=VALUES,
        author=VALUES,
        country=VALUES,
        since=st.dates().map(str),
        repeats=st.sampled_from(["", "no"]),
        sort=st.sampled_from(["", "oldest"]),
    )
)
def test_an_address_keeps_them(filters):
    assert Filters.read(parse_qsl(filters.query()[1:])) == filters


def test_what_can_not_be_meant_is_left_out():
    given = [("since", "soon"), ("sort", "colour"), ("repeats", "maybe"), ("page", "-3"), ("nothing", "x"), ("q", "  ")]
    assert Filters.read(given) == Filters()
    assert Filters.read([("page", "9999999999")]).page == 1


def test_a_value_is_chosen_and_taken_off():
    chosen = Filters(q="squid", site=("harbour",))
    assert chosen.toggled("site", "lighthouse") == "?q=squid&site=harbour&site=lighthouse"
    assert chosen.toggled("site", "harbour") == "?q=squid"


def test_another_page_is_only_in_its_own_address():
    assert Filters(q="squid", page=3).query(site=("harbour",)) == "?q=squid&site=harbour"
    assert Filters(q="squid").query(page=4) == "?q=squid&page=4"
