import pytest

from spacecrawl.sites import builtin_catalogue
from spacecrawl.storage import Addresses, Ledger
from spacecrawl.storage.addresses import KnownStories
from spacecrawl.storage.index_pages import IndexPage, IndexPages
from spacecrawl.storage.taken import Taken

STORY = "https://www.spacewar.com/reports/A_story_999.html"


@pytest.fixture
def ledger(tmp_path):
    with Ledger(tmp_path / "spacecrawl.db") as ledger:
        yield ledger


def test_a_story_is_known_on_every_host_of_its_network_and_on_no_other(ledger):
    addresses = Addresses(ledger)
    addresses.note(STORY, "gone")
    addresses.note("https://elsewhere.example/reports/A_story_999.html", "rejected", parser="generic 1")
    stories = KnownStories(addresses, builtin_catalogue())
    assert [address.url for address in stories.find(("space-media", "/reports/A_story_999.html"))] == [STORY]
    assert stories.find(("space-media", "/reports/Another_999.html")) == []


def test_what_leads_to_an_article_comes_first(ledger):
    addresses = Addresses(ledger)
    addresses.note(STORY.replace("spacewar", "marsdaily"), "gone")
    addresses.note(STORY, "article", article=1)
    found = KnownStories(addresses, builtin_catalogue()).find(("space-media", "/reports/A_story_999.html"))
    assert [address.state for address in found] == ["article", "gone"]


def test_a_state_changes_and_the_article_stays(ledger):
    addresses = Addresses(ledger)
    addresses.note(STORY, "article", site="spacewar", article=7)
    addresses.note(STORY, "gone")
    found = addresses.get(STORY)
    assert (found.state, found.article, found.site) == ("gone", 7, "spacewar")


def test_an_alias_hides_no_article_and_no_move(ledger):
    addresses = Addresses(ledger)
    addresses.note(STORY, "article", article=1)
    addresses.note("https://a.example/old", "moved", article=1, target=STORY)
    addresses.note("https://a.example/bad", "rejected", parser="generic 1")
    for url in (STORY, "https://a.example/old", "https://a.example/bad"):
        addresses.note_alias(url, 2, None)
    found = [addresses.get(url) for url in (STORY, "https://a.example/old", "https://a.example/bad")]
    assert [(address.state, address.article) for address in found] == [("article", 1), ("moved", 2), ("alias", 2)]


def test_addresses_with_queries_and_ports_are_kept_apart(ledger):
    addresses = Addresses(ledger)
    for url in ("http://a.example/x?page=1", "http://a.example/x?page=2", "http://a.example:8080/x?page=1"):
        addresses.note(url, "gone")
    assert len(addresses.at_path("/x?page=1")) == 2
    assert addresses.get("https://a.example/x?page=1") is None


def test_an_index_page_keeps_its_links_and_how_many_stories_it_had(ledger):
    pages = IndexPages(ledger)
    links = [[0, "http://a.example/1", "Füchse \udcff", "2026-01-02", None]]
    pages.note(IndexPage("http://a.example/", "1", '"tag"', None, 5), "a", links)
    assert pages.get("http://a.example/") == IndexPage("http://a.example/", "1", '"tag"', None, 5)
    assert pages.links("http://a.example/") == links
    pages.note(IndexPage("http://a.example/", "1", None, None, 0), "a", [])
    assert (pages.get("http://a.example/").stories, pages.links("http://a.example/")) == (5, [])
    assert pages.links("http://a.example/other") is None


def test_taken_stories():
    taken = Taken()
    taken.add(("network", "/a"))
    taken.add(("network", "/a"))
    assert ("network", "/a") in taken
    assert ("network", "/b") not in taken
    assert ("net", "work/a") not in taken
