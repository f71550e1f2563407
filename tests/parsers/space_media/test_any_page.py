"""No page makes the parser raise: any text, any bytes, the site's own markup in any order."""

from hypothesis import given
from hypothesis import strategies as st

from spacecrawl.extraction import read_page
from spacecrawl.parsers.page import Page

URL = "https://www.spacedaily.com/reports/Any_999.html"
PIECES = """<h1>|</h1>|<br>|<p>|</p>|<table><tr><td>|</td><td>|</table>|<b>|</b>|<aside>|</aside>|<img src=/a.jpg>
<!--body-2-incontainer.php-->|<!--RELATED LINKS-->|<span class="BHS">|<span class="BDL">|</span>|<title>T</title>
by Staff Writers|Paris (AFP) Mar 3, 2011|Paris (AFP) Mar 3 - |Tokyo - Feb 30, 2012|Related Links|Tweet|SINO DAILY
illustration only|A line of words that is long enough to be a paragraph of the story and goes on until it is one indeed.
... read more|<a href="/reports/a_999.html">|<a href="http://[bad">|</a>|. China News .|RELATED CONTENT|Headline
<meta property="og:title" content="Headline">|<meta name="date" content="2011-13-99">|<html lang="x y">"""
pieces = st.sampled_from(PIECES.replace("\n", "|").split("|"))


def read(html):
    article = read_page(Page.read(html, URL), parser="space_media")
    article.to_dict()
    return article


@given(st.lists(pieces, max_size=40).map("".join))
def test_own_markup_in_any_order(html):
    article = read(html)
    assert not {"Related Links", "illustration only", "Tweet", "RELATED CONTENT"}.intersection(
        article.body.split("\n\n")
    )
    if not article.body:
        assert (article.byline, article.dateline, article.sidebars) == (None, None, [])


@given(st.text())
def test_any_text(text):
    read(text)


@given(st.binary())
def test_any_bytes(body):
    read(body)
