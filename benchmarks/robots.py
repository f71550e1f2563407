"""Whether robots.txt is obeyed by requests that wait for it together.

    python benchmarks/robots.py

A front page links 30 addresses on a second host of its entry, whose robots.txt forbids them all and comes late: they
wait for it together. The same crawl runs with the project's middleware and with Scrapy's, in turn.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from forbidden import STORIES, fetched


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=50)
    given = parser.parse_args()
    found: dict[bool, list[int]] = {False: [], True: []}
    for _ in range(given.runs):
        for stock, numbers in found.items():
            with tempfile.TemporaryDirectory() as folder:
                numbers.append(fetched(Path(folder), stock=stock))
    for stock, numbers in found.items():
        name = "Scrapy's middleware" if stock else "the project's"
        through = sum(number > 0 for number in numbers)
        print(
            f"{name}: {len(numbers)} runs, {sum(numbers)} of {STORIES * len(numbers)} forbidden addresses fetched, "
            f"in {through} runs, {min(numbers)} to {max(numbers)} a run"
        )


if __name__ == "__main__":
    main()
