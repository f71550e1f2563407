"""Every version of one article that a data folder holds, and when the article was gone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from spacecrawl.errors import FolderError
from spacecrawl.sites import Catalogue
from spacecrawl.sites.address import clean_url
from spacecrawl.storage.addresses import Address, Addresses, KnownStories
from spacecrawl.storage.folder import ARTICLES
from spacecrawl.storage.ledger import Ledger
from spacecrawl.storage.records import read_record


def versions_of(folder: str | Path, url: str, catalogue: Catalogue) -> list[dict[str, Any]]:
    """Return the records of the article at an address, the oldest first; none where no article is known there.

    Any address that is known of it will do: on a sister host, of a mobile page, one that redirects. Raise FolderError
    where the folder has no ledger, or the ledger and the file do not agree.
    """
    with Ledger.reading(folder) as ledger:
        address = _known(Addresses(ledger), url, catalogue)
        if address is None:
            return []
        lines = ledger.rows("SELECT offset, length FROM versions WHERE article = ? ORDER BY offset", (address.article,))
    path = Path(folder) / ARTICLES
    try:
        with path.open("rb") as file:
            return [_read(file.seek(offset), length, file, path) for offset, length in lines]
    except OSError as error:
        raise FolderError(
            f"{path}: can't be read ({error.strerror}). Restore it, or correct its permissions."
        ) from error


def absences_of(folder: str | Path, url: str, catalogue: Catalogue) -> list[tuple[bool, int]]:
    """Return when the article at an address was seen to be gone (True) or back (False), in Unix seconds, in order."""
    with Ledger.reading(folder) as ledger:
        address = _known(Addresses(ledger), url, catalogue)
        if address is None:
            return []
        rows = ledger.rows("SELECT gone, at FROM presence WHERE article = ? ORDER BY number", (address.article,))
    return [(bool(gone), at) for gone, at in rows]


def _known(addresses: Addresses, url: str, catalogue: Catalogue) -> Address | None:
    """Return what is known of an address that leads to an article, in its own form or in the site's."""
    site = catalogue.site_of(clean_url(url))
    found = [addresses.get(clean_url(url))]
    if site:
        found.append(addresses.get(site.canonical_url(url)))
        found += KnownStories(addresses, catalogue).find(site.story_key(site.canonical_url(url)))
    return next((address for address in found if address and address.article is not None), None)


def _read(offset: int, length: int, file: Any, path: Path) -> dict[str, Any]:
    try:
        return read_record(file.read(length))
    except ValueError as error:
        raise FolderError(
            f"{path}: no record at byte {offset}, where the ledger has one. "
            f"Rebuild the ledger: spacecrawl repair --folder {path.parent}"
        ) from error
