"""The real pages, feed and records at hand, read by the site's parser and the text functions.

    python benchmarks/reference.py --data DIR

DIR holds ``space-media-network/`` with the text of a real article page, a real feed and 68 real records. The
page's text is put into the markup of each era.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any

import spacecrawl
from spacecrawl.sites import builtin_catalogue

URL = "https://www.spacedaily.com/reports/Space_is_a_place_to_found_a_community_not_a_colony_999.html"
DATELINE = {"city": "Sydney", "country": "AU", "agency": "SPX", "date": "2025-04-30", "inline": False}
STORY = "https://www.spacedaily.com/reports/Lunar_projects_999.html"


class ReferencePage:
    """The parts of the text of the real page, by their order in it."""

    def __init__(self, text: str) -> None:
        head, _, rest = text.partition("\n\n")
        self.masthead, self.kicker, self.title, self.caption, _, self.byline, self.dateline = head.splitlines()
        body, _, tail = rest.partition("Related Links\n")
        self.paragraphs = body.strip().split("\n\n")
        references, _, tail = tail.partition("\n\n")
        self.references = references.splitlines()
        self.tail = tail.strip().splitlines()

    def expected(self) -> dict[str, Any]:
        """Return what a right extraction holds."""
        return {
            "title": self.title,
            "byline": self.byline,
            "authors": [{"name": "Simon Mansfield", "kind": "person", "role": None, "agency": None}],
            "section": self.kicker,
            "date_published": DATELINE["date"],
            "body": "\n\n".join(self.paragraphs),
            "sidebars": [],
        }


def lines(texts: list[str], end: str = "<br>\n") -> str:
    return "".join(f"{escape(text, quote=False)}{end}" for text in texts)


def linked(page: ReferencePage) -> str:
    made = "".join(
        f'<a href="https://reference.example/{number}">{escape(text)}</a><br>\n'
        for number, text in enumerate(page.references)
    )
    return f"<b>Related Links</b><br>\n{made}"


def tail_lines(page: ReferencePage) -> str:
    """Return what stands below the links, the related story's headline as a link to it."""
    story = next(number for number, text in enumerate(page.tail) if text.startswith("10 Intertn"))
    made = [
        f'<a href="{STORY}">{escape(text)}</a>' if number == story else escape(text)
        for number, text in enumerate(page.tail)
    ]
    return "<br>\n".join(made)


def head(page: ReferencePage, declared: str = "") -> str:
    return f"<html><head><title>{escape(page.title)}</title>{declared}</head>\n<body>\n"


def tables(page: ReferencePage, above: str, between: str, paragraph: str = "<p>") -> str:
    """Return a page of table layout: what stands above the byline, and between dateline and body."""
    body = "".join(f"{paragraph}{escape(text, quote=False)}\n" for text in page.paragraphs)
    return (
        f"{head(page)}<table width=980><tr><td width=640>\n{above}"
        f'<span class="BDL">{page.byline}<br></span>\n<span class="BHS">{page.dateline}<br></span>\n{between}'
        f'<span class="BTX">\n<!--body-2-incontainer.php-->\n{body}<!--RELATED LINKS-->\n</span>\n'
        f"{linked(page)}<p>{tail_lines(page)}</td><td width=300>{lines(page.tail[-12:-2])}</td></tr></table>"
        "</body></html>"
    )


def caption(page: ReferencePage) -> str:
    return (
        '<table align=right><tr><td><img src="http://images.example/x.jpg"><br>'
        f'<span class="BNL">{page.caption}</span></td></tr></table>\n'
    )


def pages(page: ReferencePage) -> Iterator[tuple[str, str]]:
    """Yield the page in the markup of each era, by name; all print a kicker, as the oldest eras did not."""
    title = f"<h1>{escape(page.title)}<br></h1>\n"
    kicker = f'<span class="BNL">{page.kicker}</span><br>\n'
    masthead = f'<span class="BNL">. {page.masthead} .</span><br>\n'
    newsletter = "<center><a href=/s.html>Subscribe free to our newsletters via your inbox</a></center><br>\n"
    yield "2003-06", tables(page, masthead + kicker + title + caption(page), "")
    yield "2008-10", tables(page, masthead + kicker + title + caption(page), "", "<br><br>")
    yield "2010-13", tables(page, newsletter + masthead + kicker + title, caption(page))
    yield "2016-18", tables(page, newsletter + masthead + kicker + title, "")
    again = f'<span class="BNL">{page.caption}</span><br>\n<span class="BTX"><b>{page.title}</b></span><br>\n'
    yield "2025", tables(page, page.masthead + "<br>\n" + kicker + title + again, "")
    yield "mobile", mobile(page)
    yield "redesign", redesign(page)
    yield "plain lines", plain(page)


def mobile(page: ReferencePage) -> str:
    body = lines(page.paragraphs, "\n<p>")
    return (
        f"{head(page)}Space News from SpaceDaily.com<br>\n{page.kicker}<br>\n<h1>{page.title}</h1>\n"
        f"{page.byline}<br>\n<center>Win a telescope: answer three questions<br></center>\n"
        f"{page.dateline}<br>\n<p>{body}"
        f"<!--RELATED LINKS-->\n{linked(page)}{tail_lines(page)}</body></html>"
    )


def redesign(page: ReferencePage) -> str:
    body = "".join(f"<p>{escape(text, quote=False)}</p>" for text in page.paragraphs)
    return (
        f'<!DOCTYPE html>{head(page, "<meta charset=utf-8>")}<header><a href="/">{page.masthead}</a></header>'
        f'<main><article><div class="k">{page.kicker}</div><h1>{page.title}</h1><figure><img src="/x.jpg">'
        f"<figcaption>{page.caption}</figcaption></figure><h2>{page.title}</h2>"
        f'<div class="who">{page.byline}</div><div class="when">{page.dateline}</div>'
        f'<div class="text">{body}</div>'
        f"<section>{linked(page)}</section></article><footer><p>{tail_lines(page)}</p></footer></main></body></html>"
    )


def plain(page: ReferencePage) -> str:
    """Return the page as nothing but lines: no class, comment, heading, title or meta tag."""
    above = [page.masthead, page.kicker, page.title, page.caption, page.title, page.byline, page.dateline]
    return f"<body>{lines([*above, *page.paragraphs])}{linked(page)}{tail_lines(page)}</body>"


def check_page(text: str) -> int:
    page = ReferencePage(text)
    wrong = 0
    for era, html in pages(page):
        record = spacecrawl.extract(html, URL).to_dict()
        bad = [key for key, value in page.expected().items() if record[key] != value]
        dateline = record["dateline"] or {}
        bad += [f"dateline.{key}" for key, value in DATELINE.items() if dateline.get(key) != value]
        links = {link["text"]: link["kind"] for link in record["links"]}
        bad += [] if all(links.get(text) == "reference" for text in page.references) else ["links"]
        bad += [] if [link["url"] for link in record["links"] if link["kind"] == "story"] == [STORY] else ["story"]
        wrong += len(bad)
        paragraphs = record["body"].count("\n\n") + 1
        print(f"page as of {era:12} {paragraphs} paragraphs, wrong: {bad or 'nothing'}")
    return wrong


def check_feed(path: Path) -> int:
    items = list(ET.fromstring(path.read_bytes()).iter("item"))
    leads = [re.split(r"<br\s*/?>", item.findtext("description") or "")[0] for item in items]
    datelines = [spacecrawl.parse_dateline(lead.strip()) for lead in leads]
    sites = builtin_catalogue()
    known = [(site := sites.site_of(url)) and site.is_article(url) for item in items if (url := item.findtext("link"))]
    dated = sum(1 for dateline in datelines if dateline and dateline.date and dateline.country)
    print(f"feed: {len(items)} items, {sum(map(bool, known))} addresses of articles, {dated} datelines")
    return 2 * len(items) - sum(map(bool, known)) - dated


def check_records(path: Path) -> int:
    records = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    sites = builtin_catalogue()
    wrong = 0
    addresses = [record["url"] for record in records if record["url"]]
    unknown = [url for url in addresses if not (site := sites.site_of(url)) or not site.is_article(url)]
    print(f"records: {len(addresses) - len(unknown)} of {len(addresses)} addresses are articles {unknown or ''}")
    wrong += len(unknown)
    datelines = [record["dateline"] for record in records if record["dateline"]]
    unread = [text for text in datelines if not is_read(text)]
    print(f"records: {len(datelines) - len(unread)} of {len(datelines)} datelines read {unread or ''}")
    wrong += len(unread)
    bylines = [record["byline"] for record in records if record["byline"]]
    nameless = [text for text in bylines if not spacecrawl.parse_byline(text)]
    print(f"records: {len(bylines) - len(nameless)} of {len(bylines)} bylines read {nameless or ''}")
    return wrong + len(nameless)


def is_read(text: str) -> bool:
    """Tell whether a dateline has city, country and date; those without a date in print have none."""
    dateline = spacecrawl.parse_dateline(text)
    dated = re.search(r"\d{4}", text) is None or (dateline is not None and dateline.date is not None)
    return dateline is not None and dated and bool(dateline.country)


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--data", type=Path, required=True)
    folder = options.parse_args().data / "space-media-network"
    wrong = check_page((folder / "article-page-2025-04-30.txt").read_text("utf-8"))
    wrong += check_feed(folder / "feed-2013-04-04.xml")
    wrong += check_records(folder / "records.jsonl")
    print(f"wrong: {wrong}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
