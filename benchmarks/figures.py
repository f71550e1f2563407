"""The tables of ``extraction.py``: what a contender found, scored and summed up."""

from __future__ import annotations

import random
import statistics
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from contenders import Found, language_of
from losses import CAUSES, beside, losses
from pages import Labelled
from scores import (
    authors_are_right,
    boilerplate_lines,
    date_is_right,
    repeats_headline,
    snippets_found,
    title_is_right,
    word_f1,
)
from selectolax.lexbor import LexborHTMLParser

Timing = dict[str, list[float]]
"""Seconds of CPU by contender, a value a page."""

_KEYS = {"title": "title", "authors": "author", "date": "published"}
_RESAMPLES = 1000
_FEW = 3
"""Pages of a language from which on it has a row of its own."""


@dataclass
class Outcome:
    """What one contender made of one page."""

    name: str
    fields: frozenset[str]
    page: Labelled
    found: Found

    @cached_property
    def f1(self) -> tuple[float, float, float]:
        """F1, precision and recall of the body's words."""
        return word_f1(self.found.body, self.page.label["body"])

    @cached_property
    def boilerplate(self) -> list[str]:
        """Lines of the body that are furniture."""
        return boilerplate_lines(self.found.body, self.page.label["body"])

    @cached_property
    def causes(self) -> dict[str, float]:
        """The loss by cause."""
        label = self.page.label
        return losses(self.found.body, label["body"], label.get("title") or "", page_text(self.page))

    @cached_property
    def headline_first(self) -> bool:
        """Whether the body begins with the headline."""
        label = self.page.label
        return repeats_headline(self.found.body, label.get("title") or "", label["body"])

    def is_right(self, what: str) -> bool | None:
        """Tell whether title, authors or date are right; None where the label has none or the contender offers none."""
        label, found = self.page.label, self.found
        if what not in self.fields or not label.get(_KEYS[what]):
            return None
        if what == "title":
            return title_is_right(found.title, label.get("title"))
        if what == "authors":
            return authors_are_right(found.authors or [], label.get("author"))
        try:
            return date_is_right(found.published, label.get("published"))
        except ValueError:
            return False


_texts: dict[int, str] = {}


def page_text(page: Labelled) -> str:
    """Return all text of a page outside of scripts and styles."""
    if id(page) not in _texts:
        tree = LexborHTMLParser(page.html)
        tree.strip_tags(["script", "style", "template"])
        _texts[id(page)] = tree.body.text(separator="\n") if tree.body else ""
    return _texts[id(page)]


def by_name(outcomes: list[Outcome]) -> dict[str, list[Outcome]]:
    groups: dict[str, list[Outcome]] = defaultdict(list)
    for one in outcomes:
        groups[one.name].append(one)
    return groups


def bootstrap(outcomes: list[Outcome], value: Callable[[Outcome], float]) -> float:
    """Return the standard error of the mean over pages, domains drawn with replacement."""
    domains: dict[str, list[float]] = defaultdict(list)
    for one in outcomes:
        domains[one.page.domain].append(value(one))
    sums = [(sum(values), len(values)) for values in domains.values()]
    draw = random.Random(7)
    means = []
    for _ in range(_RESAMPLES):
        drawn = draw.choices(sums, k=len(sums))
        means.append(sum(total for total, _ in drawn) / sum(count for _, count in drawn))
    return statistics.stdev(means)


def table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a Markdown table with columns of one width."""
    cells = [list(headings), *map(list, rows)]
    widths = [max(len(row[at]) for row in cells) for at in range(len(headings))]
    lines = [
        "| " + " | ".join(f"{cell:{width}}" for cell, width in zip(row, widths, strict=True)) + " |" for row in cells
    ]
    lines.insert(1, "| " + " | ".join("-" * width for width in widths) + " |")
    return "\n".join(lines)


def share(number: float, of: float) -> str:
    return f"{number / of:.3f}".replace("0.", ".", 1) if of else "-"


HEADINGS = (
    "contender", "body F1", "precision", "recall", "with", "without", "furniture", "headline first",
    "title", "authors", "date", "times lxml", "ms a page", "longest ms", "raised",
)  # fmt: skip


def main_table(outcomes: list[Outcome], times: Timing, unit: list[float]) -> str:
    """Return a row a contender: body, snippets, furniture, metadata, cost."""
    rows = []
    for name, of in by_name(outcomes).items():
        f1, precision, recall = (statistics.mean(column) for column in zip(*(one.f1 for one in of), strict=True))
        error = bootstrap(of, lambda one: one.f1[0])
        rows.append(
            [
                name,
                f"{f1:.4f} ± {error:.4f}",
                f"{precision:.3f}",
                f"{recall:.3f}",
                snippets(of, "with"),
                snippets(of, "without"),
                share(sum(bool(one.boilerplate) for one in of), len(of)),
                share(sum(one.headline_first for one in of), len(of)),
                *(right(of, what) for what in ("title", "authors", "date")),
                f"{sum(times[name]) / sum(unit):.2f}",
                f"{1000 * statistics.mean(times[name]):.2f}",
                f"{1000 * max(times[name]):.0f}",
                str(sum(bool(one.found.failed) for one in of)),
            ]
        )
    return table(HEADINGS, rows)


def snippets(outcomes: list[Outcome], which: str) -> str:
    pairs = [snippets_found(one.found.body, one.page.label.get(which) or ()) for one in outcomes]
    return share(sum(found for found, _ in pairs), sum(of for _, of in pairs))


def right(outcomes: list[Outcome], what: str) -> str:
    answers = [answer for one in outcomes if (answer := one.is_right(what)) is not None]
    return share(sum(answers), len(answers))


def held_out_table(outcomes: list[Outcome]) -> str:
    """Return the figures on the domains whose pages are only scored, never looked at, and on the others."""
    rows = []
    for name, of in by_name(outcomes).items():
        parts = [[one for one in of if one.page.held_out is held] for held in (True, False)]
        values = [
            (f"{statistics.mean(one.f1[0] for one in part):.4f}", right(part, "title"), right(part, "date"))
            for part in parts
            if part
        ]
        rows.append([name, *(cell for value in values for cell in value)])
    sizes = [sum(one.page.held_out is held for one in next(iter(by_name(outcomes).values()))) for held in (True, False)]
    kinds = [kind for kind, size in zip(("held out", "others"), sizes, strict=True) if size]
    return table(["contender", *(f"{what}, {kind}" for kind in kinds for what in ("body F1", "title", "date"))], rows)


def language_table(outcomes: list[Outcome]) -> str:
    """Return a row a language, a column a contender."""
    groups = by_name(outcomes)
    spoken: dict[str, list[int]] = defaultdict(list)
    for at, one in enumerate(next(iter(groups.values()))):
        spoken[language_of(one.page.html) or "not stated"].append(at)
    others = [at for pages in spoken.values() if len(pages) < _FEW for at in pages]
    kept = sorted(
        ((name, pages) for name, pages in spoken.items() if len(pages) >= _FEW), key=lambda pair: -len(pair[1])
    )
    order = {name: {id(one.page): one for one in of} for name, of in groups.items()}
    pages = [one.page for one in next(iter(groups.values()))]
    rows = [
        [
            name,
            str(len(places)),
            *(f"{statistics.mean(order[who][id(pages[at])].f1[0] for at in places):.3f}" for who in groups),
        ]
        for name, places in [*kept, ("others", others)]
        if places
    ]
    return table(["language", "pages", *groups], rows)


def causes_table(outcomes: list[Outcome]) -> str:
    """Return a row a cause, a column a contender: hundredths of F1 that it costs."""
    groups = by_name(outcomes)
    rows = [
        [cause, *(f"{100 * statistics.mean(one.causes.get(cause, 0.0) for one in of):.2f}" for of in groups.values())]
        for cause in CAUSES
    ]
    rows.append(["all", *(f"{100 * statistics.mean(1 - one.f1[0] for one in of):.2f}" for of in groups.values())])
    return table(["cause", *groups], rows)


def print_worst(outcomes: list[Outcome], number: int) -> None:
    """Print the pages with the lowest F1, held-out ones aside: losses by cause, and our text beside the label's."""
    outcomes = [one for one in outcomes if not one.page.held_out]
    for one in sorted(outcomes, key=lambda one: one.f1[0])[:number]:
        f1, precision, recall = one.f1
        causes = sorted(one.causes.items(), key=lambda pair: -pair[1])
        print(f"\n--- {one.page.label['id']}  {one.page.label.get('url')}")
        print(f"F1 {f1:.3f}, precision {precision:.3f}, recall {recall:.3f}; lost by {one.name}:", end=" ")
        print(", ".join(f"{cause} {value:.3f}" for cause, value in causes))
        print(beside(one.found.body, one.page.label["body"]))
