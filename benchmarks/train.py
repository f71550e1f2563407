"""Trains the block classifier of the generic parser, and cross-validates it by domain.

    python benchmarks/train.py --data DIR --data DIR [--out spacecrawl/parsers/generic/data/blocks.json] [--only-folds]

The same data and versions give the same file, byte for byte: one thread, fixed seeds, numbers cut to six digits.
Needs the extra ``bench``.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import lightgbm
import numpy as np
from pages import FOLDS, Labelled, read_pages
from scores import word_f1, words

from spacecrawl.parsers.generic.features import NAMES
from spacecrawl.parsers.generic.model import compile_trees
from spacecrawl.parsers.generic.parser import Reading
from spacecrawl.parsers.page import Page

ROUNDS = 60
SHAPE = {
    "objective": "cross_entropy", "num_leaves": 16, "max_depth": 6, "learning_rate": 0.15, "min_data_in_leaf": 60,
    "feature_fraction": 0.5, "bagging_fraction": 0.8, "bagging_freq": 1, "lambda_l2": 5.0, "max_bin": 63,
    "num_threads": 1, "seed": 7, "deterministic": True, "force_col_wise": True, "verbose": -1,
}  # fmt: skip
_NEWS_WEIGHT = 3.0
"""There are six article pages to a news page; half the weight for each set."""
_POWER = 0.7
_SHORT = 5
_CLOSE = 0.8


@dataclass(slots=True)
class Sample:
    """A page's candidates: rows, how much of each is in the label, and words of each."""

    page: Labelled
    rows: np.ndarray
    shares: np.ndarray
    sizes: np.ndarray

    def weights(self) -> np.ndarray:
        """Weigh blocks by their words, pages alike."""
        weights = self.sizes.astype(float) ** _POWER
        weights /= max(float(weights[self.shares > 0.5].sum()), 5.0)
        return np.minimum(weights, 0.5) * (_NEWS_WEIGHT if "news" in self.page.folder else 1.0)


def sample(page: Labelled) -> Sample:
    reading = Reading(Page(page.html, page.label.get("url")))
    places, rows = reading.candidates()
    texts = [block.text for block in reading.scan.blocks]
    shares = np.array(shares_in_label(texts, page.label["body"]))[places] if places else np.zeros(0)
    sizes = np.array([len(words(texts[at])) for at in places])
    return Sample(page, np.array(rows, dtype=np.float64).reshape(len(rows), len(NAMES)), shares, sizes)


def shares_in_label(texts: list[str], body: str) -> list[float]:
    """Return for each block the share of it that the label holds.

    A block of five words and more is in the label whole, or by the share of its words that stand in runs of three;
    a shorter one only if it stands between the places of the blocks before and behind it.
    """
    return _Aligner(words(body)).align([words(text) for text in texts])


class _Aligner:
    def __init__(self, label: list[str]) -> None:
        self.text = " " + " ".join(label) + " "
        self.starts: list[int] = []
        place = 1
        for word in label:
            self.starts.append(place)
            place += len(word) + 1
        self.runs: dict[tuple[str, ...], int] = {}
        for at in range(len(label) - 2):
            self.runs.setdefault(tuple(label[at : at + 3]), at)

    def align(self, blocks: list[list[str]]) -> list[float]:
        shares, spans = [0.0] * len(blocks), [None] * len(blocks)
        for at, block in enumerate(blocks):
            if len(block) >= _SHORT:
                shares[at], spans[at] = self.long(block)
        self.short(blocks, shares, spans)
        return shares

    def long(self, block: list[str]) -> tuple[float, Any]:
        joined = " " + " ".join(block) + " "
        place = self.text.find(joined)
        if place >= 0:
            return 1.0, (place, place + len(joined) - 2)
        hits = [False] * len(block)
        found = []
        for at in range(len(block) - 2):
            run = self.runs.get(tuple(block[at : at + 3]))
            if run is not None:
                hits[at] = hits[at + 1] = hits[at + 2] = True
                found.append(self.starts[run])
        share = sum(hits) / len(block)
        return share, (found[0], found[-1]) if share >= _CLOSE else None

    def short(self, blocks: list[list[str]], shares: list[float], spans: list[Any]) -> None:
        behind = [len(self.text)] * len(blocks)
        end = len(self.text)
        for at in range(len(blocks) - 1, -1, -1):
            behind[at] = end
            if spans[at]:
                end = spans[at][0]
        start = 0
        for at, block in enumerate(blocks):
            if spans[at]:
                start = spans[at][1]
            elif 0 < len(block) < _SHORT and 0 < behind[at] - start < 6000:
                window = self.text[max(0, start - 60) : behind[at] + 60]
                shares[at] = float(" " + " ".join(block) + " " in window)


def train(samples: list[Sample]) -> list[Any]:
    """Return the trees that ``spacecrawl.parsers.generic.model`` compiles."""
    rows = np.concatenate([one.rows for one in samples])
    shares = np.concatenate([one.shares for one in samples])
    weights = np.concatenate([one.weights() for one in samples])
    data = lightgbm.Dataset(rows, shares, weight=weights * len(weights) / weights.sum(), free_raw_data=False)
    model = lightgbm.train(SHAPE, data, ROUNDS)
    return [plain(tree["tree_structure"]) for tree in model.dump_model()["tree_info"]]


def plain(node: dict[str, Any]) -> Any:
    if "leaf_value" in node:
        return float(f"{node['leaf_value']:.5g}")
    children = plain(node["left_child"]), plain(node["right_child"])
    return [node["split_feature"], float(f"{node['threshold']:.6g}"), *children]


def cross_validate(samples: list[Sample]) -> dict[str, str]:
    """Return each page's body as chosen by trees that saw no page of its domain."""
    bodies = {}
    for fold in range(FOLDS):
        scorer = compile_trees(train([one for one in samples if one.page.fold != fold]))
        for one in samples:
            if one.page.fold == fold:
                page = Page(one.page.html, one.page.label.get("url"))
                bodies[one.page.label["id"]] = Reading(page, scorer).article().body
    return bodies


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, action="append", required=True, help="a data folder; may be repeated")
    parser.add_argument("--out", type=Path, default=Path("spacecrawl/parsers/generic/data/blocks.json"))
    parser.add_argument("--only-folds", action="store_true", help="cross-validate and write nothing")
    options = parser.parse_args()
    samples = [sample(page) for folder in options.data for page in read_pages(folder)]
    report(samples, cross_validate(samples))
    if not options.only_folds:
        model = {"names": NAMES, "trees": train(samples)}
        options.out.write_text(json.dumps(model, separators=(",", ":")) + "\n", encoding="utf-8")
        print(f"{options.out}: {options.out.stat().st_size} bytes")


def report(samples: list[Sample], bodies: dict[str, str]) -> None:
    scores = defaultdict(list)
    for one in samples:
        score = word_f1(bodies[one.page.label["id"]], one.page.label["body"])
        scores[one.page.folder].append(score)
        if one.page.held_out:
            scores[one.page.folder + ", held out"].append(score)
    for name, values in scores.items():
        f1, precision, recall = np.mean(values, axis=0)
        print(f"{name:30} pages {len(values):4}  F1 {f1:.4f}  precision {precision:.4f}  recall {recall:.4f}")


if __name__ == "__main__":
    main()
