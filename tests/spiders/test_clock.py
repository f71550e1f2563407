import pytest
from faults import WORDS, crawl, listing, story
from faulty_server import FaultyServer, page
from shifted_clock import COMPILER, shifted

YEAR = 365 * 86_400
TITLES = ("One", "Two", "Three")


@pytest.mark.skipif(not COMPILER, reason="no C compiler, with which a clock is set back for one process")
def test_a_clock_set_back_between_runs_loses_nothing(tmp_path):
    """A machine whose clock was a year ahead is put right: what it knew stays known, and new stories come."""
    with FaultyServer() as server:
        for number, seconds in enumerate((YEAR, 0, 0), 1):
            stories = {f"/reports/{title.lower()}.html": page(story(title, WORDS[title])) for title in TITLES[:number]}
            server.answers = {"/": page(listing(*stories)), **stories}
            ran = crawl(tmp_path, server, {}, {}, **shifted(tmp_path, seconds))
            assert (ran.status, ran.summary["articles_new"]) == (0, 1), ran.err
            assert ran.summary["seconds"] >= 0
        assert sorted(ran.titles) == sorted(TITLES)
        assert max(server.requests[f"/reports/{title.lower()}.html"] for title in TITLES) == 1
    years = sorted(path.name[:4] for path in (tmp_path / "output" / "runs").iterdir())
    assert int(years[-1]) == int(years[0]) + 1
