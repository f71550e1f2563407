"""The learned classifier: small boosted trees over a block's row, and the choice that expects the best page.

The trees are data, 35 kB of JSON written by ``benchmarks/train.py``. They are turned into two Python expressions
at first use: 3 microseconds a block, where walking them as nested tuples takes three times that, and numpy with its
conversion as much and a dependency of 20 MB.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from spacecrawl.parsers.generic.features import NAMES, Features, Scorer
from spacecrawl.parsers.generic.group_features import GROUP_NAMES

CAUTION = 0.9
"""Factor on the odds of a block: what is wrongly taken costs a news page twice what is missed."""

_FIRST_TREES, _DOUBT = 20, 2.5
"""Trees that are always asked, and log odds up to which their word is in doubt: 8 and 92 in 100."""

_SURE = 0.97
"""How likely a block is that its group vouches for."""


@dataclass(slots=True, frozen=True)
class Classifier:
    """The two functions from rows to log odds: of groups, then of blocks."""

    group: Scorer
    block: Scorer


@lru_cache(maxsize=1)
def load_classifier() -> Classifier | None:
    """Return the trained classifier; None where the data is of other features than this version's."""
    source = files("spacecrawl.parsers.generic") / "data" / "blocks.json"
    if not source.is_file():
        return None
    model = json.loads(source.read_text("utf-8"))
    if [model.get("group_names"), model.get("block_names")] != [list(GROUP_NAMES), list(NAMES)]:
        return None
    return Classifier(compile_trees(model["group_trees"]), compile_trees(model["block_trees"]))


def compile_trees(trees: list[Any]) -> Scorer:
    """Return a function that sums the trees' leaves for each of its rows.

    A tree is a leaf's number or ``[feature, threshold, left, right]``; left where the feature is at most the
    threshold. Only numbers get into the expression, and names of a row's numbers, which cost a fourth less than places.
    Later trees correct the first ones, so they are asked only where those leave a doubt.
    """
    scope: dict[str, Any] = {}
    first, later = ("+".join(map(_expression, part)) or "0.0" for part in (trees[:_FIRST_TREES], trees[_FIRST_TREES:]))
    names = "".join(f"x{feature}, " for feature in range(1 + max(map(_highest, trees), default=-1)))
    score = f"s + {later} if {-_DOUBT} < (s := {first}) < {_DOUBT} else s"
    exec(f"def score(rows):\n    return [{score} for {names}*_, in rows]\n", scope)  # noqa: S102  # numbers of our own file alone
    scorer: Scorer = scope["score"]
    return scorer


def _expression(tree: Any) -> str:
    if not isinstance(tree, list):
        return f"({float(tree)!r})"
    feature, threshold, left, right = tree
    return f"({_expression(left)} if x{int(feature)}<={float(threshold)!r} else {_expression(right)})"


def _highest(tree: Any) -> int:
    """Return the highest number of a feature that a tree asks for, -1 for a leaf."""
    return max(int(tree[0]), _highest(tree[2]), _highest(tree[3])) if isinstance(tree, list) else -1


def classify(features: Features, classifier: Classifier) -> tuple[list[int], list[float]]:
    """Return the blocks that may be body and how likely each is, with caution; all others are not."""
    places, rows, sure = features.block_rows(classifier.group(features.group_rows()))
    return places + sure, probabilities(classifier.block(rows)) + [_SURE] * len(sure)


def probabilities(scores: Iterable[float]) -> list[float]:
    """Return for each block's log odds how likely it is body, with caution."""
    return [1.0 / (1.0 + math.exp(-score) / CAUTION) for score in scores]


def best_choice(likely: Sequence[float], sizes: Sequence[float]) -> tuple[list[bool], float]:
    """Return the choice with the greatest expected F1 of the page, and that F1.

    Blocks are taken from the likeliest down while the expected F1 rises: twice the expected right text over the
    text taken plus the text expected in all (the F-measure's plug-in rule). ``sizes`` are the blocks' lengths.
    """
    order = sorted(range(len(likely)), key=lambda at: -likely[at])
    expected = sum(p * size for p, size in zip(likely, sizes, strict=True))
    right = taken = best = 0.0
    cut = 0
    for rank, at in enumerate(order, 1):
        right += likely[at] * sizes[at]
        taken += sizes[at]
        score = 2.0 * right / (taken + expected)
        if score > best:
            best, cut = score, rank
    chosen = [False] * len(likely)
    for at in order[:cut]:
        chosen[at] = True
    return chosen, best
