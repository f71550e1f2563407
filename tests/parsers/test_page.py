"""A page as parsers see it: the same tree from text and from bytes, whatever is in them."""

import pytest

from spacecrawl.parsers.page import Page


def printed(page):
    return page.tree.css_first("p").text()


@pytest.mark.parametrize("word", ["ferry", "Fähre", "паром", "渡し船", "⛴️"])
def test_text_and_bytes_give_one_tree(word):
    html = f"<html><body><p>{word} &amp; quay</p></body></html>"
    assert printed(Page.read(html)) == printed(Page.read(html.encode())) == printed(Page(html)) == f"{word} & quay"


def test_bytes_of_another_encoding_are_not_taken_for_the_texts_own():
    assert printed(Page.read('<meta charset="iso-8859-1"><p>Fähre</p>'.encode("latin-1"))) == "Fähre"
    assert printed(Page.read("<p>ferry</p>".encode("utf-16"))) == "ferry"


def test_what_is_dropped_from_the_text_is_dropped_from_the_tree():
    assert printed(Page.read("<p>fer\x00ry</p>")) == printed(Page.read(b"<p>fer\x00ry</p>")) == "ferry"
    assert printed(Page.read("<p>fer\ud800ry</p>")) == "fer?ry"


def test_a_page_out_of_bounds_is_parsed_as_bounded():
    page = Page.read("<div>" * 20_000 + "<p>ferry</p>")
    assert "ferry" in page.tree.root.text()
    assert 0 < len(page.tree.css("div")) < 1_000
