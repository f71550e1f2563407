"""Folders of old runs are removed, so that a cron job does not fill its disk with logs."""

from __future__ import annotations

import logging
import re
import shutil
from pathlib import Path

KEPT_RUNS = 30
"""Folders of runs that are kept by default."""

RUN_NAME = re.compile(r"\d{4}-\d{2}-\d{2}T\d{6}Z(?:-\d+)?")

logger = logging.getLogger(__name__)


def prune_runs(runs: Path, current: str, keep: int = KEPT_RUNS) -> list[str]:
    """Remove the folders of all but the last ``keep`` runs; return their names.

    The current run's folder stays, and so does every folder with bytes that were cut off the data (``torn-*``) or
    taken out of it (``damaged-*``): they are nowhere else. A name that lies in the current run's future was given
    before the clock was set back, and counts as older than all others. What can't be removed is left to the next run.
    """
    names = [path.name for path in runs.iterdir() if RUN_NAME.fullmatch(path.name) and path.is_dir()]
    by_age = sorted(names, key=lambda name: (_order(name) <= _order(current), _order(name)))
    removed = []
    for name in by_age[: max(0, len(by_age) - keep)]:
        if name == current or any(any((runs / name).glob(kept)) for kept in ("torn-*", "damaged-*")):
            continue
        try:
            shutil.rmtree(runs / name)
            removed.append(name)
        except OSError as error:
            logger.warning("%s can't be removed: %s", runs / name, error.strerror)
    return removed


def _order(name: str) -> tuple[str, int]:
    start, _, number = name.partition("Z-")
    return start.rstrip("Z"), int(number or 1)
