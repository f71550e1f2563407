"""Every page of the replica, on every host, desktop and mobile, gives what its data says."""

import pytest

from spacecrawl.extraction import read_page
from spacecrawl.parsers.page import Page
from spacecrawl.replica.network import HOSTS
from spacecrawl.replica.site import ReplicaSite

FURNITURE = (
    "Related Links",
    "Subscribe Free",
    "read more",
    "Tweet",
    "Email This Article",
    "Newsletters ::",
    "XML Feeds ::",
    "RELATED CONTENT",
    "Share This Article",
    "The content herein",
    "illustration only",
    "File image",
    "24/7 Space News",
)


def pages(site):
    for story in site.stories:
        for host in story.hosts:
            for mobile in ("", "/m"):
                path = mobile + story.path
                yield story, f"http://{HOSTS[host]}{path}", site.answer(HOSTS[host], path).body


@pytest.mark.parametrize("padding", [0, 40])
@pytest.mark.parametrize("rewritten", [False, True])
def test_every_record_is_the_truth(rewritten, padding):
    wrong = []
    for story, url, body in pages(ReplicaSite(rewritten=rewritten, padding=padding)):
        article = read_page(Page.read(body, url), parser="space_media")
        record = article.to_dict()
        wrong += [(url, key, record[key]) for key, value in story.truth().items() if record[key] != value]
        wrong += [(url, text) for text in FURNITURE if text in article.body]
        kinds = {link.url: link.kind for link in article.links}
        wrong += [(url, address) for _, address in story.references if kinds.get(address) != "reference"]
    assert wrong == []


def test_no_page_that_lists_stories_is_an_article():
    site = ReplicaSite()
    found = []
    for host, name in HOSTS.items():
        listed = site.listed_on(host)
        paths = {"/", "/calendar-2026-02.html", "/subscribe.html", "/nothing.html"}
        paths |= {f"/{story.section.replace('-', '')}.html" for story in listed}
        paths |= {f"/pageone/{host}-{story.day}.html" for story in listed}
        for path in sorted(paths):
            body = site.answer(name, path).body
            found += [
                (path, article.body[:80])
                for article in [read_page(Page.read(body, f"http://{name}{path}"))]
                if article.body
            ]
    assert found == []
