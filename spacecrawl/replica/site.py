"""What the replica answers to an address: a plain function from host and path to a page."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

from spacecrawl.replica import index_pages as index
from spacecrawl.replica.article_pages import article_page, charset_of
from spacecrawl.replica.network import HOSTS, short_name
from spacecrawl.replica.story import Story, stories

HTML = "text/html"
XML = "application/xml"
BUILT = dt.datetime(2026, 3, 20, 20, 37, 27, tzinfo=dt.UTC)


@dataclass(frozen=True)
class Answer:
    """A page as served: status, type, body, and the validators of conditional requests."""

    body: bytes
    content_type: str = HTML
    status: int = 200
    modified: dt.datetime = BUILT
    location: str | None = None

    @cached_property
    def etag(self) -> str:
        """A strong validator: the hash of the body."""
        return f'"{hashlib.sha256(self.body).hexdigest()[:20]}"'


NOT_FOUND = Answer(b"<html><head><title>Not Found</title></head><body><h1>Not Found</h1></body></html>", status=404)


@dataclass
class ReplicaSite:
    """The whole network; ``rewritten`` serves it a day later, ``padding`` makes article pages heavier."""

    rewritten: bool = False
    padding: int = 0
    _pages: dict[str, Answer] = field(default_factory=dict)

    @cached_property
    def stories(self) -> tuple[Story, ...]:
        """All stories, newest first."""
        return stories(rewritten=self.rewritten)

    @cached_property
    def by_path(self) -> dict[str, Story]:
        """Stories by their path, which is the same on every host."""
        return {story.path: story for story in self.stories}

    def listed_on(self, host: str) -> list[Story]:
        """Return the stories that a host lists, newest first."""
        return [story for story in self.stories if host in story.hosts]

    def answer(self, host_name: str, path: str) -> Answer:
        """Return the answer for a host name and a path; a host that is not of the network is served as Space Daily."""
        host = short_name(host_name.partition(":")[0]) or "spacedaily"
        key = f"{host}{path}"
        if key not in self._pages:
            self._pages[key] = self._make(host, path)
        return self._pages[key]

    def _make(self, host: str, path: str) -> Answer:
        for pattern, make in self._routes(host):
            if match := re.fullmatch(pattern, path):
                return make(match)
        return NOT_FOUND

    def _routes(self, host: str) -> list[tuple[str, Callable[[re.Match[str]], Answer]]]:
        listed = self.listed_on(host)
        return [
            (r"/(?:index\.html)?", lambda _: _html(index.front_page(host, listed))),
            (r"/robots\.txt", lambda _: Answer(index.ROBOTS.encode(), "text/plain")),
            (r"/sitemap\.xml", lambda _: Answer(index.sitemap_index(host).encode(), XML)),
            (r"/sitemap-stories\.xml", lambda _: Answer(index.sitemap(host, listed).encode(), XML)),
            (rf"/{host}\.xml", lambda _: Answer(index.feed(host, listed[:15], BUILT).encode(), XML)),
            (
                r"/calendar-(\d{4})-(\d\d)\.html",
                lambda match: _html(index.calendar_page(host, int(match[1]), int(match[2]))),
            ),
            (rf"/pageone/{host}-(\d{{4}}-\d\d-\d\d)\.html", lambda match: self._back_issue(host, match[1])),
            (r"/old/(.+)", lambda match: Answer(b"", status=301, location=f"/reports/{match[1]}")),
            (
                r"/private/.*|/subscribe\.html",
                lambda _: _html("<html><body><p>Nothing to read here.</body></html>"),
            ),
            (
                r"(/m)?(/(?:reports|news|afp)/.+)",
                lambda match: self._article(host, match[2], mobile=bool(match[1])),
            ),
            (r"/([a-z]+)\.html", lambda match: self._section(host, match[1])),
        ]

    def _section(self, host: str, name: str) -> Answer:
        listed = [story for story in self.listed_on(host) if index.section_page_name(story.section) == f"{name}.html"]
        return _html(index.section_page(host, listed)) if listed else NOT_FOUND

    def _back_issue(self, host: str, day: str) -> Answer:
        try:
            date = dt.date.fromisoformat(day)
        except ValueError:
            return NOT_FOUND
        listed = [story for story in self.listed_on(host) if story.day == date]
        return _html(index.front_page(host, listed, date)) if listed else NOT_FOUND

    def _article(self, host: str, path: str, *, mobile: bool) -> Answer:
        story = self.by_path.get(path)
        if story is None:
            return NOT_FOUND
        page = article_page(story, host, self.related(story), mobile=mobile, padding=self.padding)
        modified = dt.datetime.combine(min(story.day, BUILT.date()), dt.time(12), dt.UTC)
        return Answer(page.encode(charset_of(story), "xmlcharrefreplace"), modified=modified)

    def related(self, story: Story) -> list[Story]:
        """Return other stories to show below one: of its section first, then the next ones in time."""
        others = [other for other in self.stories if other.path != story.path]
        return sorted(others, key=lambda other: other.section != story.section)[:10]


def _html(page: str) -> Answer:
    return Answer(page.encode())


def home_address(story: Story) -> str:
    """Return the address of a story on its home host."""
    return f"http://{HOSTS[story.hosts[0]]}{story.path}"
