"""Near-duplicates across runs: signatures in the ledger, found by their bands without reading the others."""

from __future__ import annotations

from collections import Counter

from spacecrawl.record.similarity import BANDS, THRESHOLD, Signature
from spacecrawl.storage.ledger import Ledger

MOST_OF_A_BAND = 32
"""Newest articles looked at of those that share a band: a set phrase of thousands of stories tells nothing."""

MOST_COMPARED = 24
"""Signatures read and compared a text, those first that share most bands; more only share set phrases."""

_NEAR = " UNION ALL ".join(
    ["SELECT * FROM (SELECT article FROM bands WHERE band = ? ORDER BY article DESC LIMIT ?)"] * BANDS
)


class NearDuplicates:
    """Finds the stored article that a text nearly repeats; the cost hangs on what is alike, not on what is stored."""

    def __init__(self, ledger: Ledger, threshold: float = THRESHOLD) -> None:
        self._ledger = ledger
        self.threshold = threshold

    def find(self, record_id: str, text: Signature) -> str | None:
        """Return the id of the most similar stored article's original, or None.

        An article is never found to repeat itself: not its older version, nor what was found to repeat it.
        """
        near = self._sharing_a_band(text)
        if not near:
            return None
        marks = ", ".join("?" * len(near))
        rows = self._ledger.rows(
            "SELECT id, coalesce(duplicate_of, id), signature FROM signatures JOIN articles ON number = article"  # noqa: S608 - question marks
            f" WHERE article IN ({marks})",
            near,
        )
        scored = [
            (text.similarity(Signature.unpack(packed)), original)
            for other, original, packed in rows
            if record_id not in (other, original)
        ]
        score, original = max(scored, default=(0.0, ""))
        return original if score >= self.threshold else None

    def is_near(self, article: int, text: Signature) -> bool:
        """Tell whether a text nearly repeats a stored article's, given by its number."""
        row = self._ledger.row("SELECT signature FROM signatures WHERE article = ?", (article,))
        return row is not None and text.similarity(Signature.unpack(row[0])) >= self.threshold

    def add(self, article: int, text: Signature) -> None:
        """Note the signature of an article, by its number."""
        self._ledger.write("INSERT INTO signatures VALUES (?, ?)", (article, text.pack()))
        self._ledger.write_many("INSERT OR IGNORE INTO bands VALUES (?, ?)", [(band, article) for band in text.bands])

    def replace(self, article: int, text: Signature | None) -> None:
        """Put another text's signature in the place of an article's; None where the text is too short for one."""
        row = self._ledger.row("SELECT signature FROM signatures WHERE article = ?", (article,))
        if row:
            self._ledger.write("DELETE FROM signatures WHERE article = ?", (article,))
            bands = Signature.unpack(row[0]).bands
            self._ledger.write_many(
                "DELETE FROM bands WHERE band = ? AND article = ?", [(band, article) for band in bands]
            )
        if text:
            self.add(article, text)

    def _sharing_a_band(self, text: Signature) -> list[int]:
        values = [value for band in text.bands for value in (band, MOST_OF_A_BAND)]
        shared = Counter(article for (article,) in self._ledger.rows(_NEAR, values))
        if len(shared) <= MOST_COMPARED:
            return list(shared)
        return [article for article, _ in sorted(shared.items(), key=lambda entry: (-entry[1], -entry[0]))][
            :MOST_COMPARED
        ]
