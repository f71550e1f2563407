"""What an archive held, and which payloads were met before."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

_SHOWN = 5
"""Damaged places that are named."""


@dataclass
class Counts:
    """What an archive held: its records by what they were, and where it is damaged."""

    file: str
    records: int = 0
    pages: int = 0
    unread: str = ""
    """Why nothing, or nothing more, of the file could be read."""
    passed_over: Counter[str] = field(default_factory=Counter)
    """Records that are no page to read, by reason."""
    lost: Counter[str] = field(default_factory=Counter)
    """Pages that should have been read and can't be, by reason."""
    damaged: list[int] = field(default_factory=list)
    """Offsets behind which the archive can't be read as it stands; reading went on at the next whole record."""

    def to_dict(self) -> dict[str, Any]:
        """Return plain values."""
        return {**vars(self), "passed_over": dict(self.passed_over), "lost": dict(self.lost)}

    @classmethod
    def of(cls, entry: dict[str, Any]) -> Counts:
        """Build from what ``to_dict`` made, perhaps by way of JSON."""
        return cls(**{**entry, "passed_over": Counter(entry["passed_over"]), "lost": Counter(entry["lost"])})

    def add(self, other: Counts) -> None:
        """Add what a later part of the same file held."""
        self.records += other.records
        self.pages += other.pages
        self.unread = self.unread or other.unread
        self.passed_over += other.passed_over
        self.lost += other.lost
        self.damaged += other.damaged

    @property
    def is_well(self) -> bool:
        """Tell whether all that it should hold was read."""
        return bool(self.records) and not (self.damaged or self.lost or self.unread)

    def parts(self) -> list[str]:
        """Return what there is to tell, a few words each."""
        told = [f"{number} {what}" for what, number in (self.lost + self.passed_over).most_common()]
        if self.damaged:
            shown = ", ".join(map(str, self.damaged[:_SHOWN])) + (", …" if len(self.damaged) > _SHOWN else "")
            told.append(f"damaged behind offset {shown} (whole records found behind it are read)")
        if self.unread:
            return [*told, self.unread]
        return told if self.records else ["no WARC record in it"]


def digest_of(payload: bytes) -> int:
    """Return a digest of our own: those that archives state may be missing or wrong."""
    return int.from_bytes(hashlib.blake2b(payload, digest_size=8).digest())


class Seen:
    """Payloads that were met before, by their digests."""

    def __init__(self) -> None:
        self._digests: set[int] = set()

    def before(self, digest: int) -> bool:
        """Tell whether this payload was met before; from now on it was."""
        if digest in self._digests:
            return True
        self._digests.add(digest)
        return False
