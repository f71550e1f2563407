"""Events as lines of JSON in a file, for programs that follow a run."""

from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import IO

from spacecrawl.errors import UsageError
from spacecrawl.watching.events import Event

logger = logging.getLogger(__name__)


class EventFile:
    """Appends each event as one line, at once, so that a follower has it; raise UsageError where it can't be opened.

    It is a report, not data: where a later line can't be written the run goes on without it, and says so in its log.
    """

    def __init__(self, path: str | Path) -> None:
        self.path = path
        try:
            self._file: IO[str] | None = open(path, "a", buffering=1, encoding="utf-8", errors="backslashreplace")  # noqa: PTH123, SIM115
        except OSError as error:
            raise UsageError(f"--events {path}: can't be written ({error.strerror}). Name another file.") from error

    def __call__(self, event: Event) -> None:
        """Write an event."""
        if self._file is None:
            return
        try:
            self._file.write(json.dumps(event, ensure_ascii=False, default=str) + "\n")
        except OSError as error:
            self._file = None
            logger.warning("%s can't be written any more: %s. Events that follow are lost.", self.path, error.strerror)

    def close(self) -> None:
        """Close the file."""
        if self._file is not None:
            try:
                self._file.close()
            except OSError as error:
                logger.warning("%s can't be written any more: %s", self.path, error.strerror)
            self._file = None
