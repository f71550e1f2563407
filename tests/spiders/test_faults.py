"""What the server does, what the run does, and its exit status; nothing that was there is lost."""

import json
import signal
import subprocess
import sys
import time

import pytest
from conftest import Page, article, catalogue, environment, listing, records


def crawl(spacecrawl, site, tmp_path, *arguments):
    return spacecrawl("crawl", "test-site", "--sites", catalogue(site, tmp_path), "--json", *arguments)


@pytest.fixture
def two_stories(site):
    site.pages = {
        "/": Page(listing("/reports/good.html", "/reports/bad.html")),
        "/reports/good.html": Page(article("Good Story", "Fog over the fjord.")),
    }
    return site


@pytest.mark.parametrize("status", [404, 410])
def test_a_gone_article_is_no_failure(spacecrawl, two_stories, tmp_path, status):
    two_stories.pages["/reports/bad.html"] = Page("gone", status)
    ran = crawl(spacecrawl, two_stories, tmp_path)
    assert ran.status == 0
    assert (ran.summary["gone"], ran.summary["articles_new"]) == (1, 1)


def test_a_page_that_keeps_failing_is_tried_three_times(spacecrawl, two_stories, tmp_path):
    two_stories.pages["/reports/bad.html"] = Page("broken", 503)
    ran = crawl(spacecrawl, two_stories, tmp_path)
    assert ran.status == 3
    assert two_stories.requests["/reports/bad.html"] == 3
    assert ran.summary["articles_new"] == 1
    times = [at for at, path in two_stories.times if path == "/reports/bad.html"]
    assert times[1] - times[0] >= 1.0
    assert times[2] - times[1] >= 4.0


def test_max_failures_fails_the_run(spacecrawl, two_stories, tmp_path):
    two_stories.pages["/reports/bad.html"] = Page("forbidden", 403)
    assert crawl(spacecrawl, two_stories, tmp_path, "--max-failures", "0").status == 1


def test_retry_after_is_waited_for(spacecrawl, two_stories, tmp_path):
    two_stories.pages["/reports/bad.html"] = Page("slow down", 429, {"Retry-After": "2"})
    crawl(spacecrawl, two_stories, tmp_path)
    times = [at for at, path in two_stories.times if path == "/reports/bad.html"]
    assert times[1] - times[0] >= 2.0


@pytest.mark.parametrize(
    "page",
    [
        Page("<html><body><p>Nothing here.</body></html>"),
        Page(""),
        Page(bytes(range(256)) * 20, content_type="application/octet-stream"),
        Page(bytes(range(256)) * 20),
        Page("%PDF-1.4 not a page", content_type="application/pdf"),
    ],
    ids=["no article", "empty", "binary", "binary that says html", "pdf"],
)
def test_a_page_without_an_article_is_kept_among_the_rejected(spacecrawl, two_stories, tmp_path, page):
    two_stories.pages["/reports/bad.html"] = page
    ran = crawl(spacecrawl, two_stories, tmp_path)
    assert ran.status == 3
    assert (ran.summary["rejected"], ran.summary["articles_new"]) == (1, 1)
    (rejected,) = (tmp_path / ran.summary["run_folder"] / "rejected.jsonl").read_text().splitlines()
    assert json.loads(rejected)["record"]["url"].endswith("/reports/bad.html")
    assert json.loads(rejected)["reason"]


def test_no_site_reached(spacecrawl, site, tmp_path):
    site.stop()
    ran = crawl(spacecrawl, site, tmp_path)
    assert ran.status == 1
    assert ran.summary["unreached_sites"] == ["test-site"]
    site.__init__()
    site.start()


def test_one_of_several_sites_unreached(spacecrawl, two_stories, tmp_path):
    two_stories.pages["/reports/bad.html"] = Page("", 404)
    entry = '[sites.dead]\nfront_pages = ["http://127.0.0.1:9/"]\narticle_patterns = ["/x"]\nhosts = ["127.0.0.1"]\ndelay = 0\n'
    (tmp_path / "dead.toml").write_text(entry)
    ran = crawl(spacecrawl, two_stories, tmp_path, "--sites", "dead.toml", "dead")
    assert ran.status == 3
    assert ran.summary["unreached_sites"] == ["dead"]
    assert ran.summary["articles_new"] == 1


def test_markup_and_escapes_in_a_title_are_inert(spacecrawl, two_stories, tmp_path):
    title = "[/red] &#27;[31m &lt;script&gt; End"
    two_stories.pages["/reports/bad.html"] = Page(article(title, "Words."))
    ran = crawl(spacecrawl, two_stories, tmp_path)
    assert ran.status == 0
    titles = [record["title"] for record in records(tmp_path / "output")]
    assert "[/red] [31m <script> End" in titles


def test_a_torn_last_line_is_cut_kept_aside_and_fetched_again(spacecrawl, two_stories, tmp_path):
    two_stories.pages["/reports/bad.html"] = Page(article("Second Story", "A clear day in the hills."))
    crawl(spacecrawl, two_stories, tmp_path)
    whole = records(tmp_path / "output")
    path = tmp_path / "output/articles.jsonl"
    path.write_bytes(path.read_bytes()[:-40])
    ran = crawl(spacecrawl, two_stories, tmp_path)
    assert ran.summary["articles_new"] == 1
    assert {record["id"] for record in records(tmp_path / "output")} == {record["id"] for record in whole}
    assert (tmp_path / ran.summary["run_folder"] / "torn-line.txt").read_bytes().startswith(b'{"id"')


def test_a_damaged_line_ends_the_run_with_its_number(spacecrawl, two_stories, tmp_path):
    (tmp_path / "output").mkdir()
    (tmp_path / "output/articles.jsonl").write_text('{"id": broken}\n')
    ran = crawl(spacecrawl, two_stories, tmp_path)
    assert ran.status == 5
    assert "line 1" in ran.err
    assert (tmp_path / "output/articles.jsonl").read_text() == '{"id": broken}\n'


def test_an_unwritable_folder(spacecrawl, two_stories, tmp_path):
    (tmp_path / "file").write_text("in the way")
    ran = spacecrawl("crawl", "spacedaily", "--folder", "file")
    assert ran.status == 5
    assert "--folder" in ran.err


def test_a_full_disk_ends_the_run_and_keeps_what_was_stored(two_stories, tmp_path):
    stories = {
        f"/reports/{number}.html": Page(article(f"Story {number}", f"Number {number} of many. " * 200))
        for number in range(40)
    }
    two_stories.pages = {"/": Page(listing(*stories)), **stories}
    sites = catalogue(two_stories, tmp_path)
    limit = "import resource,signal;signal.signal(signal.SIGXFSZ,signal.SIG_IGN);resource.setrlimit(resource.RLIMIT_FSIZE,(300_000,300_000));"
    code = (
        limit
        + f"import sys;sys.argv=['spacecrawl','crawl','test-site','--sites',{str(sites)!r}];from spacecrawl.commands import main;main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=environment(), capture_output=True, timeout=60, check=False
    )
    assert done.returncode == 5, done.stderr.decode()
    assert 0 < len(records(tmp_path / "output")) < 40


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_signals_stop_in_order(two_stories, tmp_path, number, status):
    stories = {f"/reports/{i}.html": Page(article(f"Story {i}", f"Number {i} of many."), wait=0.1) for i in range(200)}
    two_stories.pages = {"/": Page(listing(*stories)), **stories}
    command = [
        sys.executable,
        "-m",
        "spacecrawl",
        "crawl",
        "test-site",
        "--sites",
        str(catalogue(two_stories, tmp_path)),
    ]
    process = subprocess.Popen(command, cwd=tmp_path, env=environment(), stderr=subprocess.DEVNULL)
    while sum(two_stories.requests.values()) < 8:
        time.sleep(0.02)
    process.send_signal(number)
    assert process.wait(timeout=20) == status
    assert 0 < len(records(tmp_path / "output")) < 200


def test_two_runs_on_one_folder(two_stories, spacecrawl, tmp_path):
    two_stories.pages["/reports/good.html"].wait = 3.0
    command = [
        sys.executable,
        "-m",
        "spacecrawl",
        "crawl",
        "test-site",
        "--sites",
        str(catalogue(two_stories, tmp_path)),
    ]
    first = subprocess.Popen(command, cwd=tmp_path, env=environment(), stderr=subprocess.DEVNULL)
    while not two_stories.requests:
        time.sleep(0.02)
    second = crawl(spacecrawl, two_stories, tmp_path)
    assert second.status == 4
    assert f"process {first.pid}" in second.err
    assert "crawl test-site" in second.err
    assert len(list((tmp_path / "output/runs").iterdir())) == 1
    assert first.wait(timeout=30) == 0


BROKEN_PARSER = """
class Broken:
    name, version = "broken", "1"
    def parse(self, page):
        return None
"""


def test_a_page_on_which_its_parser_raises_is_kept_among_the_rejected(spacecrawl, two_stories, tmp_path):
    (tmp_path / "broken_parser.py").write_text(BROKEN_PARSER)
    two_stories.pages["/"] = Page(listing("/reports/good.html"))
    path = catalogue(two_stories, tmp_path, parser='"broken_parser:Broken"')
    ran = spacecrawl("crawl", "test-site", "--sites", path, "--json")
    assert (ran.status, ran.summary["rejected"]) == (3, 1)
    (kept,) = (tmp_path / "output/runs").glob("*/rejected.jsonl")
    rejected = json.loads(kept.read_text())
    assert rejected["record"] == {"url": two_stories.url("/reports/good.html")}
    assert rejected["reason"].startswith("the parser failed: AttributeError")


DEADLY_PARSER = """
import os, signal
from spacecrawl.parsers.space_media.parser import SpaceMediaParser

class Deadly(SpaceMediaParser):
    def parse(self, page):
        if "deadly" in page.html:
            os.kill(os.getpid(), signal.SIGKILL)
        return super().parse(page)
"""


def test_a_page_that_kills_what_reads_it_fails_alone(spacecrawl, two_stories, tmp_path):
    (tmp_path / "deadly_parser.py").write_text(DEADLY_PARSER)
    two_stories.pages["/reports/bad.html"] = Page(article("A deadly page", "Fog over the fjord."))
    path = catalogue(two_stories, tmp_path, parser='"deadly_parser:Deadly"')
    ran = spacecrawl("crawl", "test-site", "--sites", path, "--json")
    assert (ran.status, ran.summary["articles_new"]) == (3, 1)
    (failure,) = ran.summary["failures"]
    assert failure["url"] == two_stories.url("/reports/bad.html")
    assert "signal 9" in failure["reason"]


def test_a_redirect_loop_is_a_failed_page(spacecrawl, two_stories, tmp_path):
    two_stories.pages["/reports/bad.html"] = Page("", 302, {"Location": "/reports/robots.html"})
    two_stories.pages["/reports/robots.html"] = Page("", 302, {"Location": "/reports/bad.html"})
    ran = crawl(spacecrawl, two_stories, tmp_path)
    assert (ran.status, ran.summary["failed"], ran.summary["articles_new"]) == (3, 1, 1)


def test_addresses_longer_than_scrapys_limit(spacecrawl, site, tmp_path):
    section, story = f"/section-{'a' * 2100}.html", f"/reports/{'b' * 2100}.html"
    site.pages = {
        "/": Page(listing(section)),
        section: Page(listing(story)),
        story: Page(article("Long Way", "Fog over the fjord.")),
    }
    ran = crawl(spacecrawl, site, tmp_path)
    assert (ran.status, ran.summary["articles_new"]) == (0, 1)


def test_a_pause_between_tries_does_not_hold_up_the_stop(two_stories, tmp_path):
    two_stories.pages["/reports/bad.html"] = Page("slow down", 429, {"Retry-After": "200"})
    command = [sys.executable, "-m", "spacecrawl", "crawl", "test-site", "--sites", catalogue(two_stories, tmp_path)]
    with subprocess.Popen(command, cwd=tmp_path, env=environment(), stderr=subprocess.PIPE) as process:
        while not (two_stories.requests["/reports/bad.html"] and two_stories.requests["/reports/good.html"]):
            time.sleep(0.02)
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=60) == 143


def test_two_stories_that_claim_one_canonical_address(spacecrawl, two_stories, tmp_path):
    link = "<link rel=canonical href=/reports/one.html><title>"
    for name, words in (("good", "Fog over the fjord."), ("bad", "Snow fell on the hills.")):
        two_stories.pages[f"/reports/{name}.html"] = Page(article(name, words).replace("<title>", link))
    ran = crawl(spacecrawl, two_stories, tmp_path)
    assert (ran.status, ran.summary["articles_new"], ran.summary["rejected"]) == (3, 1, 1)
    (kept,) = (tmp_path / "output/runs").glob("*/rejected.jsonl")
    assert "Snow fell" in kept.read_text()


def test_a_host_that_keeps_failing_is_left_alone(spacecrawl, site, tmp_path):
    links = [f"/reports/{number}.html" for number in range(30)]
    site.pages = {"/": Page(listing(*links)), **{link: Page("broken", 500) for link in links}}
    ran = crawl(spacecrawl, site, tmp_path)
    asked = sum(number for path, number in site.requests.items() if path.startswith("/reports/"))
    assert ran.status == 3
    assert ran.summary["failed"] == 30
    assert 20 <= asked <= 21  # one may be under way when the twentieth is counted


def test_fetch_of_nothing_that_can_be_reached(spacecrawl, site):
    dead = site.url("/reports/a.html")
    site.stop()
    assert spacecrawl("fetch", dead).status == 1
    site.__init__()
    site.start()
