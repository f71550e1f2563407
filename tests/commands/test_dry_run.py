import json
import subprocess
import sys
import time

import pytest
from conftest import Page, article, catalogue, environment, listing, records


@pytest.fixture
def two_stories(site):
    site.pages = {
        "/": Page(listing("/reports/one.html"), headers={"ETag": '"1"'}),
        "/reports/one.html": Page(article("One", "Fog over the fjord.")),
        "/reports/two.html": Page(article("Two", "The tide was late.")),
    }
    return site


def files(folder):
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_dry_run_tells_what_would_be_fetched_and_changes_nothing(spacecrawl, two_stories, tmp_path):
    crawl = ("crawl", "test-site", "--sites", catalogue(two_stories, tmp_path))
    assert spacecrawl(*crawl).status == 0
    two_stories.pages["/"] = Page(listing("/reports/one.html", "/reports/two.html"), headers={"ETag": '"2"'})
    before = files(tmp_path / "output")
    for _ in range(2):
        ran = spacecrawl(*crawl, "--dry-run")
        assert (ran.status, ran.out) == (0, f"{two_stories.url('/reports/two.html')}\tlisted and not known\n")
        assert "skipped: known" in ran.err
    changed = {str(path) for path, content in files(tmp_path / "output").items() if before.get(path) != content}
    assert changed <= {".lock-holder", "spacecrawl.db-wal", "spacecrawl.db-shm"}
    assert not two_stories.requests["/reports/two.html"]
    assert spacecrawl(*crawl).status == 0
    assert len(records(tmp_path / "output")) == 2


def test_a_dry_run_makes_no_folder(spacecrawl, two_stories, tmp_path):
    ran = spacecrawl("crawl", "test-site", "--sites", catalogue(two_stories, tmp_path), "--dry-run", "--json")
    assert (ran.status, ran.summary["would_fetch"], ran.summary["folder"]) == (0, 1, "output")
    outcomes = [(entry["outcome"], entry["reason"]) for entry in json.loads(ran.out)["addresses"]]
    assert outcomes == [("index page", None), ("would fetch", "listed and not known")]
    assert not (tmp_path / "output").exists()


def test_a_dry_run_of_what_would_be_looked_at_again(spacecrawl, two_stories, tmp_path):
    crawl = ("crawl", "test-site", "--sites", catalogue(two_stories, tmp_path))
    assert spacecrawl(*crawl).status == 0
    assert spacecrawl(*crawl, "--dry-run", "--refresh", "3").out.endswith("\tknown, and not older than 3 days\n")
    assert spacecrawl(*crawl, "--dry-run", "--full").out.endswith("\tlisted\n")
    assert spacecrawl(*crawl, "--dry-run").out == ""


def test_a_dry_run_waits_for_the_folder_like_any_other(spacecrawl, two_stories, tmp_path):
    two_stories.pages["/reports/one.html"].wait = 20.0
    crawl = ("crawl", "test-site", "--sites", str(catalogue(two_stories, tmp_path)))
    command = [sys.executable, "-m", "spacecrawl", *crawl]
    with subprocess.Popen(command, cwd=tmp_path, env=environment(), stderr=subprocess.DEVNULL) as process:
        while not two_stories.requests["/reports/one.html"]:
            time.sleep(0.02)
        ran = spacecrawl(*crawl, "--dry-run")
        process.kill()
    assert ran.status == 4
    assert f"process {process.pid}" in ran.err
