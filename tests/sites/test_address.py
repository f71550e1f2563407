import hashlib

import pytest

from spacecrawl.record import Article
from spacecrawl.record.identity import identify
from spacecrawl.sites.address import clean_url


@pytest.mark.parametrize(
    ("given", "cleaned"),
    [
        ("/caf%c3%a9.html", "/caf%C3%A9.html"),
        ("/caf%C3%A9.html", "/caf%C3%A9.html"),
        ("/café.html", "/caf%C3%A9.html"),
        ("/%7Eann/%61%2Eb%2dc%5f.html", "/~ann/a.b-c_.html"),
        ("/a%2fb%3fc%23d%25%2541", "/a%2Fb%3Fc%23d%25%2541"),
        ("/100%/50%zz", "/100%/50%zz"),
        ("/s?q=%e6%97%a5&x=%7E", "/s?q=%E6%97%A5&x=~"),
        ("/s?q=%e6%97%a5&utm_source=x", "/s?q=%E6%97%A5"),
        ("/it's-(here)-50%25-off!.html", "/it's-(here)-50%25-off!.html"),
    ],
)
def test_escapes_have_one_form(given, cleaned):
    """Capitals, and nothing escaped that need not be: RFC 3986, 6.2.2.1 and 6.2.2.2."""
    url = f"https://news.example{given}"
    assert clean_url(url) == f"https://news.example{cleaned}"
    assert clean_url(clean_url(url)) == clean_url(url)


def test_an_article_has_one_id_however_its_address_is_escaped():
    urls = ("https://news.example/%7eann/%e6%97%a5", "https://news.example/~ann/%E6%97%A5")
    assert len({identify(Article(url=clean_url(url))).id for url in urls}) == 1


def test_a_plain_address_keeps_its_id():
    url = "https://www.spacedaily.com/reports/First_Crew_for_Tiangong_999.html"
    assert clean_url(url) == url
    assert identify(Article(url=clean_url(url))).id == hashlib.sha256(url.encode()).hexdigest()[:16]
