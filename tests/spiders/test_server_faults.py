"""Each fault of tests/faults.py, with short time limits; benchmarks/faults.py runs them with the real ones."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from faults import BAD, FAULTS, Fault, crawl, crawl_under, good_site
from faulty_server import FaultyServer
from shifted_clock import COMPILER

QUICK = {
    "DOWNLOAD_TIMEOUT": 1.5,
    "SPACECRAWL_RETRY_PAUSES": [0.05, 0.05],
    "SPACECRAWL_FAILURES_IN_A_ROW": 0,
    "DOWNLOAD_DELAY": 0,
}
AT_ONCE = 4
ON_A_PAGE = [fault for fault in FAULTS if set(fault.answers) == {BAD} and not fault.keys]
ON_A_SITE = [fault for fault in FAULTS if fault not in ON_A_PAGE]


# faults of one page, all in one run -----------------------------------------------------------------------


@pytest.fixture(scope="module")
def addresses(tmp_path_factory):
    """What became of each page of a site on which every page has another fault, by path."""
    folder = tmp_path_factory.mktemp("pages")
    faulty = {f"/reports/{number}.html": fault.answers[BAD] for number, fault in enumerate(ON_A_PAGE)}
    loop = next(fault for fault in ON_A_PAGE if fault.name == "redirect loop")
    with FaultyServer() as server:
        server.answers = {**good_site(*faulty), **faulty, BAD: loop.answers[BAD]}
        ran = crawl(folder, server, {}, QUICK)
        assert ran.status == 3, ran.err
        told = json.loads((folder / ran.summary["run_folder"] / "run.json").read_text())
        return {entry["url"].removeprefix(server.url("")): entry for entry in told["addresses"]}


@pytest.mark.parametrize("fault", ON_A_PAGE, ids=lambda fault: fault.name)
def test_a_faulty_page(fault, addresses):
    became = addresses[f"/reports/{ON_A_PAGE.index(fault)}.html"]
    assert became["outcome"] == expected(fault), became
    assert became["reason"] or expected(fault) == "new"


def expected(fault: Fault) -> str:
    """Return what must become of the one faulty page."""
    if fault.stories == 4:
        return "new"
    return "failed" if fault.outcomes.get("failed") else "skipped"


def test_the_good_pages_beside_them(addresses):
    assert {path for path, entry in addresses.items() if entry["outcome"] == "new"} >= {
        *("/reports/one.html", "/reports/two.html", "/reports/three.html")
    }


# faults of a site, a run each -----------------------------------------------------------------------------


def run_under(fault, folder):
    with FaultyServer() as server:
        return crawl_under(fault, folder, server, QUICK)


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    """Every run, a few at a time: most of them only wait."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        yield {fault.name: pool.submit(run_under, fault, tmp_path_factory.mktemp("fault")) for fault in ON_A_SITE}


@pytest.mark.parametrize("fault", ON_A_SITE, ids=lambda fault: fault.name)
def test_a_faulty_site(fault, runs):
    if fault.clock and not COMPILER:
        pytest.skip("no C compiler, with which a clock is set for one process")
    ran = runs[fault.name].result()
    assert ran.status == fault.status, ran.err
    assert len(ran.titles) == fault.stories
    assert {name: ran.summary[name] for name in fault.outcomes} == fault.outcomes
    assert "Traceback" not in ran.err


def test_what_a_fault_kept_back_comes_when_it_is_over(tmp_path):
    fault = next(fault for fault in FAULTS if fault.name == "robots.txt 500")
    with FaultyServer() as server:
        assert crawl_under(fault, tmp_path, server, QUICK).titles == []
        server.answers = good_site(BAD)
        ran = crawl(tmp_path, server, {}, QUICK)
        assert (ran.status, sorted(ran.titles)) == (0, ["Bad", "One", "Three", "Two"])
