import itertools

import forbidden
import pytest
from conftest import Page, article, catalogue, listing


@pytest.mark.parametrize("run", range(3))
def test_requests_that_wait_for_robots_together_are_all_forbidden(tmp_path, run):
    assert forbidden.fetched(tmp_path, stock=False) == 0


def test_the_stock_middleware_lets_some_of_them_through(tmp_path):
    assert forbidden.fetched(tmp_path, stock=True) > 0


@pytest.mark.parametrize(("status", "fetched"), [(404, 1), (403, 1), (500, 0), (503, 0)])
def test_a_missing_robots_allows_and_a_broken_one_forbids(spacecrawl, site, tmp_path, status, fetched):
    site.pages = {"/robots.txt": Page("User-agent: *\nDisallow: /", status), "/": Page(listing("/reports/a.html"))}
    site.pages["/reports/a.html"] = Page(article("One", "Fog over the fjord."))
    ran = spacecrawl("crawl", "test-site", "--sites", catalogue(site, tmp_path), "--json")
    assert site.requests["/reports/a.html"] == fetched
    assert ran.status == (0 if fetched else 1)


def test_crawl_delay_is_kept(spacecrawl, site, tmp_path):
    site.pages = {f"/reports/{n}.html": Page(article(f"Story {n}", f"Number {n} of many.")) for n in range(3)}
    site.pages["/"] = Page(listing(*site.pages))
    site.pages["/robots.txt"] = Page("User-agent: *\nCrawl-delay: 0.6\n", content_type="text/plain")
    assert spacecrawl("crawl", "test-site", "--sites", catalogue(site, tmp_path)).status == 0
    times = [at for at, path in site.times if path != "/robots.txt"]
    assert min(later - earlier for earlier, later in itertools.pairwise(times)) >= 0.55


@pytest.mark.parametrize("delay", ["0", "0.05"])
def test_one_request_at_a_time(spacecrawl, site, tmp_path, delay):
    site.pages = {
        f"/reports/{n}.html": Page(article(f"Story {n}", f"Number {n} of many."), wait=0.03) for n in range(20)
    }
    site.pages["/"] = Page(listing(*site.pages))
    assert spacecrawl("crawl", "test-site", "--sites", catalogue(site, tmp_path, delay=delay)).status == 0
    assert site.most_at_once == 1
