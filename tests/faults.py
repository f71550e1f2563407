"""What a server can do to a run, each with what the run must make of it; benchmarks/faults.py prints the table."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from faulty_server import Answer, FaultyServer, cut, endless, first, hang, page, redirect, reset, slow, trickle
from shifted_clock import shifted

GOOD = ("One", "Two", "Three")
WORDS = {
    "One": "Fog came over the fjord before noon and stayed for the herring.",
    "Two": "The tide table of the harbour was wrong by a day, and nobody minded.",
    "Three": "Snow closed the pass, so the mail went by boat as it had in 1911.",
    "Bad": "Reindeer crossed the runway at Kiruna, in good order and without a permit.",
}

BAD = "/reports/bad.html"


@dataclass(frozen=True)
class Fault:
    """One fault: what the server does, and the exit status and stories with which a run under it must end.

    ``answers`` are laid over a small good site, ``links`` are added to its front page, ``keys`` to its entry, where
    ``URL`` stands for the server's address. ``outcomes`` must be in the run's summary. ``clock`` is by how many seconds
    the machine's clock is wrong.
    """

    name: str
    status: int
    stories: int
    answers: dict[str, Answer] = field(default_factory=dict)
    links: tuple[str, ...] = (BAD,)
    keys: dict[str, str] = field(default_factory=dict)
    outcomes: dict[str, object] = field(default_factory=dict)
    titles: tuple[str, ...] = ()
    clock: int = 0


def story(title: str, words: str, charset: str = "utf-8", head: str = "") -> bytes:
    """Return an article's page in plain table markup."""
    paragraphs = "".join(f"<p>{words} Part {number} of the report says no more than that.\n" for number in (1, 2, 3))
    text = (
        f"<html><head>{head}<title>{title}</title></head><body><table><tr><td><h1>{title}<br></h1>"
        f"<span class=BDL>by Staff Writers<br></span><span class=BHS>Oslo, Norway (SPX) Mar 04, 2024<br></span>"
        f"<!--body-2-incontainer.php-->{paragraphs}<!--RELATED LINKS--><b>Related Links</b></td></tr></table></html>"
    )
    return text.encode(charset)


def listing(*links: str) -> str:
    return "<html><body>" + "".join(f'<p><a href="{link}">Story at {link}</a>\n' for link in links) + "</body></html>"


def good_site(*links: str) -> dict[str, Answer]:
    """Return the answers of a site with three good stories, which links further addresses."""
    stories = {f"/reports/{name.lower()}.html": page(story(name, WORDS[name])) for name in GOOD}
    return {"/": page(listing(*stories, *links)), BAD: page(story("Bad", WORDS["Bad"])), **stories}


def bomb(megabytes: int) -> Answer:
    packed = gzip.compress(b"<p>" + b"\0" * (megabytes * 1_000_000))
    return page(packed, 200, "Content-Encoding: gzip")


ROBOTS = "/robots.txt"
ALLOW = page("User-agent: *\nDisallow: /private/\n", kind="text/plain")
TWISTED = "Zoë’s café — naïve façade"
LOCAL_FEED = """<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY own SYSTEM "file:///etc/passwd">
<!ENTITY net SYSTEM "/secret.txt">]><rss><channel><item><title>&own;&net;</title>
<link>/reports/bad.html</link></item></channel></rss>"""
OTHERS = '<link rel="canonical" href="http://www.casino.example/"><p><a href="/reports/jackpot.html">Jackpot</a>'

FAULTS = (
    Fault("500 on a story", 3, 3, {BAD: page("broken", 500)}, outcomes={"failed": 1}),
    Fault("503 with Retry-After, then well", 0, 4, {BAD: first(1, page("", 503, "Retry-After: 1"), good_site()[BAD])}),
    Fault("503 with Retry-After of a day", 3, 3, {BAD: page("", 503, "Retry-After: 86400")}, outcomes={"failed": 1}),
    Fault("429 for ever", 3, 3, {BAD: page("slow down", 429)}, outcomes={"failed": 1}),
    Fault("connection reset mid-body, then well", 0, 4, {BAD: first(1, reset, good_site()[BAD])}),
    Fault("connection reset mid-body for ever", 3, 3, {BAD: reset}, outcomes={"failed": 1}),
    Fault("body cut short of its length", 3, 3, {BAD: cut}, outcomes={"failed": 1}),
    Fault("slow trickle without end", 3, 3, {BAD: trickle}, outcomes={"failed": 1}),
    Fault("headers that never come", 3, 3, {BAD: hang}, outcomes={"failed": 1}),
    Fault("endless body", 3, 3, {BAD: endless()}, outcomes={"failed": 1}),
    Fault("page of 100 MB", 3, 3, {BAD: endless(100)}, outcomes={"failed": 1}),
    Fault("gzip bomb", 3, 3, {BAD: bomb(64)}, outcomes={"failed": 1}),
    Fault("body that is no gzip", 3, 3, {BAD: page("no gzip", 200, "Content-Encoding: gzip")}, outcomes={"failed": 1}),
    Fault("redirect loop", 3, 3, {BAD: redirect(BAD)}, outcomes={"failed": 1}),
    Fault("redirect to 10.0.0.1", 0, 3, {BAD: redirect("http://10.0.0.1/reports/bad.html")}),
    Fault("redirect to cloud metadata", 0, 3, {BAD: redirect("http://169.254.169.254/latest/meta-data")}),
    Fault("redirect to localhost", 0, 3, {BAD: redirect("http://localhost/reports/bad.html")}),
    Fault("redirect to file:", 3, 3, {BAD: redirect("file:///etc/passwd")}, outcomes={"failed": 1}),
    Fault(
        "charset declared wrongly: utf-8, is windows-1252",
        0,
        4,
        {BAD: page(story(TWISTED, WORDS["Bad"], "windows-1252"), kind="text/html; charset=utf-8")},
        titles=(TWISTED,),
    ),
    Fault(
        "charset declared wrongly: latin-1, is utf-8",
        0,
        4,
        {BAD: page(story(TWISTED, WORDS["Bad"]), kind="text/html; charset=iso-8859-1")},
        titles=(TWISTED,),
    ),
    Fault(
        "charset that does not exist",
        0,
        4,
        {BAD: page(story(TWISTED, WORDS["Bad"]), kind="text/html; charset=klingon-8")},
        titles=(TWISTED,),
    ),
    Fault(
        "charset told by a lying meta: utf-16, is utf-8",
        0,
        4,
        {BAD: page(story(TWISTED, WORDS["Bad"], head="<meta charset=utf-16>"), kind="text/html")},
        titles=(TWISTED,),
    ),
    Fault("robots.txt that comes slowly", 0, 4, {ROBOTS: slow(1.0, ALLOW)}),
    Fault("robots.txt that never comes", 1, 0, {ROBOTS: hang}, outcomes={"unreached_sites": ["test-site"]}),
    Fault("robots.txt 500", 1, 0, {ROBOTS: page("", 500)}, outcomes={"unreached_sites": ["test-site"]}),
    Fault("robots.txt 404", 0, 4, {ROBOTS: page("<h1>Not Found</h1>", 404)}),
    Fault("robots.txt that is HTML", 0, 4, {ROBOTS: page(listing("/Disallow: /", "/reports/one.html"))}),
    Fault(
        "robots.txt of 10 MB",
        0,
        3,
        {ROBOTS: page("User-agent: *\nDisallow: /reports/bad\n" + "Disallow: /nowhere/at/all\n" * 400_000)},
        outcomes={"skipped": {"forbidden by robots.txt": 1}},
    ),
    Fault("robots.txt that redirects without end", 1, 0, {ROBOTS: redirect(ROBOTS)}),
    Fault("endless calendar", 0, 4, keys={"section_patterns": "['/calendar/[0-9-]+']"}, links=(BAD, "/calendar/1")),
    Fault("session ids in links", 0, 4, links=(f"{BAD}?PHPSESSID={'f00d' * 8}", f"{BAD};jsessionid={'BEEF' * 8}")),
    Fault("file: and ftp: links", 0, 4, links=(BAD, "file:///etc/passwd", "ftp://127.0.0.1/reports/x.html")),
    Fault("feed with an external entity", 0, 4, {"/feed": page(LOCAL_FEED)}, (), {"feeds": '["URL/feed"]'}),
    Fault("front page that lists nothing", 3, 0, {"/": page("<h1>Back soon</h1>")}),
    Fault("front page 500", 1, 0, {"/": page("", 500)}, outcomes={"unreached_sites": ["test-site"]}),
    Fault(
        "section page that is another site's",
        3,
        4,
        {"/section-casino.html": page(OTHERS), "/reports/jackpot.html": page(story("Jackpot", "Win, win and win."))},
        (BAD, "/section-casino.html"),
        outcomes={"failed": 1},
    ),
    Fault("name that does not resolve", 1, 0, keys={"front_pages": '["http://no-such-host.invalid/"]'}),
    Fault("connection refused", 1, 0, keys={"front_pages": '["http://127.0.0.1:9/"]'}),
    Fault("clock that is set back by a year between runs", 0, 4, clock=365 * 86_400),
)


def answers(fault: Fault) -> dict[str, Answer]:
    """Return what the server answers under a fault."""
    days = {
        f"/calendar/{number}": page(listing(f"/calendar/{number + 1}", f"/calendar/{2 * number}", BAD))
        for number in range(1, 2000)
    }
    return {**days, **good_site(*fault.links), **fault.answers}


def crawl_under(fault: Fault, folder: Path, server: FaultyServer, settings: dict[str, Any]) -> Outcome:
    """Crawl once under a fault."""
    server.answers = answers(fault)
    return crawl(folder, server, fault.keys, settings, **(shifted(folder, fault.clock) if fault.clock else {}))


@dataclass(frozen=True)
class Outcome:
    """How a run under a fault ended: exit status, summary, the stories stored, and what went to stderr."""

    status: int
    summary: dict[str, Any]
    titles: list[str]
    err: str


ENTRY = {
    "front_pages": '["URL/"]',
    "section_patterns": r"['/section-[a-z0-9-]+\.html']",
    "article_patterns": r"['/reports/[^/]+\.html']",
    "parser": '"space_media"',
    "delay": "0",
}

RUN = """
import json, sys
import spacecrawl.settings
for name, value in json.loads(sys.argv.pop(1)).items():
    setattr(spacecrawl.settings, name, value)
from spacecrawl.commands import main
main()
"""


def crawl(
    folder: Path, server: FaultyServer, keys: dict[str, str], settings: dict[str, Any], **variables: str
) -> Outcome:
    """Crawl the server's site into a folder, in a process of its own, with these settings and variables changed."""
    entry = "".join(f"{key} = {value.replace('URL', server.url(''))}\n" for key, value in (ENTRY | keys).items())
    (folder / "sites.toml").write_text(f"[sites.test-site]\n{entry}")
    command = [sys.executable, "-c", RUN, json.dumps(settings), "crawl", "test-site", "--sites", "sites.toml", "--json"]
    kept = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    done = subprocess.run(command, cwd=folder, env=kept | variables, capture_output=True, check=False)
    stored = folder / "output" / "articles.jsonl"
    lines = stored.read_text("utf-8").splitlines() if stored.exists() else []
    summary = json.loads(done.stdout) if done.stdout else {}
    return Outcome(done.returncode, summary, [json.loads(line)["title"] for line in lines], done.stderr.decode())
