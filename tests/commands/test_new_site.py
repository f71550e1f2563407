"""Entries proposed for sites that no catalogue has: the replica's, made-up ones of other shapes, saved pages."""

import subprocess
import sys
import tomllib

import pytest
from conftest import Page, environment, records

from spacecrawl.sites.catalogue import read_text

WORDS = "The pilot said that nobody had seen a fog like this one since the winter in which the old pier burned down."


def entry_of(text: str):
    (site,) = read_text(text, "proposed")
    return site


@pytest.mark.parametrize("host", ["spacedaily", "spacewar"])
def test_the_replica(spacecrawl, replica, tmp_path, host):
    front_page = f"http://www.{host}.example/"
    ran = spacecrawl("new-site", front_page, "--delay", "0", "--articles", "2", proxy=replica.url)
    assert ran.status == 0, ran.err
    site = entry_of(ran.out)
    assert (site.entry, site.parser) == (host, "space_media")
    assert r"/reports/[^/?]+\.html" in site.article_patterns
    assert len(site.sections) >= 3
    assert ran.err.count("  dateline  ") == 2
    assert "dateline  none" not in ran.err
    (tmp_path / "new.toml").write_text(ran.out)
    crawled = spacecrawl("crawl", host, "--sites", "new.toml", "--json", "--limit", "9", proxy=replica.url)
    assert crawled.status == 0, crawled.err
    assert (crawled.summary["articles_new"], crawled.summary["rejected"]) == (9, 0)


def modern(title: str, words: str = WORDS) -> str:
    body = "".join(f"<p>{words} The {number} paragraph goes on for a while yet.</p>" for number in ("first", "second"))
    return (
        f"<!doctype html><html lang=en><head><title>{title} | Harbour Post</title><meta property=og:title content='{title}'>"
        f"<meta property='article:published_time' content='2026-03-04T05:06:07Z'></head><body><nav><a href=/tides/>Tides</a>"
        f"</nav><main><article><h1>{title}</h1><p class=byline>By Magnus Inkster</p>{body}</article></main></body></html>"
    )


def teasers(*numbers: int) -> str:
    return "".join(
        f"<div><a href='/2026/03/0{number}/story-of-the-harbour-{number}/'><img src=a.jpg></a>"
        f"<h2><a href='/2026/03/0{number}/story-of-the-harbour-{number}/'>Fog closes the harbour for day {number}</a></h2></div>"
        for number in numbers
    )


@pytest.fixture
def post(site):
    """The Harbour Post: dated folders, a feed, a sitemap, a section below a robots.txt that forbids another."""
    menu = "<nav><a href=/tides/>Tides</a> <a href=/boats/>Boats</a> <a href=/secret/>Secret</a> <a href=/about/>About</a></nav>"
    feed = "".join(
        f"<item><title>Fog</title><link>{site.url(f'/2026/03/0{number}/story-of-the-harbour-{number}/')}</link></item>"
        for number in (1, 2)
    )
    head = "<title>Harbour Post</title><link rel=alternate type=application/rss+xml href=/feed/>"
    site.pages = {
        "/robots.txt": Page(
            f"User-agent: *\nDisallow: /secret/\nCrawl-delay: 0.01\nSitemap: {site.url('/news-sitemap.xml')}\n",
            content_type="text/plain",
        ),
        "/": Page(f"<html><head>{head}</head><body>{menu}{teasers(1, 2, 3)}</body></html>"),
        "/tides/": Page(f"<html><body>{menu}{teasers(4, 5)}</body></html>"),
        "/boats/": Page(f"<html><body>{menu}<p>Nothing sails today</p></body></html>"),
        "/feed/": Page(f"<rss version='2.0'><channel>{feed}</channel></rss>", content_type="application/rss+xml"),
        "/news-sitemap.xml": Page("<urlset></urlset>", content_type="application/xml"),
        **{
            f"/2026/03/0{number}/story-of-the-harbour-{number}/": Page(
                modern(f"Fog closes the harbour for day {number}")
            )
            for number in range(1, 6)
        },
    }
    return site


def test_a_site_of_another_shape_from_proposal_to_crawl(spacecrawl, post, tmp_path):
    ran = spacecrawl("new-site", post.url(), "--delay", "0", "--name", "post", "-o", "post.toml", "--record", "sites")
    assert (ran.status, ran.out) == (0, ""), ran.err
    entry = tomllib.loads((tmp_path / "post.toml").read_text())["sites"]["post"]
    assert entry == {
        "name": "Harbour Post",
        "hosts": ["127.0.0.1"],
        "front_pages": [post.url()],
        "feeds": [post.url("/feed/")],
        "article_patterns": [r"/\d{4}/\d\d?/\d\d?/[^/?]+/"],
        "parser": "generic",
        "delay": 0.01,
        "sections": {"tides": post.url("/tides/")},
    }
    assert post.requests["/secret/"] == 0
    assert "forbidden" in ran.err.lower() or "robots" in ran.err.lower()
    assert "  title     Fog closes the harbour for day 1" in ran.err
    assert "  byline    By Magnus Inkster" in ran.err
    crawled = spacecrawl("crawl", "post", "--sites", "post.toml", "--quiet")
    assert crawled.status == 0, crawled.err
    assert len(records(tmp_path / "output")) == 5

    (tmp_path / "conftest.py").write_text('pytest_plugins = ["spacecrawl.fixtures.pytest_plugin"]\n')
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "sites"]
    done = subprocess.run(command, cwd=tmp_path, env=environment(), capture_output=True, text=True, check=False)
    assert "4 passed" in done.stdout, done.stdout


def test_saved_pages_ask_for_nothing(spacecrawl, tmp_path):
    (tmp_path / "front.html").write_text(
        f"<html><title>Harbour Post</title><a href=/tides/>Tides</a>{teasers(1, 2)}</html>"
    )
    link = "<link rel=canonical href=https://post.example/2026/03/01/story-of-the-harbour-1/>"
    (tmp_path / "story.html").write_text(modern("Fog closes the harbour").replace("<head>", f"<head>{link}"))
    ran = spacecrawl("new-site", "front.html", "story.html", "--url", "https://post.example/")
    assert ran.status == 0, ran.err
    site = entry_of(ran.out)
    assert (site.entry, site.sections) == ("post", {"tides": "https://post.example/tides/"})
    assert site.is_article("https://post.example/2024/12/24/all-quiet-in-the-harbour/")
    assert "not looked at" in ran.out
    assert "  title     Fog closes the harbour\n" in ran.err


def test_crawled_text_is_printed_without_control_characters(spacecrawl, tmp_path):
    (tmp_path / "front.html").write_text(f"<title>Harbour\x1b[31m Post</title>{teasers(1, 2)}")
    (tmp_path / "story.html").write_text(
        modern("Fog\x1b]0;mine\x07 [red]closes[/red]").replace("<head>", "<head><base href=https://post.example/>")
    )
    ran = spacecrawl("new-site", "front.html", "--url", "https://post.example/")
    assert "\x1b" not in ran.out + ran.err


@pytest.mark.parametrize(
    ("arguments", "status", "told"),
    [
        (("nowhere.html",), 2, "nowhere.html"),
        (("front.html",), 2, "--url"),
        (("front.html", "--url", "https://post.example/"), 3, "no link has an address as articles have it"),
        (("https://a.example/", "https://b.example/"), 2, "one address"),
        (("https://a.example/", "--name", "A b"), 2, "--name"),
        (("https://a.example/", "-o", "front.html"), 2, "there already"),
    ],
)
def test_what_can_not_be_proposed(spacecrawl, tmp_path, arguments, status, told):
    (tmp_path / "front.html").write_text("<title>Harbour</title><a href=/tides/>Tides</a>")
    ran = spacecrawl("new-site", *arguments)
    assert (ran.status, ran.out) == (status, "")
    assert told in ran.err


def test_live_sites_of_which_no_entry_can_be_made(spacecrawl, site, tmp_path):
    site.pages = {"/": Page("<a href=/tides/>Tides</a>"), "/gone": Page("", 404), "/robots.txt": Page("", 404)}
    for path, told in (("/", "none with an address as articles have it"), ("/gone", "HTTP 404")):
        ran = spacecrawl("new-site", site.url(path), "--delay", "0")
        assert (ran.status, ran.out) == (3, "")
        assert told in ran.err
    site.pages["/robots.txt"] = Page("User-agent: *\nDisallow: /\n", content_type="text/plain")
    ran = spacecrawl("new-site", site.url(), "--delay", "0")
    assert (ran.status, site.requests["/"]) == (3, 1)


def test_an_article_that_can_not_be_read_is_told(spacecrawl, post, tmp_path):
    post.pages["/2026/03/01/story-of-the-harbour-1/"] = Page("<html><body></body></html>")
    ran = spacecrawl("new-site", post.url(), "--delay", "0", "--record", "sites")
    assert ran.status == 3
    assert "rejected: no article text found on the page" in ran.err
    kept = {path.name for path in (tmp_path / "sites" / "127-0-0-1").glob("*.json")}
    assert kept == {"front-page.json", "article-2.json", "article-3.json"}
