"""What a run costs by how much is known: time and peak memory, with nothing new and with a few new articles.

    python benchmarks/growth.py [--known 1000,10000,100000,1000000] [--folder DIR]

For each size a ledger is made with so many articles, their addresses, signatures and bands, and a sparse
``articles.jsonl`` of the length that they would have. A small server lists 2,000 of the known on 20 section pages. Then
``spacecrawl crawl`` runs in a process of its own: once to learn the index pages, then with nothing new, then with
new articles on the front page, each of which is looked for among all signatures.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import os
import random
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from array import array
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

from spacecrawl.record.similarity import BANDS, PERMUTATIONS, signature
from spacecrawl.sites import load_catalogue
from spacecrawl.storage import ArticleStore, DataFolder
from spacecrawl.storage.addresses import KnownStories

ORIGIN = "http://growth.example"
SECTIONS, LISTED, NEW = 20, 100, 20
LINE = 6_000
ROUNDS = 3
CATALOGUE = f"""
[sites.growth]
front_pages = ["{ORIGIN}/"]
section_patterns = ['/section-\\d+\\.html']
article_patterns = ['/reports/[^/]+\\.html']
delay = 0
"""


# a ledger of many articles ------------------------------------------------------------


def make(folder: Path, known: int) -> None:
    """Make a ledger of so many articles, by bulk insert, and the file that it knows."""
    data = DataFolder(folder)
    ArticleStore(data).close()
    with data.articles.open("r+b") as file:
        file.truncate(known * LINE)
    with contextlib.closing(sqlite3.connect(data.ledger, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("BEGIN")
        _insert_articles(connection, known)
        _insert_signatures(connection, known)
        connection.execute("UPDATE articles_file SET committed = ?, lines = ?", (known * LINE, known))
        connection.execute("COMMIT")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def path_of(number: int) -> str:
    return f"/reports/Story_{number}_with_some_words_of_its_headline_999.html"


def _insert_articles(connection: sqlite3.Connection, known: int) -> None:
    now = int(time.time()) - 86_400
    marks = ", ".join("?" * 15)

    def row(n: int) -> tuple[object, ...]:
        day, content = f"20{n % 24:02}-0{1 + n % 9}-1{n % 9}", hashlib.sha256(b"%d" % n).hexdigest()
        named = (n, f"{n:016x}", ORIGIN + path_of(n), None, "growth", day)
        return (*named, 1, content, "[]", None, f'"{n:x}"', None, now, now, 1)

    connection.executemany(f"INSERT INTO articles VALUES ({marks})", map(row, range(1, known + 1)))
    connection.executemany(
        "INSERT INTO versions VALUES (?, 1, ?, ?)", ((n, (n - 1) * LINE, LINE) for n in range(1, known + 1))
    )
    connection.executemany(
        "INSERT INTO addresses VALUES (?, ?, 'article', 'growth', ?, NULL, NULL, NULL, ?, ?)",
        ((path, ORIGIN, n, now, now) for path, n in sorted((path_of(n), n) for n in range(1, known + 1))),
    )


def _insert_signatures(connection: sqlite3.Connection, known: int) -> None:
    """Insert signatures of chance numbers; one in a hundred texts shares a band, as set phrases do."""
    chance = random.Random(3)
    packed = 4 * (PERMUTATIONS + BANDS)
    connection.executemany(
        "INSERT INTO signatures VALUES (?, ?)", ((n, chance.randbytes(packed)) for n in range(1, known + 1))
    )
    for band in range(BANDS):
        values = array("I", chance.randbytes(4 * known))
        for number in range(0, known, 100):
            values[number] = 7
        connection.executemany(
            "INSERT INTO bands VALUES (?, ?)",
            ((band << 32 | value, n) for value, n in sorted(zip(values, range(1, known + 1), strict=True))),
        )


# the site -----------------------------------------------------------------------------


@dataclass
class Growing:
    """A site whose section pages list known articles, and whose front page lists new ones when ``new`` is set."""

    known: int
    new: bool = False
    requests: Counter[str] = field(default_factory=Counter)

    def page(self, path: str) -> str:
        """Return the page at a path: listings, or a new article in words of its own."""
        if path == "/":
            links = [f"/section-{number}.html" for number in range(SECTIONS)]
            return _links(links + [f"/reports/New_{number}_999.html" for number in range(NEW if self.new else 0)])
        if path.startswith("/section-"):
            chance = random.Random(path)
            return _links([path_of(chance.randint(1, self.known)) for _ in range(LISTED)])
        words = random.Random(path).choices(WORDS, k=400)
        text = "".join(f"<p>{' '.join(words[at : at + 40]).capitalize()}.</p>" for at in range(0, 400, 40))
        head = f"<html><head><title>{words[0]} story</title></head>"
        return f"{head}<body><article><h1>{words[0]}</h1>{text}</article></body>"


WORDS = [
    "".join(random.Random(number).choices("abcdefghijklmnopqrstuvwxyz", k=2 + number % 9)) for number in range(5000)
]


def _links(paths: list[str]) -> str:
    return "<html><body>" + "".join(f'<p><a href="{path}">Story at {path}</a>' for path in paths) + "</body></html>"


@contextlib.contextmanager
def serving(site: Growing) -> Iterator[str]:
    """Serve the site as an HTTP proxy, conditionally; yield the proxy's address."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1

        def do_GET(self) -> None:
            path = urlsplit(self.path).path
            body = b"" if path == "/robots.txt" else site.page(path).encode()
            tag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
            same = bool(body) and self.headers.get("If-None-Match") == tag
            site.requests["unchanged" if same else "article" if "/reports/" in path else "other"] += 1
            self.send_response(304 if same else 200)
            self.send_header("Content-Type", "text/html")
            self.send_header("ETag", tag)
            self.send_header("Content-Length", "0" if same else str(len(body)))
            self.end_headers()
            self.wfile.write(b"" if same else body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


# the measurement ----------------------------------------------------------------------


@dataclass(frozen=True)
class Cost:
    """What a run took: seconds by the clock and of the CPU, and its peak memory in MB."""

    seconds: float
    cpu: float
    memory: float


def crawl(folder: Path, catalogue: Path, proxy: str) -> Cost:
    """Run a crawl in a process of its own."""
    command = [
        sys.executable,
        "-m",
        "spacecrawl",
        "crawl",
        "growth",
        "--sites",
        catalogue,
        "--folder",
        folder,
        "--quiet",
    ]
    began = time.perf_counter()
    process = subprocess.Popen(command, env={**os.environ, "http_proxy": proxy, "no_proxy": ""})
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"a crawl ended with status {process.returncode}")
    return Cost(time.perf_counter() - began, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def look_ups(folder: Path, catalogue: Path, known: int) -> tuple[float, float]:
    """Return microseconds of CPU time of one seen-check, and of one search for near-duplicates."""
    chance = random.Random(9)
    store = ArticleStore(DataFolder(folder))
    site = load_catalogue([str(catalogue)]).select(["growth"])[0]
    stories = KnownStories(store.addresses, load_catalogue([str(catalogue)]))
    keys = [site.story_key(ORIGIN + path_of(chance.randint(1, 2 * known))) for _ in range(20_000)]
    texts = [signature(" ".join(chance.choices(WORDS, k=400))) for _ in range(500)]
    began = time.process_time()
    found = sum(bool(stories.find(key)) for key in keys)
    seen = (time.process_time() - began) / len(keys)
    began = time.process_time()
    for text in texts:
        assert text is not None
        store.near_duplicates.find("0", text)
    near = (time.process_time() - began) / len(texts)
    assert 0.4 < found / len(keys) < 0.6
    store.close()
    return seen * 1e6, near * 1e6


def measure(known: int, folder: Path, catalogue: Path) -> tuple[Cost, Cost]:
    """Make a ledger, run on it, and print a row."""
    began = time.perf_counter()
    if not (child := os.fork()):  # a process of its own: a crawl's peak memory counts what forked it
        make(folder, known)
        os._exit(0)
    os.waitpid(child, 0)
    made = time.perf_counter() - began
    site = Growing(known)
    with serving(site) as proxy:
        crawl(folder, catalogue, proxy)
        site.requests.clear()
        runs = [crawl(folder, catalogue, proxy) for _ in range(ROUNDS)]
        nothing_new = Cost(*(statistics.median(values) for values in zip(*map(_values, runs), strict=True)))
        asked = dict(site.requests)
        assert asked == {"unchanged": ROUNDS * (SECTIONS + 1), "other": ROUNDS}, asked  # other: robots.txt
        seen, near = look_ups(folder, catalogue, known)
        site.new = True
        site.requests.clear()
        some_new = crawl(folder, catalogue, proxy)
        assert site.requests["article"] == NEW
    size = (folder / "spacecrawl.db").stat().st_size / 1e6
    print(
        f"{known:9}{nothing_new.seconds:8.2f}{nothing_new.cpu:7.2f}{nothing_new.memory:6.0f}"
        f"{some_new.seconds:10.2f}{some_new.cpu:7.2f}{some_new.memory:6.0f}{seen:11.1f}{near:13.0f}{size:9.0f}{made:9.0f}",
        flush=True,
    )
    return nothing_new, some_new


def _values(cost: Cost) -> tuple[float, float, float]:
    return cost.seconds, cost.cpu, cost.memory


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--known", default="1000,10000,100000,1000000", help="sizes, with commas between")
    parser.add_argument("--folder", type=Path, help="where the ledgers are made; a million take 1.3 GB")
    given = parser.parse_args()
    print("           nothing new: s, CPU s, MB   20 new: s, CPU s, MB   seen us   near-dup. us   db MB   made in s")
    costs = []
    with tempfile.TemporaryDirectory(dir=given.folder) as work:
        catalogue = Path(work) / "growth.toml"
        catalogue.write_text(CATALOGUE)
        sizes = map(int, given.known.split(","))
        costs.extend(measure(known, Path(work) / str(known), catalogue) for known in sizes)
    for kind, runs in zip(("nothing new", f"{NEW} new"), zip(*costs, strict=True), strict=True):
        cpu = max(run.cpu for run in runs) / runs[0].cpu
        memory = max(run.memory for run in runs) / runs[0].memory
        print(f"{kind}: at most {cpu:.2f} times the CPU time and {memory:.2f} times the memory of the smallest")


if __name__ == "__main__":
    main()
