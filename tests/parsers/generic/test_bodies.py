"""Bodies as pages have them: each page is short, and wrong about one thing."""

import pytest

from spacecrawl.parsers.generic.parser import GenericParser
from spacecrawl.parsers.page import Page

LEAD = (
    "The lighthouse at Grey Point was lit again on Friday, eleven years after its lamp had been sold, and forty people "
    "stood in the rain to see it turn."
)
SECOND = (
    "The lamp had been found in a barn, under hay, by a farmer who had used its lens as a window. He gave it back for "
    "the price of a new pane, which the parish paid the same day."
)
THIRD = (
    "It took three winters to mend the gears. A watchmaker from the next town cut the missing teeth by hand, and asked "
    "for nothing but the right to wind it once a year."
)
LAST = (
    "Ships no longer need the light, said the harbour master, but children do, and so do people who walk home late "
    "along the cliff when there is no moon."
)
TEXT = [LEAD, SECOND, THIRD, LAST]
MENU = '<nav><a href="/">Home</a> <a href="/news">News</a> <a href="/tides">Tides</a></nav>'
FOOT = "<footer><p>The Grey Point Courier, printed weekly. All rights reserved.</p></footer>"


def body(inner):
    return (
        GenericParser().parse(Page(f"<html><body>{MENU}{inner}{FOOT}</body></html>", "https://courier.example/a")).body
    )


def paragraphs(texts, tag="p"):
    return "".join(f"<{tag}>{text}</{tag}>" for text in texts)


def article(inner, headline="Grey Point is lit again"):
    return body(f"<main><article><h1>{headline}</h1>{inner}</article></main>")


HOLDS_ALL = {
    "paragraphs": paragraphs(TEXT),
    "several containers": "".join(f'<div class="text-block"><p>{text}</p></div>' for text in TEXT),
    "a lead outside": f'<div class="intro"><p>{LEAD}</p></div><div class="story">{paragraphs(TEXT[1:])}</div>',
    "bare text": "<div>" + "<br><br>".join(TEXT) + "</div>",
    "bare text between elements": f"<div>{LEAD}<p>{SECOND}</p>{THIRD}<p>{LAST}</p></div>",
    "a table for layout": f"<table><tr><td>{paragraphs(TEXT)}</td></tr></table>",
    "a row a paragraph": "<table>" + "".join(f"<tr><td>{text}</td></tr>" for text in TEXT) + "</table>",
    "slides": "".join(f'<section class="slide"><h2>{n}</h2><p>{text}</p></section>' for n, text in enumerate(TEXT, 1)),
    "cards": "".join(f'<div class="card"><div class="card-body"><p>{text}</p></div></div>' for text in TEXT),
    "accordions": "".join(f"<details open><summary>Part {n}</summary><p>{t}</p></details>" for n, t in enumerate(TEXT)),
    "a list": f"<ul>{paragraphs(TEXT, 'li')}</ul>",
    "unclosed paragraphs": "".join(f"<p>{text}" for text in TEXT),
    "inline markup": paragraphs(text.replace(" the ", " <em>the</em> ").replace(", ", "<b>,</b> ") for text in TEXT),
    "custom elements": f"<story-text>{paragraphs(TEXT)}</story-text>",
    "a drop cap": f'<p><span class="dropcap">T</span>{LEAD[1:]}</p>' + paragraphs(TEXT[1:]),
}


@pytest.mark.parametrize("inner", HOLDS_ALL.values(), ids=HOLDS_ALL)
def test_bodies_in_every_shape_are_whole(inner):
    text = article(inner)
    assert [part for part in TEXT if part in text] == TEXT
    assert "All rights reserved" not in text
    assert "Tides" not in text


KEPT = {
    "a subheading": ("<h2>How it was found</h2>", "How it was found"),
    "a block quote": (
        "<blockquote><p>It was the best window I ever had, said the farmer, and the dearest.</p></blockquote>",
        "It was the best window I ever had",
    ),
    "list items": (
        "<ul><li>The lens weighs two hundred kilograms, frame and all.</li><li>The clock runs for nine hours.</li></ul>",
        "The clock runs for nine hours.",
    ),
    "a paragraph that is one link": (
        '<p><a href="/report">The report of the parish on the cost of the lamp can be read in full at the library.</a></p>',
        "The report of the parish",
    ),
}


@pytest.mark.parametrize(("inner", "kept"), KEPT.values(), ids=KEPT)
def test_what_belongs_to_the_text_stays_in_its_place(inner, kept):
    text = article(paragraphs(TEXT[:2]) + inner + paragraphs(TEXT[2:]))
    assert text.index(SECOND) < text.index(kept) < text.index(THIRD)


CARD = '<div class="card"><h3><a href="/{0}">{1}</a></h3></div>'
CARDS = "".join(CARD.format(n, t) for n, t in enumerate(["Ferry late again", "Gulls counted", "Pier painted blue"]))
COMMENT = "<li class='comment'><div class='comment-body'><p>{0}</p></div></li>"
COMMENTS = "".join(
    COMMENT.format(
        f"I remember the old keeper well, he let us climb up in {year} and told us never to tell our mothers."
    )
    for year in (1961, 1964, 1970, 1988)
)
FURNITURE = {
    "related cards": (f'<div class="related"><h2>Related</h2>{CARDS}</div>', ["Ferry late", "Gulls", "Related"]),
    "a newsletter": (
        '<div class="newsletter"><p>Sign up for our newsletter and get the tides every morning.</p></div>',
        ["newsletter"],
    ),
    "sharing": (
        '<div class="share"><a href="#">Share on Facebook</a><a href="#">Tweet</a></div>',
        ["Facebook", "Tweet"],
    ),
    "readers' comments": (
        f"<div id='comments'><h3>4 Comments</h3><ol class='comment-list'>{COMMENTS}</ol></div>",
        ["keeper"],
    ),
    "a form": (
        "<form><p>Tell us what you saw from the cliff and we may print your letter in our next issue.</p></form>",
        ["Tell us"],
    ),
    "a caption": (
        '<figure><img src="lamp.jpg"><figcaption>The lamp on Friday. Photo: Ann Lee</figcaption></figure>',
        ["Photo"],
    ),
}


@pytest.mark.parametrize(("inner", "absent"), FURNITURE.values(), ids=FURNITURE)
def test_furniture_stays_out(inner, absent):
    text = article(paragraphs(TEXT) + inner)
    assert [part for part in TEXT if part in text] == TEXT
    assert [word for word in absent if word in text] == []


def test_the_headline_is_not_repeated():
    assert not article("<h2>Grey Point is lit again</h2>" + paragraphs(TEXT)).startswith("Grey Point is lit")


def test_a_copy_for_other_screens_is_dropped():
    hidden = f'<div class="mobile" style="display:none">{paragraphs(TEXT)}</div>'
    assert article(paragraphs(TEXT) + hidden).count(SECOND) == 1


def test_a_pull_quote_stands_once():
    quote = '<aside class="pullquote"><p>Ships no longer need the light, said the harbour master, but children do</p></aside>'
    text = article(paragraphs(TEXT[:2]) + quote + paragraphs(TEXT[2:]))
    assert text.count("Ships no longer need the light") == 1


def test_teasers_of_other_posts_below_stay_out():
    posts = "".join(
        f'<article class="teaser"><h2><a href="/{n}">{title}</a></h2><p>{title}, says the council …</p></article>'
        for n, title in enumerate(["Ferry late again", "Gulls counted twice", "Pier painted blue"])
    )
    text = body(
        f"<main><article class='post'><h1>Grey Point is lit again</h1>{paragraphs(TEXT)}</article>{posts}</main>"
    )
    assert [part for part in TEXT if part in text] == TEXT
    assert "says the council" not in text


def test_a_live_blog_keeps_its_entries():
    entries = "".join(
        f"<article class='entry'><time datetime='2025-01-03T1{n}:00'>1{n}:00</time><p>{text}</p></article>"
        for n, text in enumerate(TEXT)
    )
    text = body(
        f"<main><article><h1>Grey Point, hour by hour</h1><div class='live-blog'>{entries}</div></article></main>"
    )
    assert [part for part in TEXT if part in text] == TEXT


def test_code_stays_whole():
    code = "<pre><code>lamp.turn(speed=3)\nlamp.light(hours=9)</code></pre>"
    text = article(paragraphs(TEXT[:2]) + code + paragraphs(TEXT[2:]))
    assert "lamp.turn(speed=3)" in text


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        (
            "<p>灯台は金曜日の夜、<b>十一年ぶり</b>に<a href='/a'>再び</a>灯された。</p>",
            "灯台は金曜日の夜、十一年ぶりに再び灯された。",
        ),
        ("<p>등대는 금요일 밤 <b>십일 년</b> 만에 다시 켜졌다.</p>", "등대는 금요일 밤 십일 년 만에 다시 켜졌다."),
        ("<p>灯塔在<em>星期五</em>夜里重新点亮。</p>", "灯塔在星期五夜里重新点亮。"),
    ],
)
def test_scripts_without_spaces_get_none(markup, text):
    filler = "<p>四十个人站在雨里看着灯光转动，其中许多人只是为了以后能够说自己当时就在那里，还有一支没有人请来的铜管乐队。</p>"
    assert text in article(filler + markup * 1 + filler.replace("四十", "五十") + filler.replace("四十", "六十"))
