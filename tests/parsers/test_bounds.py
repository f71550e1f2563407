"""Markup within bounds: text and order stay, depth and attributes do not grow without end."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from spacecrawl.parsers import bounds
from spacecrawl.parsers.bounds import MOST_ATTRIBUTES, MOST_DEPTH, MOST_FORMATTING, MOST_TAGS, bounded

MANY = 12_000


def depth_of(html):
    tree = LexborHTMLParser(html)
    deepest, stack = 0, [(tree.root, 0)]
    while stack:
        node, depth = stack.pop()
        deepest = max(deepest, depth)
        child = node.first_child
        while child is not None:
            stack.append((child, depth + 1))
            child = child.next
    return deepest


def text_of(html):
    return re.sub(r"\s+", "", LexborHTMLParser(html).body.text())


@pytest.mark.parametrize("count", [10, 2_000, 9_000])
def test_a_page_of_real_shape_stays_as_it_is(count):
    html = "<html><body>" + "<div class='a b'><p>One <b>bold</b> <a href=/x>word</a><br><img src=a.png></div>" * (
        count // 8
    )
    assert bounded(html) is html


@pytest.mark.parametrize("tag", ["div", "span", "section", "x-card", "ul><li", "table><tr><td", "blockquote"])
def test_nesting_ends_and_text_stays(tag):
    html = "<p>before</p>" + "".join(f"<{tag}>w{at} " for at in range(MANY)) + "<p>behind</p>"
    assert depth_of(bounded(html)) < 4 * MOST_DEPTH + 10
    assert text_of(bounded(html)) == "before" + "".join(f"w{at}" for at in range(MANY)) + "behind"


def test_end_tags_go_with_their_start_tags():
    html = "<main>" + "<div>" * MANY + "deep" + "</div>" * MANY + "<p class=after>behind</p></main>"
    tree = LexborHTMLParser(bounded(html))
    assert tree.css_first("main > p.after").text() == "behind"


def test_deep_blocks_still_part_lines():
    html = "<div>" * MANY + "<div>one</div><div>two</div>"
    assert "one</p><p>two" in LexborHTMLParser(bounded(html)).html.replace("<p></p>", "")


def test_formatting_left_open_is_not_built_again_and_again():
    html = "<p>" + "".join(f"<b id={at}>" for at in range(2_000)) + "</p>" + "<p>text</p>" * 2_000
    tree = LexborHTMLParser(bounded(html))
    assert len(tree.css("b")) <= (MOST_FORMATTING + 1) * 2_001
    assert text_of(bounded(html)) == "text" * 2_000


def test_scripts_and_comments_are_no_nesting():
    html = "<script>" + "'<div>'+" * MANY + "</script><!--" + "<div>" * MANY + "--><p>text</p>"
    assert bounded(html) is html


def test_attributes_end_at_the_thousandth():
    html = (
        "<p " + " ".join(f'a{at}="1"' for at in range(20_000)) + ">text</p><p title='" + "x=1 " * 20_000 + "'>more</p>"
    )
    first, second = LexborHTMLParser(bounded(html)).css("p")
    assert len(first.attributes) <= MOST_ATTRIBUTES + 1
    assert first.text() == "text"
    assert len(second.attributes["title"]) == 80_000


def test_runs_of_the_same_tags_are_folded_and_the_rest_is_cut(monkeypatch):
    monkeypatch.setattr(bounds, "MOST_TAGS", 1_000)
    html = "<p>" * 5_000 + "<p>found</p>" + "".join(f"<i>{at}</i>" for at in range(5_000)) + "lost"
    assert "found" in bounded(html)
    assert "lost" not in bounded(html)
    assert bounded(html).count("<") == 1_000


def test_the_most_tags_are_far_from_real_pages():
    assert MOST_TAGS >= 100_000


PIECES = '<div>|</div>|<p>|</p>|<b id=1>|</b>|<span>|</span>|<li>|<ul>|</ul>|<!--|-->|<script>|</script>|text |<a href=/x>|</a>|<|>|"|<br>'


@settings(deadline=None)
@given(st.lists(st.sampled_from(PIECES.split("|")), max_size=60).map("".join))
def test_nothing_is_lost_by_flattening(html):
    flattener = bounds._Flattener(html)
    assert flattener.flattened() == html or html.count("<") > MOST_FORMATTING
    words = re.findall("text", flattener.flattened())
    assert len(words) == html.count("text")


@settings(deadline=None)
@given(st.text(alphabet="<>/ab =\"'!- \n", max_size=200))
def test_never_raises(html):
    bounded(html)
    bounds._Flattener(html).flattened()
    bounds._thinned(html)
