"""What is the same story, and what only looks like it: measures threshold, shingle length and bands.

    python benchmarks/near_duplicates.py --data DIR

DIR holds ``wcxb-articles/labels.jsonl``, ``news-articles/labels.jsonl`` (their bodies are edited, and compared with
one another) and ``wire-datelines/reuters-1987.jsonl`` (leads of a news wire: repeated within a day, or in the same
set phrases on another day). Without it only the replica's own near-duplicates are measured.
"""

from __future__ import annotations

import argparse
import contextlib
import datetime as dt
import json
import random
import re
import statistics
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

from rensa import RMinHash

from spacecrawl.record import Article, similarity
from spacecrawl.record.similarity import Signature, runs_of, signature
from spacecrawl.replica.story import stories
from spacecrawl.storage import ArticleStore, DataFolder

THRESHOLDS = (0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.7, 0.8)
SHINGLES = (2, 3, 4)
LONGEST = 600
"""Words; bodies are cut there, since a long text forgives any edit."""

SAME_IN_DATA = {("0463", "3035"), ("4759", "4761")}
"""Pairs of different pages that were seen to hold one text: a reprint, and terms that quote themselves."""

SAME_TITLE = 0.6
"""Share of common words from which two headlines of one day are taken for one story's."""

MOST_DAYS_OF_A_STORY = 4
"""Days after which a wire story in the same words is taken for the next report of its kind, not the same one."""

COMMON = 300
"""Texts; a shingle in more of them tells nothing, and comparing them costs the square."""

Pair = tuple[str, str]
Kinds = dict[str, list[Pair]]
_WORD = re.compile(r"\w+")


# pairs of the same story ----------------------------------------------------------------


def replaced(share: float) -> Callable[[str, str, random.Random], str]:
    """Return an edit that puts another text's words in place of a share of the words."""

    def edit(text: str, other: str, chance: random.Random) -> str:
        words = other.split()
        return re.sub(r"\S+", lambda match: chance.choice(words) if chance.random() < share else match[0], text)

    return edit


def dropped(text: str, _: str, chance: random.Random) -> str:
    paragraphs = text.split("\n\n")
    del paragraphs[chance.randrange(len(paragraphs))]
    return "\n\n".join(paragraphs)


def added(text: str, other: str, chance: random.Random) -> str:
    paragraphs = text.split("\n\n")
    paragraphs.insert(chance.randrange(len(paragraphs) + 1), chance.choice(other.split("\n\n")))
    return "\n\n".join(paragraphs)


def with_masthead(text: str, *_: Any) -> str:
    return f"24/7 Space News\nby Staff Writers\nParis, France (SPX) Mar 20, 2026\n\n{text}\n\nAll rights reserved."


def with_other_lead(text: str, other: str, _: random.Random) -> str:
    lead, _blank, rest = text.partition("\n\n")
    words = other.split()[: len(lead.split())]
    return f"{' '.join(words)}\n\n{rest}"


def cut_short(share: float) -> Callable[[str, str, random.Random], str]:
    """Return an edit that keeps the first part of a text, as papers cut a wire's story from its end."""
    return lambda text, *_: " ".join(text.split(" ")[: round(len(text.split(" ")) * share)])


EDITS: dict[str, Callable[[str, str, random.Random], str]] = {
    "1 % of words replaced": replaced(0.01),
    "3 % of words replaced": replaced(0.03),
    "10 % of words replaced": replaced(0.10),
    "a paragraph dropped": dropped,
    "a paragraph added": added,
    "masthead and footer": with_masthead,
    "lead rewritten": with_other_lead,
    "last fifth cut": cut_short(0.8),
    "20 % of words replaced": replaced(0.20),
    "30 % of words replaced": replaced(0.30),
    "last half cut": cut_short(0.5),
}
EXPECTED = list(EDITS)[:8]
"""Edits after which a text is still the same story; the others show where recognition ends."""


def replica_pairs() -> list[Pair]:
    by_path = {story.path: story for story in stories()}
    return [
        (story.body, by_path[story.near_duplicate_of].body)
        for story in by_path.values()
        if story.near_duplicate_of in by_path
    ]


def edited(texts: list[str]) -> Kinds:
    chance = random.Random(7)
    return {
        name: [(text, edit(text, other, chance)) for text, other in zip(texts, texts[1:] + texts[:1], strict=True)]
        for name, edit in EDITS.items()
    }


# pairs of different stories ---------------------------------------------------------------


def shingles(text: str, length: int) -> set[tuple[str, ...]]:
    words = _WORD.findall(text.casefold())
    return {tuple(words[at : at + length]) for at in range(len(words) - length + 1)}


def overlapping(texts: list[str], length: int, least: float) -> list[tuple[float, int, int]]:
    """Return pairs of texts by exact Jaccard similarity of their shingles, most similar first."""
    sets = [shingles(text, length) for text in texts]
    holders = defaultdict(list)
    for number, found in enumerate(sets):
        for shingle in found:
            holders[shingle].append(number)
    shared: Counter[tuple[int, int]] = Counter()
    for numbers in holders.values():
        if len(numbers) < COMMON:
            shared.update(combinations(numbers, 2))
    scored = ((both / (len(sets[a]) + len(sets[b]) - both), a, b) for (a, b), both in shared.items())
    return sorted((entry for entry in scored if entry[0] >= least), reverse=True)


def unlike(texts: list[str], same: set[tuple[int, int]]) -> Kinds:
    chance = random.Random(8)
    numbers = range(len(texts))
    nearest: dict[int, int] = {}
    for _, a, b in overlapping(texts, 2, 0.001):
        if (a, b) not in same:
            nearest.setdefault(a, b)
            nearest.setdefault(b, a)
    return {
        "others, at random": [(texts[a], texts[b]) for a, b in (chance.sample(numbers, 2) for _ in range(2000))],
        "others, most alike": [(texts[a], texts[b]) for a, b in sorted(nearest.items())],
    }


@dataclass(frozen=True)
class WireLead:
    """The first lines of a wire story, without its dateline."""

    number: str
    title: str
    text: str
    day: dt.date


def read_wire(path: Path) -> list[WireLead]:
    found = []
    for line in path.open(encoding="utf-8"):
        story = json.loads(line)
        if story["day"] and signature(story["lead"]):
            text = story["lead"].removeprefix(story["dateline"] or "")
            day = dt.date(story["year"], story["month"], story["day"])
            found.append(WireLead(story["id"], story["title"], text, day))
    return found


def wire_pairs(wire: list[WireLead]) -> Kinds:
    """Return pairs of wire leads that overlap: told again within a day, and set phrases of another week."""
    kinds: Kinds = {"wire, again in a day": [], "wire, another week": []}
    for _, a, b in overlapping([lead.text for lead in wire], 2, 0.15):
        one, other = wire[a], wire[b]
        apart = abs((one.day - other.day).days)
        titles = shingles(one.title, 1), shingles(other.title, 1)
        if apart <= 1 and len(titles[0] & titles[1]) / len(titles[0] | titles[1]) >= SAME_TITLE:
            kinds["wire, again in a day"].append((one.text, other.text))
        elif apart > MOST_DAYS_OF_A_STORY:
            kinds["wire, another week"].append((one.text, other.text))
    return kinds


# the measurement --------------------------------------------------------------------------


def signed(kinds: Kinds, length: int) -> dict[str, list[tuple[Signature, Signature]]]:
    known: dict[str, Signature | None] = {}

    def of(text: str) -> Signature | None:
        if text not in known:
            known[text] = signature(text, length)
        return known[text]

    return {
        name: [(one, other) for a, b in pairs if (one := of(a)) and (other := of(b))] for name, pairs in kinds.items()
    }


def print_shares(title: str, names: Iterable[str], scores: dict[str, list[float]]) -> None:
    print(f"\n{title:26}{'pairs':>7}  " + "".join(f"{threshold:>7}" for threshold in THRESHOLDS))
    for name in names:
        found = [sum(score >= threshold for score in scores[name]) for threshold in THRESHOLDS]
        total = len(scores[name])
        print(f"{name:26}{total:7}  " + "".join(f"{100 * number / max(1, total):6.1f}%" for number in found))


def print_quality(scores: dict[str, list[float]]) -> None:
    """Print recall over the expected edits, and precision with as many unlike pairs as there are of edited texts."""
    same = [score for name in (*EXPECTED, "replica") for score in scores.get(name, [])]
    other = [score for name, found in scores.items() if name.startswith("others") for score in found]
    rows: dict[str, list[float]] = {"recall": [], "precision": []}
    for threshold in THRESHOLDS:
        right = sum(score >= threshold for score in same)
        wrong = sum(score >= threshold for score in other)
        rows["recall"].append(right / len(same))
        rows["precision"].append(right / (right + wrong) if right else 1.0)
    for name, row in rows.items():
        print(f"{name:26}{len(same) + len(other):7}  " + "".join(f"{100 * value:6.1f}%" for value in row))


Bands = Callable[[str], set[int]]


def triples(text: str) -> set[int]:
    """Return the bands of a signature's own numbers, three a band: what the bands of longer runs are compared with."""
    signed = signature(text)
    packed = signed.packed if signed else b""
    return {hash((at, packed[at : at + 12])) for at in range(0, min(len(packed), 42 * 12), 12)}


def least_of_runs(length: int, bands: int) -> Bands:
    """Return the bands that are the least hash of runs of so many words, under so many hash functions."""

    def of(text: str) -> set[int]:
        minhash = RMinHash(bands, 1997)
        minhash.update(runs_of(_WORD.findall(text.casefold()), length))
        return {place << 32 | value for place, value in enumerate(minhash.digest())}

    return of


def print_bands(threshold: float, kinds: Kinds, texts: list[str], wire: list[WireLead]) -> None:
    """Print how many similar pairs share a band, and with how many others a text is compared."""
    scored = []
    for found in kinds.values():
        for a, b in found:
            if (one := signature(a)) and (other := signature(b)):
                scored.append((one.similarity(other), a, b))
    similar = [pair for pair in scored if pair[0] >= threshold]
    barely = [pair for pair in similar if pair[0] < threshold + 0.1]
    print(f"\nbands: of pairs of similarity {threshold} and more ({len(similar)}) those that share one; the same of")
    print(f"the least similar ({len(barely)}); with how many of {len(texts)} texts one is compared; one of the wire")
    schemes: dict[str, Bands] = {"42 triples": triples}
    for length in (5, 6, 7):
        schemes |= {f"{bands} of {length} words": least_of_runs(length, bands) for bands in (12, 16, 20)}
    for name, bands in schemes.items():
        known: dict[str, set[int]] = {}

        def of(text: str, bands: Bands = bands, known: dict[str, set[int]] = known) -> set[int]:
            if text not in known:
                known[text] = bands(text)
            return known[text]

        shares = [sum(bool(of(a) & of(b)) for _, a, b in pairs) / max(1, len(pairs)) for pairs in (similar, barely)]
        near = [compared([of(text) for text in several]) for several in (texts, [lead.text for lead in wire])]
        print(f"{name:14}{100 * shares[0]:9.2f}%{100 * shares[1]:9.2f}%{near[0]:10.3f}{near[1]:10.2f}", flush=True)


def compared(banded: list[set[int]]) -> float:
    """Return with how many other texts a text shares a band, on average."""
    holders = defaultdict(list)
    for number, bands in enumerate(banded):
        for band in bands:
            holders[band].append(number)
    near: dict[int, set[int]] = defaultdict(set)
    for found in holders.values():
        for number in found:
            near[number].update(found)
    return sum(len(found) - 1 for found in near.values()) / max(1, len(banded))


def print_exactness(kinds: Kinds, length: int) -> None:
    """Print how far estimates are from the exact similarity of the same shingles."""
    errors = []
    for a, b in [pair for found in kinds.values() for pair in found[:200]]:
        one, other = signature(a, length), signature(b, length)
        sets = shingles(a, length), shingles(b, length)
        if one and other and (both := len(sets[0] & sets[1])):
            errors.append(one.similarity(other) - both / len(sets[0] | sets[1]))
    print(
        f"\nestimate against exact similarity, {len(errors)} pairs: mean error {statistics.mean(errors):+.4f}, "
        f"standard deviation {statistics.pstdev(errors):.3f}, largest {max(map(abs, errors)):.2f}"
    )


def print_replay(wire: list[WireLead], thresholds: Iterable[float]) -> None:
    """Print what would be found in the wire if it came in day by day, by how far apart the two stories are."""
    print(f"\nthe wire replayed, {len(wire)} leads: found to repeat one of the last day, of 2 to 4 days, of 5 and more")
    signatures = {lead.number: signature(lead.text) for lead in wire}
    days = {lead.number: lead.day for lead in wire}
    for threshold in thresholds:
        found = Counter[str]()
        with tempfile.TemporaryDirectory() as folder, contextlib.closing(ArticleStore(DataFolder(folder))) as store:
            store.near_duplicates.threshold = threshold
            for lead in sorted(wire, key=lambda lead: lead.day):
                if text := signatures[lead.number]:
                    earlier = store.near_duplicates.find(lead.number, text)
                    store.append(Article(id=lead.number, url=f"https://wire.example/{lead.number}"), text)
                    if earlier:
                        apart = (lead.day - days[earlier]).days
                        found["day" if apart <= 1 else "days" if apart <= MOST_DAYS_OF_A_STORY else "week"] += 1
        print(f"{threshold:6}{found['day']:8}{found['days']:8}{found['week']:8}", flush=True)


# ------------------------------------------------------------------------------------------


def bodies(data: Path) -> tuple[list[str], set[tuple[int, int]]]:
    """Return the labelled bodies, cut to the length of a story, and the numbers of those that are one text."""
    found: dict[str, str] = {}
    for folder in ("wcxb-articles", "news-articles"):
        for line in (data / folder / "labels.jsonl").open(encoding="utf-8"):
            label = json.loads(line)
            body = label["body"] if isinstance(label["body"], str) else "\n\n".join(label["body"])
            if signature(body):
                found[label["id"]] = shortened(body)
    numbers = {name: number for number, name in enumerate(found)}
    return list(found.values()), {(numbers[a], numbers[b]) for a, b in SAME_IN_DATA if a in numbers and b in numbers}


def shortened(text: str) -> str:
    kept: list[str] = []
    words = 0
    for paragraph in text.split("\n\n"):
        kept.append(paragraph)
        words += len(paragraph.split())
        if words >= LONGEST:
            break
    return "\n\n".join(kept)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--texts", type=int, default=400, help="how many bodies are edited")
    given = parser.parse_args()
    kinds: Kinds = {"replica": replica_pairs()}
    texts: list[str] = [story.body for story in stories()]
    wire: list[WireLead] = []
    if given.data:
        texts, same = bodies(given.data)
        kinds |= edited(random.Random(6).sample(texts, min(given.texts, len(texts))))
        kinds |= unlike(texts, same)
        wire = read_wire(given.data / "wire-datelines" / "reuters-1987.jsonl")
        kinds |= wire_pairs(wire)
    for length in SHINGLES:
        pairs = signed(kinds, length)
        scores = {name: [one.similarity(other) for one, other in found] for name, found in pairs.items()}
        print_shares(f"{length} words a shingle", scores, scores)
        if given.data:
            print_quality(scores)
        if length == similarity.SHINGLE:
            print_bands(similarity.THRESHOLD, kinds, texts, wire)
            print_exactness(kinds, length)
    if given.data:
        print_replay(wire, (0.4, 0.45, 0.5, 0.55, 0.6, 0.7))


if __name__ == "__main__":
    main()
