"""Names of persons in ordinary spelling, by rule."""

from __future__ import annotations

import re
from itertools import pairwise

from spacecrawl.text.words import NAME_PARTICLES, words

_LETTERS = re.compile(r"[^\W\d_]+")
_SCOTTISH = re.compile(r"\bM[Cc][A-ZÀ-Þ]{2,}\b")
_SPANISH_AND = words("y e i")
_VOWEL = re.compile(r"[aeiouyàáâäåæèéêëìíîïòóôöøùúûüý]", re.IGNORECASE)
_KEPT = words("II III IV VI VII VIII")


def recase(name: str) -> str:
    """Write the words in capitals of a name in ordinary letters: `Sara HUSSEIN` is `Sara Hussein`.

    Words of three letters and more are recased (`McDONALD` to `McDonald`, `O'BRIEN` to `O'Brien`, `VAN
    GOGH` behind another word to `van Gogh`); of two letters only where all is in capitals and they can be
    spoken (`BO CHEN`, but not `JD Vance`); initials, Roman numerals and mixed case stay.
    """
    if not any(first.isupper() and second.isupper() for first, second in pairwise(name)):
        return name
    shouted = name.isupper()
    return " ".join(_word(word, at, shouted=shouted) for at, word in enumerate(name.split()))


def _word(word: str, at: int, *, shouted: bool) -> str:
    if _SCOTTISH.search(word):
        return _SCOTTISH.sub(lambda found: "Mc" + found[0][2:].capitalize(), word)
    letters = "".join(_LETTERS.findall(word))
    if not letters.isupper() or word in _KEPT or "." in word[:-1]:
        return word
    if at and letters.lower() in NAME_PARTICLES and letters.lower() not in _SPANISH_AND:
        return word.lower()
    if len(letters) < 2 or (len(letters) == 2 and not (shouted and _VOWEL.search(letters))):
        return word
    return _LETTERS.sub(lambda piece: piece[0].capitalize(), word)
