"""Runs that follow one another: what is asked again, and what is not."""

import datetime as dt
import hashlib
import json
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import REPLICA_SITES, Page, article, catalogue, environment, listing, records

import spacecrawl.spiders.listings
from spacecrawl.replica.site import ReplicaSite
from spacecrawl.replica.story import stories
from spacecrawl.storage import Addresses, Ledger

STORY = re.compile(r"/(reports|afp|news)/")


def tagged(body: str, **keys: object) -> Page:
    return Page(body, headers={"ETag": f'"{hashlib.sha256(body.encode()).hexdigest()[:12]}"'}, **keys)


@pytest.fixture
def crawl(spacecrawl, site, tmp_path):
    sites = catalogue(site, tmp_path)

    def run(*arguments: object, status: int = 0) -> dict:
        site.requests.clear()
        site.answers.clear()
        ran = spacecrawl("crawl", "test-site", "--sites", sites, "--json", *arguments)
        assert ran.status == status, ran.err
        return ran.summary

    return run


def state(folder: Path, url: str) -> str | None:
    with Ledger.reading(folder / "output") as ledger:
        found = Addresses(ledger).get(url)
        return found and found.state


def test_a_second_run_asks_for_index_pages_only_and_all_answer_304(spacecrawl, replica, tmp_path):
    crawl = ("crawl", "replica", "--sites", REPLICA_SITES, "--json")
    first = spacecrawl(*crawl, proxy=replica.url).summary
    before = (tmp_path / "output/articles.jsonl").read_bytes()
    replica.requests.clear()
    replica.statuses.clear()
    second = spacecrawl(*crawl, proxy=replica.url).summary
    assert [path for path in replica.requests if STORY.search(path)] == []
    assert replica.statuses == {304: first["index_pages"], 200: sum("robots.txt" in path for path in replica.requests)}
    assert (second["index_pages"], second["skipped"]["known"]) == (first["index_pages"], len(stories()))
    assert (tmp_path / "output/articles.jsonl").read_bytes() == before


def test_refresh_stores_an_edited_article_as_version_2(spacecrawl, replica, tmp_path):
    crawl = ("crawl", "replica", "--sites", REPLICA_SITES, "--json")
    spacecrawl(*crawl, proxy=replica.url)
    before = (tmp_path / "output/articles.jsonl").read_bytes()
    replica.site = ReplicaSite(rewritten=True)
    replica.statuses.clear()
    ran = spacecrawl(*crawl, "--refresh", 3, proxy=replica.url).summary
    rewritten = [story for story in stories() if story.rewrite]
    assert (ran["articles_new"], ran["articles_revised"]) == (0, len(rewritten))
    after = (tmp_path / "output/articles.jsonl").read_bytes()
    assert after.startswith(before)
    assert [json.loads(line)["version"] for line in after[len(before) :].splitlines()] == [2] * len(rewritten)
    assert ran["skipped"]["unchanged"] == len(stories()) - len(rewritten)
    assert "known" not in ran["skipped"]


def test_refresh_looks_at_young_articles_that_are_listed_no_more(crawl, site, tmp_path):
    today = dt.datetime.now(dt.UTC).date()
    young, old = (f"{today - dt.timedelta(days):%b %d, %Y}" for days in (1, 30))
    site.pages = {
        "/": Page(listing("/reports/young.html", "/reports/old.html")),
        "/reports/young.html": tagged(article("Young", "Fog over the fjord.", young)),
        "/reports/old.html": tagged(article("Old", "Snow on the hills.", old)),
    }
    crawl()
    with Ledger(tmp_path / "output/spacecrawl.db") as ledger:
        ledger.write("UPDATE addresses SET first_seen = first_seen - 30 * 86400")
    site.pages["/"] = Page(listing("/reports/old.html"))
    ran = crawl("--refresh", 3)
    assert (site.requests["/reports/young.html"], site.requests["/reports/old.html"]) == (1, 0)
    assert ran["skipped"] == {"known": 1, "unchanged": 1}


def test_refresh_may_reach_further_back_than_the_calendar(crawl, site):
    site.pages = {"/": Page(listing("/reports/a.html")), "/reports/a.html": Page(article("A", "Fog."))}
    crawl()
    assert crawl("--refresh", 10**11)["skipped"] == {"unchanged": 1}


def test_links_not_done_are_tried_again_after_a_304(crawl, site, tmp_path):
    site.pages = {
        "/": tagged(listing("/reports/a.html", "/reports/b.html")),
        "/reports/a.html": Page(article("A", "Fog over the fjord.")),
        "/reports/b.html": Page("", 403),
    }
    assert crawl(status=3)["failed"] == 1
    site.pages["/reports/b.html"] = Page(article("B", "Snow on the hills."))
    ran = crawl()
    assert site.answers["/"] == 304
    assert (ran["articles_new"], site.requests["/reports/a.html"]) == (1, 0)
    assert [record["title"] for record in records(tmp_path / "output")] == ["A", "B"]


def test_a_limit_leaves_the_rest_to_the_next_run_after_a_304(crawl, site, tmp_path):
    pages = {f"/reports/{name}.html": Page(article(name, f"Fog over fjord {name}.")) for name in "abcd"}
    site.pages = {"/": tagged(listing(*pages)), **pages}
    assert [crawl("--limit", 2)["articles_new"] for _ in range(3)] == [2, 2, 0]
    assert [record["title"] for record in records(tmp_path / "output")] == list("abcd")


def test_full_asks_for_everything_and_for_nothing_on_condition(crawl, site):
    site.pages = {"/": tagged(listing("/reports/a.html")), "/reports/a.html": tagged(article("A", "Fog."))}
    crawl()
    assert crawl("--full")["skipped"] == {"unchanged": 1}
    assert site.answers == {"/robots.txt": 404, "/": 200, "/reports/a.html": 200}


def test_links_read_in_another_way_make_an_index_page_be_asked_for_anew(site, tmp_path, crawl):
    site.pages = {"/": tagged(listing("/reports/a.html")), "/reports/a.html": Page(article("A", "Fog."))}
    crawl()
    with Ledger(tmp_path / "output/spacecrawl.db") as ledger:
        assert ledger.rows("SELECT reader FROM index_pages") == [(spacecrawl.spiders.listings.READER,)]
        ledger.write("UPDATE index_pages SET reader = 'older'")
    crawl()
    assert site.answers["/"] == 200


@pytest.mark.parametrize("status", [404, 410])
def test_what_is_gone_is_recorded_and_not_asked_for_again(crawl, site, tmp_path, status):
    site.pages = {"/": Page(listing("/reports/a.html")), "/reports/a.html": Page("", status)}
    assert crawl()["gone"] == 1
    assert state(tmp_path, site.url("/reports/a.html")) == "gone"
    assert crawl()["skipped"] == {"gone before": 1}
    assert site.requests["/reports/a.html"] == 0
    site.pages["/reports/a.html"] = Page(article("A", "Fog."))
    assert crawl("--refresh", 1)["articles_new"] == 1


def test_a_stored_article_that_is_gone_keeps_its_record(crawl, site, tmp_path):
    site.pages = {"/": Page(listing("/reports/a.html")), "/reports/a.html": Page(article("A", "Fog."))}
    crawl()
    del site.pages["/reports/a.html"]
    assert crawl("--refresh", 1)["gone"] == 1
    assert state(tmp_path, site.url("/reports/a.html")) == "gone"
    assert crawl()["skipped"] == {"known": 1}
    assert len(records(tmp_path / "output")) == 1


@pytest.mark.parametrize(
    ("status", "known", "then"),
    [(301, "moved", "moved before"), (302, "redirected", "moved to a page that is no article")],
)
def test_where_an_address_leads_is_remembered(crawl, site, tmp_path, status, known, then):
    """What leads away for the time being may come back: it is asked for again for some days."""
    site.pages = {
        "/": Page(listing("/reports/old.html", "/reports/away.html")),
        "/reports/old.html": Page("", status, {"Location": "/reports/new.html"}),
        "/reports/away.html": Page("", status, {"Location": "/subscribe"}),
        "/subscribe": Page("<p>Subscribe."),
        "/reports/new.html": Page(article("New", "Fog.")),
    }
    crawl()
    assert [state(tmp_path, site.url(f"/reports/{name}.html")) for name in ("old", "away", "new")] == [
        known,
        known,
        "article",
    ]
    assert crawl()["skipped"] == {"known": 1, then: 1}
    assert sum(STORY.search(path) is not None for path in site.requests) == (status == 302)


def test_what_moved_off_the_runs_hosts_is_fetched_by_a_run_that_has_them(crawl, spacecrawl, site, tmp_path):
    site.pages = {
        "/": Page(listing("/reports/old.html")),
        "/reports/old.html": Page("", 301, {"Location": site.url("/reports/new.html", host="localhost")}),
        "/reports/new.html": Page(article("New", "Fog.")),
    }
    assert crawl()["skipped"] == {"off the run's hosts": 1}
    assert crawl()["skipped"] == {"moved before": 1}
    other = catalogue(site, tmp_path, "other-site", front_pages=f'["{site.url("/none", host="localhost")}"]')
    both = ("--sites", tmp_path / "test-site.toml", "--sites", other, "--json")
    assert spacecrawl("crawl", "test-site", "other-site", *both).summary["articles_new"] == 1


def test_what_moved_to_a_page_that_no_pattern_matched_is_fetched_when_one_does(crawl, site, tmp_path):
    site.pages = {
        "/": Page(listing("/reports/old.html")),
        "/reports/old.html": Page("", 301, {"Location": "/stories/new.html"}),
        "/stories/new.html": Page(article("New", "Fog.")),
    }
    assert crawl()["skipped"] == {"moved to a page that is no article": 1}
    catalogue(site, tmp_path, article_patterns=r"['/(reports|stories)/[^/]+\.html']")
    assert crawl()["articles_new"] == 1


def test_a_rejected_page_is_fetched_again_by_another_version_of_its_parser(crawl, site, tmp_path):
    site.pages = {
        "/": Page(listing("/reports/a.html", "/reports/b.html")),
        "/reports/a.html": Page("<p>No article here."),
        "/reports/b.html": Page("%PDF", content_type="application/pdf"),
    }
    assert crawl(status=3)["rejected"] == 2
    assert crawl()["skipped"] == {"rejected before": 2}
    with Ledger(tmp_path / "output/spacecrawl.db") as ledger:
        ledger.write("UPDATE addresses SET parser = 'space_media 0'")
    assert crawl(status=3)["rejected"] == 2


def test_a_page_outside_the_dates_is_fetched_again_when_they_are_wider(crawl, site, tmp_path):
    site.pages = {
        "/": Page(listing("/reports/a.html")),
        "/reports/a.html": Page(article("A", "Fog.", "Mar 04, 2024")),
    }
    for _ in range(2):
        assert crawl("--since", "2024-04-01")["skipped"] == {"outside the dates": 1}
    assert site.requests["/reports/a.html"] == 0
    assert crawl("--since", "2024-03-01")["articles_new"] == 1


def test_an_index_page_that_lists_nothing_any_more_is_told_until_it_does(crawl, site):
    site.pages = {"/": tagged(listing("/reports/a.html")), "/reports/a.html": Page(article("A", "Fog."))}
    crawl()
    full, site.pages["/"] = site.pages["/"], tagged("<p>Nothing today.")
    for _ in range(2):
        assert "lists none any more" in crawl(status=3)["failures"][0]["reason"]
    site.pages["/"] = full
    crawl()


def test_another_host_that_lists_a_known_story_is_named_by_its_next_version(spacecrawl, site, tmp_path):
    site.pages = {"/": Page(listing("/reports/a.html")), "/reports/a.html": Page(article("A", "Fog."))}
    one = catalogue(site, tmp_path, "one", network='"pair"')
    two = catalogue(site, tmp_path, "two", network='"pair"', front_pages=f'["{site.url("/two", "localhost")}"]')
    spacecrawl("crawl", "one", "--sites", one)
    site.pages["/two"] = Page(listing("/reports/a.html"))
    site.pages["/reports/a.html"] = Page(article("A", "The fog has lifted."))
    assert spacecrawl("crawl", "two", "--sites", one, "--sites", two, "--json").summary["skipped"] == {"known": 1}
    spacecrawl("crawl", "one", "--sites", one, "--full")
    first, second = records(tmp_path / "output")
    assert (first["also_at"], second["also_at"]) == ([], [site.url("/reports/a.html", "localhost")])


def test_near_duplicates_are_found_across_runs(crawl, site, tmp_path):
    words = " ".join(f"Sentence number {number} of the one long story that two desks print." for number in range(30))
    site.pages = {"/": Page(listing("/reports/a.html")), "/reports/a.html": Page(article("A", words))}
    crawl()
    site.pages |= {"/": Page(listing("/reports/b.html")), "/reports/b.html": Page(article("B", words))}
    crawl()
    first, second = records(tmp_path / "output")
    assert second["duplicate_of"] == first["id"]


WATCHED = """
import sys
from scrapy import signals
import spacecrawl.settings
from spacecrawl.commands.running import RunOptions, run_spider

class Watch:
    most = 0

    @classmethod
    def from_crawler(cls, crawler):
        watch = cls()
        def scheduled():
            cls.most = max(cls.most, len(crawler.engine._slot.scheduler))
        crawler.signals.connect(scheduled, signal=signals.request_reached_downloader, weak=False)
        return watch

run_spider("news", {"site": "test-site", "since": "2019-01-01", "until": "2019-12-31"},
           RunOptions(catalogues=(sys.argv[1],), settings={"EXTENSIONS": {**spacecrawl.settings.EXTENSIONS, Watch: 0}}, quiet=True))
print(Watch.most)
"""


def test_a_backfill_is_resumed_and_queues_few_requests(spacecrawl, site, tmp_path):
    """Eighty days of back issues; the run is killed amid, and run again."""
    days = [dt.date(2019, 1, 1) + dt.timedelta(number) for number in range(364, 284, -1)]
    stories = {f"/reports/{day}-{name}.html": day for day in days for name in "ab"}
    site.pages = {
        path: Page(article(path, f"News of {day}, {path}.", f"{day:%b %d, %Y}")) for path, day in stories.items()
    }
    site.pages |= {f"/issue-{day}.html": tagged(listing(*(f"/reports/{day}-{n}.html" for n in "ab"))) for day in days}
    site.pages["/"] = Page(listing())
    sites = catalogue(site, tmp_path, back_issues=f'"{site.url("/issue-{date}.html")}"')
    command = [sys.executable, "-c", WATCHED, str(sites)]
    killed = subprocess.Popen(command, cwd=tmp_path, env=environment(), stdout=subprocess.DEVNULL)
    while sum(STORY.search(path) is not None for path in list(site.requests)) < 100:
        time.sleep(0.02)
    killed.kill()
    killed.wait()
    kept = len((tmp_path / "output/articles.jsonl").read_bytes().splitlines())
    site.requests.clear()
    done = subprocess.run(command, cwd=tmp_path, env=environment(), capture_output=True, text=True, check=True)
    assert int(done.stdout) <= 100
    assert {record["title"] for record in records(tmp_path / "output")} == set(stories)
    assert len(records(tmp_path / "output")) == len(stories)
    assert sum(STORY.search(path) is not None for path in site.requests) <= len(stories) - kept + 1


def test_another_story_that_claims_a_known_storys_address_does_not_take_its_place(crawl, site, tmp_path):
    first = article("First", "Fog over the fjord.")
    other = article(
        "Other",
        "Ferries ran late because of ice in the harbour, and a mayor apologised to two hundred passengers who had "
        "waited since dawn beside some stove that nobody had lit, with soup, maps, blankets and an accordion.",
    )
    site.pages = {"/": Page(listing("/reports/first.html")), "/reports/first.html": Page(first)}
    crawl()
    claimed = other.replace("<title>", "<link rel=canonical href=/reports/first.html><title>")
    revised = first.replace("<title>", "<link rel=canonical href=/reports/first.html><title>").replace("Fog", "Mist", 1)
    site.pages |= {
        "/": Page(listing("/reports/first.html", "/reports/other.html", "/reports/twin.html")),
        "/reports/other.html": Page(claimed),
        "/reports/twin.html": Page(revised),
    }
    ran = crawl(status=3)
    assert (ran["rejected"], ran["articles_revised"]) == (1, 1)
    assert [record["title"] for record in records(tmp_path / "output")] == ["First", "First"]
    (kept,) = (tmp_path / "output/runs").glob("*/rejected.jsonl")
    rejected = json.loads(kept.read_text())
    assert "is another story" in rejected["reason"]
    assert rejected["record"]["title"] == "Other"
    site.requests.clear()
    crawl()
    assert not site.requests["/reports/other.html"]
