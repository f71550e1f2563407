"""Each fault of tests/faults.py, with short time limits; what was lost to it comes when it is over."""

from __future__ import annotations

import pytest
from faults import FAULTS, GOOD, answers, crawl, good_site
from faulty_server import FaultyServer

QUICK = {"DOWNLOAD_TIMEOUT": 2, "SPACECRAWL_RETRY_PAUSES": [0.05, 0.05], "DOWNLOAD_DELAY": 0}


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_run_under_a_fault(fault, tmp_path):
    with FaultyServer() as server:
        server.answers = answers(fault)
        ran = crawl(tmp_path, server, fault.keys, QUICK)
        assert ran.status == fault.status, ran.err
        assert len(ran.titles) == fault.stories
        assert {name: ran.summary[name] for name in fault.outcomes} == fault.outcomes
        assert set(fault.titles) <= set(ran.titles)
        assert "Traceback" not in ran.err
