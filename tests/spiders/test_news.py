import datetime as dt

import pytest
from conftest import REPLICA_SITES, Page, article, catalogue, listing, records

from spacecrawl.replica.site import ReplicaSite
from spacecrawl.replica.story import stories


def crawl(spacecrawl, replica, *arguments):
    return spacecrawl("crawl", *arguments, "--sites", REPLICA_SITES, "--json", proxy=replica.url)


def test_a_story_is_fetched_once_whichever_hosts_list_it(spacecrawl, replica, tmp_path):
    assert crawl(spacecrawl, replica, "replica").status == 0
    stories_asked = [path for path in replica.requests if "/reports/" in path or "/afp/" in path or "/news/" in path]
    assert len(stories_asked) == len(stories())
    assert set(replica.requests.values()) == {1}


def test_a_second_run_fetches_no_story(spacecrawl, replica, tmp_path):
    crawl(spacecrawl, replica, "replica")
    before = records(tmp_path / "output")
    replica.requests.clear()
    again = crawl(spacecrawl, replica, "replica")
    assert again.status == 0
    assert again.summary["articles_new"] == 0
    assert not [path for path in replica.requests if "/reports/" in path]
    assert records(tmp_path / "output") == before


def test_full_run_stores_what_changed_as_the_next_version(spacecrawl, replica, tmp_path):
    crawl(spacecrawl, replica, "replica")
    replica.site = ReplicaSite(rewritten=True)
    again = crawl(spacecrawl, replica, "replica", "--full")
    rewritten = [story for story in stories() if story.rewrite]
    assert again.summary["articles_revised"] == len(rewritten) == 3
    assert again.summary["skipped"]["unchanged"] == len(stories()) - 3
    newest = records(tmp_path / "output")[-3:]
    assert {(record["version"], record["revised_by"]) for record in newest} == {(2, "site")}
    truths = [story.rewritten().truth() for story in rewritten]
    for record in newest:
        assert {key: record[key] for key in truths[0]} in truths


def test_only_the_sites_own_hosts_are_asked(spacecrawl, replica, tmp_path):
    ran = crawl(spacecrawl, replica, "marsdaily-replica")
    assert ran.status == 0
    assert {path.partition("/")[0] for path in replica.requests} == {"www.marsdaily.example"}
    assert {record["site"] for record in records(tmp_path / "output")} == {"marsdaily-replica"}


def test_window_holds_by_the_articles_own_date(spacecrawl, replica, tmp_path):
    ran = crawl(spacecrawl, replica, "replica", "--since", "2012-01-01", "--until", "2013-12-31")
    wanted = [story for story in stories() if dt.date(2012, 1, 1) <= story.day <= dt.date(2013, 12, 31)]
    assert ran.summary["articles_new"] == len(wanted) > 0
    days = [record["date_published"] for record in records(tmp_path / "output")]
    assert min(days) >= "2012-01-01"
    assert max(days) <= "2013-12-31"


def test_limit_takes_the_newest_of_each_site(spacecrawl, replica, tmp_path):
    ran = crawl(spacecrawl, replica, "spacedaily-replica", "--limit", "4")
    assert ran.summary["articles_new"] == 4
    newest = [story for story in stories() if "spacedaily" in story.hosts][:4]
    assert {record["title"] for record in records(tmp_path / "output")} == {story.title for story in newest}


def test_section_by_its_pages_name(spacecrawl, replica, tmp_path):
    ran = crawl(spacecrawl, replica, "marsdaily-replica", "--section", "the-stans")
    wanted = [story for story in stories() if "marsdaily" in story.hosts and story.section == "the-stans"]
    assert ran.summary["articles_new"] == len(wanted) > 0


def test_unknown_section_names_those_there_are(spacecrawl, replica):
    ran = crawl(spacecrawl, replica, "marsdaily-replica", "--section", "gardening")
    assert ran.status == 2
    assert "thestans" in ran.summary["section_missing"]


def test_back_issues_reach_further_than_the_sections(spacecrawl, site, tmp_path):
    site.pages = {
        "/": Page(listing("/section-a.html")),
        "/section-a.html": Page("<p><a href=/reports/new.html>New</a><br>Oslo (SPX) Mar 09, 2024"),
        "/issue-2024-03-04.html": Page(listing("/reports/old.html", "/issue-2024-03-03.html")),
        "/reports/new.html": Page(article("New Story", "Rain fell on the harbour.", "Mar 09, 2024")),
        "/reports/old.html": Page(article("Old Story", "Snow fell on the hills.", "Mar 04, 2024")),
    }
    sites = catalogue(site, tmp_path, back_issues=f'"{site.url("/issue-{date}.html")}"')
    ran = spacecrawl("crawl", "test-site", "--sites", sites, "--since", "2024-03-02", "--json")
    assert ran.status == 0, ran.err
    assert {record["title"] for record in records(tmp_path / "output")} == {"New Story", "Old Story"}
    asked = sorted(path for path in site.requests if path.startswith("/issue"))
    assert asked[0] == "/issue-2024-03-02.html"
    assert asked[-1] == "/issue-2024-03-10.html"


def test_a_calendar_has_an_end(spacecrawl, replica):
    crawl(spacecrawl, replica, "marsdaily-replica")
    calendars = [path for path in replica.requests if "calendar" in path]
    assert 0 < len(calendars) <= 3


def test_mobile_twins_and_tracking_parameters_are_one_story(spacecrawl, site, tmp_path):
    links = ("/reports/a.html", "/m/reports/a.html", "/reports/a.html?utm_source=feed", "/reports/a.html#comments")
    site.pages = {"/": Page(listing(*links)), "/reports/a.html": Page(article("One Story", "Fog over the fjord."))}
    ran = spacecrawl("crawl", "test-site", "--sites", catalogue(site, tmp_path), "--json")
    assert ran.status == 0
    assert site.requests["/reports/a.html"] == 1
    assert sum(site.requests.values()) == 3
    assert [record["url"] for record in records(tmp_path / "output")] == [site.url("/reports/a.html")]


def test_links_on_article_pages_are_never_followed(spacecrawl, site, tmp_path):
    page = article("One Story", 'Fog. <a href="/reports/b.html">See this</a>')
    site.pages = {"/": Page(listing("/reports/a.html")), "/reports/a.html": Page(page), "/reports/b.html": Page(page)}
    spacecrawl("crawl", "test-site", "--sites", catalogue(site, tmp_path))
    assert site.requests["/reports/b.html"] == 0


def test_redirects_do_not_leave_the_sites_hosts(spacecrawl, site, tmp_path):
    other = site.url("/reports/b.html", host="localhost")
    site.pages = {
        "/": Page(listing("/reports/a.html")),
        "/reports/a.html": Page("", 302, {"Location": other}),
        "/reports/b.html": Page(article("Elsewhere", "Not ours.")),
    }
    ran = spacecrawl("crawl", "test-site", "--sites", catalogue(site, tmp_path), "--json")
    assert site.requests["/reports/b.html"] == 0
    assert ran.summary["skipped"] == {"off the run's hosts": 1}


def test_alias_hosts_are_replaced_by_the_canonical_one(spacecrawl, site, tmp_path):
    site.pages = {
        "/": Page(listing(site.url("/reports/a.html", host="localhost"))),
        "/reports/a.html": Page(article("One", "Fog.")),
    }
    sites = catalogue(site, tmp_path, hosts='["127.0.0.1", "localhost"]')
    spacecrawl("crawl", "test-site", "--sites", sites)
    assert [record["url"] for record in records(tmp_path / "output")] == [site.url("/reports/a.html")]


def test_feed_and_sitemap_list_stories(spacecrawl, site, tmp_path):
    feed = (
        '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY boom SYSTEM "file:///etc/passwd">]><rss version="2.0"><channel>'
        f"<item><title>&boom;A</title><link><![CDATA[{site.url('/reports/a.html')}]]></link></item></channel></rss>"
    )
    index = f"<sitemapindex><sitemap><loc>{site.url('/stories.xml')}</loc></sitemap></sitemapindex>"
    stories_map = f"<urlset><url><loc>{site.url('/reports/b.html')}</loc></url></urlset>"
    site.pages = {
        "/": Page("<html></html>"),
        "/feed.xml": Page(feed, content_type="application/xml"),
        "/sitemap.xml": Page(index, content_type="application/xml"),
        "/stories.xml": Page(stories_map, content_type="application/xml"),
        "/reports/a.html": Page(article("From the Feed", "Fog over the fjord.")),
        "/reports/b.html": Page(article("From the Map", "A clear day in the hills.")),
    }
    sites = catalogue(site, tmp_path, feeds=f'["{site.url("/feed.xml")}"]', sitemaps=f'["{site.url("/sitemap.xml")}"]')
    ran = spacecrawl("crawl", "test-site", "--sites", sites, "--json")
    assert ran.status == 0, ran.err
    assert {record["title"] for record in records(tmp_path / "output")} == {"From the Feed", "From the Map"}


def test_a_broken_feed_is_a_failed_page_and_the_rest_goes_on(spacecrawl, site, tmp_path):
    site.pages = {
        "/": Page(listing("/reports/a.html")),
        "/feed.xml": Page("<html>moved</html>"),
        "/reports/a.html": Page(article("One", "Fog over the fjord.")),
    }
    sites = catalogue(site, tmp_path, feeds=f'["{site.url("/feed.xml")}"]')
    ran = spacecrawl("crawl", "test-site", "--sites", sites, "--json")
    assert ran.status == 3
    assert ran.summary["articles_new"] == 1
    assert "feed.xml" in ran.summary["failures"][0]["url"]


def test_a_redirect_that_adds_tracking_parameters_loses_nothing(spacecrawl, site, tmp_path):
    site.pages = {
        "/": Page(listing("/reports/a.html")),
        "/reports/a.html": Page("", 302, {"Location": "/reports/a.html?utm_source=x"}),
        "/reports/a.html?utm_source=x": Page(article("Fog", "Fog over the fjord.")),
    }
    spacecrawl("crawl", "test-site", "--sites", catalogue(site, tmp_path))
    (record,) = records(tmp_path / "output")
    assert (record["url"], record["also_at"]) == (site.url("/reports/a.html"), [])


def test_a_story_that_moved_to_a_sister_site_is_that_sites(spacecrawl, site, tmp_path):
    site.pages = {
        "/": Page(listing("/reports/old.html")),
        "/two": Page(listing("/elsewhere")),
        "/reports/old.html": Page("", 301, {"Location": site.url("/reports/new.html", "localhost")}),
        "/reports/new.html": Page(article("Fog", "Fog over the fjord.")),
    }
    one = catalogue(site, tmp_path, "one", network='"pair"')
    two = catalogue(
        site, tmp_path, "two", network='"pair"', front_pages=f'["{site.url("/two", "localhost")}"]', section_patterns=""
    )
    for _ in range(2):
        ran = spacecrawl("crawl", "one", "two", "--sites", one, "--sites", two, "--json")
        (record,) = records(tmp_path / "output")
        assert (record["site"], record["url"]) == ("two", site.url("/reports/new.html", "localhost"))
        assert record["also_at"] == [site.url("/reports/old.html")]
    assert ran.summary["skipped"] == {"known": 1}


def test_a_changed_original_is_no_duplicate_of_its_own_copy(spacecrawl, site, tmp_path):
    words = " ".join(f"Sentence number {number} of the one long story that two desks print." for number in range(30))
    site.pages = {"/": Page(listing("/reports/a.html", "/reports/b.html"))}
    site.pages |= {f"/reports/{name}.html": Page(article(f"Story {name}", words)) for name in "ab"}
    sites = catalogue(site, tmp_path)
    spacecrawl("crawl", "test-site", "--sites", sites)
    site.pages["/reports/a.html"] = Page(article("Story a", words + " Now with a correction."))
    spacecrawl("crawl", "test-site", "--sites", sites, "--full")
    first, second, changed = records(tmp_path / "output")
    assert second["duplicate_of"] == first["id"] == changed["id"]
    assert (changed["version"], changed["duplicate_of"]) == (2, None)


def test_sections_whose_addresses_end_in_a_slash(spacecrawl, site, tmp_path):
    site.pages = {
        "/": Page(listing("/topics/rockets/", "/topics/birds/")),
        "/reports/a.html": Page(article("A", "Fog.")),
    }
    site.pages["/topics/rockets/"] = Page(listing("/reports/a.html"))
    sites = catalogue(site, tmp_path, section_patterns=r"['/topics/[a-z]+/']")
    ran = spacecrawl("crawl", "test-site", "--sites", sites, "--section", "rockets", "--json")
    assert (ran.status, ran.summary["articles_new"]) == (0, 1)
    ran = spacecrawl("crawl", "test-site", "--sites", sites, "--section", "fish", "--json")
    assert (ran.status, ran.summary["status"]) == (2, 2)
    assert ran.summary["section_missing"] == "No section 'fish' found. There are: birds, rockets."


@pytest.mark.parametrize("issue", [listing("/issue-2000-01-01.html"), listing("/reports/a.html")])
def test_back_issues_end_where_they_bring_nothing_more(spacecrawl, site, tmp_path, issue):
    site.pages = {f"/issue-{dt.date(2024, 3, 31) - dt.timedelta(number)}.html": Page(issue) for number in range(90)}
    site.pages |= {
        "/": Page(listing("/reports/a.html")),
        "/reports/a.html": Page(article("Fog", "Fog over the fjord.", "Mar 30, 2024")),
    }
    sites = catalogue(site, tmp_path, back_issues=f'"{site.url("/issue-{date}.html")}"')
    spacecrawl(
        "crawl",
        "test-site",
        "--sites",
        sites,
        "--since",
        "2020-01-01",
        "--until",
        "2024-03-30",
        *(["--limit", 1] if "reports" in issue else []),
    )
    assert len(records(tmp_path / "output")) == 1
    assert sum(path.startswith("/issue") for path in site.requests) <= 31


def test_a_revision_keeps_the_other_addresses(spacecrawl, site, tmp_path):
    site.pages = {
        "/": Page(listing("/reports/old.html")),
        "/reports/old.html": Page("", 301, {"Location": "/reports/new.html"}),
        "/reports/new.html": Page(article("Fog", "Fog over the fjord.")),
    }
    sites = catalogue(site, tmp_path)
    spacecrawl("crawl", "test-site", "--sites", sites)
    site.pages["/reports/new.html"] = Page(article("Fog", "The fog has lifted."))
    spacecrawl("fetch", site.url("/reports/new.html"), "--sites", sites)
    assert [(record["version"], record["also_at"]) for record in records(tmp_path / "output")] == [
        (version, [site.url("/reports/old.html")]) for version in (1, 2)
    ]
