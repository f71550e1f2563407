"""A proxy that fails is named: the site that was asked through it, or its robots.txt, is not to blame."""

from __future__ import annotations

from scrapy import Request, Spider
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
)
from scrapy.utils.httpobj import urlparse_cached

NOT_THERE = (DownloadConnectionRefusedError, CannotResolveHostError)
NO_ANSWER = (DownloadTimeoutError, DownloadFailedError)


class ProxyFailed(IgnoreRequest):
    """Raised for requests to a host whose robots.txt could not be asked for, as the proxy failed."""


class ProxyTroubleMiddleware:
    """Notes the proxy on the error of a request that went through one; the kind of error stays.

    Stands nearer to the downloader than Scrapy's middleware that chooses the proxy.
    """

    def process_exception(self, request: Request, exception: Exception, spider: Spider | None = None) -> None:  # noqa: ARG002
        """Note the proxy on an exception that tells of a connection which was made to it."""
        proxy = request.meta.get("proxy")
        if not proxy or not isinstance(exception, (*NOT_THERE, *NO_ANSWER)):
            return
        if isinstance(exception, NO_ANSWER):
            exception.add_note(f"no whole answer came through the proxy {proxy} ({exception})")
            return
        variable = f"{urlparse_cached(request).scheme}_proxy"
        exception.add_note(
            f"the proxy {proxy} can't be reached ({exception}). Start it, or correct or unset {variable}."
        )


def proxy_trouble(error: BaseException | str | None) -> str | None:
    """Return what was noted of a proxy on an error, or None."""
    return next(iter(getattr(error, "__notes__", ())), None)
