import json
import shlex
import subprocess
import sys
import time

from conftest import Page, article, catalogue, environment, listing


def test_status_of_a_folder(spacecrawl, site, tmp_path):
    site.pages = {
        "/": Page(listing("/reports/good.html", "/reports/gone.html")),
        "/reports/good.html": Page(article("Good Story", "Fog over the fjord.", "Mar 04, 2024")),
        "/reports/gone.html": Page("gone", 410),
    }
    sites = catalogue(site, tmp_path)
    spacecrawl("crawl", "test-site", "--sites", sites)
    spacecrawl("crawl", "test-site", "--sites", sites, "--limit", "3")
    told = json.loads(spacecrawl("status", "--json").out)
    assert [(run["status"], run["articles_new"]) for run in told["runs"]] == [(0, 0), (0, 1)]
    assert told["runs"][0]["arguments"]["limit"] == 3
    (known,) = told["sites"]
    assert (known["site"], known["articles"], known["newest"]) == ("test-site", 1, "2024-03-04")
    assert known["others"] == {"gone": 1}
    assert told["runs"][1]["started"] <= known["last_new"] <= told["runs"][0]["started"]
    shown = spacecrawl("status", "--runs", "1")
    assert shown.status == 0
    typed = ["crawl", "test-site", "--sites", str(sites), "--limit", "3"]
    assert told["runs"][0]["command"] == shlex.join(typed)
    assert len([line for line in shown.out.splitlines() if " crawl test-site --sites " in line]) == 1
    assert "1 gone" in shown.out


def test_a_run_that_goes_on_has_not_ended(spacecrawl, site, tmp_path):
    site.pages = {"/": Page(listing("/reports/slow.html")), "/reports/slow.html": Page("", wait=20.0)}
    command = [sys.executable, "-m", "spacecrawl", "crawl", "test-site", "--sites", str(catalogue(site, tmp_path))]
    with subprocess.Popen(command, cwd=tmp_path, env=environment(), stderr=subprocess.DEVNULL) as process:
        while not site.requests["/reports/slow.html"]:
            time.sleep(0.02)
        shown = spacecrawl("status")
        process.kill()
    assert "not ended" in shown.out


def test_no_folder(spacecrawl):
    ran = spacecrawl("status", "--folder", "nowhere")
    assert (ran.status, ran.out) == (5, "")
    assert "nowhere" in ran.err
