import lxml.html
import pytest
from selectolax.lexbor import LexborHTMLParser

import spacecrawl
from spacecrawl.parsers import page

PAGE = '<html><head><link rel=canonical href="{}"></head><body><h1>Fog</h1><p>Fog lay over the harbour.</body></html>'
ADDRESS = "https://www.spacedaily.com/reports/Fog_999.html"


@pytest.mark.parametrize(
    "link",
    [
        "http://www.spacedaily.com:99999/reports/Other_999.html",
        "https://www.spacedaily.com:x/reports/Other_999.html",
        "http://[broken",
        "https://elsewhere.example/reports/Other_999.html",
        "/",
        "",
    ],
)
def test_a_canonical_link_that_is_none_of_the_sites_articles_does_not_count(link):
    assert spacecrawl.extract(PAGE.format(link), ADDRESS).url == ADDRESS


def test_a_canonical_link_to_another_article_of_the_site_counts():
    link = "/reports/Other_999.html?utm_source=x"
    assert spacecrawl.extract(PAGE.format(link), ADDRESS).url == "https://www.spacedaily.com/reports/Other_999.html"


@pytest.mark.parametrize("url", [ADDRESS, "https://quay.example/fog", None])
@pytest.mark.parametrize(
    "html", [PAGE.format("/fog"), PAGE.format("/fog").replace("lay", "lay over the harbour and " * 40)]
)
def test_a_page_is_parsed_once(monkeypatch, url, html):
    parsed = []
    monkeypatch.setattr(page, "LexborHTMLParser", lambda markup: parsed.append(markup) or LexborHTMLParser(markup))
    for forget in (lxml.html.document_fromstring, lxml.html.fromstring):
        monkeypatch.setattr(lxml.html, forget.__name__, lambda *_, **__: pytest.fail("parsed by libxml2 too"))
    spacecrawl.extract(html, url)
    assert len(parsed) == 1
