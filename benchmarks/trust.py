"""Learns how far to trust each source of title, date and authors, and cross-validates it by domain.

    python benchmarks/trust.py --data DIR --data DIR [--out spacecrawl/parsers/metadata/data/trust.json] [--only-folds]

DIR holds labelled pages (see benchmarks/README.md). A conditional logit by field, from a stated beginning and with
no random step: the same pages give the same file. Needs numpy.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from pages import FOLDS, Labelled, read_pages
from scores import authors_are_right, date_is_right, title_is_right

from spacecrawl.parsers.generic.parser import Reading
from spacecrawl.parsers.metadata.authors import author_candidates
from spacecrawl.parsers.metadata.dates import date_candidates
from spacecrawl.parsers.metadata.title import title_candidates
from spacecrawl.parsers.metadata.trust import Candidate
from spacecrawl.parsers.page import Page

STEPS, RATE, MEMORY, SPREAD = 250, 0.05, 0.9, 0.99
"""Adam's steps, size and averages (Kingma and Ba 2015); the size is a fifth for the last two fifths."""
_NEWS_WEIGHT = 3.0
"""There are six article pages to a news page; half the weight for each set."""

Offer = tuple[list[Candidate[Any]], Callable[[Any], bool]]


@dataclass(frozen=True)
class Field:
    """A field: its key in labels, its candidates, where its weights begin and how strongly they are held there."""

    label: str
    offer: Callable[[Labelled, Reading], Offer]
    beginning: dict[str, float]
    hold: float


def titles(page: Labelled, reading: Reading) -> Offer:
    found = title_candidates(reading.scan, reading.stated, page.label.get("url"))
    return found, lambda title: title_is_right(title.text, page.label["title"])


def dates(page: Labelled, reading: Reading) -> Offer:
    found = date_candidates(reading.date_sources().all())
    return found, lambda value: date_is_right(value, page.label["published"])


def authors(page: Labelled, reading: Reading) -> Offer:
    found = author_candidates(reading.author_sources())
    return found, lambda names: authors_are_right([author.name for author in names], page.label["author"])


_TITLE_BEGINNING = {
    "first-h1": 1.0, "later-h1": 0.8, "first-h2": 0.6, "first-marked": 0.8, "news:json-ld": 2.0, "og:title": 0.3,
    "title": 0.3, "meta": 0.7, "twitter:title": -0.5, "first-h1 alike 2": 1.0, "later-h1 alike 2": 1.0,
    "og:title alike 2": 1.0, "title alike 2": 1.0, "json-ld alike 2": 1.0, "first-h1 told 0": -1.0,
    "first-h1 told 1": -0.3,
}  # fmt: skip
"""The weights of a rule found before by coordinate search."""
_DATE_BEGINNING = {
    "json-ld datePublished": 3.0, "meta first": 3.0, "microdata datePublished": 2.0, "meta": 2.0, "time near 0": 1.6,
    "text near 0": 1.6, "url": 1.4, "script datePublished": 1.0, "first": 0.6, "sources 1": -1.0, "text far 1": -1.0,
    "text far 2": -1.6,
}  # fmt: skip
"""The usual order of sources: a news site's structured data is seldom wrong about the day."""

FIELDS = {
    "title": Field("title", titles, _TITLE_BEGINNING, 0.02),
    "date_published": Field("published", dates, _DATE_BEGINNING, 0.03),
    "authors": Field("author", authors, {}, 0.01),
}


@dataclass(slots=True)
class Case:
    """The candidates of one field of one page, and which of them are right."""

    page: Labelled
    candidates: list[Candidate[Any]]
    right: list[bool]

    @property
    def weight(self) -> float:
        """How much a page counts, so that both kinds of sets count alike."""
        return _NEWS_WEIGHT if "news" in self.page.folder else 1.0


def cases_of(pages: list[Labelled]) -> dict[str, list[Case]]:
    cases: dict[str, list[Case]] = {name: [] for name in FIELDS}
    for page in pages:
        reading = Reading(Page(page.html, page.label.get("url")))
        for name, field in FIELDS.items():
            if page.label.get(field.label):
                candidates, is_right = field.offer(page, reading)
                right = [is_right(candidate.value) for candidate in candidates]
                cases[name].append(Case(page, candidates, right))
    return cases


class Table:
    """All candidates of one field as rows of traits, the rows of a page together."""

    def __init__(self, cases: list[Case], field: Field) -> None:
        self.cases = [case for case in cases if case.candidates]
        self.field = field
        rows = [candidate for case in self.cases for candidate in case.candidates]
        self.traits = sorted({trait for row in rows for trait in row.traits})
        self.rows = np.array([[trait in row.traits for trait in self.traits] for row in rows], dtype=float)
        sizes = [len(case.candidates) for case in self.cases]
        self.starts = np.cumsum([0, *sizes[:-1]])
        self.page_of = np.repeat(np.arange(len(sizes)), sizes)
        self.right = np.array([right for case in self.cases for right in case.right])
        self.weights = np.array([case.weight for case in self.cases])
        self.useful = np.array([any(case.right) and not all(case.right) for case in self.cases])

    def learn(self, pages: np.ndarray) -> np.ndarray:
        """Return the weights that make the right candidates of these pages likeliest."""
        weights = self.weights * (pages & self.useful)
        start = np.array([self.field.beginning.get(trait, 0.0) for trait in self.traits])
        trust, mean, square = start.copy(), np.zeros_like(start), np.zeros_like(start)
        for step in range(1, STEPS + 1):
            push = (self.pull(trust) * weights[self.page_of]) / weights.sum()
            slope = self.rows.T @ push - self.field.hold * (trust - start)
            mean = MEMORY * mean + (1 - MEMORY) * slope
            square = SPREAD * square + (1 - SPREAD) * slope * slope
            way = mean / (1 - MEMORY**step) / (np.sqrt(square / (1 - SPREAD**step)) + 1e-9)
            trust += RATE * way * (1.0 if step < 0.6 * STEPS else 0.2)
        return trust

    def pull(self, trust: np.ndarray) -> np.ndarray:
        """Return for each candidate its share among the right ones less its share among all."""
        sums = self.rows @ trust
        odds = np.exp(sums - np.maximum.reduceat(sums, self.starts)[self.page_of])
        of_right = odds * self.right
        right_total = np.add.reduceat(of_right, self.starts)[self.page_of]
        shares = np.divide(of_right, right_total, out=np.zeros_like(odds), where=right_total > 0)
        return shares - odds / np.add.reduceat(odds, self.starts)[self.page_of]

    def chosen_right(self, trust: np.ndarray) -> dict[str, bool]:
        """Return whether the choice is right, by page."""
        sums = self.rows @ trust
        ends = [*self.starts[1:], len(sums)]
        best = [start + int(np.argmax(sums[start:end])) for start, end in zip(self.starts, ends, strict=True)]
        return {case.page.label["id"]: bool(self.right[at]) for case, at in zip(self.cases, best, strict=True)}

    def held_out(self) -> dict[str, bool]:
        """Return the same, each page chosen by trust learned from other domains."""
        folds = np.array([case.page.fold for case in self.cases])
        found: dict[str, bool] = {}
        for fold in range(FOLDS):
            right = self.chosen_right(self.learn(folds != fold))
            found |= {
                case.page.label["id"]: right[case.page.label["id"]] for case in self.cases if case.page.fold == fold
            }
        return found


def report(name: str, cases: list[Case], table: Table, trust: np.ndarray) -> None:
    """Print by folder the share of right choices, of all pages with a label."""
    held, seen = table.held_out(), table.chosen_right(trust)
    folders: dict[str, list[Case]] = defaultdict(list)
    for case in cases:
        folders[case.page.folder].append(case)
    for folder, of in folders.items():
        ids = [case.page.label["id"] for case in of]
        shares = [sum(found.get(page, False) for page in ids) / len(ids) for found in (held, seen)]
        able = sum(any(case.right) for case in of) / len(of)
        print(
            f"{name:15} {folder:15} {len(of):4} pages, right by folds {shares[0]:.4f},"
            f" learned from all {shares[1]:.4f}, some source is right {able:.4f}"
        )


def learned_without(fold: int, cases: dict[str, list[Case]]) -> dict[str, dict[str, float]]:
    """Return the weights by field and trait that pages of the other folds teach."""
    found = {}
    for name, field in FIELDS.items():
        table = Table(cases[name], field)
        trust = table.learn(np.array([case.page.fold != fold for case in table.cases]))
        found[name] = dict(zip(table.traits, map(float, trust), strict=True))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, action="append", required=True, help="a data folder; may be repeated")
    parser.add_argument("--out", type=Path, default=Path("spacecrawl/parsers/metadata/data/trust.json"))
    parser.add_argument("--only-folds", action="store_true", help="cross-validate and write nothing")
    options = parser.parse_args()
    cases = cases_of([page for folder in options.data for page in read_pages(folder)])
    learned = {}
    for name, field in FIELDS.items():
        table = Table(cases[name], field)
        trust = table.learn(np.ones(len(table.cases), dtype=bool))
        report(name, cases[name], table, trust)
        rounded = zip(table.traits, (round(float(weight), 2) for weight in trust), strict=True)
        learned[name] = {trait: weight for trait, weight in rounded if weight}
    if not options.only_folds:
        options.out.write_text(json.dumps(learned, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
