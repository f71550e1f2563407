"""The words and marks that the network's pages are made of, as scrapers, feeds and dumps show them."""

from __future__ import annotations

import re

BODY_STARTS = re.compile(r"body-\d+-incontainer", re.IGNORECASE)
BODY_ENDS = re.compile(r"\s*RELATED LINKS\s*", re.IGNORECASE)
MARKERS = re.compile(rf"{BODY_STARTS.pattern}|RELATED LINKS", re.IGNORECASE)

# classes -----------------------------------------------------------------------------

DATELINE_CLASS = re.compile(r"BHS|(?:[\w-]+[-_])?dateline", re.IGNORECASE)
BYLINE_CLASS = re.compile(r"BDL|(?:[\w-]+[-_])?(?:byline|author)", re.IGNORECASE)
SMALL_CLASS = re.compile(r"BNL|(?:[\w-]+[-_])?(?:kicker|caption)|figcaption", re.IGNORECASE)
KICKER_CLASS = re.compile(r"(?:[\w-]+[-_])?(?:kicker|section|category|eyebrow)", re.IGNORECASE)
SIDEBAR_CLASS = re.compile(r"(?:[\w-]+[-_])?sidebar(?:[-_][\w-]+)?", re.IGNORECASE)
LINE_CLASSES = frozenset(("BDL", "BHS", "byline", "dateline"))
"""Classes whose text is a line of its own, whether or not the markup breaks there."""

# above the article --------------------------------------------------------------------

MASTHEAD = re.compile(
    r"\.?\s*(?:24/7 |Military |Earth |Medical and Hospital |Solar Energy |Space Industry and |[A-Z][\w/]*\s)*"
    r"(?:Space |Science |Business |China |GPS |Mars |Moon |Travel )?News\s*\.?"
    r"|\. .{3,50} \.|Space News (?i:from|at) [\w.]+"
)
"""The name of a site as its pages print it; a kicker in capitals (``TAIWAN NEWS``) is none."""
NEWSLETTER = re.compile(
    r"(?:subscribe|sign up) .{0,40}newsletters?\b.*|.{0,40}\bnewsletters?\b.{0,40}free.*"
    r"|get our .*newsletters?.*",
    re.IGNORECASE,
)
LONGEST_NEWSLETTER = 14
"""Words of the longest line that offers a newsletter; a sentence that names one is longer or ends."""

BYLINE = re.compile(r"by\s+(?=\S)", re.IGNORECASE)
LONGEST_BYLINE = 120
SENTENCE = re.compile(r"\b[a-z]{3,}[.!?][\"'”’]?$")
"""How a sentence ends, and a byline does not: a word in small letters before the full stop."""

STOCK_CAPTION = re.compile(
    r"(?:illustration only|(?:afp |nasa )?(?:file|stock) (?:image|photo|illustration|picture)s?"
    r"|(?:an )?artist'?s?'? (?:concept|conception|impression|illustration|rendering))"
    r"(?:\s+(?:only|courtesy|of|by|from)\b.{0,60})?\s*\.?",
    re.IGNORECASE,
)

DATE_LINE = re.compile(
    r"(?:(?:published|posted|updated|date)\b:?\s*)?(?:on )?(?:[a-z]{3,6}day,? )?"
    r"(?:[a-z]{3,9}\.? \d{1,2}|\d{1,2} [a-z]{3,9}\.?),? (?:19|20)\d\d(?:,? (?:at )?\d\d?:\d\d.{0,12})?",
    re.IGNORECASE,
)
"""A line that is a date and nothing else."""

NO_ARTICLE = re.compile(r"(?:error )?40[0-9]\b.*|.*\bnot found\b.*|.*\bno longer (?:here|available)\b.*", re.IGNORECASE)
"""Titles and headlines of pages that stand where an article was looked for."""

# below the article --------------------------------------------------------------------

READ_MORE = re.compile(r"(?:(?:\.\.\.|…)\W*(?:read\s+)?more|\bread more)\W*$", re.IGNORECASE)
"""How a teaser's or a related story's lead ends."""
MORE = re.compile(r"\W*(?:read )?more\W*", re.IGNORECASE)
"""The link below a lead that ends in three dots."""

_SHARERS = r"(?:del\.icio\.us|digg|reddit|stumbleupon|facebook|google|yahoo|twitter|tweet|linkedin|technorati)"
TAIL = re.compile(
    r"related links?:?|related (?:content|stories|articles|news|reports):?|community"
    r"|(?:community\s+)?email this (?:article|story)(?: to a friend)?"
    r"(?:\s+comment on this (?:article|story))?"
    r"|share|print|e-?mail|print this (?:article|story|page)|send to a friend"
    r"|comment on this (?:article|story)|(?:post|view|read|add) (?:a )?comments?|printer[ -]friendly.*"
    rf"|share (?:this|our) (?:article|story|page)(?: with planet earth)?|{_SHARERS}(?:\W*{_SHARERS})*"
    r"|newsletters ::.*|xml feeds ::.*"
    r"|(?:subscribe (?:free )?to our|get our|sign up (?:for|to) our) "
    r"(?:free )?(?:daily )?(?:space )?newsletters?\W*.{0,40}"
    r"|the following news reports may link to other space media network websites\.?"
    r"|thanks for being (?:here|there).*|space(?:daily|war|mart)? (?:monthly )?(?:contributor|supporter)\b.*"
    r"|buy advertising.*|memory foam mattress review|paypal|patreon"
    r"|(?:previous|next) (?:report|story)"
    r"|the contents? herein, unless otherwise known.*|copyright \d{4}-\d{4} .{0,20}space media network.*"
    r"|all websites are published in australia.*|privacy statement.*|about us",
    re.IGNORECASE | re.DOTALL,
)
"""Whole lines that stand around an article and never in it."""

FINAL = re.compile(
    r"related content|the following news reports may link.*|newsletters ::.*|xml feeds ::.*"
    r"|the contents? herein, .*|copyright \d{4}.*|all rights reserved.*",
    re.IGNORECASE | re.DOTALL,
)
"""Lines below which no article goes on."""

REFERENCES = re.compile(r"related links?:?", re.IGNORECASE)
LABELS = re.compile(r"related (?:links?|content|stories|articles):?", re.IGNORECASE)
"""Emphasised words that are a line of their own, even where the markup runs them into a paragraph."""

STORY = re.compile(
    r"(?:https?:)?//(?:[\w-]+\.)*(?:spacedaily|spacewar|terradaily|sinodaily|energy-daily|marsdaily|moondaily"
    r"|saturndaily|space-travel|spacemart|gpsdaily|robodaily|seeddaily|solardaily|winddaily|nuclearpowerdaily"
    r"|biofueldaily|skynightly|radardaily|russodaily|indodaily|interndaily|localhost|127\.0\.0\.1)"
    r"(?:\.[a-z]+)?(?::\d+)?(?P<path>/.*)"
    r"|(?P<relative>/?(?!//)[^:]*)",
    re.IGNORECASE,
)
"""An address on a host of the network, whatever the domain above, or one without a host."""
STORY_PATH = re.compile(r"/?(?:m/)?(?:reports/[^/]+|news/[^/]+|afp/\d+\.\w+)\.html?", re.IGNORECASE)

SKIPPED_IMAGE = re.compile(
    r"/sponsors?/|(?:^|/)(?:black|white|blank|spacer|pixel)\.(?:jpe?g|gif|png)|/ads?/|doubleclick",
    re.IGNORECASE,
)
SITE_SUFFIX = re.compile(
    r"\s+[-|–—:]\s+(?:[A-Z][\w/]*\s)*(?:News|\w*Daily|\w*War|\w*Mart|Travel)(?:\.com)?\s*$", re.IGNORECASE
)
