"""The stories that a run has found listed and has not fetched yet, each once over all hosts of its network."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Protocol

from spacecrawl.discovery.teaser import Teaser
from spacecrawl.sites import Site

StoryKey = tuple[str, str]

SLACK = dt.timedelta(days=2)
"""A teaser's day differs from its article's by a day at times; within this slack the article itself decides."""


@dataclass(slots=True)
class Candidate:
    """A listed story: for each site that lists it, its place in the run's order and its address there.

    ``position`` is the highest place that it has on any page that lists it.
    """

    key: StoryKey
    day: dt.date | None = None
    changed: dt.date | None = None
    position: int = 1_000_000
    addresses: dict[int, tuple[Site, str]] = field(default_factory=dict)

    def home(self) -> tuple[Site, str]:
        """Return site and address to fetch it from: the first in the run's order of sites."""
        return self.addresses[min(self.addresses)]

    @property
    def order(self) -> tuple[int, int, int, StoryKey]:
        """What stories are sorted by: their site, then newest first, then where they are listed."""
        day = self.day or self.changed
        return min(self.addresses), -(day.toordinal() if day else 0), self.position, self.key

    def others(self) -> list[str]:
        """Return its canonical addresses on the other sites."""
        home = min(self.addresses)
        return [site.canonical_url(url) for rank, (site, url) in sorted(self.addresses.items()) if rank != home]


@dataclass(frozen=True, slots=True)
class Window:
    """Days between which a run wants stories, both inclusive; None is open."""

    since: dt.date | None = None
    until: dt.date | None = None

    def holds(self, day: dt.date | None, slack: dt.timedelta = dt.timedelta(0)) -> bool:
        """Tell whether a day lies in the window; an unknown day does, since nothing may be lost."""
        if day is None:
            return True
        day = day.date() if isinstance(day, dt.datetime) else day
        return not ((self.since and self.since - day > slack) or (self.until and day - self.until > slack))

    def is_over(self, changed: dt.date | None) -> bool:
        """Tell whether a page that last changed on this day can hold nothing of the window."""
        return bool(changed and self.since and self.since - changed > SLACK)


WhySkip = Callable[[Site, str], str | None]
"""Tells why a story at this address of a site is not to be fetched: a word that the run counts by, or "" where it
counts elsewhere; None for a story to fetch."""


class StoryKeys(Protocol):
    """A set of story keys."""

    def add(self, key: StoryKey, /) -> None:
        """Add a key."""

    def __contains__(self, key: StoryKey, /) -> bool: ...


class Frontier:
    """Collects teasers, then hands out what is to fetch, in an order that does not hang on arrival.

    Holds in memory what is to fetch of one round; what was dealt with is in ``taken``, what is known in the ledger.
    """

    def __init__(
        self,
        sites: Iterable[Site],
        window: Window,
        why_skip: WhySkip,
        limit: int | None,
        taken: StoryKeys | None = None,
    ) -> None:
        self.sites = list(sites)
        self.window, self.why_skip, self.limit = window, why_skip, limit
        self.skipped: Counter[str] = Counter()
        self.elsewhere: Counter[str] = Counter()
        self.on_skip: Callable[[str, str], None] = lambda url, reason: None  # noqa: ARG005
        self._rank = {site.entry: rank for rank, site in enumerate(self.sites)}
        self._candidates: dict[StoryKey, Candidate] = {}
        self._taken: StoryKeys = set() if taken is None else taken
        self._taken_by_site: Counter[str] = Counter()
        self._held_back: list[Candidate] = []
        self.left: Counter[str] = Counter()
        """Stories still to be handed out, by site; for those who watch."""

    def add(self, site: Site, teaser: Teaser, position: int) -> None:
        """Note that a page lists a story of a site of the run, at this place of the page."""
        key, url = site.story_key(teaser.url), site.canonical_url(teaser.url)
        candidate = self._candidates.get(key)
        if candidate is None:
            if self._is_dealt_with(key, site, url):
                return
            candidate = self._candidates[key] = Candidate(key)
        candidate.day = max(filter(None, (candidate.day, teaser.day)), default=None)
        candidate.changed = max(filter(None, (candidate.changed, teaser.changed)), default=None)
        candidate.position = min(candidate.position, position)
        candidate.addresses.setdefault(self._rank[site.entry], (site, url))

    @property
    def has_stories(self) -> bool:
        """Whether stories wait to be handed out."""
        return bool(self._candidates)

    def _is_dealt_with(self, key: StoryKey, site: Site, url: str) -> bool:
        reason = self.why_skip(site, url)
        if key in self._taken:
            return True
        if reason is None:
            return False
        self._taken.add(key)
        if reason:
            self.skipped[reason] += 1
            self.on_skip(url, reason)
        return True

    def take(self) -> Iterator[Candidate]:
        """Yield what is to fetch of the stories added so far, in their order; hold back what is over the limit."""
        candidates, self._candidates = self._candidates, {}
        for candidate in sorted(candidates.values(), key=lambda candidate: candidate.order):
            self._taken.add(candidate.key)
            if self._is_outside(candidate):
                self._skip(candidate, "outside the dates")
            else:
                self._held_back.append(candidate)
        yield from self.take_more()

    def take_more(self) -> Iterator[Candidate]:
        """Yield of what was held back what there is room for, in its order.

        A site that was full stays so to the end, whatever is given back meanwhile: which stories are taken must not
        hang on when answers come.
        """
        waiting, self._held_back = self._held_back, []
        self.left = Counter(candidate.home()[0].entry for candidate in waiting)
        full: set[str] = set()
        for candidate in waiting:
            site, _ = candidate.home()
            self.left[site.entry] -= 1
            if site.entry in full or self.is_full(site):
                full.add(site.entry)
                self._held_back.append(candidate)
                continue
            self._taken_by_site[site.entry] += 1
            yield candidate

    @property
    def holds_back(self) -> bool:
        """Tell whether stories wait for one to be given back."""
        return bool(self._held_back)

    def give_back(self, entry: str) -> None:
        """Note that a story which was taken of a site is no article, or outside the dates: another may be taken."""
        self._taken_by_site[entry] -= 1

    def leave_rest(self) -> None:
        """Give up what is held back: it is over the limit."""
        for candidate in self._held_back:
            self._skip(candidate, "over the limit")
        self._held_back = []

    def leave_to(self, site: Site, teaser: Teaser) -> None:
        """Note that a page lists a story of a site that is not in this run."""
        key = site.story_key(teaser.url)
        elsewhere = (f"elsewhere {key[0]}", key[1])
        if elsewhere not in self._taken and key not in self._taken and key not in self._candidates:
            self._taken.add(elsewhere)
            self.elsewhere[site.entry] += 1
            self.on_skip(site.canonical_url(teaser.url), f"on {site.entry}, which is not in this run")

    def is_full(self, site: Site) -> bool:
        """Tell whether a site has given as many stories as the run may take of it."""
        return self.limit is not None and self._taken_by_site[site.entry] >= self.limit

    def _is_outside(self, candidate: Candidate) -> bool:
        if candidate.day:
            return not self.window.holds(candidate.day, SLACK)
        return self.window.is_over(candidate.changed)

    def _skip(self, candidate: Candidate, reason: str) -> None:
        self.skipped[reason] += 1
        self.on_skip(candidate.home()[1], reason)
