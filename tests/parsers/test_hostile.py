"""Hostile pages, at a part of their full size, through everything that ``spacecrawl.extract`` does."""

import importlib.util
import random
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import spacecrawl
from spacecrawl.extraction import read_page
from spacecrawl.parsers.page import Page
from spacecrawl.record.schema import schema_fault

SOURCE = Path(__file__).parents[2] / "benchmarks" / "hostile_pages.py"
SITE = "https://www.spacedaily.com/reports/Any_999.html"
OTHER = "https://quay.example/lighthouse"
LARGE = 0.02


def load():
    spec = importlib.util.spec_from_file_location("hostile_pages", SOURCE)
    module = importlib.util.module_from_spec(spec)
    sys.modules["hostile_pages"] = module
    spec.loader.exec_module(module)
    return module


hostile = load()
CASES = list(hostile.CASES.values())
CUT_SHORT = ("headings and datelines by the ten thousand",)
"""Pages of thousands of datelines, on which the site parser finds too much to trust any of it."""


def check(article):
    record = article.to_dict()
    assert schema_fault({**record, "url": record["url"] or "http://unknown.example/"}) is None
    return article


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
@pytest.mark.parametrize("as_bytes", [False, True], ids=["text", "bytes"])
def test_the_article_is_found_and_nothing_raises(case, as_bytes):
    content = case.build(LARGE)
    if as_bytes and isinstance(content, str):
        content = content.encode("utf-8", "surrogatepass")
    elif not as_bytes and isinstance(content, bytes):
        content = content.decode("utf-8", "surrogateescape")
    article = check(read_page(Page.read(content, OTHER), parser="generic"))
    if case.has_article:
        for paragraph in hostile.PARAGRAPHS:
            assert paragraph[-60:] in article.body


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
@pytest.mark.parametrize("url", [None, SITE], ids=["no address", "known site"])
def test_a_known_site_and_no_address_hold_too(case, url):
    article = check(spacecrawl.extract(case.build(LARGE), url))
    if case.has_article and url and case.name not in CUT_SHORT:
        assert hostile.PARAGRAPHS[0][-60:] in article.body


@pytest.mark.parametrize("depth", [300, 1_200, 2_900])
def test_nesting_too_shallow_to_be_flattened_breaks_no_parser(depth):
    html = hostile.page("<aside class=related>" * depth)
    for parser in ("generic", "space_media"):
        check(read_page(Page.read(html), parser=parser))


WHOLE = hostile.page(head='<script type="application/ld+json">{"@type": "NewsArticle"}</script>')
TAGS = "<div>|</div>|<p>|<table>|<tr>|<td>|</table>|<h1>|<time datetime=2024-13-40>|<a rel=author>|<b|<!--|-->|<script>"
noise = st.one_of(st.text(max_size=80), st.lists(st.sampled_from(TAGS.split("|")), max_size=20).map("".join))


@settings(max_examples=60, deadline=None)
@given(noise, st.integers(0, len(WHOLE)), st.sampled_from([None, OTHER, SITE, "http://[bad", "x"]))
def test_any_text_anywhere(text, at, url):
    check(spacecrawl.extract(WHOLE[:at] + text + WHOLE[at:], url))
    check(read_page(Page.read(WHOLE[:at] + text + WHOLE[at:], url), parser="generic"))


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300), st.integers(0, len(WHOLE)))
def test_any_bytes_anywhere(body, at):
    page = WHOLE.encode()
    check(spacecrawl.extract(body))
    check(read_page(Page.read(page[:at] + body + page[at:]), parser="generic"))


@pytest.mark.parametrize("seed", range(8))
def test_pages_with_their_bytes_shuffled(seed):
    draw = random.Random(seed)
    pieces = WHOLE.split("<")
    draw.shuffle(pieces)
    check(read_page(Page.read("<".join(pieces)), parser="generic"))
