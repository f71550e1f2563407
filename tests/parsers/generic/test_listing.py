"""Pages that list articles, or hold none, are not taken for one; articles with teasers around them are."""

import pytest

from spacecrawl.extraction import parse_page, read_page
from spacecrawl.parsers.page import Page
from spacecrawl.replica.network import HOSTS
from spacecrawl.replica.site import ReplicaSite
from spacecrawl.sites import Site, builtin_catalogue

LEADS = [
    "The council voted on Monday to keep the clock at six minutes fast, as it has been since the harbour bell was stolen in 1931",
    "A dog that was reported missing in the spring has been found at the bakery, where it had been given a name and a wage",
    "Two bridges are to be painted in the colour that was chosen for the third, which will be built when the paint has dried",
    "Rain is expected from the west on Thursday, and from the fishermen of the north quay, who have the better record, on Friday",
    "The library has bought back the book that it sold by mistake, at four times the price and with somebody's notes in the margin",
]
HEADLINES = [
    "Clock to stay fast for another year",
    "Missing dog found in employment",
    "Bridges to match a bridge",
    "Rain is foreseen twice",
    "Library buys its own book",
]
PAIRS = list(zip(HEADLINES, LEADS, strict=True))


def page(inside, head=""):
    return f"<html><head><title>The Harbour Gazette</title>{head}</head><body><nav><a href=/>Home</a></nav><main>{inside}</main></body></html>"


CARDS = "".join(
    f'<div class="card"><h3><a href="/{n}">{h}</a></h3><p>{lead}.</p></div>' for n, (h, lead) in enumerate(PAIRS)
)
CUT = "".join(
    f'<div><h2>{h}</h2><p>{lead}... <a href="/{n}">Read more</a></p></div>' for n, (h, lead) in enumerate(PAIRS)
)
ROWS = "".join(f'<tr><td><a href="/{n}">{h}</a><br>{lead} ...</td></tr>' for n, (h, lead) in enumerate(PAIRS))
RESULTS = "".join(
    f'<li><a href="/{n}">{h}</a> <span>March {n + 1}, 2026</span><p>… {lead} …</p></li>'
    for n, (h, lead) in enumerate(PAIRS)
)
GERMAN = "".join(
    f'<article><h2><a href="/{n}">{h}</a></h2><p>{lead} … <a href="/{n}">Weiterlesen</a></p></article>'
    for n, (h, lead) in enumerate(PAIRS)
)


@pytest.mark.parametrize(
    "inside",
    [
        f"<h1>News</h1>{CARDS}",
        f"<h1>Harbour</h1>{CUT}",
        f"<table>{ROWS}</table>",
        f"<h1>Search: harbour</h1><ol>{RESULTS}</ol>",
        f"<h1>Nachrichten</h1>{GERMAN}",
        "<h1>All tags</h1><ul>" + "".join(f'<li><a href="/t/{h}">{h}</a></li>' for h in HEADLINES * 8) + "</ul>",
        f'<h1>Front page</h1><div><h2><a href="/1">{HEADLINES[0]}</a></h2><p>{LEADS[0]}.</p></div>',
    ],
)
def test_a_list_is_no_article(inside):
    assert read_page(Page(page(inside), "https://gazette.example/harbour"), parser="generic").body == ""


def test_an_article_with_teasers_below_is_one():
    text = "".join(f"<p>{lead}. {lead}.</p>" for lead in LEADS * 2)
    found = read_page(
        Page(page(f"<article><h1>A week at the harbour</h1>{text}</article><h2>More</h2>{CARDS}")), parser="generic"
    )
    assert found.body.startswith(LEADS[0])


def test_what_calls_itself_an_article_is_one():
    head = '<meta property="og:type" content="article">'
    found = read_page(Page(page(f"<h1>Five notes from the harbour this week</h1>{CARDS}", head)), parser="generic")
    assert LEADS[1] in found.body


def test_no_page_of_the_replica_that_lists_stories_is_an_article():
    site = ReplicaSite()
    found = []
    for host, name in HOSTS.items():
        paths = {"/", *(f"/{story.section.replace('-', '')}.html" for story in site.listed_on(host))}
        pages = [Page.read(site.answer(name, path).body, f"http://{name}{path}") for path in sorted(paths)]
        found += [page.url for page in pages if read_page(page, parser="generic").body]
    assert found == []


def test_the_net_holds_an_old_layout_without_its_own_parser():
    """Headline, byline, dateline and text in one cell, parted by line breaks."""
    site = ReplicaSite()
    wrong = []
    stories = [story for story in site.stories if not story.boxes][:25]
    for story in stories:
        name = HOSTS[story.hosts[0]]
        found = read_page(Page.read(site.answer(name, story.path).body, f"http://{name}{story.path}"), parser="generic")
        truth = story.truth()
        line = found.dateline.text if found.dateline else None
        got = (found.title, found.byline, found.body, line)
        wrong += (
            [story.path]
            if got != (truth["title"], truth["byline"], truth["body"], truth["dateline"] and truth["dateline"]["text"])
            else []
        )
    assert wrong == []


@pytest.fixture
def known_site() -> Site:
    return builtin_catalogue().site_of("https://www.spacedaily.com/reports/Harbour_999.html")


def test_a_site_whose_markup_changed_is_read_by_the_net(known_site):
    text = "".join(f"<div>{lead}. {lead}.</div>" for lead in LEADS * 2)
    html = page(f'<article><div class="t1">{"Harbour week"}</div>{text}</article>')
    found = parse_page(Page(html, "https://www.spacedaily.com/reports/Harbour_999.html"), known_site)
    assert found.body.startswith(LEADS[0])
    assert found.extractor.name == "generic"


def test_the_net_leaves_alone_what_is_no_article(known_site):
    for inside in (
        f"<h1>News</h1>{CARDS}",
        "<h1>Not Found</h1><p>The page that you looked for has moved or has never been here.</p>",
    ):
        found = parse_page(Page(page(inside), "https://www.spacedaily.com/reports/Harbour_999.html"), known_site)
        assert (found.body, found.extractor.name) == ("", "space_media")
