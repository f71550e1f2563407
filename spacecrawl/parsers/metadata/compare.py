"""How alike two short texts are, as lists of words without case and accents."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

_WORD = re.compile(r"\w+")
_MAY_COMBINE = re.compile(r"[\u0300-\U0010ffff]+")


def words_of(text: str) -> list[str]:
    """Return the words of a text, case-folded, without accents."""
    if not text.isascii():
        text = _MAY_COMBINE.sub(_without_accents, unicodedata.normalize("NFKD", text))
    return _WORD.findall(text.casefold())


def _without_accents(match: re.Match[str]) -> str:
    return "".join([letter for letter in match[0] if not unicodedata.combining(letter)])


def likeness(left: list[str], right: list[str]) -> float:
    """Return the share of words that two lists have in common, 0 to 1 (Dice's coefficient of the two bags)."""
    if not left or not right:
        return 0.0
    if left == right:
        return 1.0
    some, others = set(left), set(right)
    if len(some) == len(left) and len(others) == len(right):
        return 2 * len(some & others) / (len(left) + len(right))
    rest = Counter(left)
    common = 0
    for word in right:
        if rest.get(word, 0) > 0:
            rest[word] -= 1
            common += 1
    return 2 * common / (len(left) + len(right))
