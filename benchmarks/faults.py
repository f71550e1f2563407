"""What a run makes of a faulty server: exit status, what became of the pages, and what is lost when it is over.

    python benchmarks/faults.py

Each fault of tests/faults.py is served on loopback, and the site crawled as cron would, with the default time limits.
Then the server is well again and the same command runs once more. Lost is a story that is not in the folder by then,
or that the first run had and the second has not; twice is a line that is there twice.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from faults import BAD, FAULTS, GOOD, Fault, Outcome, crawl, crawl_under, good_site
from faulty_server import FaultyServer

HEADINGS = ("the server", "the run", "status", "stored", "status after", "lost", "twice")
QUICK = {"DOWNLOAD_TIMEOUT": 2, "SPACECRAWL_RETRY_PAUSES": [0.05, 0.05], "DOWNLOAD_DELAY": 0}


def row(fault: Fault, settings: dict[str, object]) -> tuple[object, ...]:
    """Run under a fault, and again when it is over; return the row of the table."""
    with tempfile.TemporaryDirectory() as name, FaultyServer() as server:
        folder = Path(name)
        under = crawl_under(fault, folder, server, settings)
        server.answers = good_site(BAD)
        after = crawl(folder, server, {}, settings)
    wanted = {*GOOD, *under.titles} if fault.titles else {*GOOD, "Bad", *under.titles}
    twice = sum(number - 1 for number in Counter(after.titles).values())
    expected = "" if (under.status, len(under.titles)) == (fault.status, fault.stories) else " (!)"
    lost = len(wanted - set(after.titles))
    return fault.name, told(under), f"{under.status}{expected}", len(under.titles), after.status, lost, twice


def told(ran: Outcome) -> str:
    """Return in short what the run's summary says."""
    summary = ran.summary
    parts = [f"{number} {reason}" for reason, number in summary.get("skipped", {}).items()]
    parts += [f"failed: {failure['reason'].partition(': <')[0][:110]}" for failure in summary.get("failures", [])[:1]]
    if summary.get("unreached_sites"):
        parts.append("site counts as not reached")
    if summary.get("sites_without_stories"):
        parts.append("says that no story is listed")
    return "; ".join(parts) or "took it as it is"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="time limits of 2 s instead of 60, as in the tests")
    parser.add_argument("--only", default="", help="faults whose name holds this text")
    parser.add_argument("--at-once", type=int, default=8, help="runs at once: most of them only wait")
    given = parser.parse_args()
    chosen = [fault for fault in FAULTS if given.only in fault.name]
    print("| " + " | ".join(HEADINGS) + " |\n|" + " --- |" * len(HEADINGS), flush=True)
    lost = wrong = 0
    with ThreadPoolExecutor(given.at_once) as pool:
        for cells in pool.map(lambda fault: row(fault, QUICK if given.quick else {}), chosen):
            print("| " + " | ".join(str(cell).replace("|", "/") for cell in cells) + " |", flush=True)
            lost += int(str(cells[5])) + int(str(cells[6]))
            wrong += "(!)" in str(cells[2])
    print(f"\n{len(chosen)} faults; stories lost or twice: {lost}; ended otherwise than expected: {wrong}")


if __name__ == "__main__":
    main()
