"""What reading kept pages again found, in counts, and the largest differences."""

from __future__ import annotations

import heapq
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from spacecrawl.reparsing.changes import Change
from spacecrawl.reparsing.task import ReparseTask, Reread

SHOWN = 10
"""Differences that are kept to be shown, the largest; and pages that are named of those that can't be read."""


@dataclass(frozen=True)
class Difference:
    """A record that would change, by key."""

    url: str
    size: int
    changes: dict[str, Change]

    def told(self) -> dict[str, Any]:
        """Return it as JSON has it."""
        changed = {key: {"stored": old, "again": new} for key, (old, new) in self.changes.items()}
        return {"url": self.url, "characters": self.size, "fields": changed}


@dataclass
class Summary:
    """Counts of pages by what became of them.

    ``revised`` are changed records whose content changed, each a version of its own when it is applied.
    """

    pages: int = 0
    unchanged: int = 0
    changed: int = 0
    revised: int = 0
    found: int = 0
    """Articles in pages that held none before."""
    lost: int = 0
    """Articles that today's parser does not find any more."""
    moved: int = 0
    """Articles that it gives another address."""
    unread: int = 0
    fields: Counter[str] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)
    named: list[tuple[str, str]] = field(default_factory=list)
    """Address and reason of the first that were lost, moved or unread."""
    applied: int = 0
    _largest: list[tuple[int, int, Difference]] = field(default_factory=list)

    @property
    def largest(self) -> list[Difference]:
        """The largest differences, the largest first."""
        return [difference for *_, difference in sorted(self._largest, key=lambda entry: (-entry[0], -entry[1]))]

    def add(self, task: ReparseTask, again: Reread) -> None:
        """Count a page that was read again."""
        self.pages += 1
        if task.stored is None:
            self.found += again.article is not None
        elif again.moved_to:
            self.moved += 1
            self.name(task.url, f"would get another address, {again.moved_to}; left as it is")
        elif again.fault is not None:
            self.lost += 1
            self.name(task.url, f"no article any more ({again.fault}); left as it is")
        elif again.changes:
            self._add_changes(task, again)
        else:
            self.unchanged += 1

    def add_unread(self, task: ReparseTask, reason: str) -> None:
        """Count a page that could not be read."""
        self.pages += 1
        self.unread += 1
        self.name(task.url, reason)

    def name(self, url: str, reason: str) -> None:
        """Name an address, if not too many are."""
        if len(self.named) < SHOWN:
            self.named.append((url, reason))

    def told(self) -> dict[str, Any]:
        """Return it as JSON has it."""
        counts = ("pages", "unchanged", "changed", "revised", "found", "lost", "moved", "unread", "applied")
        return {
            **{name: getattr(self, name) for name in counts},
            "fields": dict(self.fields.most_common()),
            "left_out": dict(self.left_out),
            "named": [{"url": url, "reason": reason} for url, reason in self.named],
            "largest": [difference.told() for difference in self.largest],
        }

    def _add_changes(self, task: ReparseTask, again: Reread) -> None:
        self.changed += 1
        self.revised += again.changes_content
        self.fields.update(again.changes.keys())
        assert task.stored is not None
        entry = (again.size, -self.pages, Difference(task.stored["url"], again.size, again.changes))
        (heapq.heappush if len(self._largest) < SHOWN else heapq.heappushpop)(self._largest, entry)
