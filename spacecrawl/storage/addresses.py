"""What is known of every address: where it leads to, and whether it is worth asking for again."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Literal

from spacecrawl.sites import Catalogue
from spacecrawl.storage.ledger import Ledger

State = Literal["article", "alias", "redirected", "moved", "gone", "rejected", "outside"]
"""``article``: a record's canonical address. ``alias``: another address of one, on a sister host or as fetched.
``redirected`` (302, 303, 307) and ``moved`` (301, 308) lead to ``target``. ``gone``: 404 or 410, which a stored article
can be too. ``rejected``: ``parser`` found no article that the schema accepts. ``outside``: an article whose day,
``published``, was outside the dates asked for."""

_COLUMNS = "origin || path, state, site, article, target, parser, published, first_seen, last_seen"


@dataclass(frozen=True, slots=True)
class Address:
    """A row of the table of addresses; times in Unix seconds, ``article`` is a number in the table of articles."""

    url: str
    state: State
    site: str | None
    article: int | None
    target: str | None
    parser: str | None
    published: str | None
    first_seen: int
    last_seen: int


class Addresses:
    """Reads and writes the table of addresses; addresses are canonical."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def get(self, url: str) -> Address | None:
        """Return what is known of an address, or None."""
        row = self._ledger.row(f"SELECT {_COLUMNS} FROM addresses WHERE path = ? AND origin = ?", _key(url))  # noqa: S608
        return Address(*row) if row else None

    def at_path(self, path: str) -> list[Address]:
        """Return what is known of a path with query on any host."""
        rows = self._ledger.rows(f"SELECT {_COLUMNS} FROM addresses WHERE path = ?", (path,))  # noqa: S608
        return [Address(*row) for row in rows]

    def note(
        self,
        url: str,
        state: State,
        *,
        site: str | None = None,
        article: int | None = None,
        target: str | None = None,
        parser: str | None = None,
        published: str | None = None,
    ) -> None:
        """Set an address's state; its article and first sight stay where they are known."""
        now = int(time.time())
        self._ledger.write(
            "INSERT INTO addresses"
            " (path, origin, state, site, article, target, parser, published, first_seen, last_seen)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (path, origin) DO UPDATE SET state = excluded.state,"
            " site = coalesce(excluded.site, site), article = coalesce(excluded.article, article),"
            " target = excluded.target, parser = excluded.parser, published = excluded.published,"
            " last_seen = excluded.last_seen",
            (*_key(url), state, site, article, target, parser, published, now, now),
        )

    def note_alias(self, url: str, article: int, site: str | None) -> None:
        """Note that an article is at this address too; that it is known to have moved from here stays."""
        now = int(time.time())
        self._ledger.write(
            "INSERT INTO addresses (path, origin, state, site, article, first_seen, last_seen)"
            " VALUES (?, ?, 'alias', ?, ?, ?, ?) ON CONFLICT (path, origin) DO UPDATE SET"
            " state = CASE WHEN state IN ('article', 'moved', 'redirected') THEN state ELSE 'alias' END,"
            " article = CASE WHEN state = 'article' THEN article ELSE excluded.article END,"
            " last_seen = excluded.last_seen",
            (*_key(url), site, article, now, now),
        )

    def saw(self, url: str) -> None:
        """Note that an address was seen listed, or answered, just now."""
        self._ledger.write(
            "UPDATE addresses SET last_seen = ? WHERE path = ? AND origin = ?", (int(time.time()), *_key(url))
        )


class KnownStories:
    """What is known of stories, which have one path on all hosts of their network."""

    def __init__(self, addresses: Addresses, catalogue: Catalogue) -> None:
        self._addresses = addresses
        self._catalogue = catalogue

    def find(self, key: tuple[str, str]) -> list[Address]:
        """Return the known addresses of a story, by its group and path; those that lead to an article first."""
        group, path = key
        found = [address for address in self._addresses.at_path(path) if self._group(address.url) == group]
        return sorted(found, key=lambda address: address.article is None)

    def _group(self, url: str) -> str:
        site = self._catalogue.site_of(url)
        return site.group if site else ""


def _key(url: str) -> tuple[str, str]:
    """Return path with query, and what stands before: a canonical address has no fragment, and a path always."""
    path = url.find("/", url.find("//") + 2)
    return url[path:], url[:path]
