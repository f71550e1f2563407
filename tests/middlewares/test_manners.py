import itertools
import subprocess
import sys

import pytest
from conftest import Page, article, catalogue, environment, listing

STORIES = 30


@pytest.fixture
def forbidding_site(site):
    """A front page on one host name that links 30 forbidden addresses on another, whose robots.txt comes late."""
    links = [site.url(f"/reports/{number}.html", host="localhost") for number in range(STORIES)]
    site.pages = {f"/reports/{number}.html": Page(article("Forbidden", "Not to be had.")) for number in range(STORIES)}
    site.pages["/"] = Page(listing(*links))
    site.pages["/robots.txt"] = Page("User-agent: *\nDisallow: /reports/\n", content_type="text/plain", wait=0.15)
    return site


SPIDER = """
import json, sys
import scrapy
from scrapy.crawler import CrawlerProcess
import spacecrawl.settings
from scrapy.settings import Settings

class Waiting(scrapy.Spider):
    name = "waiting"
    allowed_hosts = None
    async def start(self):
        for number in range({stories}):
            yield scrapy.Request("{url}/reports/%d.html" % number, errback=lambda failure: None)
    def parse(self, response):
        pass

settings = Settings()
settings.setmodule(spacecrawl.settings, priority="project")
settings.update({{"ADDONS": {{}}, "DOWNLOAD_DELAY": 0, "CONCURRENT_REQUESTS_PER_DOMAIN": 16, "LOG_ENABLED": False}}, priority="cmdline")
if {stock}:
    settings.set("DOWNLOADER_MIDDLEWARES", {{"scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None}}, priority="cmdline")
process = CrawlerProcess(settings)
process.crawl(Waiting)
process.start()
"""


def run_waiting(site, *, stock):
    code = SPIDER.format(stories=STORIES, url=site.url("", host="localhost"), stock=stock)
    subprocess.run([sys.executable, "-c", code], env=environment(), check=True, timeout=60, capture_output=True)
    return sum(number for path, number in site.requests.items() if path.startswith("/reports/"))


def test_requests_that_wait_for_robots_together_are_all_forbidden(forbidding_site):
    assert run_waiting(forbidding_site, stock=False) == 0


def test_the_stock_middleware_lets_some_of_them_through(forbidding_site):
    assert run_waiting(forbidding_site, stock=True) > 0


def test_a_crawl_obeys_robots_on_every_host(spacecrawl, forbidding_site, tmp_path):
    sites = catalogue(forbidding_site, tmp_path, hosts='["127.0.0.1", "localhost"]')
    ran = spacecrawl("crawl", "test-site", "--sites", sites, "--json")
    assert not [path for path in forbidding_site.requests if path.startswith("/reports/")]
    assert ran.summary["skipped"] == {"forbidden by robots.txt": STORIES}


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
