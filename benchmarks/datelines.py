"""How well and how fast datelines are read, on labelled wire leads.

    python benchmarks/datelines.py --data DIR [--half odd|even] [--show 20] [--pages]

DIR holds ``wire-datelines/reuters-1987.jsonl`` (a JSON object a line: ``lead``, ``dateline``, ``place``,
``month``, ``day``, ``year``; labels null where a desk typed it oddly). Rules are written looking at the odd
lines; the even ones were for scores, and looked at late. ``--pages`` lists every page of the labelled sets of DIR that
is given a dateline, to be looked at: the labels have none.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import statistics
import time
from pathlib import Path
from typing import Any

from pages import read_pages

from spacecrawl.extraction import read_page
from spacecrawl.parsers.page import Page
from spacecrawl.text.dateline import split_dateline

END_OF_1987 = dt.date(1987, 12, 31)


def judge(story: dict[str, Any]) -> str | None:
    """Return None where the dateline is read as labelled, else what came out."""
    found = split_dateline(story["lead"], END_OF_1987)
    if found is None:
        return "nothing"
    dateline, rest = found
    expected = " ".join(story["dateline"].split()).rstrip(" -,")
    if dateline.text != expected or dateline.place != story["place"]:
        return f"{dateline.text!r}, place {dateline.place!r}"
    if dateline.date is None or (dateline.date.month, dateline.date.day) != (story["month"], story["day"]):
        return f"date {dateline.date}"
    behind = story["lead"].strip()[len(dateline.text) :].lstrip(" ,-")
    return None if rest.lstrip(" ,-") == behind else f"text goes on {rest[:30]!r}"


def cost(leads: list[str], passes: int = 5) -> float:
    """Return the median over passes of CPU microseconds a lead."""
    taken = []
    for _ in range(passes):
        start = time.process_time()
        for lead in leads:
            split_dateline(lead, END_OF_1987)
        taken.append((time.process_time() - start) / len(leads) * 1e6)
    return statistics.median(taken)


def datelines_of_pages(folder: Path) -> list[tuple[str, str, str]]:
    """Return for each page that is given a dateline its id, the dateline and what the page prints behind it."""
    found = []
    for page in read_pages(folder):
        article = read_page(Page(page.html, page.label.get("url")), parser="generic")
        if article.dateline:
            found.append((page.label["id"], article.dateline.text, article.body[:90].replace("\n", " ")))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--half", choices=["odd", "even"])
    parser.add_argument("--show", type=int, default=20)
    parser.add_argument("--pages", action="store_true", help="list the datelines given to labelled pages")
    options = parser.parse_args()
    if options.pages:
        for folder in ("wcxb-articles", "news-articles"):
            found = datelines_of_pages(options.data / folder)
            print(f"{folder}: {len(found)} pages are given a dateline")
            for page, text, body in found:
                print(f"  {page}: {text!r} before {body!r}")
        return
    lines = (options.data / "wire-datelines" / "reuters-1987.jsonl").read_text(encoding="utf-8").splitlines()
    if options.half:
        lines = lines[0 if options.half == "odd" else 1 :: 2]
    stories = [json.loads(line) for line in lines]
    labelled = [story for story in stories if story["place"] and story["month"] and story["day"]]
    wrong = [(story, said) for story in labelled if (said := judge(story))]
    for story, said in wrong[: options.show]:
        print(f"  {story['lead'][:60]!r}: label {story['dateline']!r}, got {said}")
    right = len(labelled) - len(wrong)
    print(f"labelled: {right} of {len(labelled)} exact, {right / len(labelled):.4%}")
    for story in stories:
        if story not in labelled:
            found = split_dateline(story["lead"], END_OF_1987)
            read = (found[0].text, found[0].place, str(found[0].date)) if found else None
            print(f"  odd {story['lead'][:55]!r}: {read}")
    print(f"cost: {cost([story['lead'] for story in stories]):.1f} microseconds CPU a lead, median of 5 passes")


if __name__ == "__main__":
    main()
