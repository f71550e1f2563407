"""The words and marks that the Space Media Network's pages are made of, seen in public scrapers, feeds and dumps."""

from __future__ import annotations

import re

BODY_STARTS = re.compile(r"body-\d+-incontainer", re.IGNORECASE)
MARKERS = re.compile(r"body-\d+-incontainer|RELATED LINKS", re.IGNORECASE)
BODY_ENDS = re.compile(r"\s*RELATED LINKS\s*", re.IGNORECASE)

DATELINE_CLASS = re.compile(r"BHS|(?:[\w-]+[-_])?dateline", re.IGNORECASE)
BYLINE_CLASS = re.compile(r"BDL|(?:[\w-]+[-_])?byline", re.IGNORECASE)
SMALL_CLASS = re.compile(r"BNL|(?:[\w-]+[-_])?(?:kicker|caption)|figcaption", re.IGNORECASE)
SIDEBAR_CLASS = re.compile(r"(?:[\w-]+[-_])?sidebar(?:[-_][\w-]+)?", re.IGNORECASE)

MASTHEAD = re.compile(
    r"\.?\s*(?:24/7 |Military |Earth |Medical and Hospital |Solar Energy |Space Industry and |[A-Z][\w/]*\s)*"
    r"(?:Space |Science |Business |China |GPS |Mars |Moon |Travel )?News\s*\.?"
    r"|Space News from [\w.]+"
)
NEWSLETTER = re.compile(r"subscribe .{0,40}newsletters?\b.*|.{0,40}\bnewsletters?\b.{0,40}free.*", re.IGNORECASE)

BYLINE = re.compile(r"by\s+(?=\S)", re.IGNORECASE)
LONGEST_BYLINE = 120

STOCK_CAPTION = re.compile(
    r"(?:illustration only|file (?:image|photo)s?|stock (?:image|photo)|(?:artist'?s?|an artist'?s?) (?:concept|impression|illustration|rendering))"
    r"(?:\s+(?:only|courtesy)\b.{0,40})?\.?",
    re.IGNORECASE,
)

CUT_OFF = re.compile(r"(?:\.\.\.|…)\s*(?:read\s+)?more\s*$", re.IGNORECASE)
"""How a teaser or related story's lead ends."""

TAIL = re.compile(
    r"related links?:?|related (?:content|stories|articles|news):?|community|email this (?:article|story)(?: to a friend)?"
    r"|comment on this (?:article|story)|(?:community\s+)?email this article\s+comment on this article"
    r"|share this article(?: with planet earth)?|tweet|(?:del\.icio\.us|digg|reddit|stumbleupon|facebook|google)(?:\W*(?:del\.icio\.us|digg|reddit|stumbleupon|facebook|google))*"
    r"|newsletters ::.*|xml feeds ::.*|subscribe free to our daily newsletters?.*|subscribe to our (?:free )?(?:daily )?newsletters?\W*"
    r"|get our (?:free )?(?:daily )?newsletters?.*|the following news reports may link to other space media network websites\.?"
    r"|thanks for being (?:here|there).*|space(?:daily|war|mart)? (?:monthly )?(?:contributor|supporter).*|buy advertising.*|memory foam mattress review"
    r"|paypal|patreon|post a comment|view comments?|printer friendly.*|previous (?:report|story)|next (?:report|story)"
    r"|the content(?:s)? herein, unless otherwise known.*|copyright \d{4}-\d{4} .{0,20}space media network.*",
    re.IGNORECASE | re.DOTALL,
)
"""Whole lines that stand below an article and never in it."""

SKIPPED_IMAGE = re.compile(r"/sponsors?/|(?:^|/)(?:black|white|blank|spacer|pixel)\.(?:jpe?g|gif|png)|/ads?/|doubleclick", re.IGNORECASE)
SITE_SUFFIX = re.compile(r"\s+[-|–—:]\s+(?:[A-Z][\w/]*\s)*(?:News|Daily|War|Mart|Travel)(?:\.com)?\s*$", re.IGNORECASE)
