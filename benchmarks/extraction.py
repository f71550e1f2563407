"""How well and how fast articles come out of labelled pages: ours and every peer that is installed.

    python benchmarks/extraction.py --data DIR [--data DIR] [--peers NAMES] [--worst N] [--only ID]

DIR holds ``html/`` and ``labels.jsonl``, or folders that do. All contenders read the same decoded pages in the same
run, in turn page by page, over ``--passes`` passes; a page's cost is the median of its CPU times, the unit is
``lxml.html.document_fromstring`` on the same pages. Errors are standard errors of a bootstrap over the pages' domains.

The trees that ship with the package, and the trust in sources of title, authors and date, were learned from these
pages. So the row ``spacecrawl`` is scored by those of five folds, none of which saw a page of the domain that it
reads; the row ``spacecrawl, in sample`` is what ships, which is also what is timed. What people wrote by hand, they
wrote with a part of these pages in sight. Needs the extra ``bench``.
"""

from __future__ import annotations

import argparse
import gc
import statistics
import sys
import time
from pathlib import Path

import lxml.html
from contenders import IN_SAMPLE, OURS, PEERS, RULES, Contender, Found, by_rules, load_peers, ours, read_with, silenced
from figures import Outcome, Timing, causes_table, held_out_table, language_table, main_table, print_worst
from pages import FOLDS, Labelled, read_pages

from spacecrawl.parsers.metadata.trust import load_trust

UNIT = "lxml, bare parse"


def folders_of(given: list[Path]) -> list[Path]:
    """Return the folders with labels: those given, or those inside them."""
    found = []
    for folder in given:
        inside = [folder] if (folder / "labels.jsonl").is_file() else sorted(folder.glob("*/labels.jsonl"))
        found += [folder] if inside == [folder] else [path.parent for path in inside if (path.parent / "html").is_dir()]
    if not found:
        sys.exit(f"{given[0]}: no labels.jsonl in it or in its folders. Name a folder with html/ and labels.jsonl.")
    return found


def parse_with_lxml(html: str, url: str | None) -> Found:  # noqa: ARG001
    lxml.html.document_fromstring(html.encode(), parser=lxml.html.HTMLParser(encoding="utf-8"))
    return Found()


def contenders_of(names: list[str], *, own: bool) -> list[Contender]:
    """Return the unit, ours and the peers asked for; name those that are not installed."""
    peers, missing = load_peers(names)
    if missing:
        print(f"Not installed, and left out: {', '.join(missing)}. Install the extra bench.\n")
    own_ones = [Contender(IN_SAMPLE, ours), Contender(RULES, by_rules)] if own else []
    return [Contender(UNIT, parse_with_lxml), *own_ones, *peers]


def run(pages: list[Labelled], contenders: list[Contender], passes: int) -> tuple[list[Outcome], Timing]:
    """Let every contender read every page ``passes`` times, in turn."""
    outcomes: list[Outcome] = []
    seconds: dict[str, list[list[float]]] = {one.name: [[] for _ in pages] for one in contenders}
    with silenced():
        warm_up(pages[:3], contenders)
        gc.collect()
        gc.freeze()  # what all have loaded is not walked through at one contender's cost
        for number in range(passes):
            for at, page in enumerate(pages):
                turn = (at + number) % len(contenders)
                for one in contenders[turn:] + contenders[:turn]:
                    found, spent = timed(one, page)
                    seconds[one.name][at].append(spent)
                    if number == 0 and one.name != UNIT:
                        outcomes.append(Outcome(one.name, one.fields, page, found))
                progress(number * len(pages) + at + 1, passes * len(pages))
    return outcomes, {name: [statistics.median(times) for times in of] for name, of in seconds.items()}


def warm_up(pages: list[Labelled], contenders: list[Contender]) -> None:
    for page in pages:
        for one in contenders:
            timed(one, page)


def timed(contender: Contender, page: Labelled) -> tuple[Found, float]:
    start = time.process_time()
    try:
        found = contender.extract(page.html, page.label.get("url"))
    except Exception as error:  # noqa: BLE001  # a peer that raises has found nothing, and is named for it
        found = Found(failed=f"{type(error).__name__}: {error}")
    return found, time.process_time() - start


def progress(done: int, total: int) -> None:
    if sys.__stderr__ is not None and sys.__stderr__.isatty() and (done % 20 == 0 or done == total):
        print(f"\r{done} of {total}", end="\n" if done == total else "", file=sys.__stderr__, flush=True)


def by_folds(pages: list[Labelled], trained_on: list[Labelled]) -> list[Outcome]:
    """Read every page with trees, and trust in sources, that saw no page of its domain."""
    from train import classifier_of, sample
    from trust import cases_of, learned_without

    samples, cases = [sample(page) for page in trained_on], cases_of(trained_on)
    outcomes = []
    for fold in range(FOLDS):
        classifier = classifier_of([one for one in samples if one.page.fold != fold])
        load_trust().update(learned_without(fold, cases))  # in the place of what ships, which has been read by now
        for page in pages:
            if page.fold == fold:
                found = read_with(classifier, page.html, page.label.get("url"))
                outcomes.append(Outcome(OURS, Contender(OURS, ours).fields, page, found))
    return outcomes


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, action="append", required=True, help="a data folder; may be repeated")
    parser.add_argument("--peers", default=",".join(PEERS), help=f"comma between, of {', '.join(PEERS)}; or none")
    parser.add_argument("--only", nargs="+", metavar="ID", help="read these pages alone; folds are trained on all")
    parser.add_argument("--passes", type=int, default=3, help="how often each page is timed")
    parser.add_argument("--no-folds", action="store_true", help="skip training: in-sample figures alone")
    parser.add_argument("--worst", type=int, default=0, metavar="N", help="show the pages that lose most")
    parser.add_argument("--contender", default=OURS, help="whose losses and worst pages to show")
    chosen = parser.parse_args()
    chosen.peers = [name for name in chosen.peers.split(",") if name and name != "none"]
    if unknown := set(chosen.peers) - set(PEERS):
        parser.error(f"--peers: {', '.join(sorted(unknown))} unknown; choose of {', '.join(PEERS)}, or none")
    return chosen


def main() -> None:
    chosen = options()
    everything = [page for folder in folders_of(chosen.data) for page in read_pages(folder)]
    pages = [page for page in everything if not chosen.only or page.label["id"] in chosen.only]
    if not pages:
        sys.exit(f"--only {' '.join(chosen.only)}: no such page. Name ids of labels.jsonl.")
    outcomes, timing = run(pages, contenders_of(chosen.peers, own=True), chosen.passes)
    if not chosen.no_folds:
        outcomes = by_folds(pages, everything) + outcomes
        timing[OURS] = timing[IN_SAMPLE]
    for folder in dict.fromkeys(page.folder for page in pages):
        report(folder, pages, outcomes, timing, chosen)


def report(
    folder: str, pages: list[Labelled], outcomes: list[Outcome], timing: Timing, chosen: argparse.Namespace
) -> None:
    """Print the tables of one set."""
    places = [at for at, page in enumerate(pages) if page.folder == folder]
    of_set = [one for one in outcomes if one.page.folder == folder]
    times = {name: [of[at] for at in places] for name, of in timing.items()}
    subject = chosen.contender if any(one.name == chosen.contender for one in of_set) else of_set[0].name
    print(f"\n## {folder}: {len(places)} pages, {len({pages[at].domain for at in places})} domains\n")
    print(main_table(of_set, times, times[UNIT]))
    print(f"\nUnit of CPU: {UNIT}, {1000 * statistics.mean(times[UNIT]):.2f} ms a page.\n")
    print(held_out_table(of_set))
    print(f"\n### By language, word F1\n\n{language_table(of_set)}")
    print(f"\n### By cause, percent of all words lost\n\n{causes_table(of_set)}")
    print_worst([one for one in of_set if one.name == subject], chosen.worst)


if __name__ == "__main__":
    main()
