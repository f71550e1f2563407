"""Pages as other hands would lay them out: every part in its place, no furniture of the page in the body."""

# ruff: noqa: ISC004 - markup is read as it stands

import pytest

from spacecrawl.extraction import read_page
from spacecrawl.parsers.page import Page

URL = "https://www.spacedaily.com/reports/Quiet_dish_hears_the_kettle_999.html"
TITLE = "Quiet dish hears the kettle"
BYLINE = "by Dora Fenwick"
DATELINE = "Canberra, Australia (SPX) Mar 04, 2011"
PARAGRAPHS = [
    "For three years the radio dish at Wombat Creek recorded a short, bright burst on most weekdays, and for three "
    "years a small team of astronomers wrote papers about what it could be.",
    "The burst came from no direction in particular. It was strongest near lunch.",
    '"We had eleven theories," said the station\'s director, "and the ninth of them was rather beautiful."',
    "On Tuesday a student opened the door of the tea room's microwave oven before its bell had rung, and the needle "
    "of the chart recorder in the next building jumped in the way that everybody knew by heart.",
    "The oven has been moved. The ninth theory is still under review.",
]
BODY = "\n\n".join(PARAGRAPHS)
BOX_TITLE = "Kettle cleared of all charges"
BOX_TEXT = [
    "The station's kettle, which had been under suspicion since the spring, was returned to its shelf on Friday with "
    "a note of apology from the director and a new cord.",
    "It has boiled without interference since.",
]
HEAD = f"<html><head><title>{TITLE}</title></head><body>"
TAIL = (
    '<b>Related Links</b><br><a href="http://wombat.example/">Wombat Creek Station</a><br>'
    "<p>Subscribe Free To Our Daily Newsletters<br>Tweet<br><p>RELATED CONTENT<br>"
    "The following news reports may link to other Space Media Network websites.<br>SKY NIGHTLY<br>"
    '<a href="/reports/Another_999.html">Another story altogether</a><br>Perth, Australia (SPX) Mar 03, 2011<br>'
    "Something quite different happened in the west of the country this week, where a telescope of the new kind has "
    'found what nobody there was looking for and everybody has since seen on the w ... <a href="/reports/Another_999.html">'
    "read more</a><br><p>Newsletters :: SpaceDaily :: SpaceWar<br><p>The content herein, unless otherwise known to be "
    "public domain, are Copyright 1995-2024 - Space Media Network. All websites are published in Australia and are "
    "solely subject to Australian law and governed by Fair Use principals.</body></html>"
)

TEASER = (
    "<table><tr><td>{kicker}<br><a href='/reports/N{n}_999.html'>Story number {n} of the day</a><br>Perth (AFP) Mar 3, 2011<br>"
    "A different thing happened in the west of the country where a telescope of the new kind has found what nobody had ever "
    "looked for on the wes ... <a href='/reports/N{n}_999.html'>{more}</a></td></tr></table>"
)
TEASERS = "".join(TEASER.format(n=n, more="read more", kicker="DRAGON SPACE") for n in range(4))


def extract(html, url=URL):
    return read_page(Page.read(html, url), parser="space_media")


def paragraphs(texts=PARAGRAPHS):
    return "".join(f"<p>{text}\n" for text in texts)


def check(html, *, title=TITLE, byline=BYLINE, dateline=DATELINE, body=BODY, section=None, sidebars=()):
    article = extract(html)
    assert article.body == body
    assert article.title == title
    assert article.byline == byline
    assert (article.dateline.text if article.dateline else None) == dateline
    assert article.section == section
    found = [(box.title, box.dateline.text if box.dateline else None, box.body) for box in article.sidebars]
    assert found == list(sidebars)
    return article


# rows, cells, lines -----------------------------------------------------------------


def test_every_part_in_a_row_of_its_own():
    check(
        f"{HEAD}<table><tr><td>. 24/7 Space News .</td></tr><tr><td>DRAGON SPACE</td></tr><tr><td><h1>{TITLE}</h1></td></tr>"
        f"<tr><td>{BYLINE}</td></tr><tr><td>{DATELINE}</td></tr><tr><td>{paragraphs()}</td></tr><tr><td>{TAIL}",
        section="DRAGON SPACE",
    )


def test_nested_tables_with_the_headline_in_a_font():
    check(
        f"{HEAD}<table><tr><td width=140><a href='/a.html'>Space</a><br><a href='/b.html'>Earth</a></td><td><table><tr><td>"
        f"<font size=5><b>{TITLE}</b></font></td></tr></table><table><tr><td>{BYLINE}<br>{DATELINE}</td></tr></table>"
        f"<table><tr><td>{paragraphs()}</td></tr></table><table><tr><td>{TAIL}</td></tr></table></td></tr></table>"
    )


def test_lines_of_one_cell_with_only_breaks():
    lines = "<br><br>\n".join(PARAGRAPHS)
    check(f"{HEAD}<table><tr><td>{TITLE}<br>{BYLINE}<br>{DATELINE}<br><br>{lines}<br><br>{TAIL}")


def test_headline_over_two_lines():
    check(
        f"{HEAD}<h1>Quiet dish<br>hears the kettle</h1>{BYLINE}<br>{DATELINE}<br>{paragraphs()}{TAIL}",
    )


def test_byline_and_dateline_spans_without_a_break():
    check(
        f'{HEAD}<h1>{TITLE}</h1><span class="BDL">{BYLINE}</span> <span class="BHS">{DATELINE}</span> {paragraphs()}{TAIL}'
    )


def test_body_follows_the_dateline_without_a_paragraph():
    check(f"{HEAD}<h1>{TITLE}</h1>{BYLINE}<br>{DATELINE}<br>{PARAGRAPHS[0]}{paragraphs(PARAGRAPHS[1:])}{TAIL}")


def test_unknown_classes_of_a_redesign():
    inner = "".join(f'<div class="x9"><p>{text}</p></div>' for text in PARAGRAPHS)
    check(
        f'{HEAD}<nav><a href="/">Home</a></nav><article class="q"><header><div class="eyebrow">Moon</div>'
        f'<h1 class="z">{TITLE}</h1><div class="meta"><span>{BYLINE}</span><br><span>{DATELINE}</span></div></header>'
        f'<div class="prose">{inner}</div></article><aside><h2>Most read</h2><ul><li><a href="/reports/X_999.html">X moves to '
        f'Y</a></li><li><a href="/reports/Y_999.html">Y moves to Z</a></li></ul></aside>{TAIL}',
        section="Moon",
    )


def test_masthead_in_an_h1_and_headline_in_an_h2():
    check(
        f"{HEAD}<h1>24/7 Space News</h1><h2>{TITLE}</h2>{BYLINE}<br>{DATELINE}<br>{paragraphs()}{TAIL}",
    )


def test_all_tags_in_capitals_and_unclosed():
    check(f"{HEAD}<TABLE><TR><TD><H1>{TITLE}</H1>{BYLINE}<BR>{DATELINE}<P>{'<P>'.join(PARAGRAPHS)}<P>{TAIL}")


# what is missing ----------------------------------------------------------------------


def test_no_dateline():
    check(f"{HEAD}<h1>{TITLE}</h1>{BYLINE}<br>{paragraphs()}{TAIL}", dateline=None)


def test_no_byline():
    check(f"{HEAD}<h1>{TITLE}</h1>{DATELINE}<br>{paragraphs()}{TAIL}", byline=None)


def test_neither_byline_nor_dateline():
    check(f"{HEAD}<h1>{TITLE}</h1>{paragraphs()}{TAIL}", byline=None, dateline=None)


def test_neither_but_markers():
    check(
        f"{HEAD}<h1>{TITLE}</h1><!--body-2-incontainer.php-->{paragraphs()}<!--RELATED LINKS-->{TAIL}",
        byline=None,
        dateline=None,
    )


def test_no_headline_in_the_page():
    check(f"{HEAD}{BYLINE}<br>{DATELINE}<br>{paragraphs()}{TAIL}")


def test_no_tail_label_before_a_side_column():
    links = "".join(f'<a href="/reports/S{n}_999.html">Side story number {n}</a><br>' for n in range(9))
    check(
        f"{HEAD}<table><tr><td><h1>{TITLE}</h1>{BYLINE}<br>{DATELINE}<br>{paragraphs()}</td><td>DRAGON SPACE<br>{links}</td>"
        "</tr></table>"
    )


def test_dateline_inline_opens_the_first_paragraph():
    opening = f"Canberra (AFP) March 4, 2011 - {PARAGRAPHS[0]}"
    check(
        f"{HEAD}<h1>{TITLE}</h1>{BYLINE}<br><p>{opening}{paragraphs(PARAGRAPHS[1:])}{TAIL}",
        dateline="Canberra (AFP) March 4, 2011",
        body="\n\n".join([opening, *PARAGRAPHS[1:]]),
    )


def test_dateline_on_its_own_line_and_again_inline():
    opening = f"Canberra, March 4, 2011 (AFP) - {PARAGRAPHS[0]}"
    check(
        f"{HEAD}<h1>{TITLE}</h1>{BYLINE}<br>{DATELINE}<br><p>{opening}{paragraphs(PARAGRAPHS[1:])}{TAIL}",
        body="\n\n".join([opening, *PARAGRAPHS[1:]]),
    )


def test_two_datelines_run_together_on_two_lines():
    check(
        f"{HEAD}<h1>{TITLE}</h1>{BYLINE}<br>{DATELINE}<br>Perth, Australia (SPX) Mar 04, 2011<br>{paragraphs()}{TAIL}"
    )


def test_dateline_without_year_on_a_wire_address():
    html = f"{HEAD}<h1>{TITLE}</h1>{BYLINE}<br>Canberra (AFP) March 4<br>{paragraphs()}{TAIL}"
    article = extract(html, "https://www.spacedaily.com/afp/110304121212.abcdefgh.html")
    assert (article.dateline.text, str(article.dateline.date)) == ("Canberra (AFP) March 4", "2011-03-04")
    assert article.body == BODY


# sidebars ------------------------------------------------------------------------------

BOX_DATELINES = [
    ("Perth (AFP) June 30, 2010 - ", False),
    ("Perth (AFP) Feb 23 - ", False),
    ("Perth (AFP) June 30, 2010 - <br>", True),
    ("Perth (AFP) June 30, 2010<br>", True),
    ("Perth (AFP) Feb 23 -<br>", True),
    ("Perth (AFP) June 30, 2010 -<p>", True),
]
FRAMES = {
    "table": "<table border=1 align=right><tr><td>{}</td></tr></table>",
    "rows": "<table><tr><td><table><tr><td>{}</td></tr></table></td></tr></table>",
    "div": "<div>{}</div>",
    "divs": '<div class="f"><div><div class="g">{}</div></div></div>',
    "aside": "<aside>{}</aside>",
    "centred table": "<center><table><tr><td>{}</td></tr></table></center>",
}


def box(opening, count=2, title=BOX_TITLE):
    return f"<b>{title}</b><br>{opening}{'<p>'.join(BOX_TEXT[:count])}"


def boxed(opening, own_line, count=2, title=BOX_TITLE):
    printed = opening.split("<")[0]
    text = "\n\n".join(BOX_TEXT[:count])
    return title, printed.rstrip(" -"), text if own_line else printed + text


@pytest.mark.parametrize("frame", FRAMES.values(), ids=FRAMES)
@pytest.mark.parametrize("place", ["before byline", "after dateline", "after marker", "in the text", "no comments"])
@pytest.mark.parametrize(("opening", "own_line"), BOX_DATELINES)
@pytest.mark.parametrize("count", [1, 2])
def test_boxed_sidebar(frame, place, opening, own_line, count):
    made = frame.format(box(opening, count))
    at = {name: made if place == name else "" for name in ("before byline", "after dateline", "after marker")}
    at["after dateline"] += made if place == "no comments" else ""
    text = paragraphs(PARAGRAPHS[:2]) + (f"</p>{made}" if place == "in the text" else "") + paragraphs(PARAGRAPHS[2:])
    start, end = ("", "") if place == "no comments" else ("<!--body-2-incontainer.php-->", "<!--RELATED LINKS-->")
    check(
        f"{HEAD}<table><tr><td><h1>{TITLE}</h1>{at['before byline']}{BYLINE}<br>{DATELINE}<br>{at['after dateline']}"
        f"{start}{at['after marker']}{text}{end}{TAIL}",
        sidebars=[boxed(opening, own_line, count)],
    )


@pytest.mark.parametrize(("opening", "own_line"), BOX_DATELINES)
def test_sidebar_without_a_box_before_the_byline(opening, own_line):
    check(
        f"{HEAD}<h1>{TITLE}</h1>{box(opening)}<p>{BYLINE}<br>{DATELINE}<br>{paragraphs()}{TAIL}",
        sidebars=[boxed(opening, own_line)],
    )


@pytest.mark.parametrize(("opening", "own_line"), BOX_DATELINES)
def test_sidebar_without_a_box_before_the_marker(opening, own_line):
    check(
        f"{HEAD}<h1>{TITLE}</h1>{BYLINE}<br>{DATELINE}<br>{box(opening)}<p><!--body-2-incontainer.php-->{paragraphs()}"
        f"<!--RELATED LINKS-->{TAIL}",
        sidebars=[boxed(opening, own_line)],
    )


@pytest.mark.parametrize("between", ["<p>", "</td></tr><tr><td>", "</td></tr></table><table><tr><td>"])
@pytest.mark.parametrize("place", ["before byline", "after dateline"])
def test_two_sidebars(between, place):
    made = (
        f"<table><tr><td>{box(*BOX_DATELINES[0][:1])}{between}"
        f"{box('Hobart (AFP) July 1, 2010 - ', 1, 'Toaster remains a suspect')}</td></tr></table>"
    )
    before, after = (made, "") if place == "before byline" else ("", made)
    check(
        f"{HEAD}<table><tr><td><h1>{TITLE}</h1>{before}{BYLINE}<br>{DATELINE}<br>{after}{paragraphs()}{TAIL}",
        sidebars=[
            boxed(*BOX_DATELINES[0]),
            boxed("Hobart (AFP) July 1, 2010 - ", False, 1, "Toaster remains a suspect"),
        ],
    )


def test_sidebar_of_rows():
    made = (
        f"<table><tr><td><b>{BOX_TITLE}</b></td></tr><tr><td>Perth (AFP) June 30, 2010 - {BOX_TEXT[0]}</td></tr>"
        f"<tr><td>{BOX_TEXT[1]}</td></tr></table>"
    )
    check(
        f"{HEAD}<h1>{TITLE}</h1>{BYLINE}<br>{DATELINE}<br>{made}{paragraphs()}{TAIL}",
        sidebars=[boxed("Perth (AFP) June 30, 2010 - ", False)],
    )


def test_sidebar_in_the_cell_above_the_text():
    check(
        f"{HEAD}<table><tr><td><h1>{TITLE}</h1>{BYLINE}<br>{DATELINE}</td></tr><tr><td>{box('Perth (AFP) Feb 23 - ')}</td></tr>"
        f"<tr><td>{paragraphs()}</td></tr><tr><td>{TAIL}",
        sidebars=[boxed("Perth (AFP) Feb 23 - ", False)],
    )


def test_sidebar_without_a_dateline():
    check(
        f"{HEAD}<h1>{TITLE}</h1>{BYLINE}<br>{DATELINE}<br><aside><h4>{BOX_TITLE}</h4><p>{BOX_TEXT[0]}</p></aside>"
        f"{paragraphs()}{TAIL}",
        sidebars=[(BOX_TITLE, None, BOX_TEXT[0])],
    )


def test_sidebar_when_the_article_has_no_dateline():
    made = FRAMES["table"].format(box("Perth (AFP) June 30, 2010 - "))
    for before, after in ((made, ""), ("", made)):
        check(
            f"{HEAD}<h1>{TITLE}</h1>{before}{BYLINE}<br>{after}{paragraphs()}{TAIL}",
            dateline=None,
            sidebars=[boxed("Perth (AFP) June 30, 2010 - ", False)],
        )


def test_sidebar_when_the_article_has_no_byline():
    made = FRAMES["table"].format(box("Perth (AFP) June 30, 2010 - "))
    for before, after in ((made, ""), ("", made)):
        check(
            f"{HEAD}<h1>{TITLE}</h1>{before}{DATELINE}<br>{after}{paragraphs()}{TAIL}",
            byline=None,
            sidebars=[boxed("Perth (AFP) June 30, 2010 - ", False)],
        )


def test_sidebar_with_a_byline_of_its_own():
    made = FRAMES["table"].format(
        f"<b>{BOX_TITLE}</b><br>by Staff Writers<br>Perth (AFP) June 30, 2010 -<br>{BOX_TEXT[0]}"
    )
    article = extract(f"{HEAD}<h1>{TITLE}</h1>{made}{BYLINE}<br>{DATELINE}<br>{paragraphs()}{TAIL}")
    assert (article.byline, article.dateline.text, article.body) == (BYLINE, DATELINE, BODY)
    assert article.sidebars[0].title.startswith(BOX_TITLE)


# furniture ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "furniture",
    [
        "<center>Win a weekend at the observatory: answer three questions about dust<br></center>",
        '<p><a href="http://ads.example/">Memory Foam Mattress Review</a><br>',
        '<div><img src="/sponsors/x.gif"></div>',
        "Tweet<br>",
        "Share This Article With Planet Earth<br>del.icio.us DiggDigg RedditReddit<br>",
    ],
)
def test_advertisement_between_byline_and_dateline(furniture):
    check(f"{HEAD}<h1>{TITLE}</h1>{BYLINE}<br>{furniture}{DATELINE}<br>{paragraphs()}{TAIL}")


@pytest.mark.parametrize(
    "furniture",
    [
        "Tweet<br>",
        "Share This Article With Planet Earth<br>del.icio.us DiggDigg RedditReddit<br>",
        '<a href="/subscribe.html">Subscribe Free To Our Daily Newsletters</a><br>',
        "illustration only<br>",
        '<table align=right><tr><td><img src="/images/dish.jpg"><br>The dish at dusk, with the tea room behind.</td></tr></table>',
        '<center><img src="/images/dish.jpg"><br>File image.</center>',
        '<img src="/images/dish.jpg"><br>The dish, with the tea room on the left.<br>',
        '<figure><img src="/images/dish.jpg"><figcaption>The dish at dusk. Credit: W. Creek</figcaption></figure>',
        f"<p>{TITLE}</p>",
        f"<b>{TITLE}</b><br>",
        "It was strongest near lunch.<br>",
        '<center><iframe src="http://ads.example/"></iframe></center>',
    ],
)
def test_furniture_between_dateline_and_text(furniture):
    check(f"{HEAD}<h1>{TITLE}</h1>{BYLINE}<br>{DATELINE}<br>{furniture}{paragraphs()}{TAIL}")
    check(f"{HEAD}<h1>{TITLE}</h1>{furniture}{BYLINE}<br>{DATELINE}<br>{paragraphs()}{TAIL}")


@pytest.mark.parametrize(
    "furniture", ["<p>Tweet<br>", "<p>Community<br>Email This Article<br>Comment On This Article<br>"]
)
def test_furniture_in_the_midst_of_the_text(furniture):
    check(
        f"{HEAD}<h1>{TITLE}</h1>{BYLINE}<br>{DATELINE}<br>{paragraphs(PARAGRAPHS[:1])}{furniture}{paragraphs(PARAGRAPHS[1:])}{TAIL}"
    )


@pytest.mark.parametrize(
    "tail",
    [
        "<p>Community<br>Email This Article<br>Comment On This Article<br>Related Links<br>Wombat Creek Station<br>",
        "<p>Community Email This Article Comment On This Article<br>",
        "<p>Share This Article With Planet Earth<br>del.icio.us DiggDigg RedditReddit<br>",
        "<p>Tweet<br>Subscribe Free To Our Daily Newsletters<br>Related Links<br>Wombat Creek Station<br>",
        "<p>Newsletters :: SpaceDaily :: SpaceWar :: TerraDaily :: Energy Daily<br>XML Feeds :: Space News :: Earth News<br>",
        "<p>RELATED CONTENT<br>SKY NIGHTLY<br>Another story altogether<br>",
        "<table><tr><td>SKY NIGHTLY<br><b>Another story altogether</b><br>Perth (AFP) Mar 3, 2011<br>A different thing "
        "happened in the west of the country where a telescope of the new kind has found what nobody had ever looked for "
        "on the wes ... read more</td></tr></table>",
        "<p>Another story altogether<br>Perth (AFP) Mar 3, 2011<br>A different thing happened in the west ... more<br>",
        '<p><a href="/reports/A_999.html">Another story</a><br><p><a href="/reports/B_999.html">A further story</a><br>',
        "<p>The content herein, unless otherwise known to be public domain, are Copyright 1995-2024 - Space Media Network.",
        "<!--RELATED LINKS-->Some line that nobody knows<br>and another of them<br>",
    ],
)
def test_tails_without_the_usual_label(tail):
    check(f"{HEAD}<h1>{TITLE}</h1>{BYLINE}<br>{DATELINE}<br>{paragraphs()}{tail}</body></html>")


def test_words_of_the_tail_inside_sentences_stay():
    texts = [
        *PARAGRAPHS[:2],
        "Related links were found later, in a drawer of the community hall.",
        "By then nobody cared.",
    ]
    check(f"{HEAD}<h1>{TITLE}</h1>{BYLINE}<br>{DATELINE}<br>{paragraphs(texts)}{TAIL}", body="\n\n".join(texts))


def test_links_and_lists_stay_in_the_text():
    article = check(
        f'{HEAD}<h1>{TITLE}</h1>{BYLINE}<br>{DATELINE}<br><p>The <a href="http://dish.example/log">log of the dish</a> names '
        f"three culprits:<ul><li>the oven,<li>the kettle and<li>a bird.</ul>{paragraphs()}{TAIL}",
        body=f"The log of the dish names three culprits:\n\nthe oven,\n\nthe kettle and\n\na bird.\n\n{BODY}",
    )
    assert {link.url: link.kind for link in article.links} == {
        "http://dish.example/log": "reference",
        "http://wombat.example/": "reference",
        "https://www.spacedaily.com/reports/Another_999.html": "story",
    }


def test_related_story_linked_by_read_more_alone_has_its_headline():
    tail = TAIL.replace('<a href="/reports/Another_999.html">Another story altogether</a>', "Another story altogether")
    article = check(f"{HEAD}<h1>{TITLE}</h1>{BYLINE}<br>{DATELINE}<br>{paragraphs()}{tail}")
    assert [link.text for link in article.links if link.kind == "story"] == ["Another story altogether"]


def test_crossheads_and_quotes_stay():
    texts = [PARAGRAPHS[0], "A matter of taste", "“Naïve,” she said – twice…", *PARAGRAPHS[1:]]
    check(f"{HEAD}<h1>{TITLE}</h1>{BYLINE}<br>{DATELINE}<br>{paragraphs(texts)}{TAIL}", body="\n\n".join(texts))


def test_related_links_run_into_the_last_paragraph():
    check(f"{HEAD}<h1>{TITLE}</h1>{BYLINE}<br>{DATELINE}<br>{paragraphs()}{TAIL}".replace("\n<b>Rel", " <b>Rel"))


def test_rewritten_page_with_another_lead():
    lead = "The radio dish at Wombat Creek has been cleared of the burst."
    check(
        f"{HEAD}<h1>{TITLE}</h1>{BYLINE}<br>{DATELINE}<br>{paragraphs([lead, *PARAGRAPHS])}{TAIL}",
        body=f"{lead}\n\n{BODY}",
    )


def test_mobile_page():
    check(
        f"{HEAD}Space News from SpaceDaily.com<br>MOON DAILY<br><h1>{TITLE}</h1>{BYLINE}<br>Buy one telescope, get the "
        f"darkness free, this week only at Starlight Barn<br>{DATELINE}<br>{paragraphs()}{TAIL}",
        section="MOON DAILY",
    )


def test_long_advertisement_between_byline_and_dateline():
    ad = "Buy one telescope and get the darkness free, this week only, at the Starlight Barn on the old road to the "
    ad += "coast, where every lens is ground by hand and every hand is washed before it grinds."
    check(f"{HEAD}<h1>{TITLE}</h1>{BYLINE}<br>{ad}<br>{DATELINE}<br>{paragraphs()}{TAIL}")


def test_each_paragraph_in_a_row_of_its_own():
    rows = "".join(f"<tr><td>{text}</td></tr>" for text in PARAGRAPHS)
    above = f"<table><tr><td><h1>{TITLE}</h1></td></tr><tr><td>{BYLINE}<br>{DATELINE}</td></tr>"
    check(f"{HEAD}{above}{rows}<tr><td>{TAIL}")


def test_date_and_share_lines_of_a_redesign():
    check(
        f"{HEAD}<h1>{TITLE}</h1><div>{BYLINE}</div><div>{DATELINE}</div><time>March 4, 2011</time><div>Share</div>"
        f"<div>Published: Friday, 4 March 2011, 10:15 GMT</div>{paragraphs()}{TAIL}"
    )


@pytest.mark.parametrize("caption", ["<p><i>The dish at dusk.</i>", "<p><small>The dish at dusk.</small></p>"])
def test_caption_in_small_print_below_a_picture(caption):
    check(f'{HEAD}<h1>{TITLE}</h1>{BYLINE}<br>{DATELINE}<br><p><img src="/d.jpg">{caption}{paragraphs()}{TAIL}')


def test_picture_in_a_short_first_paragraph_is_no_caption():
    texts = ["The oven has been found guilty.", *PARAGRAPHS]
    html = paragraphs(texts).replace("<p>The oven", '<p><img src="/d.jpg" align=right>The oven', 1)
    article = check(f"{HEAD}<h1>{TITLE}</h1>{BYLINE}<br>{DATELINE}<br>{html}{TAIL}", body="\n\n".join(texts))
    assert [image.url for image in article.images] == ["https://www.spacedaily.com/d.jpg"]


def test_sidebar_with_kicker_byline_and_caption():
    made = (
        f"<table><tr><td>SKY NIGHTLY<br><img src=/k.jpg><br>File image.<br><b>{BOX_TITLE}</b><br>by Staff Writers<br>"
    )
    made += f"Perth (AFP) June 30, 2010 - {BOX_TEXT[0]}</td></tr></table>"
    check(
        f"{HEAD}<h1>{TITLE}</h1>{made}{BYLINE}<br>{DATELINE}<br>{paragraphs()}{TAIL}",
        sidebars=[boxed("Perth (AFP) June 30, 2010 - ", False, 1)],
    )


def test_sidebar_with_a_plain_title():
    plain = box("Perth (AFP) June 30, 2010 - ").replace("<b>", "").replace("</b>", "")
    for made in (plain, f"<table><tr><td>{plain}</td></tr></table>", f"<div>{plain}</div>"):
        check(
            f"{HEAD}<h1>{TITLE}</h1>{made}<p>{BYLINE}<br>{DATELINE}<br>{paragraphs()}{TAIL}",
            sidebars=[boxed("Perth (AFP) June 30, 2010 - ", False)],
        )


def test_sidebar_without_headline_markup_or_title():
    made = FRAMES["table"].format(box("Perth (AFP) June 30, 2010 - "))
    html = f"<body>. Space News .<br>{TITLE}<br>{made}{BYLINE}<br>{DATELINE}<br>{paragraphs()}{TAIL}"
    check(html, sidebars=[boxed("Perth (AFP) June 30, 2010 - ", False)])


@pytest.mark.parametrize("tail", [TAIL, "<p>Community<br>Email This Article<br>", TEASERS])
def test_article_of_short_paragraphs(tail):
    texts = ["Nobody had asked the kettle.", "It sat and waited.", "Then it sang."]
    check(f"{HEAD}<h1>{TITLE}</h1>{BYLINE}<br>{DATELINE}<br>{paragraphs(texts)}{tail}", body="\n\n".join(texts))


def test_headline_of_two_lines_in_a_font():
    check(f"{HEAD}<font size=5>Quiet dish<br>hears the kettle</font><br>{BYLINE}<br>{DATELINE}<br>{paragraphs()}{TAIL}")


@pytest.mark.parametrize("above", ["", "SINO DAILY<br>", "<a href=/dragonspace.html>SINO DAILY</a>"])
def test_kicker_is_the_section_wherever_it_stands_above(above):
    page = f"{HEAD}. China News .<br>{above}<h1>{TITLE}</h1>{BYLINE}<br>{DATELINE}<br>{paragraphs()}{TAIL}"
    check(page, section="SINO DAILY" if above else None)


def test_byline_below_the_dateline():
    check(f"{HEAD}<h1>{TITLE}</h1>{DATELINE}<br>{BYLINE}<br>{paragraphs()}{TAIL}")


def test_two_sidebars_without_a_box():
    second = "Hobart (AFP) July 1, 2010 - "
    made = f"{box(BOX_DATELINES[0][0])}<p>{box(second, 2, 'Toaster remains a suspect')}<p>"
    check(
        f"{HEAD}<h1>{TITLE}</h1>{made}{BYLINE}<br>{DATELINE}<br>{paragraphs()}{TAIL}",
        sidebars=[boxed(*BOX_DATELINES[0]), boxed(second, False, 2, "Toaster remains a suspect")],
    )


# no article -----------------------------------------------------------------------------


@pytest.mark.parametrize("heading", ["", "<h1>24/7 Space News</h1>", "<h1>Dragon Space</h1>", "DRAGON SPACE NEWS<br>"])
@pytest.mark.parametrize("more", ["read more", "more"])
@pytest.mark.parametrize("count", [1, 3, 20])
def test_leads_with_more_on_a_line_of_its_own_are_no_article(heading, more, count):
    teasers = "".join(TEASER.format(n=n, more=more, kicker="DRAGON SPACE") for n in range(count))
    teasers = teasers.replace(" ... <a", " ...<br><a")
    page = f"<html><head><title>Dragon Space</title></head><body>{heading}{teasers}</body></html>"
    assert extract(page, "https://www.spacedaily.com/dragonspace.html").body == ""


@pytest.mark.parametrize("heading", ["", "<h1>24/7 Space News</h1>", "<h1>Dragon Space</h1>", "DRAGON SPACE NEWS<br>"])
@pytest.mark.parametrize("more", ["read more", "more"])
@pytest.mark.parametrize("count", [1, 3, 20])
def test_section_page_is_no_article(heading, more, count):
    teasers = "".join(TEASER.format(n=n, more=more, kicker="DRAGON SPACE" if n % 2 else "") for n in range(count))
    page = f"<html><head><title>Dragon Space</title></head><body>{heading}{teasers}<p>Previous Issues: May 05</body></html>"
    assert extract(page, "https://www.spacedaily.com/dragonspace.html").body == ""


@pytest.mark.parametrize(
    "page",
    [
        "",
        " \n",
        "<",
        "<html></html>",
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)) * 40,
        b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj",
        "<html><head><title>404 Not Found</title></head><body><h1>Not Found</h1><p>The requested URL was not found on this "
        "server. You may have followed a link that has moved or that was never there, or typed an address with a slip in it; "
        "please go back to the front page and try again from there.<p>If you believe that this is our mistake, write to "
        "the desk, and tell us which page sent you here, and somebody will look into it as soon as the coffee is ready, "
        "which should not be long.</body></html>",
        "<html><body><p>Nothing to read here.</body></html>",
        "just a line of text",
    ],
)
def test_page_without_an_article(page):
    article = extract(page)
    assert (article.body, article.byline, article.dateline, article.sidebars) == ("", None, None, [])


@pytest.mark.parametrize(
    "above",
    [
        "<b>Big story of the day</b><br>",
        "<h1>Space News From SpaceDaily.com</h1><b>Big story of the day</b><br>",
        "<h1><a href=/reports/Big_999.html>Big story of the day</a></h1>",
        TEASERS + "<b>Big story of the day</b><br>",
    ],
)
def test_front_page_with_a_whole_lead_is_no_article(above):
    page = f"<title>Space News</title><body>{above}Paris (AFP) Mar 3, 2011<br>{PARAGRAPHS[0]}<br>{TEASERS}"
    assert extract(page, "https://www.spacedaily.com/").body == ""
