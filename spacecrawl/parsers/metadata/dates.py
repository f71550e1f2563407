"""When an article was published and changed, arbitrated by learned trust between all that the page states."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from spacecrawl.parsers.metadata.date_sources import DateSources, Moment, Stated
from spacecrawl.parsers.metadata.trust import Candidate, elect, load_trust
from spacecrawl.text.dates import as_day

_MODIFIED_ORDER = ("json-ld", "meta", "microdata", "markup", "script", "text")


@dataclass(slots=True)
class Dates:
    """Both dates with their sources."""

    published: Moment | None = None
    published_source: str = ""
    modified: Moment | None = None
    modified_source: str = ""


def find_dates(sources: DateSources) -> Dates:
    """Return the most exact dates of the day that is trusted most."""
    stated = sources.all()
    dates = Dates()
    best = elect(date_candidates(stated), load_trust()["date_published"])
    if best:
        dates.published, dates.published_source = best.value, best.source
    changed = [one for one in stated if one.changed]
    for one in sorted(changed, key=lambda one: _MODIFIED_ORDER.index(one.source)):
        if best is None or as_day(one.value) >= as_day(best.value):
            dates.modified, dates.modified_source = one.value, one.source
            break
    return dates


def date_candidates(stated: list[Stated]) -> list[Candidate[Moment]]:
    """Return the days that can be the day of publishing, each as its most exact statement, with their traits.

    What only a change's date states is a candidate where the page prints it, since pages print the day of an
    update without saying so.
    """
    days: dict[dt.date, list[Stated]] = {}
    for one in stated:
        days.setdefault(as_day(one.value), []).append(one)
    told = {day: of for day, of in days.items() if not all(one.changed for one in of)}
    first, last = min(told, default=None), max(told, default=None)
    changes = {as_day(one.value) for one in stated if one.changed}
    return [_candidate(day, of, first, last, changes) for day, of in (told or days).items()]


def _candidate(
    day: dt.date, of: list[Stated], first: dt.date | None, last: dt.date | None, changes: set[dt.date]
) -> Candidate[Moment]:
    own = [one for one in of if not one.changed] or of
    exact = next((one for one in own if isinstance(one.value, dt.datetime)), own[0])
    traits = {one.place + (" changed" if one.changed else "") for one in of}
    kinds = {one.source for one in of}
    traits.add(f"sources {min(len(kinds), 4)}")
    if day in changes:
        traits.add("change")
    if first != last:
        traits.add("first" if day == first else "last" if day == last else "between")
    return Candidate(exact.value, exact.source, traits)
