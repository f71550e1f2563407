"""Runs that are killed, fail to write, or fill the disk, and what the same command makes of it afterwards.

    python benchmarks/kill.py [random | writes | full] [--runs N] [--archive]

``random``: the replica is crawled; each run is killed -9 at a random moment, every fourth one twice, then run to its
end. ``writes``: articles are stored; the process is killed before, amid and after each write, sync and statement of the
store in turn, or that call fails; then they are stored again. ``full``: the replica is crawled under file-size limits
that grow, then without. Afterwards every folder must hold what one holds that nothing happened to: the same records,
none twice, no torn line, and a ledger that agrees with the file. What a reader had seen must still be there. With
``--archive`` pages are kept, and the archive must be whole too: see ``kept_pages.py``.
"""

from __future__ import annotations

import argparse
import contextlib
import datetime as dt
import errno
import json
import os
import random
import shutil
import signal
import socketserver
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

from kept_pages import check_archive, check_pages

from spacecrawl.archives.exchange import Exchange, head_of, members_of, warcinfo
from spacecrawl.errors import FolderError
from spacecrawl.record import Article, Source
from spacecrawl.record.fetched import Fetched
from spacecrawl.record.identity import identify
from spacecrawl.replica.server import ReplicaServer
from spacecrawl.replica.story import stories
from spacecrawl.storage import ArticleStore, DataFolder, RunFolder, ledger
from spacecrawl.storage.captures import Capture
from spacecrawl.storage.own_archive import OwnArchive

State = dict[str, Any]

LIMITED = (
    "import os, resource, sys; size = int(sys.argv[1]); resource.setrlimit(resource.RLIMIT_FSIZE, (size, size));"
    "os.execv(sys.argv[2], sys.argv[2:])"
)
"""Runs a command whose files can't grow beyond a size."""


# what a folder holds ----------------------------------------------------------------


def state_of(folder: Path) -> State:
    """Return a folder's records by id, without the times of fetching; fail where a line is torn or comes twice."""
    content = (folder / "articles.jsonl").read_bytes()
    if content and not content.endswith(b"\n"):
        raise AssertionError(f"{folder}: the last line is torn")
    found: State = {}
    for line in content.splitlines():
        record = json.loads(line)
        record["source"] = None
        if record["id"] in found:
            raise AssertionError(f"{folder}: {record['url']} is there twice")
        found[record["id"]] = record
    check_ledger(folder, content)
    return found


def check_ledger(folder: Path, content: bytes) -> None:
    """Fail where the ledger does not agree with the file."""
    with contextlib.closing(sqlite3.connect(folder / "spacecrawl.db")) as connection:
        committed, lines = connection.execute("SELECT committed, lines FROM articles_file").fetchone()
        known = connection.execute(
            "SELECT id, offset, length FROM versions JOIN articles ON number = article ORDER BY offset"
        ).fetchall()
        (unsigned,) = connection.execute(
            "SELECT count(*) FROM articles LEFT JOIN signatures ON article = number WHERE article IS NULL"
        ).fetchone()
        (state,) = connection.execute("PRAGMA integrity_check").fetchone()
    if (committed, lines, state) != (len(content), content.count(b"\n"), "ok") or len(known) != lines or unsigned:
        raise AssertionError(f"{folder}: {committed=} of {len(content)}, {lines=}, {len(known)} known, {state}")
    for record_id, offset, length in known:
        if json.loads(content[offset : offset + length])["id"] != record_id:
            raise AssertionError(f"{folder}: {record_id} is not at {offset}")


def whole_lines(folder: Path) -> bytes:
    """Return what a reader that follows the file has seen so far."""
    path = folder / "articles.jsonl"
    content = path.read_bytes() if path.exists() else b""
    return content[: content.rfind(b"\n") + 1]


def seen_stays(before: bytes, folder: Path) -> None:
    """Fail where what a reader had seen is not there any more."""
    if not whole_lines(folder).startswith(before):
        raise AssertionError(f"{folder}: lines that were written are gone or changed")


# crawls of the replica --------------------------------------------------------------


class Crawls:
    """Runs ``spacecrawl crawl`` on the replica in processes of their own."""

    def __init__(self, proxy: str, catalogue: Path, work: Path, *, archive: bool) -> None:
        self.proxy, self.catalogue, self.work, self.archive = proxy, catalogue, work, archive

    def start(self, folder: Path, file_size: int | None = None) -> subprocess.Popen[bytes]:
        """Start a crawl into a folder, its files held below a size if one is given."""
        command = [sys.executable, "-m", "spacecrawl", "crawl", "replica"]
        command += ["--sites", str(self.catalogue), "--folder", str(folder)]
        command += ["--archive"] if self.archive else []
        if file_size is not None:
            command = [sys.executable, "-c", LIMITED, str(file_size), *command]
        return subprocess.Popen(
            command,
            env={**os.environ, "http_proxy": self.proxy, "no_proxy": ""},
            stderr=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )

    def finish(self, folder: Path, expected: int = 0, file_size: int | None = None) -> None:
        """Run a crawl to its end, which must be the expected status."""
        process = self.start(folder, file_size)
        _, told = process.communicate(timeout=300)
        if process.returncode != expected:
            raise AssertionError(f"{folder}: status {process.returncode}, not {expected}\n{told.decode()[-2000:]}")

    def check(self, folder: Path, undisturbed: State) -> Counter[str]:
        """Fail where a folder is not as one that nothing happened to; return what its archive holds."""
        if state_of(folder) != undisturbed:
            raise AssertionError(f"{folder}: another end than that of the run that nothing happened to")
        return check_archive(folder, self.catalogue) if self.archive else Counter()

    def kill(self, folder: Path, after: float) -> bool:
        """Start a crawl and kill it and what it started; return False where it had ended before."""
        process = self.start(folder)
        time.sleep(after)
        ended = process.poll() is not None
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        return not ended


@contextlib.contextmanager
def crawls(*, archive: bool) -> Iterator[Crawls]:
    socketserver.BaseServer.handle_error = lambda *_: None  # type: ignore[method-assign] - clients are killed
    with (
        ReplicaServer() as server,
        as_file(files("spacecrawl.replica") / "sites.toml") as catalogue,
        tempfile.TemporaryDirectory() as work,
    ):
        yield Crawls(server.url, catalogue, Path(work), archive=archive)


def kill_at_random(runs: int, kills: int, seed: int, *, archive: bool) -> None:
    """Kill runs at random moments, then run them to their end; every fourth run is killed once more."""
    chance, counts = random.Random(seed), Counter[str]()
    with crawls(archive=archive) as crawl:
        began = time.monotonic()
        crawl.finish(crawl.work / "undisturbed")
        seconds = time.monotonic() - began
        undisturbed = state_of(crawl.work / "undisturbed")
        for number in range(runs):
            folder = crawl.work / str(number)
            for _ in range(kills + (number % 4 == 3)):
                counts["killed" if crawl.kill(folder, chance.uniform(0.2, seconds)) else "had ended before"] += 1
                seen = whole_lines(folder)
                counts["killed with articles stored"] += bool(seen)
            crawl.finish(folder)
            seen_stays(seen, folder)
            counts += crawl.check(folder, undisturbed)
            counts["torn lines cut"] += len(list(folder.glob("runs/*/torn-line.txt")))
            counts["torn WARC members cut"] += len(list(folder.glob("runs/*/torn-*.warc.gz")))
            counts["same end as undisturbed"] += 1
            shutil.rmtree(folder)
    _print(f"{runs} runs of {len(undisturbed)} articles, {seconds:.1f} s each when undisturbed", counts)


def fill_the_disk(runs: int, *, archive: bool) -> None:
    """Crawl under growing limits of file size, then without one."""
    counts: Counter[str] = Counter()
    with crawls(archive=archive) as crawl:
        crawl.finish(crawl.work / "undisturbed")
        undisturbed = state_of(crawl.work / "undisturbed")
        for number in range(runs):
            folder = crawl.work / str(number)
            size = 20_000 + number * 440_000 // runs
            crawl.finish(folder, expected=5, file_size=size)
            seen = whole_lines(folder)
            counts["status 5"] += 1
            counts["articles kept"] += seen.count(b"\n")
            crawl.finish(folder)
            seen_stays(seen, folder)
            counts += crawl.check(folder, undisturbed)
            counts["same end as undisturbed"] += 1
            shutil.rmtree(folder)
    _print(f"{runs} runs with files limited to 20 to 460 kB, then without a limit", counts)


# faults of single calls ----------------------------------------------------------------


ARTICLES = 14
TOGETHER = 4
WRITING = ("INSERT", "UPDATE", "DELETE", "BEGIN", "COMMIT", "PRAGMA", "CREATE")


class Fault:
    """Counts the calls that write, and does its kind of harm at one of them."""

    def __init__(self, kind: str = "none", at: int = -1) -> None:
        self.kind, self.at, self.calls = kind, at, Counter[str]()

    def call(self, name: str, do: Callable[[], Any], half: Callable[[], Any] | None = None) -> Any:
        """Do a call, or the harm in its place."""
        number = self.calls.total()
        self.calls[name] += 1
        if number != self.at:
            return do()
        if self.kind == "fails":
            raise sqlite3.OperationalError("disk is full") if name.isupper() else OSError(errno.ENOSPC, "No space")
        if self.kind == "killed amid" and half is not None:
            half()
        if self.kind == "killed after":
            do()
        os.kill(os.getpid(), signal.SIGKILL)
        return None


def wrap(fault: Fault) -> None:
    """Put the fault between the store and what it calls to write."""
    pwrite, fsync, ftruncate, connect = os.pwrite, os.fsync, os.ftruncate, sqlite3.connect
    os.pwrite = (
        lambda file, data, at: fault.call(  # type: ignore[assignment]
            "pwrite", lambda: pwrite(file, data, at), lambda: pwrite(file, data[: len(data) // 2], at)
        )
    )
    os.fsync = lambda file: fault.call("fsync", lambda: fsync(file))
    os.ftruncate = lambda file, size: fault.call("ftruncate", lambda: ftruncate(file, size))  # type: ignore[assignment]

    class Connection(sqlite3.Connection):
        def execute(self, sql: str, *values: Any) -> sqlite3.Cursor:  # type: ignore[override]
            word = sql.split(None, 1)[0].upper()
            if word not in WRITING:
                return super().execute(sql, *values)
            return fault.call(word, lambda: sqlite3.Connection.execute(self, sql, *values))

        def executemany(self, sql: str, rows: Any) -> sqlite3.Cursor:
            return fault.call(sql.split(None, 1)[0].upper(), lambda: sqlite3.Connection.executemany(self, sql, rows))

        def executescript(self, sql: str) -> sqlite3.Cursor:
            return fault.call("CREATE", lambda: sqlite3.Connection.executescript(self, sql))

    sqlite3.connect = lambda *given, **named: connect(*given, **named, factory=Connection)  # type: ignore[assignment]


def made() -> list[Article]:
    """Return articles to store: real texts, each with another address, one of them a near-duplicate."""
    chosen = stories()[:ARTICLES]
    return [
        identify(
            Article(
                url=f"https://x.example{story.path}",
                title=story.title,
                body=story.body,
                also_at=[f"https://y.example{story.path}"],
            )
        )
        for story in chosen
    ]


def keep_page(archive: OwnArchive, article: Article) -> Fetched:
    """Keep an article's page in the archive, as a run does before it reads it."""
    time = dt.datetime(2026, 11, 25, tzinfo=dt.UTC)
    page = Exchange(
        article.url or "", time, b"GET / HTTP/1.1\r\n\r\n", head_of("HTTP/1.1 200 OK", ()), article.body.encode()
    )
    capture = Capture(0, 0, 0, page.url, int(time.timestamp()), 200, None, page.digest)
    placed = archive.keep(*members_of(page), capture)
    article.source = Source(article.url, time, archive.place(placed), placed.offset)
    return Fetched(page=(archive.place(placed), placed.offset))


def store_all(folder: Path, *, archive: bool) -> None:
    """Store what is not known yet, as a run does."""
    ledger.CHANGES_A_COMMIT = TOGETHER
    data = DataFolder(folder)
    (folder / "run").mkdir(exist_ok=True)
    store = ArticleStore(data, RunFolder(folder / "run"))
    kept = OwnArchive(
        data, "2026-11-25T000000Z", store.ledger, lambda name: warcinfo(name, dt.datetime.now(dt.UTC), {})
    )
    try:
        for article in made():
            if store.known(article.id) is None:
                store.append(article, fetched=keep_page(kept, article) if archive else None)
    finally:
        try:
            kept.close()
        finally:
            store.close()


def in_a_child(folder: Path, fault: Fault, *, archive: bool) -> int:
    """Store everything in a forked process with a fault; return how it ended, 5 where it said so in order."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    status = 1
    try:
        wrap(fault)
        store_all(folder, archive=archive)
        status = 0
    except FolderError:
        status = 5
    finally:
        os._exit(status)


def count_calls(folder: Path, *, archive: bool) -> Counter[str]:
    """Return how often each kind of call is made when nothing happens, counted in a child."""
    read, write = os.pipe()
    if not os.fork():
        fault = Fault()
        wrap(fault)
        store_all(folder, archive=archive)
        os.write(write, json.dumps(fault.calls).encode())
        os._exit(0)
    os.close(write)
    with os.fdopen(read) as told:
        calls = Counter[str](json.load(told))
    os.wait()
    return calls


def fail_each_write(step: int, *, archive: bool) -> None:
    """Harm each call in turn, or every ``step``-th, then store everything again."""
    with tempfile.TemporaryDirectory() as work:
        calls = count_calls(Path(work) / "undisturbed", archive=archive)
        undisturbed = state_of(Path(work) / "undisturbed")
        ends: Counter[str] = Counter()
        for kind in ("killed before", "killed amid", "killed after", "fails"):
            for at in range(0, calls.total(), step):
                folder = Path(work) / "folder"
                status = in_a_child(folder, Fault(kind, at), archive=archive)
                ends[f"{kind}: {'status 5' if status == 5 else 'killed' if status < 0 else status}"] += 1
                seen = whole_lines(folder)
                store_all(folder, archive=archive)
                seen_stays(seen, folder)
                if archive:
                    check_pages(folder, sorted((folder / "archive").glob("*.warc.gz")))
                if state_of(folder) != undisturbed:
                    raise AssertionError(f"{kind} at call {at}: another end than where nothing happened")
                ends["same end as undisturbed"] += 1
                shutil.rmtree(folder)
    told = ", ".join(f"{number} {name}" for name, number in sorted(calls.items()))
    _print(f"{ARTICLES} articles, committed by {TOGETHER}; {calls.total()} calls: {told}", ends)


def _print(title: str, counts: Counter[str]) -> None:
    print(title)
    for name, number in counts.items():
        print(f"{number:6}  {name}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("mode", nargs="?", choices=("random", "writes", "full"), help="default: all three")
    parser.add_argument("--runs", type=int, default=100, help="runs that are killed; a fifth as many fill the disk")
    parser.add_argument("--kills", type=int, default=1, help="how often each of them is killed before it may end")
    parser.add_argument("--archive", action="store_true", help="keep pages too")
    parser.add_argument("--step", type=int, default=1, help="harm every so many calls")
    parser.add_argument("--seed", type=int, default=5)
    given = parser.parse_args()
    if given.mode in (None, "writes"):
        fail_each_write(given.step, archive=given.archive)
    if given.mode in (None, "full"):
        fill_the_disk(max(2, given.runs // 5), archive=given.archive)
    if given.mode in (None, "random"):
        kill_at_random(given.runs, given.kills, given.seed, archive=given.archive)


if __name__ == "__main__":
    main()
