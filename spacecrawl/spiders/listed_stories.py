"""Stories that index pages list: fetched in the frontier's order, as many as a limit allows."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from itertools import chain
from typing import Any

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from spacecrawl.discovery.frontier import Candidate, Frontier
from spacecrawl.reading import PreparedArticle
from spacecrawl.sites import Site
from spacecrawl.spiders.articles import STOPPED, ArticleSpider
from spacecrawl.spiders.known import KnownToLedger
from spacecrawl.spiders.pending import Pending
from spacecrawl.storage.addresses import State


class ListedStories(ArticleSpider):
    """Fetches what its frontier holds; subclasses fill it.

    ``limit`` is how many articles a site may give: a story that turns out to be gone, moved or outside the dates
    takes no place of it; one that fails or is rejected does, so that a site that is broken is not fetched whole.
    """

    frontier: Frontier
    known: KnownToLedger

    def __init__(self, *args: Any, limit: Any = None, refresh: Any = None, dry_run: Any = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.limit = int(limit) if limit not in (None, "") else None
        self.refresh = int(refresh) if refresh not in (None, "") else None
        self.dry_run = dry_run in (True, "1", "true", "yes")
        self.sites: list[Site] = []
        self.stories = Pending()
        self.taking: Iterator[Candidate] = iter(())

    async def round_of_stories(self, again: Iterator[Request]) -> AsyncIterator[Request]:
        """Yield requests for stories; while some are over the limit, as many again as turned out to be no articles."""
        self.taking, more = self.frontier.take(), True
        while more:
            more = False
            for request in chain(self.story_requests(), again):
                if self.dry_run:
                    self.plan(request)
                    continue
                await self.room()
                more = True
                yield request
            if more and self.frontier.holds_back:
                await self.stories.wait()
                self.taking = self.frontier.take_more()
        self.frontier.leave_rest()

    def plan(self, request: Request) -> None:
        """Note a request that a dry run does not make, and why a run would."""
        self.count("would_fetch")
        self.note(request.url, "would fetch", request.meta["why"])

    def story_requests(self) -> Iterator[Request]:
        """Yield requests for the stories that the frontier hands out."""
        for candidate in self.taking:
            site, url = candidate.home()
            day = f", of {candidate.day}" if candidate.day else ""
            why = f"{'listed' if self.full else 'listed and not known'}{day}"
            request = self.article_request(url, site, candidate.others(), why=why)
            self.stories.begin()
            yield request.replace(
                callback=self.parse_story,
                errback=self.note_story_failure,
                meta={**request.meta, "taken_of": site.entry},
            )

    async def parse_story(self, response: Response, **kwargs: Any) -> AsyncIterator[PreparedArticle]:
        """Yield a listed story's Article, and note that it is done, whatever comes."""
        try:
            async for article in self.parse_article(response, **kwargs):
                yield article
        finally:
            self.stories.end()

    def note_story_failure(self, failure: Failure) -> None:
        """Count a listed story that brought no response."""
        self.note_failure(failure)
        self.stories.end()

    def note_outcome(
        self, response: Response, state: State, *, day: str | None = None, also: str | None = None
    ) -> None:
        """Note what became of an address; what is gone or outside the dates takes no place of the limit."""
        super().note_outcome(response, state, day=day, also=also)
        if state != "rejected":
            self.give_back(response.request)

    def note_moved(self, request: Request | None) -> None:
        """Note where an address leads; what is no article takes no place of the limit."""
        super().note_moved(request)
        self.give_back(request)

    def give_back(self, request: Request | None) -> None:
        """Give back the place that a listed story took of its site's limit."""
        if request and (entry := request.meta.get("taken_of")):
            self.frontier.give_back(entry)

    def requests_again(self) -> Iterator[Request]:
        """Yield conditional requests for the known articles that ``refresh`` is for."""
        for known in self.known.young_articles(self.sites):
            url = known.source or known.url
            given = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
            conditions = {name: value for name, value in given.items() if value}
            site, why = self.session.catalogue.site_of(url), f"known, and not older than {self.refresh} days"
            yield self.article_request(url, site, list(known.also_at), conditions, why=why)

    def closed(self, reason: str) -> None:
        """Count what a run that was stopped had not come to."""
        super().closed(reason)
        for candidate in self.taking:
            self.skip(candidate.home()[1], STOPPED)
        self.frontier.leave_rest()
