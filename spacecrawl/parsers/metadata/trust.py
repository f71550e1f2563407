"""Learned trust in a page's sources: candidates of one field vote, and weights from labelled pages decide.

A candidate is one wording, day or set of names. Its *traits* say which sources state it and how it looks; the
weights of its traits add up, and the candidate with the largest sum is taken. The weights are data, written by
``benchmarks/trust.py``: a conditional logit, the model of choice among alternatives (McFadden 1973), trained on
pages whose right candidate is known.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Generic, TypeVar

Value = TypeVar("Value")
Weights = Mapping[str, float]

FIELDS = ("title", "date_published", "authors")


@dataclass(slots=True)
class Candidate(Generic[Value]):
    """A value, the surest of the sources that state it, and its traits."""

    value: Value
    source: str
    traits: set[str] = field(default_factory=set)


@cache
def load_trust() -> dict[str, dict[str, float]]:
    """Return the weights of traits by field."""
    text = (files("spacecrawl.parsers.metadata") / "data" / "trust.json").read_text("utf-8")
    trust: dict[str, dict[str, float]] = json.loads(text)
    return trust


def score(traits: Iterable[str], weights: Weights) -> float:
    """Return the sum of the weights of traits; one that no labelled page had counts nothing."""
    return sum(weights.get(trait, 0.0) for trait in sorted(traits))


def elect(candidates: Sequence[Candidate[Value]], weights: Weights) -> Candidate[Value] | None:
    """Return the candidate with the largest sum, of equals the first."""
    return max(candidates, key=lambda candidate: score(candidate.traits, weights), default=None)
