"""What hostile pages cost: time, memory and outcome, ours beside trafilatura's.

    python benchmarks/hostile.py [--only WORDS] [--scale 1] [--no-peer] [--url URL]

Every case runs in a process of its own, with a limit on its memory and on its time. CPU seconds are of the call
alone; memory is what the process grew by at its highest over what it held before the call with the page in it, and
that as a multiple of the page. ``--url`` with an address of a known site goes through that site's parser. Runs on
Linux.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import resource
import subprocess
import sys
import time
from pathlib import Path

from figures import table
from hostile_pages import CASES, PARAGRAPHS, Case, page

MOST_SECONDS = 5.0
MOST_TIMES = 20.0
FLOOR_MEGABYTES = 128
"""Memory that any page may take: under this, a multiple says more about Python than about the page."""
_LIMIT_SECONDS = 20
_LIMIT_BY_THE_CLOCK = 600
_LIMIT_BYTES = 6 * 1024**3
_MEGABYTE = 1_000_000


def worker(name: str, contender: str, scale: float, url: str | None) -> None:
    """Run one case and print what it took as JSON."""
    resource.setrlimit(resource.RLIMIT_AS, (_LIMIT_BYTES, _LIMIT_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (_LIMIT_SECONDS, _LIMIT_SECONDS))
    content = CASES[name].build(scale)
    extract = ours if contender == "ours" else trafilaturas
    extract(page(), url)
    size = len(content) if isinstance(content, bytes) else len(content.encode("utf-8", "surrogatepass"))
    before = memory("VmRSS")
    Path("/proc/self/clear_refs").write_text("5", "ascii")  # forgets the highest memory so far
    start = time.process_time()
    body, raised = "", ""
    try:
        body = extract(content, url)
    except Exception as error:  # noqa: BLE001  # what is looked for
        raised = type(error).__name__
    seconds = time.process_time() - start
    grew = max(0, memory("VmHWM") - before)
    found = sum(paragraph[-60:] in body for paragraph in PARAGRAPHS)
    print(json.dumps({"seconds": seconds, "grew": grew, "size": size, "found": found, "raised": raised}))


def memory(kind: str) -> int:
    """Return the process's resident memory in bytes, now or at its highest."""
    with Path("/proc/self/status").open(encoding="ascii") as file:
        return 1024 * next(int(line.split()[1]) for line in file if line.startswith(kind))


def ours(html: str | bytes, url: str | None) -> str:
    from spacecrawl.extraction import read_page
    from spacecrawl.parsers.page import Page

    return read_page(Page.read(html, url), parser=None if url else "generic").body


def trafilaturas(html: str | bytes, url: str | None) -> str:
    from trafilatura import bare_extraction

    with contextlib.redirect_stderr(None):
        found = bare_extraction(html, url=url, with_metadata=True, include_comments=False)
    return (found.text or "") if found else ""


def run(name: str, contender: str, scale: float, url: str | None) -> dict[str, float | int | str]:
    """Run one case in a process of its own; return what it took, or how it ended."""
    command = [sys.executable, __file__, "--worker", name, contender, str(scale), url or ""]
    try:
        done = subprocess.run(command, capture_output=True, timeout=_LIMIT_BY_THE_CLOCK, check=False)
    except subprocess.TimeoutExpired:
        return {"ended": f"over {_LIMIT_BY_THE_CLOCK} s by the clock"}
    if done.returncode:
        out_of_time = done.returncode in (-24, -9)
        return {"ended": f"over {_LIMIT_SECONDS} s" if out_of_time else f"dies ({done.returncode})"}
    return dict(json.loads(done.stdout.splitlines()[-1]))


def told(case: Case, took: dict[str, float | int | str]) -> list[str]:
    """Return the cells of a row: seconds, memory, outcome."""
    if "ended" in took:
        return ["-", "-", str(took["ended"])]
    grew = float(took["grew"])
    times = grew / max(float(took["size"]), 1)
    if took["raised"]:
        outcome = f"raises {took['raised']}"
    elif not case.has_article:
        outcome = "ends"
    else:
        outcome = {0: "article lost", len(PARAGRAPHS): "found"}.get(int(took["found"]), f"found {took['found']} of 4")
    return [f"{took['seconds']:.2f}", f"{grew / _MEGABYTE:.0f} MB ({times:.1f})", outcome]


def is_well(case: Case, took: dict[str, float | int | str]) -> bool:
    if "ended" in took or took["raised"] or float(took["seconds"]) > MOST_SECONDS:
        return False
    most = max(MOST_TIMES * float(took["size"]), FLOOR_MEGABYTES * _MEGABYTE)
    return float(took["grew"]) <= most and (not case.has_article or took["found"] == len(PARAGRAPHS))


def main() -> int:
    if sys.argv[1:2] == ["--worker"]:
        name, contender, scale, url = sys.argv[2:6]
        worker(name, contender, float(scale), url or None)
        return 0
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--only", default="", help="cases whose names hold this")
    options.add_argument("--scale", type=float, default=1.0, help="part of the full size")
    options.add_argument("--url", help="the pages' address; default: none")
    options.add_argument("--no-peer", action="store_true", help="ours alone")
    chosen = options.parse_args()
    rows, bad = [], []
    for case in CASES.values():
        if chosen.only not in case.name:
            continue
        took = run(case.name, "ours", chosen.scale, chosen.url)
        if not is_well(case, took):
            bad.append(case.name)
        peer = [] if chosen.no_peer else told(case, run(case.name, "trafilatura", chosen.scale, chosen.url))
        content = case.build(chosen.scale)
        rows.append([case.name, f"{len(content) / _MEGABYTE:.1f}", *told(case, took), *peer])
        if chosen.no_peer:
            print(*rows[-1], "" if case.name not in bad else "  <--", sep=" | ", flush=True)
    headings = ["page", "MB", "ours, s", "memory (times the page)", "outcome"]
    print(table(headings if chosen.no_peer else [*headings, "trafilatura, s", "memory", "result"], rows))
    print(f"\nOver {MOST_SECONDS:.0f} s, {MOST_TIMES:.0f} times the page, or lost: {', '.join(bad) or 'none'}")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
