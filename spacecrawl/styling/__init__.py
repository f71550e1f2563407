"""The look that pages of ours share: colours in light and dark, type, tables; no script, no font, nothing fetched."""

from __future__ import annotations

from importlib.resources import files

PALETTE = "palette.css"
BASE = "base.css"


def stylesheet() -> str:
    """Return the shared style sheet: custom properties for colours and sizes, then the elements of a page."""
    folder = files("spacecrawl.styling")
    return "\n".join(folder.joinpath(name).read_text("utf-8") for name in (PALETTE, BASE))
