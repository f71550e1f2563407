"""The replica's front pages, section pages, dated back issues, feeds, sitemaps and robots.txt."""

from __future__ import annotations

import datetime as dt
from html import escape

from spacecrawl.replica.article_pages import cut_off
from spacecrawl.replica.network import HOSTS, MASTHEADS, absolute
from spacecrawl.replica.story import Story

FRONT_PAGE_STORIES = 10
ROBOTS = "User-agent: *\nDisallow: /private/\nDisallow: /reports/Embargoed_\nCrawl-delay: 0\n"


def section_page_name(section: str) -> str:
    """Return the file name of a section page: letters run together, as the real ones."""
    return section.replace("-", "") + ".html"


def front_page(host: str, listed: list[Story], day: dt.date | None = None) -> str:
    """Return a front page; with ``day`` the dated back issue, which links the issues before it."""
    sections = dict.fromkeys(story.section for story in listed)
    menu = "".join(f'<a href="/{section_page_name(section)}">{section}</a> | \n' for section in sections)
    menu += '<a href="/calendar-2026-02.html">Calendar</a> | <a href="/subscribe.html">Newsletters</a> | <a href="/private/desk.html">Desk</a>\n'
    shown = listed if day else listed[:FRONT_PAGE_STORIES]
    return _page(
        host,
        menu + "".join(_teaser(story, host) for story in shown) + (_previous_issues(host, day) if day else ""),
    )


def section_page(host: str, listed: list[Story]) -> str:
    """Return a section page: a lead story, then teasers."""
    return _page(host, "".join(_teaser(story, host) for story in listed))


def calendar_page(host: str, year: int, month: int) -> str:
    """Return a month of a calendar that goes on for ever and lists no story."""
    before = dt.date(year, month, 1) - dt.timedelta(days=1)
    after = dt.date(year, month, 28) + dt.timedelta(days=7)
    links = "".join(f'<a href="/calendar-{day:%Y-%m}.html">{day:%B %Y}</a>\n' for day in (before, after))
    return _page(host, f"<h2>Launches of {dt.date(year, month, 1):%B %Y}</h2>\n<p>None known.</p>\n{links}")


def feed(host: str, listed: list[Story], built: dt.datetime) -> str:
    """Return an RSS 2.0 feed in the form of the real ones: every item has the time of the build, not its own."""
    stamp = f"{built:%a, %d} {built.strftime('%b').upper()} {built:%Y %H:%M:%S} AEST"
    items = "".join(
        f"<item>\n<title><![CDATA[{story.title}]]></title>\n<link><![CDATA[{absolute(story.hosts[0], story.path)}]]></link>\n"
        f'<description><![CDATA[\n{story.printed_dateline}<br/>\n<img src="http://images.spxdaily.example/x.jpg" hspace=5 vspace=2 align=right border=0 width=160>\n\n'
        f"{cut_off(story)[:-4]}]]></description>\n<pubDate>{stamp}</pubDate>\n</item>\n"
        for story in listed
    )
    return (
        f'<?xml version="1.0"?>\n<rss version="2.0">\n<channel>\n<title>{MASTHEADS[host]} From {HOSTS[host]}</title>\n'
        f"<link>{absolute(host, '/index.html')}</link>\n<pubDate>{stamp}</pubDate>\n<language>en-us</language>\n{items}</channel>\n</rss>\n"
    )


def sitemap(host: str, listed: list[Story]) -> str:
    """Return a sitemap of the host's stories."""
    urls = "".join(
        f"<url><loc>{escape(absolute(host, story.path))}</loc><lastmod>{story.day}</lastmod></url>\n"
        for story in listed
    )
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{urls}</urlset>\n'


def sitemap_index(host: str) -> str:
    """Return a sitemap index that names the one sitemap."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
        f"<sitemap><loc>{absolute(host, '/sitemap-stories.xml')}</loc></sitemap>\n</sitemapindex>\n"
    )


def _teaser(story: Story, host: str) -> str:
    url = story.path if host in story.hosts else absolute(story.hosts[0], story.path)
    return (
        f'<table width=640><tr><td><span class="BNL">{escape(story.kicker)}</span><br>\n'
        f'<a href="{url}"><span class="BHL">{escape(story.title)}</span></a><br>\n<span class="BHS">{escape(story.printed_dateline)}<br></span>\n'
        f'<span class="BTX">{escape(cut_off(story))} <a href="{url}">read more</a></span></td></tr></table>\n'
    )


def _previous_issues(host: str, day: dt.date) -> str:
    days = [day - dt.timedelta(days=back) for back in range(1, 6)]
    links = ", ".join(f'<a href="/pageone/{host}-{earlier}.html">{earlier:%b %d}</a>' for earlier in days)
    return f"<p>Previous Issues: {links}\n"


def _page(host: str, inside: str) -> str:
    return (
        f"<html><head><title>{MASTHEADS[host]}</title></head>\n<body bgcolor=#ffffff>\n<center><h2>{MASTHEADS[host]}</h2></center>\n"
        f'<a href="https://twitter.com/replica">Follow</a> <a href="mailto:desk@{HOSTS[host]}">Write</a> <a href="javascript:void(0)">Menu</a>\n'
        f"{inside}</body></html>\n"
    )
