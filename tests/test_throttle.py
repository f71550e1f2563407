import itertools

import pytest
from conftest import Page, article, catalogue, listing

SEEN_LATE = 0.2
"""Seconds by which a busy machine sees one request late and the next one in time."""


@pytest.fixture
def three_stories(site):
    site.pages = {f"/reports/{n}.html": Page(article(f"Story {n}", f"Number {n} of many.")) for n in range(3)}
    site.pages["/"] = Page(listing(*site.pages))
    return site


def gaps(site):
    """Return the seconds between the starts of requests for pages, robots.txt included."""
    return [later - earlier for (earlier, _), (later, _) in itertools.pairwise(site.times)]


def test_the_delay_grows_with_a_slow_server(spacecrawl, three_stories, tmp_path):
    for page in three_stories.pages.values():
        page.wait = 0.4
    assert spacecrawl("crawl", "test-site", "--sites", catalogue(three_stories, tmp_path, delay="0.1")).status == 0
    assert min(gaps(three_stories)[2:]) >= 0.8 - SEEN_LATE  # once a page's time is known: as long again


def test_the_delay_of_an_entry_is_never_undercut(spacecrawl, three_stories, tmp_path):
    assert spacecrawl("crawl", "test-site", "--sites", catalogue(three_stories, tmp_path, delay="1.3")).status == 0
    assert min(gaps(three_stories)) >= 1.3 - SEEN_LATE


def test_hosts_of_a_network_share_the_delay_robots_included(spacecrawl, three_stories, tmp_path):
    three_stories.pages["/"] = Page(listing("/reports/0.html", three_stories.url("/reports/1.html", "localhost")))
    keys = {"network": '"both"', "delay": "0.5"}
    one = catalogue(three_stories, tmp_path, "one", **keys)
    other = catalogue(three_stories, tmp_path, "other", hosts='["localhost"]', **keys)
    other.write_text(other.read_text().replace("127.0.0.1", "localhost"))
    ran = spacecrawl("crawl", "both", "--sites", one, "--sites", other)
    assert ran.status == 0, ran.err
    assert three_stories.requests["/robots.txt"] == 2
    assert min(gaps(three_stories)) >= 0.5 - SEEN_LATE
