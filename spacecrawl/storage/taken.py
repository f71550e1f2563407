"""Stories that a run has dealt with, kept in a temporary table: a run over years holds none of them in memory."""

from __future__ import annotations

import sqlite3
from hashlib import blake2b

CACHE_KB = 2048


class Taken:
    """A set of story keys for the length of a run; what goes beyond a small cache lies in a temporary file."""

    def __init__(self) -> None:
        self._connection = sqlite3.connect("", isolation_level=None)
        self._connection.execute(f"PRAGMA cache_size = -{CACHE_KB}")
        self._connection.execute("PRAGMA journal_mode = OFF")
        self._connection.execute("PRAGMA synchronous = OFF")
        self._connection.execute("CREATE TABLE taken (key INTEGER PRIMARY KEY)")

    def add(self, key: tuple[str, str]) -> None:
        """Take a story."""
        self._connection.execute("INSERT OR IGNORE INTO taken VALUES (?)", (_number(key),))

    def __contains__(self, key: tuple[str, str]) -> bool:
        found = self._connection.execute("SELECT 1 FROM taken WHERE key = ?", (_number(key),)).fetchone()
        return found is not None


def _number(key: tuple[str, str]) -> int:
    return int.from_bytes(blake2b("\n".join(key).encode("utf-8", "surrogatepass"), digest_size=8).digest(), signed=True)
