"""What one pass over a tree tells of blocks, links, frames and days."""

import pytest

from spacecrawl.parsers.generic.parser import read_scan
from spacecrawl.parsers.generic.tokens import BIT, read_mask
from spacecrawl.parsers.page import Page


def scan_of(body):
    return read_scan(Page(f"<html><body>{body}</body></html>"))


def links_of(body):
    return [[(link.href, "".join(link.pieces)) for link in block.links] for block in scan_of(body).blocks]


def test_a_link_around_two_blocks_is_one_in_each():
    assert links_of('<a href="/a"><p>One <b>tram</b></p><p>two trams</p></a>') == [
        [("/a", "One tram")],
        [("/a", "two trams")],
    ]


def test_links_of_one_address_beside_each_other_stay_two():
    assert links_of('<p><a href="/a">one</a> <a href="/a">two</a></p>') == [[("/a", "one"), ("/a", "two")]]


def test_elements_with_a_hyphen_part_lines():
    assert [block.text for block in scan_of("one<my-card class=teaser>two</my-card>three").blocks] == [
        "one",
        "two",
        "three",
    ]


def test_frames_that_hold_no_text_are_not_kept():
    frames = scan_of("<section><div></div><div><p>tram</p></div></section>").frames
    assert [frame.tag for frame in frames] == ["html", "body", "section", "div", "p"]
    assert [(frame.start, frame.end) for frame in frames] == [(0, 1)] * 5


def test_blocks_that_print_a_day():
    scan = scan_of(f"<p>3 May 2019</p><p>Line 12</p><p>7.11.24</p><p>{'tram ' * 40}2019</p>")
    assert scan.dated_blocks() == [0, 2]


@pytest.mark.parametrize(
    ("name", "kinds"),
    [
        ("article-body", ["article", "body"]),
        ("articleBody", ["article", "body"]),
        ("site_footer__links", ["footer"]),
        ("RelatedStories-sc-1iphm0q-4", ["related", "article"]),
        ("elementor-widget-sidebar", []),
        ("css-8ad45 x1Nav2b", []),
        ("post-3360", ["post"]),
    ],
)
def test_words_in_class_names(name, kinds):
    mask = read_mask(name)
    assert [kind for kind in BIT if mask & BIT[kind]] == sorted(kinds, key=list(BIT).index)
