"""The generic parser on pages of our own words, and on input that is no page."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spacecrawl.extraction import read_page
from spacecrawl.parsers.generic.parser import GenericParser
from spacecrawl.parsers.page import Page

PARAGRAPHS = [
    (
        "The last tram of the coastal line left the depot on Sunday evening with forty people aboard, most of whom had "
        "come only to say that they had been there, and with a brass band that had not been asked."
    ),
    (
        "It had run since 1911, through two wars and eleven timetables, and had been late, by the count of a retired "
        "signalman, on one day in six."
    ),
    '"We shall miss it more than we used it," said the mayor, who had voted to close it, and who rode in the second car.',
    (
        "The rails will be lifted in the spring. The sheds become a market, the shelters become bus stops, and the bell "
        "goes to the school, where it will once again tell people that they are late."
    ),
]
PAGE = f"""<!DOCTYPE html><html lang="en"><head><title>Last tram leaves the coast - The Harbour Gazette</title>
<meta property="og:title" content="Last tram leaves the coast"><meta property="og:site_name" content="The Harbour Gazette">
<meta name="description" content="The coastal line has closed."><script type="application/ld+json">{{broken</script>
<script type="application/ld+json">{{"@graph": [{{"@type": "NewsArticle", "headline": "Last tram leaves the coast",
"datePublished": "2024-03-04T18:30:00+01:00", "author": {{"@type": "Person", "name": "Ann Lee"}}}}]}}</script></head>
<body><nav><ul><li><a href="/">Home</a><li><a href="/news">News</a><li><a href="/sport">Sport</a></ul></nav>
<main><article><h1>Last tram leaves the coast</h1><p class="byline">By Ann Lee</p>
{"".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)}
</article><aside class="related"><h3>Read more</h3><ul><li><a href="/a">Ferries run on time</a>
<li><a href="/b">Harbour wall to be painted</a><li><a href="/c">Gulls banned from market</a></ul></aside></main>
<footer><p>Printed on the quay. Copyright The Harbour Gazette.</p><p>Subscribe to our newsletter</p></footer></body></html>"""


def test_an_article_and_nothing_else():
    article = read_page(Page(PAGE, "https://gazette.example/news/tram"), parser="generic")
    assert article.title == "Last tram leaves the coast"
    assert article.body == "\n\n".join(PARAGRAPHS)
    assert [author.name for author in article.authors] == ["Ann Lee"]
    assert article.date_published == dt.datetime(2024, 3, 4, 18, 30, tzinfo=dt.timezone(dt.timedelta(hours=1)))
    assert (article.language, article.summary) == ("en", "The coastal line has closed.")
    assert article.extractor.name == "generic"
    assert 0 < article.extractor.confidence <= 1


@pytest.mark.parametrize("html", ["", "   ", "<html></html>", "plain words", "<p>Hello.", "\ufffd" * 50])
def test_what_is_no_article(html):
    assert len(GenericParser().parse(Page(html)).body.split()) < 5


@pytest.mark.parametrize(
    "html",
    [
        PAGE.replace("<p>", "<div>").replace("</p>", "</div>"),
        PAGE.replace("<main>", "").replace("</main>", "").replace("article>", "div>"),
        PAGE.replace("<h1>", "<h2>").replace("</h1>", "</h2>"),
    ],
)
def test_other_markup_of_the_same_page(html):
    article = GenericParser().parse(Page(html))
    assert article.title == "Last tram leaves the coast"
    assert all(paragraph in article.body for paragraph in PARAGRAPHS)
    assert "Gulls banned" not in article.body


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=400), st.integers(0, len(PAGE)))
def test_never_raises(noise, at):
    GenericParser().parse(Page.read(PAGE[:at] + noise + PAGE[at:]))
    GenericParser().parse(Page.read(noise))
