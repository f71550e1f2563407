"""What a run leaves in its folder, beside the articles."""

import datetime as dt
import json

import pytest
from conftest import Page, article, catalogue, listing, records

from spacecrawl.commands.running import RunSummary, _tell_trouble


@pytest.fixture
def mixed_site(site):
    """Two entries' worth of every kind of story: good, gone, broken, rejected, forbidden, and one of another site."""
    site.pages = {
        "/": Page(listing(*(f"/reports/{name}.html" for name in ("good", "gone", "bad", "empty", "secret")))),
        "/reports/good.html": Page(article("Good Story", "Fog over the fjord.")),
        "/reports/gone.html": Page("gone", 410),
        "/reports/bad.html": Page("not for you", 403),
        "/reports/empty.html": Page(""),
        "/robots.txt": Page("User-agent: *\nDisallow: /reports/secret\n", content_type="text/plain"),
    }
    return site


def run_json(tmp_path, ran):
    return json.loads((tmp_path / ran.summary["run_folder"] / "run.json").read_text())


def test_run_json_tells_what_became_of_every_address(spacecrawl, mixed_site, tmp_path):
    ran = spacecrawl("crawl", "test-site", "--sites", catalogue(mixed_site, tmp_path), "--json", "--limit", "9")
    told = run_json(tmp_path, ran)
    became = {entry["url"].rpartition("/")[2]: (entry["outcome"], entry["reason"]) for entry in told["addresses"]}
    assert became.pop("empty.html")[0] == "rejected"
    assert became == {
        "": ("index page", None),
        "good.html": ("new", None),
        "gone.html": ("gone", "HTTP 410"),
        "bad.html": ("failed", "HTTP 403"),
        "secret.html": ("skipped", "forbidden by robots.txt"),
    }
    assert told["arguments"]["limit"] == 9
    assert told["command"].startswith("crawl test-site --sites ")
    assert (told["command"].endswith(" --json --limit 9"), told["spider"]) == (True, "news")
    assert {"python", "scrapy", "selectolax"} <= told["versions"].keys()
    assert told["started"] <= told["ended"]
    assert {path.name for path in (tmp_path / ran.summary["run_folder"]).iterdir()} == {
        *("run.json", "crawl.log", "rejected.jsonl")
    }


def test_run_json_tells_why_a_story_was_not_fetched(spacecrawl, mixed_site, tmp_path):
    sites = catalogue(mixed_site, tmp_path)
    other = catalogue(mixed_site, tmp_path, "other", article_patterns=r"['/x/[^/]+\.html']", hosts='["localhost"]')
    other.write_text(other.read_text().replace("127.0.0.1", "localhost"))
    mixed_site.pages["/"] = Page(
        listing("/reports/good.html", "/reports/more.html", mixed_site.url("/x/a.html", "localhost"))
    )
    arguments = ("crawl", "test-site", "--sites", sites, "--sites", other, "--json", "--limit", "1")
    spacecrawl(*arguments)
    told = run_json(tmp_path, spacecrawl(*arguments, "--until", "2020-01-01"))
    reasons = {entry["url"].rpartition("/")[2]: entry["reason"] for entry in told["addresses"]}
    assert reasons["a.html"] == "on other, which is not in this run"
    assert reasons["good.html"] == "known"


def test_old_runs_are_removed(spacecrawl, mixed_site, tmp_path):
    sites = catalogue(mixed_site, tmp_path)
    for _ in range(3):
        ran = spacecrawl("crawl", "test-site", "--sites", sites, "--json", "--keep-runs", "2")
    kept = [path.name for path in (tmp_path / "output/runs").iterdir()]
    assert len(kept) == 2
    assert ran.summary["run_folder"].endswith(max(kept))
    assert len(records(tmp_path / "output")) == 1


@pytest.mark.parametrize("as_option", [True, False])
def test_the_contact_is_named_to_the_sites(spacecrawl, mixed_site, tmp_path, monkeypatch, as_option):
    contact = "https://crawls.example/about"
    if not as_option:
        monkeypatch.setenv("SPACECRAWL_CONTACT", contact)
    arguments = ("--contact", contact) if as_option else ()
    spacecrawl("crawl", "test-site", "--sites", catalogue(mixed_site, tmp_path), *arguments)
    assert f"; contact: {contact})" in mixed_site.agents.pop()
    assert not mixed_site.agents


def test_a_contact_that_no_header_can_hold(spacecrawl, mixed_site, tmp_path):
    ran = spacecrawl("crawl", "test-site", "--sites", catalogue(mixed_site, tmp_path), "--contact", "me\r\nHost: x")
    assert ran.status == 2
    assert "as in you@example.org" in ran.err
    assert not mixed_site.requests


def test_a_run_that_broke_off_says_where_the_reason_is(capsys):
    summary = RunSummary(
        "crawl spacedaily", "news", {}, "1", "output", dt.datetime.now(dt.UTC), run_folder="output/runs/now"
    )
    summary.status, summary.finish_reason = 1, "start_error"
    _tell_trouble(summary)
    assert "output/runs/now/crawl.log" in capsys.readouterr().err
