import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from spacecrawl.parsers.line_reader import lines_above, read_lines
from spacecrawl.parsers.lines import LineRules


def read(html, **rules):
    return read_lines(LexborHTMLParser(html), LineRules(**rules))


def texts(html, **rules):
    return [line.text for line in read(html, **rules).lines]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>one<p>two", ["one", "two"]),
        ("one<br>two<br><br>three", ["one", "two", "three"]),
        ("<table><tr><td>one<td>two<tr><td>three</table>", ["one", "two", "three"]),
        ("<ul><li>one<li>two</ul>three", ["one", "two", "three"]),
        ("<p>one <b>and</b>\n <i>the\tsame</i>", ["one and the same"]),
        ("<p>un<b>broken</b>", ["unbroken"]),
        ("one<script>two</script><style>three</style><iframe>four</iframe> five", ["one five"]),
        ("one<!-- two -->three", ["onethree"]),
        ("<h1>one<br></h1>two", ["one", "two"]),
        ("one<img src=x>two", ["onetwo"]),
        ("&#8220;caf&eacute;&nbsp;&amp; bar&#148;", ["“café & bar”"]),
        ("", []),
        (" \n<p> <br>&nbsp;", []),
    ],
)
def test_lines_end_where_a_browser_breaks_them(html, expected):
    assert texts(html) == expected


def test_only_breaks_between_lines_are_told_from_blocks():
    assert [line.after_break for line in read("<p>a<br>b<br><br>c<p>d<br><p>e").lines] == [
        False,
        True,
        True,
        False,
        False,
    ]


def test_boxes_hold_their_lines():
    page = read("a<table><tr><td>b<div>c</div></td><td>d</td></tr></table>e")
    assert [page.tags[line.box] for line in page.lines] == ["", "td", "div", "td", ""]
    div = page.lines[2].box
    assert [page.tags[box] for box in page.path(div)] == ["div", "td", "tr", "table"]
    assert [list(page.inside(box)) for box in page.path(div)] == [[2], [1, 2], [1, 2, 3], [1, 2, 3]]
    assert list(page.inside(0)) == [0, 1, 2, 3, 4]
    assert page.tags[page.box_around(1, 2)] == "td"
    assert page.tags[page.box_around(2, 3)] == "tr"
    assert page.box_around(0, 4) == 0


def test_headings_and_bold():
    lines = read("<h2>a<br>b</h2><h2>c</h2><b>d</b><p>e <strong>f</strong>").lines
    assert [line.level for line in lines] == ["h2", "h2", "h2", "", ""]
    assert lines[0].heading == lines[1].heading != lines[2].heading
    assert [line.bold for line in lines] == [False, False, False, True, False]


def test_classes_nearest_to_the_text():
    (line,) = read('<div class="far"><p class="outer x"><span class="inner">a</span>').lines
    assert line.classes == ["inner", "outer", "x"]


def test_links():
    first, second, third = read(
        '<p>see <a href="/a">this</a> and <a href="/b">that</a><p><a href="/c">x<br>y</a>'
    ).lines
    assert [(link.href, link.text) for link in first.links] == [("/a", "this"), ("/b", "that")]
    assert first.link_share == pytest.approx(8 / 17)
    assert [(line.links[0].href, line.links[0].text) for line in (second, third)] == [
        ("/c", "x"),
        ("/c", "y"),
    ]
    assert second.link_share == 1


def test_pictures_know_the_line_that_follows():
    page = read('<p>a<p><img data-src="/one.jpg"><br>b<p>c <img src="/two.jpg"> d<p><img>e')
    assert [(picture.src, picture.line, picture.inside) for picture in page.pictures] == [
        ("/one.jpg", 1, False),
        ("/two.jpg", 2, True),
        ("", 3, False),
    ]


def test_comments_are_counted_and_can_end_a_line():
    page = read("a<!--x-->b<!--cut-->c", comments=re.compile("cut"))
    assert [(line.text, line.comments) for line in page.lines] == [("ab", 0), ("c", 2)]
    assert page.comments == ["x", "cut"]


def test_classes_and_labels_that_are_lines_of_their_own():
    assert texts('a <span class="k">b</span> c', classes=frozenset(["k"])) == ["a", "b", "c"]
    assert texts("a. <b>Label</b><br>b <b>other</b>", labels=re.compile("Label")) == [
        "a.",
        "Label",
        "b other",
    ]
    assert texts("<b>Label</b> b", labels=re.compile("Label")) == ["Label b"]


def test_reading_stops_a_while_behind_the_end():
    rules = {"comments": re.compile("end"), "ends": re.compile("end|Links"), "lines_behind": 2}
    short = "".join(f"<p>{number}" for number in range(9))
    text = f"<p>{'word ' * 40}"
    assert len(texts(f"<div>{text}<!--end-->{short}</div>", **rules)) == 3
    assert len(texts(f"<div>{text}<p>Links{short}</div>", **rules)) == 4
    assert len(texts(f"<!--end-->{text}{short}", **rules)) == 10
    assert len(texts(f"{text}<!--end--><p>0{text}{short}", **rules)) == 5


def test_lines_above_a_node():
    tree = LexborHTMLParser("<div><p>a<p>b</div><p>c<table><tr><td>d<td><b>e</b><h1>f</h1><p>g</table><p>h")
    heading = tree.css_first("h1")
    for count, expected in ((0, "fgh"), (1, "efgh"), (2, "defgh"), (4, "bcdefgh"), (99, "abcdefgh")):
        page = read_lines(tree, start=lines_above(heading, count))
        assert "".join(line.text for line in page.lines) == expected


@given(st.text())
def test_any_text_is_read(text):
    read(text)


PIECES = """<p> </p> <b> </b> <a href=x> </a> <td> <tr> <table> </table> <h1> </h1> <br> <img src=y> <!--c-->
<span class=k> </span> <div> </div> <script> </script> <li> text Label &amp; <"""
pieces = st.sampled_from(PIECES.split())


@given(st.lists(pieces, max_size=60).map(" ".join))
def test_any_markup_keeps_boxes_and_lines_in_order(html):
    page = read(html, classes=frozenset(["k"]), labels=re.compile("Label"))
    for number, line in enumerate(page.lines):
        assert line.text == " ".join(line.text.split()) != ""
        assert all(number in page.inside(box) for box in page.path(line.box))
    assert all(0 <= start <= end <= len(page.lines) for start, end in zip(page.starts, page.ends, strict=True))
