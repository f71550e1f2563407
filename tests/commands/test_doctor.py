import json

import pytest
from conftest import REPLICA_SITES, Page, article, catalogue, listing


def verdicts(ran):
    """Return the verdicts by what was looked at."""
    found = {}
    for check in json.loads(ran.out):
        found.setdefault(check["what"], []).append(check["verdict"])
    return found


@pytest.fixture
def small_site(site):
    site.pages = {
        "/": Page(listing("/reports/good.html", "/section-sea.html")),
        "/section-sea.html": Page(listing("/reports/good.html")),
        "/reports/good.html": Page(article("Good Story", "Fog over the fjord.")),
    }
    return site


def doctor(spacecrawl, site, tmp_path, *arguments, **keys):
    return spacecrawl("doctor", "test-site", "--sites", catalogue(site, tmp_path, **keys), *arguments)


def test_a_site_that_is_well(spacecrawl, small_site, tmp_path):
    ran = doctor(spacecrawl, small_site, tmp_path, "--json", "--contact", "me@crawls.example")
    assert ran.status == 0, ran.err
    assert verdicts(ran) == {
        "robots.txt": ["ok"],
        "front page": ["ok"],
        "section": ["ok"],
        "article": ["ok"],
        "clock": ["ok"],
        "folder": ["ok"],
        "disk": ["ok"],
        "contact": ["ok"],
    }
    (told,) = [check for check in json.loads(ran.out) if check["what"] == "article"]
    assert told["details"]["provenance"]["title"] == "markup"
    assert told["details"]["record"]["title"] == "Good Story"
    assert not (tmp_path / "output").exists()


def test_the_table_says_where_each_field_came_from(spacecrawl, replica):
    ran = spacecrawl("doctor", "spacedaily-replica", "--sites", REPLICA_SITES, proxy=replica.url)
    assert ran.status == 0, ran.err
    assert ran.out.count("field           from") == 3
    assert "no fault" in ran.err


def test_all_that_is_wrong_is_found(spacecrawl, small_site, tmp_path):
    (tmp_path / "file").write_text("in the way")
    small_site.pages |= {
        "/": Page(listing("/reports/good.html", "/reports/empty.html", "/reports/gone.html", "/section-sea.html")),
        "/feed.xml": Page("<html>"),
        "/section-sea.html": Page("", 404),
        "/reports/empty.html": Page(""),
        "/reports/gone.html": Page("", 410),
        "/robots.txt": Page("", 403),
    }
    for page in small_site.pages.values():
        page.headers = {"Date": "Tue, 01 Mar 2011 10:00:00 GMT"}
    feeds = f'["{small_site.url("/feed.xml")}"]'
    ran = doctor(spacecrawl, small_site, tmp_path, "--json", "--folder", tmp_path / "file", feeds=feeds)
    assert ran.status == 3
    assert verdicts(ran) == {
        "robots.txt": ["ok"],
        "front page": ["ok"],
        "feed": ["fault"],
        "section": ["fault"],
        "article": ["ok", "fault", "warning"],
        "clock": ["warning"],
        "folder": ["fault"],
        "disk": ["ok"],
        "contact": ["warning"],
    }


def test_a_site_that_wants_no_crawlers(spacecrawl, small_site, tmp_path):
    small_site.pages["/robots.txt"] = Page("User-agent: *\nDisallow: /\n", content_type="text/plain")
    ran = doctor(spacecrawl, small_site, tmp_path, "--json")
    assert ran.status == 3
    assert verdicts(ran)["robots.txt"] == verdicts(ran)["front page"] == ["fault"]


def test_a_server_that_is_not_there(spacecrawl, small_site, tmp_path):
    ran = doctor(spacecrawl, small_site, tmp_path, "--json", front_pages='["http://127.0.0.1:9/"]')
    assert ran.status == 3
    assert verdicts(ran)["front page"] == ["fault"]


def test_an_unknown_site(spacecrawl):
    assert spacecrawl("doctor", "no-such-site").status == 2


def test_a_ledger_that_a_crawl_could_not_use(spacecrawl, small_site, tmp_path):
    (tmp_path / "output").mkdir()
    (tmp_path / "output/spacecrawl.db").write_bytes(b"no database " * 400)
    ran = doctor(spacecrawl, small_site, tmp_path, "--json")
    assert ran.status == 3
    (told,) = [check for check in json.loads(ran.out) if check["what"] == "folder"]
    assert (told["verdict"], "spacecrawl repair" in told["seen"]) == ("fault", True)
