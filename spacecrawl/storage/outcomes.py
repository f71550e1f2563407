"""What became of every address of a run: a line each while it runs, in ``run.json`` when it has ended."""

from __future__ import annotations

import datetime as dt
import json
import logging
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any

logger = logging.getLogger(__name__)


class OutcomeLog:
    """Appends lines of ``{"url", "outcome", "reason"}``; memory stays flat however many there are.

    It is a report, not data: where it can't be written the run goes on without it, and says so in its log. Who watches
    the run sets ``on_note``, which is called with what is noted.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.on_note: Callable[[str | None, str, str | None], None] | None = None
        self._file: IO[str] | None = None
        self._failed = False

    def note(self, url: str | None, outcome: str, reason: str | None = None) -> None:
        """Note what became of an address, and why."""
        if self.on_note is not None:
            self.on_note(url, outcome, reason)
        if self._failed:
            return
        line = json.dumps({"url": url, "outcome": outcome, "reason": reason}, ensure_ascii=False)
        try:
            self._file = self._file or self.path.open("a", encoding="utf-8", errors="backslashreplace")
            self._file.write(line + "\n")
        except OSError as error:
            self._give_up(error)

    def close(self) -> None:
        """Write what is still in memory."""
        if self._file is None:
            return
        try:
            self._file.close()
        except OSError as error:
            self._give_up(error)
        self._file = None

    def _give_up(self, error: OSError) -> None:
        self._failed = True
        logger.error("%s can't be written: %s. run.json will not name every address.", self.path, error.strerror)


def as_json(value: object) -> str:
    """Return what JSON has no type for as text: dates and times in ISO 8601."""
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def whole_lines(path: Path) -> Iterator[str]:
    """Yield the lines of a file without their ends, a torn last one left out; none where there is no file."""
    if not path.exists():
        return
    with path.open(encoding="utf-8") as file:
        for line in file:
            if line.endswith("\n"):
                yield line[:-1]


def write_with_addresses(path: Path, summary: dict[str, Any], outcomes: Path) -> None:
    """Write a summary as JSON with the noted outcomes as its ``addresses``, whole or not at all, a line at a time."""
    beside = path.with_name(f"{path.name}.part")
    opening = json.dumps(summary, ensure_ascii=False, indent=2, default=as_json).removesuffix("\n}")
    with beside.open("w", encoding="utf-8", errors="backslashreplace") as file:
        file.write(f'{opening},\n  "addresses": [')
        for number, line in enumerate(whole_lines(outcomes)):
            file.write(f"{',' if number else ''}\n    {line}")
        file.write("\n  ]\n}\n")
    beside.replace(path)
    outcomes.unlink(missing_ok=True)
