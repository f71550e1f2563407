"""Where a body loses against its label: each page's loss split, without remainder, into causes.

The loss of a page is 1 - F1 = (surplus + missing words) / (words of both texts). Surplus words are counted to the
lines of the body that the label lacks, by what and where they are; missing ones to the label's paragraphs that the
body lacks. What is left over, such as words that a paragraph has once too often, is counted as ``inside``.
"""

from __future__ import annotations

import difflib
import textwrap
from collections import Counter
from itertools import zip_longest

from scores import boilerplate_lines, words

SURPLUS = ("headline", "furniture", "above", "inside", "below", "twice")
MISSING = ("all of it", "not in the page", "start", "middle", "end")
CAUSES = (*(f"+ {name}" for name in SURPLUS), *(f"- {name}" for name in MISSING))
"""Surplus: the headline, lines that read as furniture, lines before, between and behind the label's, and copies.
Missing: everything, what no text of the page holds, and paragraphs before, between and behind those found."""

_IN_LABEL = 0.7
"""Share of a line's runs of three words from which on it counts as the other text's."""


def losses(body: str, label: str, title: str, page_text: str) -> dict[str, float]:
    """Return the loss by cause; the values sum to 1 - F1."""
    got, wanted = Counter(words(body)), Counter(words(label))
    total = got.total() + wanted.total()
    if not total or got == wanted:
        return {}
    found: Counter[str] = Counter()
    found.update(_surplus(body, label, title, got - wanted))
    found.update(_missing(body, label, page_text, wanted - got))
    return {cause: count / total for cause, count in found.items() if count}


def _surplus(body: str, label: str, title: str, left: Counter[str]) -> Counter[str]:
    lines = [line for line in body.splitlines() if line.strip()]
    right = _are_in(lines, label)
    furniture, seen, heading = set(boilerplate_lines(body, label)), set(), words(title)
    found: Counter[str] = Counter()
    for at, line in enumerate(lines):
        if line in seen:
            cause = "twice"
        elif right[at]:
            seen.add(line)
            continue
        elif words(line) == heading:
            cause = "headline"
        else:
            cause = "furniture" if line.strip() in furniture else _place(at, right, "above", "inside", "below")
        found[f"+ {cause}"] += _take(line, left)
    found["+ inside"] += left.total()
    return found


def _missing(body: str, label: str, page_text: str, left: Counter[str]) -> Counter[str]:
    lines = [line for line in label.splitlines() if line.strip()]
    there = _are_in(lines, body)
    in_page = there if all(there) else _are_in(lines, page_text)
    found: Counter[str] = Counter()
    for at, line in enumerate(lines):
        if there[at]:
            continue
        if not in_page[at]:
            cause = "not in the page"
        else:
            cause = _place(at, there, "start", "middle", "end") if body.strip() else "all of it"
        found[f"- {cause}"] += _take(line, left)
    found["- middle"] += left.total()
    return found


def _place(at: int, right: list[bool], before: str, between: str, behind: str) -> str:
    if not any(right[:at]):
        return before
    return between if any(right[at:]) else behind


def _take(line: str, left: Counter[str]) -> int:
    """Take a line's words out of those left, and return how many there were."""
    taken = Counter(words(line)) & left
    left -= taken
    return taken.total()


def _are_in(lines: list[str], text: str) -> list[bool]:
    """Tell for each line whether it stands in the other text: whole, or by most of its runs of three words."""
    other = words(text)
    joined, runs = f" {' '.join(other)} ", set(zip(other, other[1:], other[2:], strict=False))
    return [_is_in(words(line), joined, runs) for line in lines]


def _is_in(line: list[str], joined: str, runs: set[tuple[str, ...]]) -> bool:
    if f" {' '.join(line)} " in joined:
        return True
    own = list(zip(line, line[1:], line[2:], strict=False))
    return bool(own) and sum(run in runs for run in own) >= _IN_LABEL * len(own)


def beside(body: str, label: str, width: int = 62) -> str:
    """Return two texts in columns, ours and the label; what is alike is folded to a line."""
    ours, theirs = ([" ".join(line.split()) for line in text.splitlines() if line.strip()] for text in (body, label))
    rows = []
    for kind, a, b, c, d in difflib.SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        if kind == "equal":
            rows.append(_row(f"= {b - a} lines alike: {ours[a]}"[:width], "=", width))
            continue
        left = [piece for line in ours[a:b] for piece in textwrap.wrap("+ " + line, width, subsequent_indent="  ")]
        right = [piece for line in theirs[c:d] for piece in textwrap.wrap("- " + line, width, subsequent_indent="  ")]
        rows += [_row(one, two, width) for one, two in zip_longest(left, right, fillvalue="")]
    return "\n".join(rows)


def _row(left: str, right: str, width: int) -> str:
    return f"{left:{width}} | {right}".rstrip()
