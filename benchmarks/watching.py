"""What it costs a crawl to be watched: CPU time of the crawling process, by who looks on, as ratios to nobody.

    python benchmarks/watching.py [--copies 6] [--rounds 5]

The replica's stories, listed many times (see crawl.py), are crawled by ``spacecrawl crawl`` in processes of their own,
in turn: with --tell-every 0, which connects nothing; with a line a minute on a pipe; with --events to a file; with the
live view on a terminal. CPU time is of the crawl and its reading process; the median of the rounds counts.
"""

from __future__ import annotations

import argparse
import os
import pty
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from importlib.resources import as_file, files
from pathlib import Path

from spacecrawl.storage.outcomes import OutcomeLog
from spacecrawl.watching import EventFile

NOBODY = ["--tell-every", "0"]
WATCHED = {"nobody": NOBODY, "lines": [], "events": [*NOBODY, "--events", "events.jsonl"], "terminal": []}


def crawl(name: str, folder: Path, sites: Path, proxy: str) -> tuple[float, int]:
    """Crawl everything once; return seconds of CPU time and the number of articles."""
    command = [sys.executable, "-m", "spacecrawl", "crawl", "replica", "--sites", str(sites)]
    terminal, side = pty.openpty()
    drain = threading.Thread(target=_drain, args=(terminal,))
    drain.start()
    err = side if name == "terminal" else subprocess.DEVNULL
    process = subprocess.Popen(
        [*command, *WATCHED[name]],
        cwd=folder,
        stderr=err,
        env={**os.environ, "http_proxy": proxy, "TERM": "xterm", "COLUMNS": "100"},
    )
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    os.close(side)
    drain.join()
    os.close(terminal)
    with (folder / "output" / "articles.jsonl").open("rb") as lines:
        return used.ru_utime + used.ru_stime, sum(1 for _ in lines)


def _drain(terminal: int) -> None:
    try:
        while os.read(terminal, 65_536):
            pass
    except OSError:
        pass


def per_event(number: int = 50_000) -> tuple[float, float]:
    """Return microseconds of CPU time to write an event to a file, and to ask whether anybody watches."""
    with tempfile.TemporaryDirectory() as folder:
        write, log = EventFile(Path(folder) / "events.jsonl"), OutcomeLog(Path(folder) / "addresses.jsonl")
        event = {"event": "page", "at": "2026-03-04T05:06:07.890+00:00", "url": "http://a.example/b", "status": 200}
        begin = time.process_time()
        for _ in range(number):
            write(event)
        written = time.process_time()
        for _ in range(number):
            if log.on_note is not None:
                raise AssertionError
        asked = time.process_time()
    return (written - begin) / number * 1e6, (asked - written) / number * 1e6


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--copies", type=int, default=6, help="how often each of the 91 stories is listed")
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    used: dict[str, list[float]] = {name: [] for name in WATCHED}
    serve = [sys.executable, str(Path(__file__).with_name("crawl.py")), "--serve", "--copies", str(given.copies)]
    with (
        as_file(files("spacecrawl.replica") / "sites.toml") as sites,
        subprocess.Popen(
            [*serve, "--padding", "0"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as server,
    ):
        assert server.stdout
        proxy = server.stdout.readline().strip()
        for _ in range(given.rounds):
            for name, seconds in used.items():
                with tempfile.TemporaryDirectory() as folder:
                    cpu, articles = crawl(name, Path(folder), sites, proxy)
                seconds.append(cpu)
        server.communicate()
    print("an event: {:.1f} us; asking whether anybody watches: {:.2f} us".format(*per_event()))
    print(f"{articles} articles, {given.rounds} rounds\nwatched by      CPU s   to nobody   ms an article")
    nobody = statistics.median(used["nobody"])
    for name, seconds in used.items():
        median = statistics.median(seconds)
        ratio = statistics.median(mine / theirs for mine, theirs in zip(seconds, used["nobody"], strict=True))
        print(f"{name:10} {median:10.2f} {ratio:11.3f} {(median - nobody) / articles * 1000:15.2f}")


if __name__ == "__main__":
    main()
