"""Archives shared out over real Dask processes: killed workers, a lost scheduler, pages that end their reader."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import environment
from warc_files import Written

from spacecrawl.archives.archive import Archive
from spacecrawl.archives.counts import Seen
from spacecrawl.batch import cluster
from spacecrawl.batch.outcomes import outcome_of
from spacecrawl.errors import RunFailed, UsageError
from spacecrawl.sites import builtin_catalogue

ARCHIVES, PAGES = 9, 4


@pytest.fixture
def archives(tmp_path) -> list[Path]:
    (tmp_path / "crawls").mkdir()
    paths = [tmp_path / f"crawls/{number:02}.warc.gz" for number in range(ARCHIVES)]
    for number, path in enumerate(paths):
        written = Written()
        for page in range(PAGES):
            written.add(f"P{number}-{page}")
        path.write_bytes(written.content)
    return paths


@contextlib.contextmanager
def process(tmp_path: Path, *arguments: str) -> Iterator[subprocess.Popen]:
    with (tmp_path / "dask.log").open("ab") as log:
        started = subprocess.Popen(
            [sys.executable, "-m", "dask", *arguments], cwd=tmp_path, env=environment(), stdout=log, stderr=log
        )
    try:
        yield started
    finally:
        started.kill()
        started.wait()


def scheduler(tmp_path: Path, port: int) -> contextlib.AbstractContextManager[subprocess.Popen]:
    return process(tmp_path, "scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard")


def worker(tmp_path: Path, address: str) -> contextlib.AbstractContextManager[subprocess.Popen]:
    options = ("--nthreads", "1", "--no-nanny", "--no-dashboard", "--local-directory", str(tmp_path / "scratch"))
    return process(tmp_path, "worker", address, "--host", "127.0.0.1", *options)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def extracting(tmp_path: Path, address: str) -> subprocess.Popen:
    command = [sys.executable, "-m", "spacecrawl", "extract", "--cluster", address, "crawls", "-o", "out"]
    return subprocess.Popen(command, cwd=tmp_path, env=environment(), stderr=subprocess.PIPE, text=True)


def wait_for(condition: Callable[[], object], process: subprocess.Popen) -> None:
    while not condition():
        assert process.poll() is None, process.stderr.read()
        time.sleep(0.005)


def done(tmp_path: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (tmp_path / "out").glob("*.jsonl")}


def serial(archives: list[Path]) -> dict[str, bytes]:
    """Return what the pages of each archive give, read here one by one."""
    found = {}
    for path in archives:
        records = [outcome_of(page, builtin_catalogue()).record for page in Archive(str(path), Seen(), bool, [])]
        lines = [json.dumps(record, ensure_ascii=False) + "\n" for record in records]
        found[f"{path.name}.jsonl"] = "".join(lines).encode()
    return found


def test_a_killed_worker_and_a_lost_scheduler_cost_nothing(tmp_path, archives):
    port = free_port()
    address = f"tcp://127.0.0.1:{port}"
    with worker(tmp_path, address) as first, worker(tmp_path, address):
        with scheduler(tmp_path, port) as lost:
            run = extracting(tmp_path, address)
            wait_for(lambda: len(done(tmp_path)) >= 2, run)
            first.kill()
            wait_for(lambda: len(done(tmp_path)) >= 4, run)
            lost.kill()
            _, told = run.communicate()
            assert run.returncode == 1, told
            assert "scheduler of the cluster was lost" in told
            assert "Traceback" not in told
        before = {tmp_path / "out" / f"{path.stem}.jsonl": 0 for path in (tmp_path / "out/_spacecrawl").glob("*.json")}
        before = {path: path.stat().st_mtime_ns for path in before}
        assert 3 <= len(before) < ARCHIVES
    with scheduler(tmp_path, port), worker(tmp_path, address) as first, worker(tmp_path, address):
        run = extracting(tmp_path, address)
        wait_for(lambda: len(done(tmp_path)) > len(before), run)
        os.kill(first.pid, signal.SIGKILL)
        _, told = run.communicate()
    assert run.returncode == 0, told
    assert told.count("(there already)") == len(before)
    assert len(told.splitlines()) == ARCHIVES
    assert {path: path.stat().st_mtime_ns for path in before} == before
    assert done(tmp_path) == serial(archives)
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [*sorted(done(tmp_path)), "_spacecrawl"]


PARSER = """
import os, signal
from spacecrawl.parsers.space_media.parser import SpaceMediaParser

class Moody(SpaceMediaParser):
    def parse(self, page):
        if "kills" in page.html:
            os.kill(os.getpid(), signal.SIGKILL)
        return super().parse(page)
"""


def test_a_page_that_ends_its_reader_costs_itself_alone(spacecrawl, tmp_path):
    (tmp_path / "moody.py").write_text(PARSER)
    (tmp_path / "a.warc.gz").write_bytes(Written().add("A").add("Bad", b"<p>this kills").add("B").content)
    (tmp_path / "b.warc.gz").write_bytes(Written().add("C").content)
    (tmp_path / "c.warc.gz").write_bytes(b"<html>no archive</html>")
    options = ("a.warc.gz", "b.warc.gz", "c.warc.gz", "--cluster", "local:1", "-o", "out", "--parser", "moody:Moody")
    ran = spacecrawl("extract", *options, "--format", "parquet")
    assert ran.status == 3, ran.err
    assert "ended its process, twice (signal 9)" in ran.err
    assert "3 records: 2 articles, 1 pages that can't be read" in ran.err
    assert "no WARC record in it" in ran.err
    assert "Traceback" not in ran.err
    names = sorted(path.name for path in (tmp_path / "out").glob("site=*/month=*/*"))
    assert names == ["a.warc.gz.parquet", "b.warc.gz.parquet"]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--cluster", "local:1"), "Name one with -o"),
        (("--cluster", "local:0", "-o", "out"), "local:"),
        (("--cluster", "nonsense", "-o", "out"), "tcp://HOST:8786"),
        (("--cluster", "tcp://nonsense", "-o", "out"), "tcp://HOST:8786"),
        (("--cluster", "local:1", "-o", "out", "--workers", "2"), "--workers"),
        (("--format", "parquet"), "Name one with -o"),
        (("-o", "crawls"), "is a folder"),
    ],
)
def test_bad_calls_name_what_and_remedy(spacecrawl, tmp_path, archives, options, said):
    ran = spacecrawl("extract", "crawls", *options)
    assert (ran.status, said in ran.err, "Traceback" in ran.err) == (2, True, False), ran.err


def test_a_scheduler_that_does_not_answer(monkeypatch):
    monkeypatch.setattr(cluster, "SECONDS_TO_CONNECT", 0.5)
    address = f"tcp://127.0.0.1:{free_port()}"
    with pytest.raises(RunFailed, match="No scheduler answers"), cluster.connected(address):
        pass


def test_without_the_package_the_remedy_is_told(monkeypatch):
    monkeypatch.setattr(cluster, "find_spec", lambda _: None)
    with pytest.raises(UsageError, match=r"spacecrawl\[cluster\]"), cluster.connected("local:1"):
        pass
