"""The spider that fetches articles at given addresses."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

from scrapy import Request

from spacecrawl.sites.address import clean_url, host_of
from spacecrawl.spiders.articles import ArticleSpider


class FetchSpider(ArticleSpider):
    """Fetches the articles at ``urls``, known ones too: who names an address wants it looked at."""

    name = "fetch"

    def __init__(self, *args: Any, urls: list[str] | str = (), **kwargs: Any) -> None:  # type: ignore[assignment]
        super().__init__(*args, **kwargs)
        given = urls.split() if isinstance(urls, str) else urls
        self.urls = list(dict.fromkeys(clean_url(url) for url in given))

    def prepare(self) -> None:
        """Allow the hosts of the addresses and of their sites."""
        sites = [self.session.catalogue.site_of(url) for url in self.urls]
        self.keep_delays(site for site in sites if site)
        own = {host for site in sites if site for host in site.hosts}
        self.allowed_hosts = frozenset(own | {host_of(url) for url in self.urls})

    async def start(self) -> AsyncIterator[Request]:
        """Yield a request for each address, mobile twins mapped to their pages."""
        for url in self.urls:
            site = self.session.catalogue.site_of(url)
            if site and site.is_article(url):
                url = site.canonical_url(url)  # noqa: PLW2901
            await self.room()
            yield self.article_request(url, site if site and site.is_article(url) else None, [])
