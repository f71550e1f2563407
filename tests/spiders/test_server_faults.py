"""Each fault of tests/faults.py, with short time limits; benchmarks/faults.py runs them with the real ones."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from faults import BAD, FAULTS, crawl, crawl_under, good_site
from faulty_server import FaultyServer
from shifted_clock import COMPILER

QUICK = {"DOWNLOAD_TIMEOUT": 2, "SPACECRAWL_RETRY_PAUSES": [0.05, 0.05], "DOWNLOAD_DELAY": 0}
AT_ONCE = 4


def run_under(fault, folder):
    with FaultyServer() as server:
        return crawl_under(fault, folder, server, QUICK)


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    """Every run, a few at a time: most of them only wait."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        yield {fault.name: pool.submit(run_under, fault, tmp_path_factory.mktemp("fault")) for fault in FAULTS}


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_run_under_a_fault(fault, runs):
    if fault.clock and not COMPILER:
        pytest.skip("no C compiler, with which a clock is set for one process")
    ran = runs[fault.name].result()
    assert ran.status == fault.status, ran.err
    assert len(ran.titles) == fault.stories
    assert {name: ran.summary[name] for name in fault.outcomes} == fault.outcomes
    assert set(fault.titles) <= set(ran.titles)
    assert "Traceback" not in ran.err


def test_what_a_fault_kept_back_comes_when_it_is_over(tmp_path):
    fault = next(fault for fault in FAULTS if fault.name == "robots.txt 500")
    with FaultyServer() as server:
        assert crawl_under(fault, tmp_path, server, QUICK).titles == []
        server.answers = good_site(BAD)
        ran = crawl(tmp_path, server, fault.keys, QUICK)
        assert (ran.status, sorted(ran.titles)) == (0, ["Bad", "One", "Three", "Two"])
