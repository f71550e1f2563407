import datetime as dt

import pytest
from scrapy.http import Response, XmlResponse

from spacecrawl.discovery.feeds import read_feed
from spacecrawl.discovery.frontier import Frontier, Window
from spacecrawl.discovery.index_page import read_teasers
from spacecrawl.discovery.sitemaps import read_sitemap
from spacecrawl.discovery.teaser import Teaser
from spacecrawl.parsers.page import Page
from spacecrawl.sites import builtin_catalogue

INDEX = """<html><base href="https://www.spacedaily.com/"><body><span class=BNL>ROCKETS</span><br>
<a href="/reports/A_999.html"><img src=a.jpg></a><a href="/reports/A_999.html">First Story</a><br>Oslo, Norway (SPX) Mar 04, 2024<br>
A lead that is cut <a href="/reports/A_999.html#more">read more</a>
<p><a href="reports/B_999.html?utm_source=x"><h3>Second Story</h3></a><p>no date here
<p><a href="mailto:a@b.example">Write</a> <a href="javascript:x()">Menu</a> <a href="http://[broken">x</a> <a href="https://other.example/c">Other</a>"""


def test_teasers_of_an_index_page():
    teasers = read_teasers(Page(INDEX, "https://www.spacedaily.com/rockets.html"))
    assert [(teaser.url, teaser.text, teaser.day) for teaser in teasers] == [
        ("https://www.spacedaily.com/reports/A_999.html", "First Story", dt.date(2024, 3, 4)),
        ("https://www.spacedaily.com/reports/B_999.html", "Second Story", None),
        ("https://other.example/c", "Other", None),
    ]


def test_rss_in_the_form_of_the_real_one_and_atom():
    rss = (
        "<?xml version='1.0'?><rss version='2.0'><channel><item><title><![CDATA[A & B]]></title>"
        "<link><![CDATA[http://www.spacewar.com/reports/A_999.html]]></link><description><![CDATA[\nOslo (SPX) Mar 04, 2024<br/>cut o]]>"
        "</description><pubDate>Thu, 04 APR 2013 20:37:27 AEST</pubDate></item></channel></rss>"
    )
    assert read_feed(rss.encode(), "http://x/") == [
        Teaser("http://www.spacewar.com/reports/A_999.html", "A & B", dt.date(2024, 3, 4))
    ]
    atom = "<feed xmlns='http://www.w3.org/2005/Atom'><entry><title>T</title><link rel='alternate' href='/a'/></entry></feed>"
    assert read_feed(atom.encode(), "http://x.example/feed") == [Teaser("http://x.example/a", "T")]


def test_a_feed_expands_no_entity():
    bomb = '<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><rss><channel><item><title>&b;</title><link>http://x/1</link></item></channel></rss>'
    (teaser,) = read_feed(bomb.encode(), "http://x/")
    assert "ha" not in teaser.text


@pytest.mark.parametrize("body", [b"", b"<html></html>", b"not xml at all", b"\x00\x01", b"<rss"])
def test_what_is_no_feed_raises(body):
    if body == b"<rss":
        assert read_feed(body, "http://x/") == []
        return
    with pytest.raises(ValueError, match=r"."):
        read_feed(body, "http://x/")


def test_sitemaps():
    body = b"<urlset><url><loc>https://x.example/a</loc><lastmod>2024-03-04T10:00:00Z</lastmod></url><url><loc>https://x.example/b</loc><lastmod>0001-01-01</lastmod></url><url><loc>nowhere</loc></url></urlset>"
    page = read_sitemap(XmlResponse("https://x.example/sitemap.xml", body=body))
    assert page.teasers == [Teaser("https://x.example/a", changed=dt.date(2024, 3, 4)), Teaser("https://x.example/b")]
    with pytest.raises(ValueError, match="no sitemap"):
        read_sitemap(XmlResponse("https://x.example/sitemap.xml", body=b"<html></html>"))
    with pytest.raises(ValueError, match="gzip"):
        read_sitemap(Response("https://x.example/sitemap.xml.gz", body=b"\x1f\x8b\x08 is no gzip file"))


def test_frontier_merges_the_network_and_orders_by_site_and_day():
    sites = builtin_catalogue().select(["spacewar", "spacedaily"])
    war, daily = sites
    frontier = Frontier(sites, Window(), lambda site, url: "known" if url.endswith("known.html") else None, limit=2)
    frontier.add(daily, Teaser("https://spacedaily.com/reports/shared.html", "", dt.date(2024, 1, 1)), 0)
    frontier.add(war, Teaser("https://spacewar.com/m/reports/shared.html"), 5)
    for number in (1, 2, 3):
        frontier.add(
            daily, Teaser(f"https://spacedaily.com/reports/{number}.html", "", dt.date(2024, 2, number)), number
        )
    frontier.add(daily, Teaser("https://spacedaily.com/reports/known.html"), 9)
    taken = list(frontier.take())
    assert [candidate.key[1] for candidate in taken] == ["/reports/shared.html", "/reports/3.html", "/reports/2.html"]
    assert taken[0].home() == (war, "https://www.spacewar.com/reports/shared.html")
    assert taken[0].others() == ["https://www.spacedaily.com/reports/shared.html"]
    frontier.leave_rest()
    assert frontier.skipped == {"known": 1, "over the limit": 1}


def test_what_is_given_back_is_taken_of_what_comes_next_whenever_it_is_given_back():
    (site,) = builtin_catalogue().select(["spacedaily"])
    frontier = Frontier([site], Window(), lambda site, url: None, limit=2)
    for number in range(6):
        frontier.add(site, Teaser(f"https://www.spacedaily.com/reports/{number}.html"), number)
    assert [candidate.position for candidate in frontier.take()] == [0, 1]
    frontier.give_back("spacedaily")
    more = frontier.take_more()
    taken = [next(more).position]
    frontier.give_back("spacedaily")
    taken += [candidate.position for candidate in more]
    assert taken == [2, 3]
    assert frontier.holds_back
    frontier.leave_rest()
    assert (frontier.holds_back, frontier.skipped) == (False, {"over the limit": 2})
    assert list(frontier.take()) == []


def test_window():
    window = Window(dt.date(2024, 1, 1), dt.date(2024, 1, 31))
    assert window.holds(dt.date(2024, 1, 1))
    assert window.holds(dt.datetime(2024, 1, 31, 23, 0, tzinfo=dt.UTC))
    assert window.holds(None)
    assert not window.holds(dt.date(2024, 2, 1))


def test_the_day_of_a_change_only_tells_that_a_story_is_no_younger():
    sites = builtin_catalogue().select(["spacedaily"])
    frontier = Frontier(sites, Window(dt.date(2024, 1, 1), dt.date(2024, 1, 31)), lambda site, url: None, limit=None)
    for name, day in (
        ("never", dt.date.max),
        ("zero", dt.date.min),
        ("later", dt.date(2025, 1, 1)),
        ("before", dt.date(2023, 1, 1)),
    ):
        frontier.add(sites[0], Teaser(f"https://spacedaily.com/reports/{name}.html", changed=day), 0)
        frontier.add(sites[0], Teaser(f"https://spacedaily.com/news/{name}.html", "", day), 0)
    assert sorted(candidate.key[1] for candidate in frontier.take()) == ["/reports/later.html", "/reports/never.html"]
