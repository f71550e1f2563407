"""How an article's page came over the network."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fetched:
    """How an article's page came: its validators, and the redirects that led to it, each permanent or not.

    ``page`` is file and offset of the page in the folder's archive, if it was kept.
    """

    etag: str | None = None
    last_modified: str | None = None
    redirects: tuple[tuple[str, bool], ...] = ()
    page: tuple[str, int] | None = None
