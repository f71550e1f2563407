import pytest

from spacecrawl.discovery.proposal import Proposal, Study, entry_name, propose, twin_hosts, with_sections
from spacecrawl.parsers.page import Page
from spacecrawl.sites.catalogue import read_text

URL = "https://www.harbour.example/"
STORIES = ("/2026/03/ferry-runs-aground/", "/2026/03/herring-come-back/", "/2026/02/pier-burns-down/")


def front_page(head: str = "", more: str = "", title: str = "News and tides | The Harbour") -> Page:
    teasers = "".join(
        f'<div><a href="{path}"><img src="a.jpg"></a><h2><a href="{path}">A headline of some words</a></h2>'
        f'<a href="{path}">more</a></div>'
        for path in STORIES
    )
    return Page.read(f"<html><head><title>{title}</title>{head}</head><body>{more}{teasers}</body></html>", URL)


def test_an_entry_that_the_catalogue_takes():
    proposal = propose(Study(front_page()))
    (site,) = read_text(proposal.toml(), "proposed")
    assert (site.entry, site.name) == ("harbour", "The Harbour")
    assert site.hosts == ("www.harbour.example", "harbour.example")
    assert site.front_pages == (URL,)
    assert site.article_patterns == (r"/\d{4}/\d\d?/[^/?]+/",)
    assert "# 3 of 3 links, as /2026/03/ferry-runs-aground/" in proposal.toml()


def test_sections_by_pattern_and_by_name():
    menu = "".join(
        f'<a href="{path}">{text}</a> '
        for path, text in (
            ("/section/tides/", "Tides"),
            ("/section/boats/", "Boats &amp; Ferries"),
            ("/weather/", "Weather"),
            ("/about/", "About us"),
            ("/search?q=", "Search"),
            ("https://elsewhere.example/shop/", "Elsewhere"),
        )
    )
    study = Study(front_page(more=menu))
    assert study.sections() == {
        "tides": f"{URL}section/tides/",
        "boats": f"{URL}section/boats/",
        "weather": f"{URL}weather/",
    }
    (site,) = read_text(with_sections(propose(study), study.sections()).toml(), "proposed")
    assert site.section_patterns == ("/section/[A-Za-z0-9_-]+/",)
    assert site.sections == {"weather": f"{URL}weather/"}


def test_feeds_that_the_page_states_or_links():
    head = (
        '<link rel="alternate" type="application/rss+xml" href="/feed/">'
        '<link rel="alternate" type="application/rss+xml" href="/comments/feed/">'
        '<link rel="alternate" type="application/atom+xml" href="https://elsewhere.example/atom">'
        '<link rel="alternate" hreflang="nb" href="/nb/">'
    )
    study = Study(front_page(head, '<a href="/tides.xml">Tides as a feed</a> <a href="/sitemap.xml">Map</a>'))
    assert study.feeds() == [f"{URL}feed/", f"{URL}tides.xml"]


def test_the_name_that_the_site_gives_itself_counts_first():
    assert Study(front_page('<meta property="og:site_name" content=" Harbour  Post ">')).name == "Harbour Post"
    assert Study(front_page(title="")).name == "www.harbour.example"


def test_further_pages_teach_more():
    study = Study(front_page())
    more = Page.read("".join(f'<p><a href="/wire/471123{n}">Gales all week, says the pilot</a>' for n in range(4)), URL)
    assert study.add(more) == [f"{URL}wire/471123{n}" for n in range(4)]
    assert [group.pattern for group in study.groups] == [r"/wire/\d+", r"/\d{4}/\d\d?/[^/?]+/"]


def test_marks_choose_the_parser():
    proposal = propose(Study(front_page()))
    proposal.choose_parser([b"<p>plain"])
    assert proposal.parser == "generic"
    proposal.choose_parser([b"<p>plain", b"<span class=BHS>Oslo (SPX)"])
    assert proposal.parser == "space_media"


@pytest.mark.parametrize(
    ("url", "name", "hosts"),
    [
        (
            "https://www.harbour-gazette.co.uk/",
            "harbour-gazette",
            ("www.harbour-gazette.co.uk", "harbour-gazette.co.uk"),
        ),
        ("https://news.harbour.example/a/", "harbour", ("news.harbour.example", "www.news.harbour.example")),
        ("http://127.0.0.1:8080/", "127-0-0-1", ("127.0.0.1",)),
        ("http://localhost/", "localhost", ("localhost",)),
    ],
)
def test_names_and_twins_of_hosts(url, name, hosts):
    assert (entry_name(url), twin_hosts(url)) == (name, hosts)


def test_what_a_page_says_stays_within_its_text():
    name = 'Harbour"\n[sites.evil]\x7f\\'
    proposal = propose(Study(front_page(f"<meta property='og:site_name' content='{name}'>")))
    (site,) = read_text(proposal.toml(), "proposed")
    assert site.name.startswith('Harbour" [sites.evil]')


def test_a_page_without_an_address():
    with pytest.raises(ValueError, match="without an address"):
        Study(Page.read("<p>"))


def test_patterns_with_apostrophes():
    patterns = ["/it's/[^/?]+", r"/\d+"]
    (site,) = read_text(Proposal("a", "A", ["a.example"], ["http://a.example/"], patterns).toml(), "proposed")
    assert list(site.article_patterns) == patterns
