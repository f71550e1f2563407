"""How many fields stay right when the markup of the replica's article pages is changed: a line a mutation.

python benchmarks/mutations.py [--least 95] [--show N]
"""

from __future__ import annotations

import argparse
import codecs
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from html import escape
from typing import Any

from spacecrawl.extraction import read_page
from spacecrawl.parsers.page import Page
from spacecrawl.replica.network import HOSTS
from spacecrawl.replica.site import ReplicaSite
from spacecrawl.replica.story import Story

FIELDS = [
    "title",
    "byline",
    "authors",
    "dateline",
    "date_published",
    "section",
    "body",
    "sidebars",
    "links",
]  # in the order printed
SIDEBAR = re.compile(r"<table width=260.*?</table>|<aside.*?</aside>", re.DOTALL)
Change = Callable[[str], str]


@dataclass(frozen=True)
class Original:
    """A page of the replica with what a right extraction holds."""

    story: Story
    url: str
    body: bytes
    html: str
    truth: dict[str, Any]


def originals(every: int = 1) -> Iterator[Original]:
    """Yield every page of every story on its home host, desktop and mobile; `every` n-th of them only."""
    site = ReplicaSite()
    number = 0
    for story in site.stories:
        for mobile in ("", "/m"):
            number += 1
            if number % every == 0:
                yield _original(site, story, mobile + story.path)


def _original(site: ReplicaSite, story: Story, path: str) -> Original:
    host = HOSTS[story.hosts[0]]
    url = f"http://{host}{path}"
    body = site.answer(host, path).body
    html = Page.read(body, url).html
    truth = story.truth() | {"links": link_kinds(read(body, url))}
    assert all(truth["links"].get(address) == "reference" for _, address in story.references), url
    return Original(story, url, body, html, truth)


def read(body: str | bytes, url: str) -> dict[str, Any]:
    """Return the record that the site's parser makes of a page, whatever the catalogue says of the host."""
    return read_page(Page.read(body, url), parser="space_media").to_dict()


def link_kinds(record: dict[str, Any]) -> dict[str, str]:
    """Return the kind of each link's address."""
    return {link["url"]: link["kind"] for link in record["links"]}


def wrong_fields(record: dict[str, Any], truth: dict[str, Any]) -> list[str]:
    """Return the fields of a record that are not as the truth has them."""
    found = record | {"links": link_kinds(record)}
    return [name for name in FIELDS if found[name] != truth[name]]


# the mutations ------------------------------------------------------------------


def replaced(pattern: str, by: str) -> Change:
    return partial(re.compile(pattern, re.IGNORECASE | re.DOTALL).sub, by)


def chain(*changes: Change) -> Change:
    def change(html: str) -> str:
        for one in changes:
            html = one(html)
        return html

    return change


NO_COMMENTS = replaced(r"<!--.*?-->", "")
NO_CLASSES = replaced(r"\sclass=(?:\"[^\"]*\"|'[^']*'|[^\s>]+)", "")
H1_TEXT = replaced(r"</?h1[^>]*>", "")
NO_META = replaced(r"<meta[^>]*>\s*", "")
NO_TITLE = replaced(r"<title>.*?</title>", "")
DIVS = chain(replaced(r"<(?:table|tr|td)\b", "<div"), replaced(r"</(?:table|tr|td)>", "</div>"))
BREAKS = chain(replaced(r"</p>", "<br>"), replaced(r"<p\b[^>]*>", "<br>"))
CLOSED = replaced(r"<p>([^\n]*?)(?:</p>)?\n", r"<p>\1</p>\n")
RENAMED = chain(*(replaced(rf"\b{name}\b", f"c-{number}") for number, name in enumerate(("BDL", "BHS", "BNL", "BTX"))))


def renamed_classes(html: str) -> str:
    names: dict[str, str] = {}
    return re.sub(
        r'class="([^"]+)"',
        lambda match: f'class="k{names.setdefault(match[1], str(len(names)))}"',
        RENAMED(html),
    )


def upper_case_tags(html: str) -> str:
    return re.sub(r"</?[a-z][a-z0-9]*", lambda match: match[0].upper(), html)


def wrapped_sidebars(before: str, after: str) -> Change:
    return lambda html: SIDEBAR.sub(lambda match: before + match[0] + after, html)


def unquoted(html: str) -> str:
    return re.sub(r'="([\w./:#-]+)"', r"=\1", html)


MUTATIONS: dict[str, Change] = {
    "none": lambda html: html,
    "comments stripped": NO_COMMENTS,
    "comments renamed": chain(
        replaced("body-2-incontainer.php", "text"), replaced("<!--RELATED LINKS-->", "<!--end-->")
    ),
    "end comment stripped": replaced("<!--RELATED LINKS-->", ""),
    "classes stripped": NO_CLASSES,
    "classes renamed": renamed_classes,
    "h1 to text": H1_TEXT,
    "h1 to div": chain(replaced("<h1", "<div"), replaced("</h1>", "</div>")),
    "h1 to span": chain(replaced("<h1", "<span"), replaced("(?:<br>)?</h1>", "<br></span>")),
    "h1 to h2": chain(replaced("<h1", "<h2"), replaced("</h1>", "</h2>")),
    "meta stripped": NO_META,
    "title stripped": NO_TITLE,
    "meta, title stripped": chain(NO_META, NO_TITLE),
    "h1 to text, meta, title stripped": chain(H1_TEXT, NO_META, NO_TITLE),
    "tables to divs": DIVS,
    "p to br": BREAKS,
    "p to br br": chain(replaced(r"</p>", ""), replaced(r"<p\b[^>]*>", "<br><br>")),
    "p closed": CLOSED,
    "p not closed": replaced("</p>", ""),
    "comments, classes stripped": chain(NO_COMMENTS, NO_CLASSES),
    "comments, classes, h1 stripped": chain(NO_COMMENTS, NO_CLASSES, H1_TEXT),
    "comments, classes stripped, divs, p to br": chain(NO_COMMENTS, NO_CLASSES, DIVS, BREAKS),
    "all but title stripped": chain(NO_COMMENTS, NO_CLASSES, H1_TEXT, NO_META),
    "all stripped": chain(NO_COMMENTS, NO_CLASSES, H1_TEXT, NO_META, NO_TITLE),
    "all stripped, divs, p to br": chain(NO_COMMENTS, NO_CLASSES, H1_TEXT, NO_META, NO_TITLE, DIVS, BREAKS),
    "upper-case tags": upper_case_tags,
    "single quotes": replaced(r'="([^"\']*)"', r"='\1'"),
    "no quotes": unquoted,
    "one line": replaced(r"\n", " "),
    "carriage returns": replaced(r"\n", "\r\n"),
    "sidebars in divs": wrapped_sidebars('<div class="w"><div>', "</div></div>"),
    "sidebars in cells": wrapped_sidebars("<table><tr><td>", "</td></tr></table>"),
    "sidebars in cells, divs": chain(wrapped_sidebars("<table><tr><td>", "</td></tr></table>"), DIVS),
    "sidebars centred": wrapped_sidebars("<center>", "</center>"),
    "sidebars in cells, all stripped": chain(
        wrapped_sidebars("<div><table><tr><td>", "</td></tr></table></div>"),
        NO_COMMENTS,
        NO_CLASSES,
        H1_TEXT,
        NO_META,
        NO_TITLE,
    ),
}

NO_CHARSET = replaced(r"<meta[^>]*charset[^>]*>\s*", "")


def declaring(charset: str) -> Change:
    return chain(
        NO_CHARSET,
        replaced(r"(<head>)", rf'\1<meta http-equiv="Content-Type" content="text/html; charset={charset}">'),
    )


CHARSETS: dict[str, Callable[[str], bytes]] = {
    "utf-8 undeclared": lambda html: NO_CHARSET(html).encode(),
    "utf-8 declared": lambda html: declaring("utf-8")(html).encode(),
    "utf-8 with byte order mark": lambda html: codecs.BOM_UTF8 + NO_CHARSET(html).encode(),
    "utf-8 declared latin-1": lambda html: declaring("iso-8859-1")(html).encode(),
    "windows-1252 undeclared": lambda html: NO_CHARSET(html).encode("cp1252", "xmlcharrefreplace"),
    "windows-1252 declared": lambda html: declaring("windows-1252")(html).encode("cp1252", "xmlcharrefreplace"),
    "windows-1252 declared latin-1": lambda html: declaring("iso-8859-1")(html).encode("cp1252", "xmlcharrefreplace"),
    "utf-16 with byte order mark": lambda html: NO_CHARSET(html).encode("utf-16"),
}

# sidebars' datelines: these change the truth as well ------------------------------


def own_line_datelines(original: Original, dash: str) -> tuple[str, dict[str, Any]]:
    """Put every sidebar's dateline on a line of its own."""
    return _moved_datelines(original, f"{dash}<br>", own_line=True)


def inline_datelines(original: Original, dash: str) -> tuple[str, dict[str, Any]]:
    """Run every sidebar's dateline into its first paragraph."""
    return _moved_datelines(original, dash, own_line=False)


def _moved_datelines(original: Original, between: str, *, own_line: bool) -> tuple[str, dict[str, Any]]:
    html, sidebars = original.html, []
    for box, sidebar in zip(original.story.boxes, original.truth["sidebars"], strict=True):
        printed = escape(box.dateline.text)
        html = re.sub(re.escape(printed) + r" - (?:<br>|</p><p>)?", printed + between, html)
        body = box.body if own_line else f"{box.dateline.text}{between}{box.body}"
        sidebars.append(sidebar | {"body": body, "dateline": sidebar["dateline"] | {"inline": not own_line}})
    return html, original.truth | {"sidebars": sidebars}


DATELINES: dict[str, Callable[[Original], tuple[str, dict[str, Any]]]] = {
    "sidebar dateline own line": lambda original: own_line_datelines(original, " - "),
    "sidebar dateline own line, no dash": lambda original: own_line_datelines(original, ""),
    "sidebar dateline own line, all stripped": lambda original: _stripped(own_line_datelines(original, " -")),
    "sidebar dateline inline": lambda original: inline_datelines(original, " - "),
    "sidebar dateline inline, all stripped": lambda original: _stripped(inline_datelines(original, " - ")),
}


def _stripped(moved: tuple[str, dict[str, Any]]) -> tuple[str, dict[str, Any]]:
    return MUTATIONS["all stripped"](moved[0]), moved[1]


def mutated(original: Original) -> Iterator[tuple[str, str | bytes, dict[str, Any]]]:
    """Yield each mutation's name, page and truth."""
    for name, change in MUTATIONS.items():
        yield name, change(original.html), original.truth
    for name, encode in CHARSETS.items():
        yield name, encode(original.html), original.truth
    if original.story.boxes:
        for name, move in DATELINES.items():
            yield name, *move(original)


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--least", type=float, default=95.0, help="per cent right that every field must reach")
    options.add_argument("--show", type=int, default=0, help="print that many of the fields that are wrong")
    options.add_argument("--only", help="mutations whose name holds this")
    options.add_argument("--every", type=int, default=1, help="every n-th page")
    chosen = options.parse_args()
    pages: Counter[str] = Counter()
    having: Counter[tuple[str, str]] = Counter()
    wrong: Counter[tuple[str, str]] = Counter()
    for original in originals(chosen.every):
        for name, page, truth in mutated(original):
            if chosen.only and chosen.only not in name:
                continue
            pages[name] += 1
            record = read(page, original.url)
            having.update((name, field) for field in FIELDS if truth[field] or record[field])
            for field in wrong_fields(record, truth):
                wrong[name, field] += 1
                if sum(wrong.values()) <= chosen.show:
                    show(original, name, field, record, truth)
    return print_table(pages, having, wrong, chosen.least)


def show(original: Original, name: str, field: str, record: dict[str, Any], truth: dict[str, Any]) -> None:
    found = link_kinds(record) if field == "links" else record[field]
    print(f"{name}: {field} of {original.url} ({original.story.era})")
    print(f"  got {found!s:.900}\n  not {truth[field]!s:.900}")


def share_right(wrong: int, having: int) -> float:
    """Return the per cent right of the pages that have a field, or were wrongly given one."""
    return 100 * (1 - wrong / having) if having else 100.0


def print_table(
    pages: Counter[str], having: Counter[tuple[str, str]], wrong: Counter[tuple[str, str]], least: float
) -> int:
    print(f"{'per cent right':42}{'pages':>6} " + " ".join(f"{field[:9]:>9}" for field in FIELDS))
    worst = 100.0
    for name, count in pages.items():
        shares = [share_right(wrong[name, field], having[name, field]) for field in FIELDS]
        worst = min(worst, *shares)
        print(f"{name:42}{count:>6} " + " ".join(f"{share:9.1f}" for share in shares))
    print(f"worst field of any mutation: {worst:.1f} % (at least {least:g} wanted)")
    return 0 if worst >= least else 1


if __name__ == "__main__":
    sys.exit(main())
