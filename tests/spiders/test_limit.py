"""``--limit``: so many articles a site, whatever else its pages list."""

import pytest
from conftest import Page, article, catalogue, listing


def paths(count):
    return [f"/reports/{number}.html" for number in range(count)]


@pytest.fixture
def crawl(spacecrawl, site, tmp_path):
    """Crawl the site with a limit of two articles from 2024 on; return the summary."""
    sites = catalogue(site, tmp_path)

    def run(*arguments):
        return spacecrawl("crawl", "test-site", "--sites", sites, "--limit", "2", "--json", *arguments).summary

    site.pages = {path: Page(article(f"Story {path}", f"Fog over the fjord, seen from {path}.")) for path in paths(6)}
    site.pages["/"] = Page(listing(*paths(6)))
    return run


def old(path):
    return Page(article(f"Story {path}", f"Snow on the fell, seen from {path}.", "Mar 04, 2019"))


def asked(site):
    return [path for _, path in site.times if path.startswith("/reports/")]


def test_stories_outside_the_dates_take_no_place(crawl, site):
    site.pages |= {path: old(path) for path in paths(3)}
    told = crawl("--since", "2024-01-01")
    assert (told["articles_new"], asked(site)) == (2, paths(5))
    assert told["skipped"] == {"outside the dates": 3, "over the limit": 1}
    assert crawl("--since", "2024-01-01")["articles_new"] == 1


def test_neither_do_stories_that_are_gone_or_moved_to_no_article(crawl, site):
    site.pages |= {
        "/reports/0.html": Page("gone", 410),
        "/reports/1.html": Page("", 302, {"Location": "/section-home.html"}),
        "/section-home.html": Page(listing()),
    }
    told = crawl()
    assert (told["articles_new"], told["gone"], asked(site)) == (2, 1, paths(4))


def test_a_site_that_is_broken_is_not_fetched_whole(crawl, site):
    site.pages |= {"/reports/0.html": Page("", 403), "/reports/1.html": Page("")}
    told = crawl()
    assert (told["failed"], told["rejected"], told["articles_new"], asked(site)) == (1, 1, 0, paths(2))


def test_where_there_are_too_few_all_are_fetched(crawl, site):
    site.pages |= {path: old(path) for path in paths(5)}
    told = crawl("--since", "2024-01-01")
    assert (told["articles_new"], asked(site)) == (1, paths(6))


def test_a_plan_counts_what_would_be_asked_for_first(crawl, site):
    told = crawl("--dry-run")
    assert (told["would_fetch"], told["skipped"], asked(site)) == (2, {"over the limit": 4}, [])
