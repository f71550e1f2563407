"""``spacecrawl browse``: Datasette over a SQLite database that follows the data folders (docs/browse.md)."""

from __future__ import annotations

from importlib.util import find_spec

from spacecrawl.errors import UsageError


def check_installed() -> None:
    """Raise UsageError where Datasette, an extra of the install, is not there."""
    if find_spec("datasette") is None:
        raise UsageError("browse needs Datasette, which is not installed. Install it: pip install 'spacecrawl[browse]'")
