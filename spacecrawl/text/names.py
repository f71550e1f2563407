"""Names of persons in ordinary spelling."""

from __future__ import annotations

import re

from spacecrawl.text.words import NAME_PARTICLES

_PIECE = re.compile(r"[^\W\d_]+", re.UNICODE)


def recase(name: str) -> str:
    """Write the words in capitals of a name in ordinary letters: `Sara HUSSEIN` is `Sara Hussein`."""
    return " ".join(_word(word, at) for at, word in enumerate(name.split()))


def _word(word: str, at: int) -> str:
    letters = "".join(_PIECE.findall(word))
    if len(letters) < 3 or "." in word[:-1] or not (letters.isupper() or word.startswith("Mc")):
        return word
    if at and letters.lower() in NAME_PARTICLES:
        return word.lower()
    word = _PIECE.sub(lambda piece: piece[0].capitalize(), word)
    return re.sub(r"^Mc([a-z])", lambda found: "Mc" + found[1].upper(), word)
