"""The replica's stories and their truth."""

from __future__ import annotations

import datetime as dt
import tomllib
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from spacecrawl.record import Author, Dateline, Sidebar

AGENCY_NAMES = {
    "AFP": "Agence France-Presse",
    "SPX": "Space Media Network",
    "UPI": "United Press International",
    "JPL": "Jet Propulsion Laboratory",
    "XNA": "Xinhua News Agency",
    "RIA Novosti": "RIA Novosti",
    "IANS": "Indo-Asian News Service",
}
ERAS_WITH_KICKER = ("2010", "2016", "2025", "redesign")
SIDEBAR_ON_OWN_LINE = ("2008", "2016")
"""Eras whose boxed stories print their dateline on a line of its own; the others run it into the first paragraph."""


@dataclass(frozen=True)
class Box:
    """A boxed sidebar story as the data gives it."""

    position: str
    title: str
    dateline: Dateline
    body: str


@dataclass(frozen=True)
class Story:
    """One story of the replica: what its page prints, and so what a right extraction holds."""

    path: str
    hosts: tuple[str, ...]
    section: str
    kicker: str
    era: str
    title: str
    byline: str | None
    authors: tuple[Author, ...]
    dateline: Dateline
    body: str
    printed_dateline: str = ""
    caption: str | None = None
    boxes: tuple[Box, ...] = ()
    references: tuple[tuple[str, str], ...] = ()
    traps: tuple[str, ...] = ()
    near_duplicate_of: str | None = None
    rewrite: dict[str, Any] = field(default_factory=dict, hash=False)

    @property
    def day(self) -> dt.date:
        """The day it was filed, for lists in order of time."""
        return self.dateline.date or dt.date(2000, 1, 1)

    @property
    def printed_section(self) -> str | None:
        """The kicker, where pages of this era print one."""
        return self.kicker if self.era in ERAS_WITH_KICKER else None

    @property
    def paragraphs(self) -> list[str]:
        """The body's paragraphs."""
        return self.body.split("\n\n")

    @property
    def sidebars(self) -> list[Sidebar]:
        """The boxed stories as a record holds them: an inline dateline stays in the text."""
        return [self._sidebar(box) for box in self.boxes]

    def _sidebar(self, box: Box) -> Sidebar:
        own_line = self.era in SIDEBAR_ON_OWN_LINE
        dateline = Dateline(**{name: getattr(box.dateline, name) for name in Dateline.__dataclass_fields__})
        dateline.inline = not own_line
        return Sidebar(box.title, dateline, box.body if own_line else f"{dateline.text} - {box.body}")

    def truth(self) -> dict[str, Any]:
        """Return the keys of the record that the page settles, in the record's plain form."""
        from spacecrawl.record.article import plain

        return {
            "section": self.printed_section,
            "title": self.title,
            "byline": self.byline,
            "authors": plain(list(self.authors)),
            "dateline": plain(self.dateline),
            "date_published": plain(self.dateline.date),
            "body": self.body,
            "sidebars": plain(self.sidebars),
        }

    def rewritten(self) -> Story:
        """Return the story as it stands at the same address a day later; itself where it never changes."""
        if not self.rewrite:
            return self
        changed = dict(self.rewrite)
        changed["dateline"] = _dateline(changed["dateline"])
        changed["printed_dateline"] = changed["dateline"].text
        changed["body"] = changed["body"].strip()
        return Story(**{**{name: getattr(self, name) for name in self.__dataclass_fields__}, **changed, "rewrite": {}})


@cache
def stories(*, rewritten: bool = False) -> tuple[Story, ...]:
    """Return all stories, newest first; ``rewritten`` as they stand a day later."""
    found: list[Story] = []
    folder = files("spacecrawl.replica") / "stories"
    for source in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if source.name.endswith(".toml"):
            data = tomllib.loads(source.read_text("utf-8"))
            section = source.name.removesuffix(".toml")
            kicker = data.get("kicker") or section.replace("-", " ").upper()
            found += [_story(entry, section, kicker) for entry in data["story"]]
    if rewritten:
        found = [story.rewritten() for story in found]
    return tuple(sorted(found, key=lambda story: (story.day, story.path), reverse=True))


def _story(entry: dict[str, Any], section: str, kicker: str) -> Story:
    return Story(
        path=entry["path"],
        hosts=tuple(entry["hosts"]),
        section=section,
        kicker=entry.get("kicker", kicker),
        era=entry["era"],
        title=entry["title"],
        byline=entry.get("byline"),
        authors=tuple(Author(**author) for author in entry["authors"]),
        dateline=_dateline(entry["dateline"]),
        body=entry["body"].strip(),
        printed_dateline=entry.get("printed_dateline", entry["dateline"]["text"]),
        caption=entry.get("caption"),
        boxes=tuple(
            Box(box["position"], box["title"], _dateline(box["dateline"]), box["body"].strip())
            for box in entry.get("sidebars", ())
        ),
        references=tuple((reference["text"], reference["url"]) for reference in entry.get("references", ())),
        traps=tuple(entry.get("traps", ())),
        near_duplicate_of=entry.get("near_duplicate_of"),
        rewrite=entry.get("rewrite", {}),
    )


def _dateline(data: dict[str, Any]) -> Dateline:
    agency = data.get("agency")
    return Dateline(**data, agency_name=AGENCY_NAMES[agency] if agency else None)
