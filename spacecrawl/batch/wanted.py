"""Which articles ``extract`` is asked for: by site, language and day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from spacecrawl.exporting.selection import Selection
from spacecrawl.sites import Catalogue


@dataclass(frozen=True)
class Wanted:
    """What is asked of records, and of the addresses of pages that are not read yet."""

    catalogue: Catalogue
    selection: Selection = field(default_factory=Selection)

    @classmethod
    def of(
        cls,
        catalogue: Catalogue,
        sites: Iterable[str],
        languages: Iterable[str],
        since: dt.date | None,
        until: dt.date | None,
    ) -> Wanted:
        """Build from the options of a call; raise UnknownSite."""
        entries = tuple(site.entry for site in catalogue.select(sites))
        return cls(catalogue, Selection(since, until, sites=entries, languages=tuple(languages)))

    @property
    def is_filter(self) -> bool:
        """Tell whether anything can be left out."""
        return self.selection != Selection()

    def has_address(self, url: str) -> bool:
        """Tell by a page's address whether its article can be wanted, before it is read."""
        if not self.selection.sites:
            return True
        site = self.catalogue.site_of(url)
        return site is not None and site.entry in self.selection.sites

    def has_record(self, record: dict[str, Any]) -> bool:
        """Tell whether a record is wanted; one without a language or day is not where that is asked for."""
        return self.selection.takes(record)
