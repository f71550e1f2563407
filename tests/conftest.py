"""Real parts for the tests: the replica behind a proxy, and a small web server whose answers a test decides."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from pathlib import Path

import pytest

from spacecrawl.replica.server import ReplicaServer

REPLICA_SITES = str(files("spacecrawl.replica") / "sites.toml")
NO_PROXY = ("http_proxy", "https_proxy", "no_proxy", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "SPACECRAWL_FOLDER")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Let a skipped test fail where all of them have to run: under CI."""
    report = yield
    if report.skipped and os.environ.get("CI") == "true" and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped, which fails under CI: {report.longrepr}"
    return report


@dataclass
class Ran:
    """A command that ran to its end."""

    status: int
    out: str
    err: str

    @property
    def summary(self) -> dict:
        return json.loads(self.out)


def environment(**more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in NO_PROXY}
    return {**kept, **more}


@pytest.fixture
def spacecrawl(tmp_path: Path) -> Callable[..., Ran]:
    """Run the command line in a subprocess, in a folder of the test's own."""

    def run(*arguments: object, proxy: str | None = None, stdin: bytes | None = None) -> Ran:
        done = subprocess.run(
            [sys.executable, "-m", "spacecrawl", *map(str, arguments)],
            cwd=tmp_path,
            env=environment(**({"http_proxy": proxy} if proxy else {})),
            input=stdin,
            capture_output=True,
            timeout=120,
            check=False,
        )
        return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())

    return run


@pytest.fixture
def replica() -> Iterator[ReplicaServer]:
    with ReplicaServer() as server:
        yield server


def records(folder: Path) -> list[dict]:
    """Return the lines of a data folder's articles.jsonl, each of which must be whole."""
    content = (folder / "articles.jsonl").read_text("utf-8")
    assert content == "" or content.endswith("\n")
    return [json.loads(line) for line in content.splitlines()]


@dataclass
class Page:
    """What the small server answers to a path."""

    body: str | bytes = ""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    content_type: str = "text/html; charset=utf-8"
    wait: float = 0.0


class SiteServer:
    """A web server on loopback that answers from ``pages`` and counts what was asked and how much at once.

    A page with an ETag answers 304 to who has it already; ``answers`` holds the last status of each path.
    """

    def __init__(self) -> None:
        self.pages: dict[str, Page] = {}
        self.requests: Counter[str] = Counter()
        self.answers: dict[str, int] = {}
        self.times: list[tuple[float, str]] = []
        self.agents: set[str] = set()
        self.at_once = 0
        self.most_at_once = 0
        self._lock = threading.Lock()
        handler = type("Handler", (_Handler,), {"site": self})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)

    @property
    def port(self) -> int:
        return self._server.server_port

    def url(self, path: str = "/", host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def enter(self, path: str) -> None:
        with self._lock:
            self.requests[path] += 1
            self.times.append((time.monotonic(), path))
            self.at_once += 1
            self.most_at_once = max(self.most_at_once, self.at_once)

    def leave(self) -> None:
        with self._lock:
            self.at_once -= 1


class _Handler(BaseHTTPRequestHandler):
    site: SiteServer
    protocol_version = "HTTP/1.1"
    wbufsize = -1

    def do_GET(self) -> None:
        page = self.site.pages.get(self.path, Page("<h1>Not Found</h1>", 404))
        self.site.agents.add(self.headers.get("User-Agent", ""))
        self.site.enter(self.path)
        try:
            time.sleep(page.wait)
            body = page.body.encode() if isinstance(page.body, str) else page.body
            tag = page.headers.get("ETag")
            status = 304 if tag and self.headers.get("If-None-Match") == tag else page.status
            body = b"" if status == 304 else body
            self.site.answers[self.path] = status
            self.send_response_only(status)
            if "Date" not in page.headers:
                self.send_header("Date", self.date_time_string())
            self.send_header("Content-Type", page.content_type)
            self.send_header("Content-Length", str(len(body)))
            for name, value in page.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)
        finally:
            self.site.leave()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def site() -> Iterator[SiteServer]:
    server = SiteServer()
    server.start()
    yield server
    server.stop()


def article(title: str, words: str, day: str = "Mar 04, 2024", byline: str = "by Staff Writers") -> str:
    """Return an article's page in the plain table markup, in words of a test's own."""
    paragraphs = "".join(
        f"<p>{words} The {number} paragraph says a little more than the one before it did.\n"
        for number in ("first", "second", "third")
    )
    return (
        f"<html><head><title>{title}</title></head><body><table><tr><td><span class=BNL>. Test News .</span><br>"
        f"<h1>{title}<br></h1><span class=BDL>{byline}<br></span><span class=BHS>Oslo, Norway (SPX) {day}<br></span>"
        f"<!--body-2-incontainer.php-->{paragraphs}<!--RELATED LINKS--><b>Related Links</b></td></tr></table></body></html>"
    )


def listing(*links: str) -> str:
    """Return a page that lists these addresses."""
    return "<html><body>" + "".join(f'<p><a href="{link}">Story at {link}</a>\n' for link in links) + "</body></html>"


def catalogue(site: SiteServer, folder: Path, name: str = "test-site", **keys: str) -> Path:
    """Write and return a catalogue with one entry for the small server; ``keys`` are raw TOML values."""
    entry = {
        "front_pages": f'["{site.url("/")}"]',
        "section_patterns": r"['/section-[a-z0-9-]+\.html']",
        "article_patterns": r"['/reports/[^/]+\.html']",
        "parser": '"space_media"',
        "delay": "0",
        **keys,
    }
    path = folder / f"{name}.toml"
    path.write_text(f"[sites.{name}]\n" + "".join(f"{key} = {value}\n" for key, value in entry.items() if value))
    return path
