"""Structured data in every nesting, broken blocks beside whole ones, and what meta tags and marks add."""

import json

import pytest

from spacecrawl.extraction import read_page
from spacecrawl.parsers.metadata.jsonld import read_json_ld
from spacecrawl.parsers.page import Page

TEXT = "".join(
    f"<p>The ferry of {hour} o'clock was late again on Tuesday, and the harbour master, who had promised that it would "
    f"not be, said so to the {hour} people who had waited on the quay in the rain.</p>"
    for hour in ("six", "seven", "eight", "nine")
)
ARTICLE = {
    "@type": ["Thing", "https://schema.org/NewsArticle"],
    "headline": "Ferries run late",
    "articleSection": ["Harbour"],
    "keywords": "ferries, rain; harbour",
    "inLanguage": "en_gb",
    "image": [{"@type": "ImageObject", "url": "/quay.jpg", "caption": "The quay at six."}],
    "author": [{"@type": "Person", "name": "Ann Lee"}],
}


def read(*blocks, head="", inside=""):
    scripts = "".join(f'<script type="application/ld+json">{block}</script>' for block in blocks)
    html = f"<html><head>{head}{scripts}</head><body><article><h1>Ferries run late</h1>{inside}{TEXT}</article></body></html>"
    return read_page(Page(html, "https://gazette.example/harbour/ferries"), parser="generic")


@pytest.mark.parametrize(
    "blocks",
    [
        [json.dumps(ARTICLE)],
        [json.dumps([ARTICLE])],
        [json.dumps({"@graph": [{"@type": "WebSite", "name": "Gazette"}, ARTICLE]})],
        [json.dumps({"@type": "WebPage", "mainEntity": {"@type": "ItemPage", "about": [ARTICLE]}})],
        ["{broken", "null", "7", '"text"', "[]", json.dumps(ARTICLE), "}{"],
        [f"<!-- {json.dumps(ARTICLE)} -->"],
        [f"//<![CDATA[\n{json.dumps(ARTICLE)}\n//]]>"],
        [json.dumps(ARTICLE)[:-1] + ",}"],
        [json.dumps({"@type": "NewsArticle"}), json.dumps(ARTICLE)],
    ],
)
def test_structured_data_in_any_nesting(blocks):
    article = read(*blocks)
    assert article.section == "Harbour"
    assert article.tags == ["ferries", "rain", "harbour"]
    assert article.language == "en-GB"
    assert [author.name for author in article.authors] == ["Ann Lee"]
    assert (article.images[0].url, article.images[0].caption) == (
        "https://gazette.example/quay.jpg",
        "The quay at six.",
    )
    assert {article.extractor.provenance[key] for key in ("section", "tags", "language", "authors")} == {"json-ld"}


def test_meta_tags_and_marks_add_what_data_lacks():
    head = (
        '<meta property="article:section" content="Harbour"><meta property="article:tag" content="ferries">'
        '<meta property="article:tag" content="rain"><meta property="og:image" content="https://gazette.example/quay.jpg">'
        '<meta property="og:locale" content="en_US"><meta name="description" content="Late again.">'
    )
    figure = (
        '<figure><img src="/pier.jpg" width=600 height=400><figcaption>The pier. Photo: Bo Chen</figcaption></figure>'
    )
    article = read(head=head, inside=figure)
    assert (article.section, article.tags, article.language) == ("Harbour", ["ferries", "rain"], "en-US")
    assert article.summary == "Late again."
    assert {image.url for image in article.images} == {
        "https://gazette.example/quay.jpg",
        "https://gazette.example/pier.jpg",
    }
    pier = next(image for image in article.images if image.url.endswith("pier.jpg"))
    assert (pier.caption, pier.credit) == ("The pier.", "Photo: Bo Chen")
    assert article.extractor.provenance["section"] == "meta"


def test_the_canonical_address_stands_in_for_a_missing_one():
    for head in (
        '<link rel="canonical" href="https://gazette.example/ferries?utm_source=x">',
        '<meta property="og:url" content="https://gazette.example/ferries">',
    ):
        html = f"<html><head>{head}</head><body><article><h1>Ferries run late</h1>{TEXT}</article></body></html>"
        assert read_page(Page(html), parser="generic").url == "https://gazette.example/ferries"


def test_two_hundred_blocks_half_of_them_broken():
    nodes = read_json_ld(["{broken", json.dumps(ARTICLE)] * 100)
    assert sum("headline" in node for node in nodes) == 100
