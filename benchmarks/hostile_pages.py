"""Pages made to break a parser, some with an article in them that is to be found all the same.

Each case is a function of a scale: 1 is the full size, 20 MB for most; tests use a small part of it.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from dataclasses import dataclass

PARAGRAPHS = (
    (
        "The lighthouse on the northern rock was switched off on Tuesday after a hundred and forty years, and the last "
        "keeper, who had stayed on as a tenant, drew the curtains himself and took the bus to the harbour."
    ),
    (
        "Ships have found their way without it for a decade. The harbour office had kept the lamp burning because "
        "nobody could agree who was to pay for the scaffolding, and because the gulls had grown used to it."
    ),
    (
        "The council wants to sell the tower to whoever promises to keep it white. Four offers have come in, one of "
        "them from a brewery, and a fifth arrived by pigeon, which the clerk has ruled to be in good form."
    ),
    (
        "On Wednesday evening a fishing boat reported that the rock was dark, as the notice to mariners had said that "
        "it would be, and asked whether somebody could please leave a light on in the kitchen."
    ),
)
TITLE = "Lighthouse goes dark after 140 years"
ARTICLE = (
    f"<article><h1>{TITLE}</h1><p class='byline'>By Nora Quill</p>" + "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
) + "</article>"


def page(before: str = "", behind: str = "", article: str = ARTICLE, head: str = "") -> str:
    """Return a page with an article between what is given."""
    return (
        f"<!DOCTYPE html><html lang=en><head><meta charset=utf-8><title>{TITLE} | The Quay</title>{head}</head>"
        f"<body><nav><a href=/>Home</a> <a href=/news>News</a></nav>{before}<main>{article}</main>{behind}"
        "<footer>Copyright The Quay</footer></body></html>"
    )


@dataclass(frozen=True)
class Case:
    """A hostile page, and whether it holds the article."""

    name: str
    build: Callable[[float], str | bytes]
    has_article: bool = True


CASES: dict[str, Case] = {}


def case(
    name: str, *, has_article: bool = True
) -> Callable[[Callable[[float], str | bytes]], Callable[[float], str | bytes]]:
    """Register a builder."""

    def register(build: Callable[[float], str | bytes]) -> Callable[[float], str | bytes]:
        CASES[name] = Case(name, build, has_article)
        return build

    return register


def times(scale: float, number: int) -> int:
    return max(1, int(number * scale))


def words(characters: int) -> str:
    draw = random.Random(5)
    some = " ".join("".join(draw.choices("aeinorstlu", k=draw.randint(2, 9))) for _ in range(2000))
    return (some + " ") * (characters // len(some) + 1)


# bytes that are no text -------------------------------------------------------------


@case("empty", has_article=False)
def empty(scale: float) -> str:  # noqa: ARG001
    return ""


@case("white space", has_article=False)
def white_space(scale: float) -> str:
    return " \n\t\u00a0" * times(scale, 5_000_000)


@case("NUL bytes between all", has_article=True)
def nul_bytes(scale: float) -> bytes:
    return page().replace("e", "e\x00").encode() + b"\x00" * times(scale, 20_000_000)


@case("invalid UTF-8")
def invalid_utf8(scale: float) -> bytes:
    return (
        page(behind=f"<div>{words(times(scale, 1_000_000))}</div>")
        .replace(". ", ". \udcff\udce9 ")
        .encode("utf-8", "surrogateescape")
    )


@case("random bytes", has_article=False)
def random_bytes(scale: float) -> bytes:
    return random.Random(3).randbytes(times(scale, 20_000_000))


@case("lone surrogates")
def lone_surrogates(scale: float) -> str:
    lone = "\ud800\udfff\udc00" * times(scale, 1_000_000)
    return page(behind=f"<div>{lone}</div>").replace(". ", ".\ud83d ")


@case("XML declaration that lies: UTF-16")
def lying_utf16(scale: float) -> bytes:  # noqa: ARG001
    return b'<?xml version="1.0" encoding="UTF-16"?>' + page().encode()


@case("charset that is no charset")
def no_charset(scale: float) -> bytes:  # noqa: ARG001
    return b'<?xml version="1.0" encoding="idna"?><meta charset="undefined">' + page().encode()


# nesting ----------------------------------------------------------------------------


@case("100,000 nested divs, article before")
def nested_before(scale: float) -> str:
    return page(behind="<div>" * times(scale, 100_000) + "x" + "</div>" * times(scale, 100_000))


@case("100,000 nested divs, article inside")
def nested_around(scale: float) -> str:
    return page("<div>" * times(scale, 100_000), "</div>" * times(scale, 100_000))


@case("100,000 nested divs, article behind")
def nested_behind(scale: float) -> str:
    return page(before="<div>" * times(scale, 100_000) + "x" + "</div>" * times(scale, 100_000))


@case("100,000 nested spans with classes")
def nested_spans(scale: float) -> str:
    return page(before="".join(f"<span class=a{at}>" for at in range(times(scale, 100_000))))


@case("100,000 nested inline tags of ten kinds")
def nested_inline(scale: float) -> str:
    return page(before="<b><i><u><em><strong><small><code><font><s><big>" * times(scale, 10_000) + "deep")


@case("20,000 nested lists")
def nested_lists(scale: float) -> str:
    return page(behind="<ul><li>item" * times(scale, 20_000))


@case("5,000 nested tables")
def nested_tables(scale: float) -> str:
    return page(behind="<table><tr><td>cell" * times(scale, 5_000))


@case("10,000 unclosed formatting tags, each another")
def unclosed_formatting(scale: float) -> str:
    number = times(scale, 10_000)
    return page(behind="<p>" + "".join(f"<b id={at}>" for at in range(number)) + "</p>" + "<p>text</p>" * number)


@case("100,000 unclosed tags")
def unclosed(scale: float) -> str:
    return page(
        behind="".join(f"<{tag}>word " for tag in ("div", "p", "section", "a href=/x", "td")) * times(scale, 20_000)
    )


@case("100,000 stray end tags")
def stray_ends(scale: float) -> str:
    return page(before="</p></div></b></table></a>" * times(scale, 20_000))


# size -------------------------------------------------------------------------------


@case("one text node of 20 MB", has_article=False)
def text_node(scale: float) -> str:
    return f"<html><body><p>{words(times(scale, 20_000_000))}</p></body></html>"


@case("one text node of 20 MB beside an article")
def text_node_beside(scale: float) -> str:
    return page(behind=f"<div class=data>{'QUJD' * times(scale, 5_000_000)}</div>")


@case("20 MB of <p>", has_article=False)
def only_p(scale: float) -> str:
    return "<p>" * times(scale, 6_600_000)


@case("20 MB of <p>, article behind")
def p_before(scale: float) -> str:
    return page(before="<p>" * times(scale, 6_600_000))


@case("20 MB of short paragraphs, article before")
def short_paragraphs(scale: float) -> str:
    return page(behind="<p>x</p>" * times(scale, 2_500_000))


@case("20 MB of <br>, article before")
def breaks(scale: float) -> str:
    return page(behind="x<br>" * times(scale, 4_000_000))


@case("20 MB of long paragraphs", has_article=False)
def long_paragraphs(scale: float) -> str:
    return "".join(f"<p>{text}</p>" for text in PARAGRAPHS) * times(scale, 26_000)


@case("10,000-row table beside an article")
def table_beside(scale: float) -> str:
    rows = "".join(f"<tr><td>{at}<td>row {at}<td>{at * at}<td>left</tr>" for at in range(times(scale, 10_000)))
    return page(before=f"<table>{rows}</table>")


@case("100,000 links before an article")
def links_before(scale: float) -> str:
    return page(before="".join(f"<a href=/story/{at}>Story number {at}</a> " for at in range(times(scale, 100_000))))


@case("100,000 links as list items")
def link_items(scale: float) -> str:
    items = "".join(f"<li><a href=/story/{at}>Story number {at}</a></li>" for at in range(times(scale, 100_000)))
    return page(before=f"<ul>{items}</ul>")


@case("comments of 20 MB")
def comments(scale: float) -> str:
    return page(before=f"<!--{'-x' * times(scale, 5_000_000)}-->", behind="<!-- -->" * times(scale, 1_000_000))


@case("20 MB of entities")
def entities(scale: float) -> str:
    return page(behind=f"<div>{'&amp;&lt&#x41;&nosuch;' * times(scale, 1_000_000)}</div>")


# attributes, structured data ----------------------------------------------------------


@case("attributes of 1 MB")
def long_attributes(scale: float) -> str:
    value = "token-x " * times(scale, 125_000)
    return page(before=f"<div class='{value}' id='{value}' style='{value}' title='{value}'>", behind="</div>")


@case("100,000 attributes on a tag")
def many_attributes(scale: float) -> str:
    return page(before="<div " + " ".join(f"a{at}=1" for at in range(times(scale, 100_000))) + ">")


@case("10,000 classes, each another, in 20,000 tags")
def many_classes(scale: float) -> str:
    return page(before="".join(f"<i class='c{at} share-{at} d{at * 7}'></i>" for at in range(times(scale, 20_000))))


@case("200 JSON-LD blocks, many broken, null or a number")
def json_ld(scale: float) -> str:
    whole = json.dumps({"@type": "NewsArticle", "headline": TITLE, "author": {"name": "Nora Quill"}})
    bad = [
        "null",
        "17",
        "{",
        "[",
        '"text"',
        "[null, 3]",
        '{"@type": 5}',
        '{"@graph": "x"}',
        "<!-- -->",
        "NaN",
        "[" * 5000,
    ]
    blocks = [bad[at % len(bad)] for at in range(times(scale, 199))] + [whole]
    return page(head="".join(f'<script type="application/ld+json">{block}</script>' for block in blocks))


@case("JSON-LD of 10 MB, deep and wide")
def big_json_ld(scale: float) -> str:
    wide = json.dumps([{"@type": "NewsArticle", "headline": str(at)} for at in range(times(scale, 150_000))])
    deep = '{"a":' * times(scale, 400_000) + "1" + "}" * times(scale, 400_000)
    return page(
        head=f'<script type="application/ld+json">{wide}</script><script type="application/ld+json">{deep}</script>'
    )


@case("scripts of 20 MB without an end")
def open_script(scale: float) -> str:
    return page(behind="<script>" + "var a = '<div>';" * times(scale, 1_300_000))


@case("a title and meta tags of 5 MB each")
def big_head(scale: float) -> str:
    text = words(times(scale, 5_000_000))
    return page(
        head=f"<title>{text}</title><meta property='og:title' content='{text}'><meta name=author content='{text}'>"
    )


@case("headings and datelines by the ten thousand")
def headings(scale: float) -> str:
    line = "<h2>Lighthouse goes dark</h2><p>LONDON (AFP) Mar 3, 2011 -</p><p>By Nora Quill and Hugo Ball, Staff</p>"
    return page(behind=line * times(scale, 10_000))
