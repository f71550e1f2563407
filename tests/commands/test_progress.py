"""How a run is shown: on a real terminal, and on a pipe."""

import contextlib
import io
import os
import pty
import re
import signal
import subprocess
import sys

from conftest import Page, article, catalogue, environment, listing
from rich.console import Console

from spacecrawl.commands.progress import Queue, Tally, picture


def on_a_terminal(
    *arguments: object, folder, term: str = "xterm-256color", until: tuple[str, ...] = ()
) -> tuple[int, str]:
    """Run the command line on a terminal of its own; return status and all that was written to it.

    Where patterns are given, it is stopped as by Ctrl-C once all of them were written.
    """
    terminal, side = pty.openpty()
    command = [sys.executable, "-m", "spacecrawl", *map(str, arguments)]
    settings = environment(TERM=term, COLUMNS="100", LINES="30")
    with subprocess.Popen(command, cwd=folder, env=settings, stdin=side, stdout=side, stderr=side) as process:
        os.close(side)
        written, waiting = b"", bool(until)
        with contextlib.suppress(OSError):  # how Linux tells that the other side is closed
            while block := os.read(terminal, 65_536):
                written += block
                if waiting and all(re.search(pattern, written.decode(errors="replace")) for pattern in until):
                    process.send_signal(signal.SIGINT)
                    waiting = False
    os.close(terminal)
    assert not waiting, written.decode()
    return process.returncode, written.decode()


def slow_site(site, wait: float = 60.0):
    """A site whose last story takes longer than a test, so that there is time to look; a run is stopped before."""
    stories = ["/reports/bad.html", "/reports/fog.html", "/reports/slow.html"]
    site.pages = {
        "/": Page(listing(*stories)),
        "/reports/bad.html": Page("", 403),
        "/reports/fog.html": Page(article("Fog \x1b[35m [red]over[/red]", "Fog over the fjord.")),
        "/reports/slow.html": Page(article("Slow", "Nobody waits for this one."), wait=wait),
    }
    return site


def test_the_live_view_on_a_terminal(site, tmp_path):
    sites = catalogue(slow_site(site), tmp_path)
    wanted = (
        r"\d+ pages  1 new  0 revised  0 known  0 rejected  1 failed  0 scheduled",
        r"test-site +0 +0 +1 +0\.0 s",
        r"test-site: Fog .*\[red\]over\[/red\]",
        r"failed: http://127\.0\.0\.1",
    )
    status, shown = on_a_terminal("crawl", "test-site", "--sites", sites, folder=tmp_path, until=wanted)
    assert status == 130
    assert "\x1b[35m" not in shown
    assert shown.count("\x1b[?25l") == shown.count("\x1b[?25h") == 1
    assert "articles new" in shown.rpartition("\x1b[?25h")[2]


def test_quiet_stays_quiet_on_a_terminal(site, tmp_path):
    site.pages = {"/": Page(listing("/reports/a.html")), "/reports/a.html": Page(article("A", "Fog."), wait=1.2)}
    arguments = ("crawl", "test-site", "--sites", catalogue(site, tmp_path), "--quiet", "--tell-every", "0.2")
    assert on_a_terminal(*arguments, folder=tmp_path) == (0, "")


def test_lines_where_nothing_can_be_painted_over(site, tmp_path):
    arguments = ("crawl", "test-site", "--sites", catalogue(slow_site(site), tmp_path), "--tell-every", "0.3")
    wanted = (r"\n\d\d:\d\d:\d\d UTC  4 pages, 1 new, 0 revised, 0 rejected, 1 failed",)
    status, shown = on_a_terminal(*arguments, folder=tmp_path, term="dumb", until=wanted)
    assert status == 130
    assert "\x1b" not in shown


def test_lines_on_a_pipe_as_often_as_asked_for(spacecrawl, site, tmp_path):
    crawl = ("crawl", "test-site", "--sites", catalogue(slow_site(site, wait=2.0), tmp_path))
    told = re.findall(
        r"^\d\d:\d\d:\d\d UTC  (\d+) pages, .*$", spacecrawl(*crawl, "--tell-every", "0.3").err, re.MULTILINE
    )
    assert told
    assert sorted(map(int, told)) == list(map(int, told))
    assert " UTC  " not in spacecrawl(*crawl, "--full", "--tell-every", "0").err


def test_what_the_picture_holds():
    tally = Tally()
    for event in (
        {"event": "page"},
        {"event": "article", "what": "new", "site": "harbour", "title": "Fog\x1b]0;mine\x07 [bold]over[/bold]"},
        {"event": "article", "what": "known", "site": None, "title": None},
        {"event": "rejected", "url": "http://a.example/", "reason": "no text\x1b[2J"},
        {"event": "waiting", "url": "http://b.example/", "seconds": 600.0, "reason": "HTTP 503"},
        {"event": "waiting", "url": "http://c.example/", "seconds": 0.0, "reason": "HTTP 503"},
    ):
        tally(event)
    out = io.StringIO()
    Console(file=out, width=90, markup=False).print(picture(tally, [Queue("harbour", 40, 3, 1, 2.5, 1.5)], 64))
    told = out.getvalue()
    assert "1 pages  1 new  0 revised  1 known  1 rejected  0 failed  64 scheduled" in told
    assert re.search(r"harbour +40 +3 +1 +2\.5 s +1\.5 s", told)
    assert "harbour: Fog\\x1b]0;mine\\x07 [bold]over[/bold]" in told
    assert "rejected: http://a.example/: no text\\x1b[2J" in told
    assert re.search(r"tried again in (600|599) s: http://b.example/: HTTP 503", told)
    assert "c.example" not in told
    assert "\x1b" not in told
