"""How well and how fast bylines are split.

    python benchmarks/bylines.py --data DIR [--show 20]

DIR holds ``wire-datelines/reuters-1987.jsonl`` (bylines of one wire, all of them `By NAME[ and NAME][,
Reuters]`, by which rule they are checked here), and the author labels of ``wcxb-articles`` and
``news-articles``, which are read as if they were bylines: one as an author's print, several joined by
commas.
"""

from __future__ import annotations

import argparse
import json
import re
import statistics
import time
from pathlib import Path
from typing import Any

from spacecrawl.text.byline import parse_byline

CREDENTIAL = re.compile(r",?\s+(?:[A-Z][A-Za-z]{0,3}\.?-?){2,5}(?=,|;|$| &)|\b(?:Dr|Prof)\.?\s")


def wire_name(byline: str) -> set[str]:
    """Return the names of a wire byline by its own rule."""
    names = re.sub(r"^by\s+|,?\s+reuters?d?\.?$", "", byline, flags=re.IGNORECASE)
    return {bare(name) for name in re.split(r"\s+and\s+|,\s*", names, flags=re.IGNORECASE) if name}


def label_names(label: str | list[str]) -> set[str]:
    """Return the names of a label, split at commas, `and` and `&`, without credentials."""
    text = label if isinstance(label, str) else ", ".join(label)
    return {bare(name) for name in re.split(r",|;|\band\b|&", CREDENTIAL.sub("", text)) if name.strip()}


def bare(name: str) -> str:
    return " ".join(re.findall(r"\w+", re.sub(r"\b(?:Dr|Prof)\.?\s", "", name).casefold()))


def score(cases: list[tuple[str, set[str]]], show: int) -> tuple[int, int]:
    right = 0
    for text, expected in cases:
        found = {bare(author.name) for author in parse_byline(text)}
        right += found == expected
        if found != expected and show > 0:
            show -= 1
            print(f"  {text!r}: {sorted(found)}")
    return right, len(cases)


def labels(path: Path) -> list[Any]:
    lines = path.read_text(encoding="utf-8").split("\n")
    return [author for line in lines if line and (author := json.loads(line)["author"])]


def cost(texts: list[str], passes: int = 7) -> float:
    """Return the median over passes of CPU microseconds a byline."""
    taken = []
    for _ in range(passes):
        start = time.process_time()
        for text in texts:
            parse_byline(text)
        taken.append((time.process_time() - start) / len(texts) * 1e6)
    return statistics.median(taken)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--show", type=int, default=20)
    options = parser.parse_args()
    wire = (options.data / "wire-datelines" / "reuters-1987.jsonl").read_text(encoding="utf-8").split("\n")
    bylines = [byline for line in wire if line and (byline := json.loads(line)["byline"])]
    right, of = score([(byline, wire_name(byline)) for byline in bylines], options.show)
    print(f"wire bylines: {right} of {of}, {right / of:.4f}")
    for folder in ("wcxb-articles", "news-articles"):
        printed = labels(options.data / folder / "labels.jsonl")
        cases = [(one if isinstance(one, str) else ", ".join(one), label_names(one)) for one in printed]
        right, of = score(cases, options.show)
        print(f"author labels of {folder} as bylines: {right} of {of}, {right / of:.4f}")
    print(f"cost: {cost(bylines):.1f} microseconds CPU a byline, median of 7 passes")


if __name__ == "__main__":
    main()
