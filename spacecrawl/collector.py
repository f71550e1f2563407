"""Python's cyclic garbage collector, set for processes that run through many pages."""

from __future__ import annotations

import gc

_THRESHOLDS = (20_000, 20, 20)
"""Objects, and younger collections, between two collections of each generation; Python's own are 700, 10, 10.

``benchmarks/crawl.py``: at Python's own a crawl spends a fifth of its CPU time on visiting what it needs all along.
"""


def collect_less_often() -> None:
    """Leave what is loaded by now out of all further collections, and collect the rest less often."""
    gc.freeze()
    gc.set_threshold(*_THRESHOLDS)
