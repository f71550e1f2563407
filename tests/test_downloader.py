import json
import signal
import subprocess
import sys
import time

import pytest
from conftest import article, catalogue, environment, listing, records
from faulty_server import FaultyServer, hang, page


@pytest.mark.parametrize(("number", "status"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_a_server_that_hangs_does_not_hold_up_the_stop(tmp_path, number, status):
    """Scrapy waits for each page under way and each one queued; the run gives them up within seconds."""
    stories = [f"/reports/{n}.html" for n in range(12)]
    with FaultyServer() as server:
        server.answers = dict.fromkeys(stories, hang)
        server.answers |= {"/": page(listing("/reports/good.html", *stories))}
        server.answers["/reports/good.html"] = page(article("Good Story", "Fog over the fjord.", "Apr 01, 2025"))
        sites = catalogue(server, tmp_path)
        command = [sys.executable, "-m", "spacecrawl", "crawl", "test-site", "--sites", str(sites), "--json"]
        with subprocess.Popen(command, cwd=tmp_path, env=environment(), stdout=subprocess.PIPE) as process:
            while not any(server.requests[story] for story in stories):
                time.sleep(0.02)
            process.send_signal(number)
            out, _ = process.communicate(timeout=10)
    assert process.returncode == status
    assert json.loads(out)["skipped"] == {"the run was stopped": 12}
    assert [record["title"] for record in records(tmp_path / "output")] == ["Good Story"]


HANGING_NAMES = """
import socket, sys, time
def hang(name):
    print("asked", flush=True)
    time.sleep(60)
socket.gethostbyname = hang
from spacecrawl.commands import main
main()
"""


def test_a_name_server_that_hangs_does_not_hold_up_the_stop(tmp_path):
    """The name server is not real; that the process does not wait for the thread which asks it is."""
    sites = tmp_path / "sites.toml"
    sites.write_text("[sites.far]\nfront_pages = ['http://www.far.example/']\narticle_patterns = ['/x']\ndelay = 0\n")
    command = [sys.executable, "-c", HANGING_NAMES, "crawl", "far", "--sites", str(sites)]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(command, cwd=tmp_path, env=environment(), **pipes) as process:
        assert process.stdout.readline() == b"asked\n"
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=20)
    assert process.returncode == 143


HANGING_PARSER = """
import pathlib, time
class Slow:
    name, version = "slow", "1"
    def parse(self, page):
        pathlib.Path("parsing").touch()
        time.sleep(60)
"""


def test_a_parser_that_hangs_does_not_hold_up_the_stop(tmp_path):
    (tmp_path / "slow_parser.py").write_text(HANGING_PARSER)
    with FaultyServer() as server:
        server.answers = {"/": page(listing("/reports/a.html")), "/reports/a.html": page(article("One", "Fog."))}
        sites = catalogue(server, tmp_path, parser='"slow_parser:Slow"')
        command = [sys.executable, "-m", "spacecrawl", "crawl", "test-site", "--sites", str(sites), "--json"]
        with subprocess.Popen(command, cwd=tmp_path, env=environment(), stdout=subprocess.PIPE) as process:
            while not (tmp_path / "parsing").exists():
                time.sleep(0.02)
            process.send_signal(signal.SIGTERM)
            out, _ = process.communicate(timeout=20)
    assert process.returncode == 143
    assert json.loads(out)["skipped"] == {"the run was stopped": 1}
