"""The events of real runs, as another program reads them."""

import json
import os
import subprocess
import sys
import threading
import time

import pytest
from conftest import Page, article, catalogue, environment, listing
from jsonschema import Draft202012Validator

from spacecrawl.watching import event_schema
from spacecrawl.watching.events import KINDS

STORIES = ("good", "twin", "gone", "bad", "empty", "secret")
WORDS = "Fog lay over the fjord until noon and the ferry sounded its horn at every buoy it passed on the way."


@pytest.fixture
def mixed_site(site):
    """A site with every kind of story."""
    site.pages = {
        "/robots.txt": Page("User-agent: *\nDisallow: /reports/secret\n", content_type="text/plain"),
        "/": Page(listing(*(f"/reports/{name}.html" for name in STORIES))),
        "/reports/good.html": Page(article("Good Story", WORDS)),
        "/reports/twin.html": Page(article("Twin Story", WORDS)),
        "/reports/gone.html": Page("gone", 410),
        "/reports/bad.html": Page("not for you", 403),
        "/reports/empty.html": Page(""),
    }
    return site


def events(path) -> list[dict]:
    told = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    validator = Draft202012Validator(event_schema())
    for event in told:
        validator.validate(event)
    return told


def of_kind(told, kind):
    return [event for event in told if event["event"] == kind]


def test_a_run_from_start_to_end(spacecrawl, mixed_site, tmp_path):
    crawl = ("crawl", "test-site", "--sites", catalogue(mixed_site, tmp_path), "--events", "events.jsonl")
    first = spacecrawl(*crawl, "--json")
    told = events(tmp_path / "events.jsonl")
    assert (told[0]["event"], told[-1]["event"]) == ("run_start", "run_end")
    assert (told[0]["folder"], told[0]["arguments"]) == ("output", {"site": "test-site"})
    assert told[0]["command"].startswith("crawl test-site --sites ")
    assert told[0]["run"] == told[-1]["run"] == first.summary["run_folder"].rpartition("/")[2]
    assert {key: told[-1][key] for key in KINDS["run_end"] if key != "run"} == {
        key: first.summary[key] for key in KINDS["run_end"] if key != "run"
    }
    pages = {event["url"].removeprefix(mixed_site.url()): event for event in of_kind(told, "page")}
    assert {path: page["status"] for path, page in pages.items()} == {
        "robots.txt": 200,
        "": 200,
        "reports/good.html": 200,
        "reports/twin.html": 200,
        "reports/empty.html": 200,
        "reports/gone.html": 410,
        "reports/bad.html": 403,
    }
    assert pages["reports/good.html"]["bytes"] == len(article("Good Story", WORDS))
    good, twin = of_kind(told, "article")
    assert (good["what"], good["title"], good["version"], good["duplicate_of"]) == ("new", "Good Story", 1, None)
    assert (twin["what"], twin["title"], twin["duplicate_of"]) == ("new", "Twin Story", good["id"])
    for kind, url, reason in (
        ("gone", "/reports/gone.html", "HTTP 410"),
        ("failed", "/reports/bad.html", "HTTP 403"),
        ("skipped", "/reports/secret.html", "forbidden by robots.txt"),
    ):
        (event,) = of_kind(told, kind)
        assert (event["url"], event["reason"]) == (mixed_site.url(url), reason)
    assert [event["url"] for event in of_kind(told, "rejected")] == [mixed_site.url("/reports/empty.html")]


def test_what_later_runs_append(spacecrawl, mixed_site, tmp_path):
    crawl = ("crawl", "test-site", "--sites", catalogue(mixed_site, tmp_path), "--events", "events.jsonl", "--quiet")
    mixed_site.pages["/"] = Page(listing("/reports/good.html", "/reports/twin.html"))
    spacecrawl(*crawl)
    spacecrawl(*crawl)
    mixed_site.pages["/reports/good.html"] = Page(article("Good Story", f"{WORDS} It was late."))
    spacecrawl(*crawl, "--full")
    told = of_kind(events(tmp_path / "events.jsonl"), "article")
    assert [event["what"] for event in told[:4]] == ["new", "new", "known", "known"]
    last = {event["what"]: event for event in told[4:]}  # an answer without a page does not wait for its reading
    assert (last["revised"]["version"], last["unchanged"]["title"]) == (2, None)


def test_a_pause_before_the_next_try(spacecrawl, site, tmp_path):
    site.pages = {"/": Page(listing("/reports/a.html")), "/reports/a.html": Page("", 503)}
    spacecrawl("crawl", "test-site", "--sites", catalogue(site, tmp_path), "--events", "events.jsonl")
    told = of_kind(events(tmp_path / "events.jsonl"), "waiting")
    assert [(event["seconds"], event["tries"], event["reason"]) for event in told] == [
        (1.0, 1, "HTTP 503"),
        (4.0, 2, "HTTP 503"),
    ]


def test_a_follower_has_each_event_at_once(site, tmp_path):
    site.pages = {
        "/": Page(listing("/reports/good.html", "/reports/slow.html")),
        "/reports/good.html": Page(article("Good Story", WORDS)),
        "/reports/slow.html": Page(article("Slow Story", "Nobody waits."), wait=60),
    }
    sites, path = catalogue(site, tmp_path), tmp_path / "events.jsonl"
    command = [sys.executable, "-m", "spacecrawl", "crawl", "test-site", "--sites", sites, "--events", path, "--quiet"]
    with subprocess.Popen(command, cwd=tmp_path, env=environment()) as process:
        while not path.exists() or '"Good Story"' not in path.read_text("utf-8"):
            assert process.poll() is None
            time.sleep(0.02)
        process.kill()
    assert events(path)[0]["event"] == "run_start"


def test_a_reader_of_a_pipe_that_goes_away_ends_no_run(spacecrawl, mixed_site, tmp_path):
    os.mkfifo(tmp_path / "pipe")
    lines = []

    def read_one():
        with (tmp_path / "pipe").open() as pipe:
            lines.append(json.loads(pipe.readline()))

    reader = threading.Thread(target=read_one)
    reader.start()
    mixed_site.pages["/"] = Page(listing("/reports/good.html"))
    ran = spacecrawl("crawl", "test-site", "--sites", catalogue(mixed_site, tmp_path), "--events", "pipe", "--json")
    reader.join()
    assert (ran.status, ran.summary["articles_new"]) == (0, 1)
    assert lines[0]["event"] == "run_start"
    assert "pipe can't be written any more" in (tmp_path / ran.summary["run_folder"] / "crawl.log").read_text()


def test_a_file_that_can_not_be_written(spacecrawl, site, tmp_path):
    ran = spacecrawl("crawl", "test-site", "--sites", catalogue(site, tmp_path), "--events", "nowhere/events.jsonl")
    assert (ran.status, ran.out) == (2, "")
    assert "--events nowhere/events.jsonl: can't be written" in ran.err
    assert not (tmp_path / "output" / "runs").exists()


def test_a_run_that_can_not_start_ends_with_its_status(spacecrawl, site, tmp_path):
    (tmp_path / "output").mkdir()
    (tmp_path / "output" / "spacecrawl.db").write_bytes(b"\xa5" * 9_000)
    ran = spacecrawl("crawl", "test-site", "--sites", catalogue(site, tmp_path), "--events", "events.jsonl")
    assert ran.status == 5
    assert [event["status"] for event in of_kind(events(tmp_path / "events.jsonl"), "run_end")] == [5]


def test_the_schema_is_printed(spacecrawl):
    assert json.loads(spacecrawl("schema", "--events").out) == event_schema()
