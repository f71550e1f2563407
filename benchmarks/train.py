"""Trains the block classifier of the generic parser, and cross-validates it by domain.

    python benchmarks/train.py --data DIR --data DIR [--out spacecrawl/parsers/generic/data/blocks.json] [--only-folds]

Two sets of boosted trees: over groups of blocks, then over the blocks of the groups that have a chance, which see
their group's score. What the second set learns from are scores by trees that saw no page of the same domain. The same
data and versions give the same file, byte for byte: one thread, fixed seeds, numbers cut to six digits. Needs the
extra ``bench``.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import lightgbm
import numpy as np
from alignment import shares_in_label
from pages import FOLDS, Labelled, fold_of, read_pages
from scores import boilerplate_lines, repeats_headline, snippets_found, word_f1, words

from spacecrawl.parsers.generic.features import NAMES, Features
from spacecrawl.parsers.generic.group_features import GROUP_NAMES, Row
from spacecrawl.parsers.generic.model import Classifier, compile_trees
from spacecrawl.parsers.generic.parser import Reading
from spacecrawl.parsers.page import Page

SHAPE = {
    "objective": "cross_entropy", "max_depth": 6, "learning_rate": 0.15, "feature_fraction": 0.5,
    "bagging_fraction": 0.8, "bagging_freq": 1, "lambda_l2": 5.0, "max_bin": 63, "num_threads": 1, "seed": 7,
    "deterministic": True, "force_col_wise": True, "verbose": -1,
}  # fmt: skip
GROUP_SHAPE = SHAPE | {"num_leaves": 12, "min_data_in_leaf": 40}
BLOCK_SHAPE = SHAPE | {"num_leaves": 16, "min_data_in_leaf": 60}
ROUNDS = 60
_NEWS_WEIGHT = 3.0
"""There are six article pages to a news page; half the weight for each set."""
_POWER = 0.7

Table = tuple[np.ndarray, np.ndarray, np.ndarray]
"""Rows, how much of each is in the label, weights."""


@dataclass(slots=True)
class Sample:
    """A page with its features, how much of each block is in the label, and what each block weighs."""

    page: Labelled
    features: Features
    groups: np.ndarray
    shares: np.ndarray
    weights: np.ndarray

    def group_table(self) -> Table:
        """Return what the first trees learn from."""
        weights = [self.weights[group.blocks].sum() for group in self.features.groups]
        shares = [
            (self.shares[group.blocks] * self.weights[group.blocks]).sum() / max(weight, 1e-9)
            for group, weight in zip(self.features.groups, weights, strict=True)
        ]
        return self.groups, np.array(shares), np.array(weights)

    def block_table(self, scores: np.ndarray) -> Table:
        """Return what the second trees learn from, where the groups have these scores."""
        places, rows, _ = self.features.block_rows(scores.tolist())
        return matrix(rows, len(NAMES)), self.shares[places], self.weights[places]


def matrix(rows: Sequence[Row], width: int) -> np.ndarray:
    return np.array(rows, dtype=np.float64).reshape(len(rows), width)


def sample(page: Labelled) -> Sample:
    reading = Reading(Page(page.html, page.label.get("url")))
    features = reading.features()
    texts = [block.text for block in reading.scan.blocks]
    shares = np.array(shares_in_label(texts, page.label["body"]))
    weights = weigh(np.array([len(words(text)) for text in texts], dtype=float), shares)
    weights *= _NEWS_WEIGHT if "news" in page.folder else 1.0
    return Sample(page, features, matrix(features.group_rows(), len(GROUP_NAMES)), shares, weights)


def weigh(sizes: np.ndarray, shares: np.ndarray) -> np.ndarray:
    """Weigh blocks by their words, pages alike."""
    weights = sizes**_POWER
    return np.minimum(weights / max(float(weights[shares > 0.5].sum()), 5.0), 0.5)


def boost(tables: list[Table], shape: dict[str, Any]) -> lightgbm.Booster:
    rows, shares, weights = (np.concatenate(part) for part in zip(*tables, strict=True))
    data = lightgbm.Dataset(rows, shares, weight=weights * len(weights) / weights.sum())
    return lightgbm.train(shape, data, ROUNDS)


def group_scores(model: lightgbm.Booster, one: Sample) -> np.ndarray:
    return model.predict(one.groups, raw_score=True) if len(one.groups) else np.zeros(0)


def scores_of_others(samples: list[Sample]) -> list[np.ndarray]:
    """Return each page's group scores by trees that saw no page of its domain."""
    found: list[np.ndarray] = [np.zeros(0)] * len(samples)
    parts = [fold_of(one.page.domain, "inner") for one in samples]
    for part in range(FOLDS):
        model = boost([one.group_table() for one, own in zip(samples, parts, strict=True) if own != part], GROUP_SHAPE)
        for at, own in enumerate(parts):
            if own == part:
                found[at] = group_scores(model, samples[at])
    return found


def train(samples: list[Sample]) -> tuple[list[Any], list[Any]]:
    """Return the trees of groups and of blocks that ``spacecrawl.parsers.generic.model`` compiles."""
    groups = boost([one.group_table() for one in samples], GROUP_SHAPE)
    scores = scores_of_others(samples)
    tables = [one.block_table(score) for one, score in zip(samples, scores, strict=True)]
    return trees_of(groups), trees_of(boost(tables, BLOCK_SHAPE))


def classifier_of(samples: list[Sample]) -> Classifier:
    groups, blocks = train(samples)
    return Classifier(compile_trees(groups), compile_trees(blocks))


def trees_of(model: lightgbm.Booster) -> list[Any]:
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
        classifier = classifier_of([one for one in samples if one.page.fold != fold])
        for one in samples:
            if one.page.fold == fold:
                bodies[one.page.label["id"]] = Reading(page_of(one), classifier).article().body
    return bodies


def page_of(one: Sample) -> Page:
    return Page(one.page.html, one.page.label.get("url"))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, action="append", required=True, help="a data folder; may be repeated")
    parser.add_argument("--out", type=Path, default=Path("spacecrawl/parsers/generic/data/blocks.json"))
    parser.add_argument("--only-folds", action="store_true", help="cross-validate and write nothing")
    parser.add_argument("--no-folds", action="store_true", help="train on all pages at once")
    parser.add_argument("--rules", action="store_true", help="score the rules that stand in where no model is")
    options = parser.parse_args()
    samples = [sample(page) for folder in options.data for page in read_pages(folder)]
    if options.rules:
        report(samples, {one.page.label["id"]: by_rules(one) for one in samples})
        return
    if not options.no_folds:
        report(samples, cross_validate(samples))
    if not options.only_folds:
        groups, blocks = train(samples)
        model = {"group_names": GROUP_NAMES, "group_trees": groups, "block_names": NAMES, "block_trees": blocks}
        options.out.write_text(json.dumps(model, separators=(",", ":")) + "\n", encoding="utf-8")
        print(f"{options.out}: {options.out.stat().st_size} bytes")


def by_rules(one: Sample) -> str:
    reading = Reading(page_of(one))
    reading.classifier = None
    return reading.article().body


def report(samples: list[Sample], bodies: dict[str, str]) -> None:
    parts: dict[str, list[tuple[str, dict[str, Any]]]] = defaultdict(list)
    for one in samples:
        pair = bodies[one.page.label["id"]], one.page.label
        parts[one.page.folder].append(pair)
        parts[one.page.folder + (", only scored" if one.page.held_out else ", looked at")].append(pair)
    for name, pairs in parts.items():
        print(f"{name:28} pages {len(pairs):4}  {figures(pairs)}")


def figures(pairs: list[tuple[str, dict[str, Any]]]) -> str:
    """Return the scores of bodies against labels, in one line."""
    f1, precision, recall = np.mean([word_f1(body, label["body"]) for body, label in pairs], axis=0)
    let_in = np.sum([snippets_found(body, label.get("without") or []) for body, label in pairs], axis=0)
    lines = np.mean([bool(boilerplate_lines(body, label["body"])) for body, label in pairs])
    repeats = np.mean([repeats_headline(body, label["title"] or "", label["body"]) for body, label in pairs])
    return (
        f"F1 {f1:.4f}  precision {precision:.4f}  recall {recall:.4f}  let in {let_in[0] / max(let_in[1], 1):.4f}  "
        f"boilerplate {lines:.2%}  headline {repeats:.2%}"
    )


if __name__ == "__main__":
    main()
