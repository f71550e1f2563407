"""The replica's article pages, in the markup of each era.

The markup follows what public scrapers show of the real pages: table layout, ``BDL``/``BHS``/``BNL``/``BTX`` spans,
the body between two comments, bare ``<p>``, advertisements as frames.
"""

from __future__ import annotations

from html import escape

from spacecrawl.replica.network import HOSTS, MASTHEADS, absolute, slug
from spacecrawl.replica.story import SIDEBAR_ON_OWN_LINE, Box, Story

COPYRIGHT = (
    "The content herein, unless otherwise known to be public domain, are Copyright 1995-2026 - Space Media Network replica. "
    "Every story on these pages is made up, its people, ships and missions with it; only the places and the physics are real. "
    "Advertising does not imply endorsement of anything by anybody. By reading on you consent to nothing at all."
)
AD = (
    '<center><iframe src="http://ads.example/banner?zone={zone}" width=468 height=60 frameborder=0></iframe></center>\n'
)
FURNITURE_ROW = (
    '<tr><td bgcolor="#dddddd" width=14><img src="/images/black.jpg" width=1 height=1></td><td nowrap>'
    '<a href="/{page}.html"><span class="BNL">{label}</span></a></td><td align=right>'
    '<a href="http://ads.example/click?zone={number}"><img src="http://ads.example/sponsors/{number}.gif" border=0 alt=""></a></td></tr>\n'
)


def article_page(story: Story, host: str, related: list[Story], *, mobile: bool = False, padding: int = 0) -> str:
    """Return a story's page as ``host`` serves it; ``padding`` adds that many rows of furniture around it."""
    if mobile:
        return _mobile(story, host, related)
    if story.era == "redesign":
        return _redesign(story, host, related)
    return _tables(story, host, related, padding)


def charset_of(story: Story) -> str:
    """Return the encoding that a page of this era is sent in; old pages declare none."""
    return "cp1252" if story.era in ("2003", "2008", "2010") else "utf-8"


def _tables(story: Story, host: str, related: list[Story], padding: int) -> str:
    blocks = "".join(_order_of_era(story))
    tail = _tail(story, host, related)
    furniture = _furniture(padding)
    return (
        f"<html>\n<head>\n<title>{escape(story.title)}</title>\n{_meta(story, host)}</head>\n"
        f'<body bgcolor="#ffffff" topmargin=0>\n{AD.format(zone="top")}{furniture}'
        f"<table width=980 border=0 cellpadding=4 align=center>\n<tr><td valign=top width=640>\n{_head(story, host)}"
        f"{blocks}<br>\n{tail}</td>\n<td valign=top width=300>\n{AD.format(zone='side')}{_headlines(related[3:9], 'BNL')}"
        f"</td></tr>\n</table>\n{furniture}{_footer()}</body>\n</html>\n"
    )


def _meta(story: Story, host: str) -> str:
    declared = '<meta charset="utf-8">\n' if story.era in ("2025", "redesign") else ""
    description = escape(story.paragraphs[0][:150], quote=True)
    url = absolute(host, story.path)
    return (
        f'{declared}<meta name="description" content="{description}">\n<meta property="og:url" content="{url}">\n'
        f'<meta property="og:title" content="{escape(story.title, quote=True)}">\n'
        f'<meta property="og:image" content="{_image(story)}">\n'
    )


def _image(story: Story) -> str:
    return f"http://images.spxdaily.example/images-bg/{slug(story.title)}-bg.jpg"


def _head(story: Story, host: str) -> str:
    newsletter = (
        '<center><a href="/subscribe.html">Subscribe free to our newsletters via your inbox</a></center><br>\n'
        if story.era in ("2010", "2016")
        else ""
    )
    name = MASTHEADS[host]
    masthead = f'<span class="BNL">{name if story.era == "2025" else f". {name} ."}</span><br>\n'
    kicker = f'<span class="BNL">{escape(story.kicker)}</span><br>\n' if story.printed_section else ""
    return f"{newsletter}{masthead}{kicker}<h1>{escape(story.title)}<br></h1>\n"


def _order_of_era(story: Story) -> list[str]:
    before = [_box(box, story) for box in story.boxes if box.position == "before-byline"]
    after = [_box(box, story) for box in story.boxes if box.position == "after-dateline"]
    caption = _picture(story)
    byline = f'<span class="BDL">{escape(story.byline)}<br></span>\n' if story.byline else ""
    dateline = f'<span class="BHS">{escape(story.printed_dateline)}<br></span>\n'
    body = _body(story, after)
    if story.era == "2010":
        return [*before, byline, dateline, caption, body]
    again = f'<span class="BTX"><b>{escape(story.title)}</b></span><br>\n' if story.era == "2025" else ""
    return [caption, again, *before, byline, dateline, body]


def _picture(story: Story) -> str:
    if not story.caption:
        return ""
    return (
        f'<table width=300 align=right><tr><td><img src="{_image(story)}" width=300 height=200 alt=""><br>'
        f'<span class="BNL">{escape(story.caption)}</span></td></tr></table>\n'
    )


def _box(box: Box, story: Story) -> str:
    paragraphs = box.body.split("\n\n")
    own_line = story.era in SIDEBAR_ON_OWN_LINE
    first = f"{escape(box.dateline.text)} - {'<br>' if own_line else ''}{escape(paragraphs[0])}"
    rest = "".join(f"<p>{escape(paragraph)}\n" for paragraph in paragraphs[1:])
    return (
        f'<table width=260 align=right border=1 bgcolor="#eeeeee"><tr><td>\n<b>{escape(box.title)}</b><br>\n'
        f'<span class="BTX">{first}\n{rest}</span></td></tr></table>\n'
    )


def _body(story: Story, boxes: list[str]) -> str:
    paragraphs = "".join(f"<p>{escape(paragraph, quote=False)}\n" for paragraph in story.paragraphs)
    return (
        f'<span class="BTX">\n<!--body-2-incontainer.php-->\n{"".join(boxes)}{paragraphs}'
        "<!--RELATED LINKS-->\n</span>\n"
    )


def _tail(story: Story, host: str, related: list[Story]) -> str:
    if story.era in ("2003", "2008"):
        share = "Community<br>Email This Article<br>Comment On This Article<br><br>\nShare This Article With Planet Earth<br>\n"
        share += "del.icio.us Digg Reddit<br>\n"
    else:
        share = ""
    return (
        f"{share}<b>Related Links</b><br>\n{_references(story, host)}{AD.format(zone='tail')}"
        "<p>Subscribe Free To Our Daily Newsletters<br>\n"
        '<a href="https://twitter.com/share">Tweet</a><br>\n'
        f"{_related_story(related)}{_headlines(related[1:5], 'BTX')}"
        "<p>Newsletters :: SpaceDaily :: SpaceWar :: TerraDaily :: Energy Daily<br>\n"
        "XML Feeds :: Space News :: Earth News :: War News :: Solar Energy News<br>\n"
    )


def _references(story: Story, host: str) -> str:
    links = "".join(f'<a href="{url}">{escape(text)}</a><br>\n' for text, url in story.references)
    return f'{links}<a href="{absolute(host, "/")}">{escape(MASTHEADS[host])} from {HOSTS[host]}</a><br>\n'


def _related_story(related: list[Story]) -> str:
    if not related:
        return ""
    other = related[0]
    return (
        "<p>RELATED CONTENT<br>\nThe following news reports may link to other Space Media Network websites.<br>\n"
        f'<table width=640><tr><td><span class="BNL">{escape(other.kicker)}</span><br>\n'
        f'<a href="{absolute(other.hosts[0], other.path)}"><b>{escape(other.title)}</b></a><br>\n'
        f'<span class="BHS">{escape(other.printed_dateline)}<br></span>\n<span class="BTX">{escape(cut_off(other))} '
        f'<a href="{absolute(other.hosts[0], other.path)}">read more</a></span></td></tr></table>\n'
    )


def cut_off(story: Story, length: int = 240) -> str:
    """Return a story's lead as teasers print it, cut off in the middle of a word."""
    return story.body.replace("\n\n", " ")[:length] + " ..."


def _headlines(related: list[Story], css: str) -> str:
    return "".join(
        f'<p><span class="BNL">{escape(other.kicker)}</span><br>\n'
        f'<a href="{absolute(other.hosts[0], other.path)}"><span class="{css}">{escape(other.title)}</span></a>\n'
        for other in related
    )


def _footer() -> str:
    return (
        "<center><table width=980><tr><td><p>Subscribe Free To Our Daily Newsletters</p>\n"
        f"<p>{escape(COPYRIGHT)}</p></td></tr></table></center>\n"
    )


def _furniture(rows: int) -> str:
    """Return rows of navigation and sponsors, as real pages carry by the dozen."""
    if not rows:
        return ""
    labels = ("Space", "Earth", "Energy", "War", "Solar", "Mars", "Moon", "China", "GPS", "Robots", "Markets")
    made = "".join(
        FURNITURE_ROW.format(
            page=f"{labels[row % len(labels)].lower()}-{row}",
            label=f"{labels[row % len(labels)]} News",
            number=row,
        )
        for row in range(rows)
    )
    return f"<table width=980 border=0>\n{made}</table>\n<script>var slots = [{','.join(str(row) for row in range(rows * 4))}];</script>\n"


def _mobile(story: Story, host: str, related: list[Story]) -> str:
    paragraphs = "".join(f"<p>{escape(paragraph, quote=False)}\n" for paragraph in story.paragraphs)
    kicker = f'<span class="BNL">{escape(story.kicker)}</span><br>\n' if story.printed_section else ""
    byline = f'<span class="BDL">{escape(story.byline)}<br></span>\n' if story.byline else ""
    boxes = "".join(_box(box, story) for box in story.boxes)
    return (
        f'<html><head><title>{escape(story.title)}</title>\n<meta name="viewport" content="width=device-width">\n{_meta(story, host)}'
        f"</head>\n<body>\nSpace News from {HOSTS[host]}<br>\n{kicker}<h1>{escape(story.title)}<br></h1>\n{byline}"
        "<center>Win a weekend at the observatory: answer three questions about dust<br></center>\n"
        f'<span class="BHS">{escape(story.printed_dateline)}<br></span>\n<!--body-2-incontainer.php-->\n{boxes}{paragraphs}'
        f"<!--RELATED LINKS-->\n<b>Related Links</b><br>\n{_references(story, host)}{_headlines(related[:3], 'BTX')}{_footer()}</body></html>\n"
    )


def _redesign(story: Story, host: str, related: list[Story]) -> str:
    paragraphs = "\n".join(f"<p>{escape(paragraph, quote=False)}</p>" for paragraph in story.paragraphs)
    boxes = "".join(_aside(box, story) for box in story.boxes)
    figure = (
        f'<figure class="lead-image"><img src="{_image(story)}" alt=""><figcaption class="caption">{escape(story.caption)}</figcaption></figure>\n'
        if story.caption
        else ""
    )
    links = "".join(f'<li><a href="{url}">{escape(text)}</a></li>\n' for text, url in story.references)
    cards = "".join(
        f'<div class="card"><span class="kicker">{escape(other.kicker)}</span><h3><a href="{absolute(other.hosts[0], other.path)}">{escape(other.title)}</a></h3>'
        f'<p class="dateline">{escape(other.printed_dateline)}</p><p>{escape(cut_off(other, 160))} read more</p></div>\n'
        for other in related[:4]
    )
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<title>{escape(story.title)}</title>\n{_meta(story, host)}</head>\n<body>\n'
        f'<header class="site-header"><a href="/">{escape(MASTHEADS[host])}</a><nav><ul><li><a href="/{story.section}.html">{escape(story.kicker.title())}</a></li></ul></nav></header>\n'
        f'<main>\n<article class="story">\n<div class="kicker">{escape(story.kicker)}</div>\n<h1>{escape(story.title)}</h1>\n{figure}'
        + (f'<p class="byline">{escape(story.byline)}</p>\n' if story.byline else "")
        + f'<p class="dateline">{escape(story.printed_dateline)}</p>\n<div class="article-body">\n{boxes}{paragraphs}\n</div>\n'
        f'<section class="related-links"><h2>Related Links</h2>\n<ul>\n{links}</ul></section>\n</article>\n'
        f'<section class="newsletter"><p>Subscribe Free To Our Daily Newsletters</p><a href="https://twitter.com/share">Tweet</a></section>\n'
        f'<section class="related"><h2>RELATED CONTENT</h2>\n{cards}</section>\n</main>\n<footer><p>{escape(COPYRIGHT)}</p></footer>\n</body>\n</html>\n'
    )


def _aside(box: Box, story: Story) -> str:
    paragraphs = _inline_paragraphs(box, story)
    return f'<aside class="sidebar"><h4>{escape(box.title)}</h4>\n{paragraphs}</aside>\n'


def _inline_paragraphs(box: Box, story: Story) -> str:
    first, *rest = box.body.split("\n\n")
    own_line = story.era in SIDEBAR_ON_OWN_LINE
    opening = f"<p>{escape(box.dateline.text)} - {'</p><p>' if own_line else ''}{escape(first)}</p>\n"
    return opening + "".join(f"<p>{escape(paragraph)}</p>\n" for paragraph in rest)
