"""The net under every site parser: old and new layouts read by the generic parser alone.

    python benchmarks/net.py --data DIR [--show N]

Pages are those of the replica, on every host, desktop and mobile, and the real reference page of DIR
(``space-media-network/``) in the markup of each era. A row a field: how many are exactly right. Index pages of the
replica must give no article.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from reference import URL, ReferencePage
from reference import pages as eras

from spacecrawl.extraction import read_page
from spacecrawl.parsers.page import Page
from spacecrawl.replica.network import HOSTS
from spacecrawl.replica.site import ReplicaSite

KEYS = ("title", "byline", "dateline", "body")
Expected = dict[str, Any]


def of_replica() -> Iterator[tuple[str, Page, Expected]]:
    """Yield every article page of the replica with what its data says."""
    site = ReplicaSite()
    for story in site.stories:
        for host in story.hosts:
            for mobile in ("", "/m"):
                url = f"http://{HOSTS[host]}{mobile}{story.path}"
                truth = story.truth()
                expected = {key: truth[key] for key in ("title", "byline", "body")}
                expected["dateline"] = truth["dateline"] and truth["dateline"]["text"]
                yield "replica", Page.read(site.answer(HOSTS[host], mobile + story.path).body, url), expected


def of_reference(folder: Path) -> Iterator[tuple[str, Page, Expected]]:
    """Yield the real page's text in the markup of each era."""
    page = ReferencePage((folder / "article-page-2025-04-30.txt").read_text("utf-8"))
    told = page.expected()
    for era, html in eras(page):
        expected = {"title": told["title"], "byline": told["byline"], "body": told["body"], "dateline": page.dateline}
        yield f"reference, {era}", Page.read(html, URL), expected


def index_pages() -> Iterator[Page]:
    """Yield the replica's front, section, calendar and back issue pages."""
    site = ReplicaSite()
    for host, name in HOSTS.items():
        listed = site.listed_on(host)
        paths = {"/", "/calendar-2026-02.html", "/subscribe.html", "/nothing.html"}
        paths |= {f"/{story.section.replace('-', '')}.html" for story in listed}
        paths |= {f"/pageone/{host}-{story.day}.html" for story in listed}
        for path in sorted(paths):
            yield Page.read(site.answer(name, path).body, f"http://{name}{path}")


def read(page: Page) -> Expected:
    """Return the fields compared, as the generic parser reads them."""
    article = read_page(page, parser="generic")
    dateline = article.dateline.text if article.dateline else None
    return {"title": article.title, "byline": article.byline, "dateline": dateline, "body": article.body}


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--data", type=Path, required=True)
    options.add_argument("--show", type=int, default=0, help="how many wrong fields to show")
    given = options.parse_args()
    right: Counter[str] = Counter()
    total, shown = 0, 0
    for kind, page, expected in (*of_replica(), *of_reference(given.data / "space-media-network")):
        found = read(page)
        bad = [key for key in KEYS if found[key] != expected[key]]
        total += 1
        right.update(key for key in KEYS if key not in bad)
        right["all four"] += not bad
        for key in bad if shown < given.show else ():
            shown += 1
            print(f"{kind} {page.url} {key}")
            print(f"  found    {str(found[key])[:300]!r}")
            print(f"  expected {str(expected[key])[:300]!r}")
    for key in (*KEYS, "all four"):
        print(f"{key:10} {right[key]:4} of {total}  {right[key] / total:.3f}")
    lists = [bool(read(page)["body"]) for page in index_pages()]
    print(f"index pages taken for articles: {sum(lists)} of {len(lists)}")
    return 0 if right["all four"] >= 0.95 * total and not any(lists) else 1


if __name__ == "__main__":
    sys.exit(main())
