"""Near-duplicates: the same story on another address, with another masthead or a few words changed.

MinHash signatures (Broder 1997) over runs of words, cut into bands (locality-sensitive hashing) so that a table
can index them: two texts are compared only when they share a band.
"""

from __future__ import annotations

import re
from array import array
from dataclasses import dataclass, field
from hashlib import blake2b
from operator import eq

from rensa import RMinHash

PERMUTATIONS = 128

BANDS = 42
"""Bands of three numbers each (the last two of the 128 index nothing).

``benchmarks/near_duplicates.py``: all pairs of similarity 0.5 and more share a band, of those below 0.6 too, where
32 bands of four lose 5 %; a text is compared with 6 others of 6,760.
"""

SHINGLE = 3
"""Words a shingle. Two and four tell as well at thresholds of their own (0.6 and 0.4); three needs fewer comparisons
than two, and forgives more changed words than four."""

THRESHOLD = 0.5
"""Estimated Jaccard similarity from which two texts are the same story.

``benchmarks/near_duplicates.py``, on 400 real texts: finds 98 % of those with 3 % of the words replaced, a
paragraph dropped or added, another lead, a masthead, or the last fifth cut; 91 % of those with 10 % of the
words replaced; takes none of 913 for its nearest other text. Of 9,131 leads of a news wire, full of set phrases, it
takes 430 for one of the last day, 38 for one of another week. With 20 % of the words replaced, or half of the text
cut, stories are no longer found reliably.
"""

SHORTEST = 40
"""Words below which a text is too short for its shingles to tell anything."""

_UNSPACED = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_WORD = re.compile(rf"[{_UNSPACED}]|[^\W{_UNSPACED}]+")
"""A word; in Chinese and Japanese, which put no spaces between words, a character."""

_NUMBER = 4
_SEED = 1997


@dataclass(frozen=True, slots=True)
class Signature:
    """A text's MinHash: 128 numbers of 32 bits, packed into 512 bytes.

    The same text has the same signature in every process and on every 64-bit machine.
    """

    packed: bytes

    @property
    def bands(self) -> list[int]:
        """One number a band, each of signed 64 bits; two texts that share one are candidates."""
        return cut(self.packed, BANDS)

    def similarity(self, other: Signature) -> float:
        """Return the estimated Jaccard similarity of two texts' shingles, 0 to 1."""
        equal: int = sum(map(eq, memoryview(self.packed).cast("I"), memoryview(other.packed).cast("I")))
        return equal / PERMUTATIONS


def cut(packed: bytes, bands: int) -> list[int]:
    """Return a hash of each band of a packed signature; a band's place is part of it, so one column can hold all."""
    size = len(packed) // bands
    hashes = (
        blake2b(packed[number * size : (number + 1) * size], digest_size=8, person=number.to_bytes(8, "little"))
        for number in range(bands)
    )
    return [int.from_bytes(band.digest(), "little", signed=True) for band in hashes]


def signature(text: str, shingle: int = SHINGLE) -> Signature | None:
    """Return a text's signature over runs of ``shingle`` words; None for a text of under 40 words."""
    words = _WORD.findall(text.casefold())
    if len(words) < SHORTEST:
        return None
    minhash = RMinHash(PERMUTATIONS, _SEED)
    minhash.update([" ".join(words[at : at + shingle]) for at in range(len(words) - shingle + 1)])
    values = array("I", minhash.digest())
    assert values.itemsize == _NUMBER
    return Signature(values.tobytes())


@dataclass
class NearDuplicates:
    """Signatures by band; finds the earlier record that a text nearly repeats."""

    threshold: float = THRESHOLD
    _signatures: dict[str, Signature] = field(default_factory=dict)
    _bands: dict[int, tuple[str, ...]] = field(default_factory=dict)
    _original: dict[str, str] = field(default_factory=dict)

    def find(self, record_id: str, text: Signature) -> str | None:
        """Return the id of the most similar earlier record's original, or None.

        A record is never found to repeat itself: not its older version, nor what was found to repeat it.
        """
        near = {other for band in text.bands for other in self._bands.get(band, ())}
        scored = [
            (text.similarity(self._signatures[other]), original)
            for other in near
            if record_id not in (other, original := self._original.get(other, other))
        ]
        score, original = max(scored, default=(0.0, ""))
        return original if score >= self.threshold else None

    def add(self, record_id: str, text: Signature, duplicate_of: str | None = None) -> None:
        """Note a record's signature; a newer version of the same record takes its place."""
        self._forget(record_id)
        self._signatures[record_id] = text
        if duplicate_of:
            self._original[record_id] = duplicate_of
        for band in text.bands:
            self._bands[band] = (*self._bands.get(band, ()), record_id)

    def _forget(self, record_id: str) -> None:
        self._original.pop(record_id, None)
        old = self._signatures.pop(record_id, None)
        for band in old.bands if old else ():
            left = tuple(other for other in self._bands[band] if other != record_id)
            if left:
                self._bands[band] = left
            else:
                del self._bands[band]
