"""Near-duplicates: the same story on another address, with another masthead or a few words changed.

MinHash signatures (Broder 1997) over runs of words, cut into bands (locality-sensitive hashing) so that a table
can index them: two texts are compared only when they share a band.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from rensa import RMinHash

PERMUTATIONS = 128
BANDS = 32
SHINGLE = 3
"""Words a shingle; ``benchmarks/near_duplicates.py`` prints what other lengths would find."""

THRESHOLD = 0.6
"""Estimated Jaccard similarity from which two texts are the same story; measured by the same benchmark."""

SHORTEST = 40
"""Words below which a text is too short for its shingles to tell anything."""

_ROWS = PERMUTATIONS // BANDS
_WORD = re.compile(r"\w+")
_SEED = 1997


@dataclass(frozen=True, slots=True)
class Signature:
    """A text's MinHash: 128 numbers of 32 bits, and the bands that index it."""

    values: tuple[int, ...]

    @property
    def bands(self) -> list[int]:
        """One number a band; two signatures with an equal number in the same place are candidates."""
        return [hash((number, *self.values[number * _ROWS : (number + 1) * _ROWS])) for number in range(BANDS)]

    def similarity(self, other: Signature) -> float:
        """Return the estimated Jaccard similarity of two texts' shingles, 0 to 1."""
        equal = sum(one == another for one, another in zip(self.values, other.values, strict=True))
        return equal / len(self.values)


def signature(text: str) -> Signature | None:
    """Return a text's signature; None for one of under 40 words."""
    words = _WORD.findall(text.casefold())
    if len(words) < SHORTEST:
        return None
    minhash = RMinHash(PERMUTATIONS, _SEED)
    minhash.update([" ".join(words[at : at + SHINGLE]) for at in range(len(words) - SHINGLE + 1)])
    return Signature(tuple(minhash.digest()))


@dataclass
class NearDuplicates:
    """Signatures by band; finds the earlier record that a text nearly repeats."""

    threshold: float = THRESHOLD
    _signatures: dict[str, Signature] = field(default_factory=dict)
    _bands: dict[int, list[str]] = field(default_factory=dict)
    _original: dict[str, str] = field(default_factory=dict)

    def find(self, record_id: str, text: Signature) -> str | None:
        """Return the id of the most similar earlier record's original, or None."""
        near = {other for band in text.bands for other in self._bands.get(band, ())} - {record_id}
        scored = [(text.similarity(self._signatures[other]), other) for other in near]
        score, other = max(scored, default=(0.0, ""))
        original = self._original.get(other, other)
        return original if score >= self.threshold and original != record_id else None

    def add(self, record_id: str, text: Signature, duplicate_of: str | None = None) -> None:
        """Note a record's signature; a newer version of the same record takes its place."""
        if old := self._signatures.pop(record_id, None):
            for band in old.bands:
                self._bands[band].remove(record_id)
        self._signatures[record_id] = text
        if duplicate_of:
            self._original[record_id] = duplicate_of
        for band in text.bands:
            self._bands.setdefault(band, []).append(record_id)
