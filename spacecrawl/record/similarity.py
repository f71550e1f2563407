"""Near-duplicates: the same story on another address, with another masthead or a few words changed.

MinHash signatures (Broder 1997) over runs of words tell how alike two texts are. A table finds which are worth
comparing by bands: the least hash of a text's longer runs of words, under several hash functions. Two texts
are compared only when they share a band.
"""

from __future__ import annotations

import re
from array import array
from dataclasses import dataclass
from operator import eq

from rensa import RMinHash

PERMUTATIONS = 128

SHINGLE = 3
"""Words a shingle. Two and four tell as well at thresholds of their own (0.6 and 0.4); three needs fewer comparisons
than two, and forgives more changed words than four."""

THRESHOLD = 0.5
"""Estimated Jaccard similarity from which two texts are the same story.

``benchmarks/near_duplicates.py``, on 400 real texts: finds 98 % or more of those with 3 % of the words
replaced, a paragraph dropped or added, another lead, a masthead, or the last fifth cut, 91 % of those with 10 %
of the words replaced; takes none of 913 for its nearest other text. Of 9,131 leads of a news wire, full of set
phrases, it takes 430 for one of the last day, 38 for one of another week. With 20 % of the words replaced, or
half of the text cut, stories are no longer found reliably.
"""

BANDS = 16
"""Bands of a text: sixteen numbers index nearly as much as 42 triples of the signature's own.

``benchmarks/near_duplicates.py``: of 3,868 pairs of similarity 0.5 and more all but one share a band, with 20 all do,
as with the 42. One of 921 texts is compared with 0.04 others.
"""

BAND_SHINGLE = 2 * SHINGLE
"""Words of the runs that the bands are made of. Shorter ones are shared by too many texts, longer ones lose pairs."""

SHORTEST = 40
"""Words below which a text is too short for its shingles to tell anything."""

_UNSPACED = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_WORD = re.compile(rf"[{_UNSPACED}]|[^\W{_UNSPACED}]+")
"""A word; in Chinese and Japanese, which put no spaces between words, a character."""

_SEED = 1997
_PACKED = 4 * PERMUTATIONS


@dataclass(frozen=True, slots=True)
class Signature:
    """A text's MinHash: 128 numbers of 32 bits, packed into 512 bytes, and those of its bands.

    The same text has the same signature in every process and on every 64-bit machine.
    """

    packed: bytes
    band_values: bytes = b""

    @property
    def bands(self) -> list[int]:
        """One number a band, below 2 ** 36: its place is part of it, so that one column can hold all."""
        return [place << 32 | value for place, value in enumerate(memoryview(self.band_values).cast("I"))]

    def similarity(self, other: Signature) -> float:
        """Return the estimated Jaccard similarity of two texts' shingles, 0 to 1."""
        equal: int = sum(map(eq, memoryview(self.packed).cast("I"), memoryview(other.packed).cast("I")))
        return equal / PERMUTATIONS

    def pack(self) -> bytes:
        """Return the whole signature as bytes."""
        return self.packed + self.band_values

    @classmethod
    def unpack(cls, packed: bytes) -> Signature:
        """Return the signature that ``pack`` made."""
        return cls(packed[:_PACKED], packed[_PACKED:])


def signature(text: str, shingle: int = SHINGLE) -> Signature | None:
    """Return a text's signature over runs of ``shingle`` words; None for a text of under 40 words."""
    words = _WORD.findall(text.casefold())
    if len(words) < SHORTEST:
        return None
    runs = runs_of(words, shingle)
    longer = [f"{one} {other}" for one, other in zip(runs, runs[shingle:], strict=False)]  # twice the length
    return Signature(_minhash(runs, PERMUTATIONS), _minhash(longer, BANDS))


def runs_of(words: list[str], length: int) -> list[str]:
    """Return each run of this many words."""
    return list(map(" ".join, zip(*(words[at:] for at in range(length)), strict=False)))


def _minhash(runs: list[str], permutations: int) -> bytes:
    minhash = RMinHash(permutations, _SEED)
    minhash.update(runs)
    return array("I", minhash.digest()).tobytes()
