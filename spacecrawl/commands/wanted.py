"""Which articles ``extract`` is asked for: by site, language and day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from spacecrawl.sites import Catalogue


@dataclass(frozen=True)
class Wanted:
    """The filters of a call; an empty one lets everything pass. Days are inclusive, as the article states them."""

    catalogue: Catalogue
    sites: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    since: dt.date | None = None
    until: dt.date | None = None

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
        entries = frozenset(site.entry for site in catalogue.select(sites))
        return cls(catalogue, entries, frozenset(code.lower() for code in languages), since, until)

    @property
    def is_filter(self) -> bool:
        """Tell whether anything can be left out."""
        return bool(self.sites or self.languages or self.since or self.until)

    def has_address(self, url: str) -> bool:
        """Tell by a page's address whether its article can be wanted, before it is read."""
        if not self.sites:
            return True
        site = self.catalogue.site_of(url)
        return site is not None and site.entry in self.sites

    def has_record(self, record: dict[str, Any]) -> bool:
        """Tell whether a record is wanted; one without a language or day is not where that is asked for."""
        if self.sites and record["site"] not in self.sites:
            return False
        if self.languages and (record["language"] or "").partition("-")[0].lower() not in self.languages:
            return False
        day = (record["date_published"] or "")[: len("YYYY-MM-DD")]
        if self.since and day < self.since.isoformat():
            return False
        return not (self.until and not "" < day <= self.until.isoformat())
