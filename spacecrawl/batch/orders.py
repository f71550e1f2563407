"""Archives that are to be read by a cluster, and the names of their results."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from spacecrawl.archives.remote import fingerprint, is_address, told
from spacecrawl.batch.inputs import check_installed, is_archive, names_of
from spacecrawl.errors import UsageError


@dataclass(frozen=True)
class Order:
    """An archive to be read, by path or address, and the name of its result, which may lead through folders."""

    archive: str
    result: str

    def mark(self) -> dict[str, Any]:
        """Return what tells this archive from a changed one: size, and time or digest; raise OSError."""
        if is_address(self.archive):
            return {"archive": told(self.archive), **fingerprint(self.archive)}
        found = Path(self.archive).stat()
        return {"archive": self.archive, "size": found.st_size, "mtime": found.st_mtime_ns}


def orders_of(inputs: tuple[str, ...]) -> list[Order]:
    """Return the archives of all inputs, by whole paths, with the names of their results.

    Those of a folder are named by their paths within it. Raises UsageError for what is no archive, and for two
    archives whose results would have one name.
    """
    found: dict[str, Order] = {}
    for entry in inputs:
        for name in ["-"] if entry == "-" else names_of(entry):
            if not is_archive(name):
                raise UsageError(f"{name}: is no archive by its name, and a cluster reads archives. Leave it out.")
            order = order_of(name, entry)
            if found.setdefault(order.result, order) != order:
                raise UsageError(
                    f"{name}: its result would have the same name as that of {found[order.result].archive}. "
                    "Read them into two folders."
                )
    check_installed()
    return list(found.values())


def order_of(name: str, entry: str) -> Order:
    """Return the order for an archive that was found at an input."""
    if is_address(name):
        return Order(name, told(name).rpartition("/")[2])
    path = Path(name)
    return Order(str(path.absolute()), path.name if name == str(Path(entry)) else path.relative_to(entry).as_posix())
