"""Private networks are reached only where the catalogue names them, whatever a name server says."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from ipaddress import ip_address
from threading import Thread
from typing import Any, ClassVar, cast
from urllib.parse import urlsplit
from urllib.request import getproxies

from scrapy import Request, Spider
from scrapy.exceptions import CannotResolveHostError, IgnoreRequest
from scrapy.resolver import CachingThreadedResolver
from scrapy.utils.httpobj import urlparse_cached
from twisted.internet.base import ReactorBase
from twisted.internet.defer import Deferred
from twisted.internet.error import DNSLookupError
from twisted.python.threadpool import ThreadPool

NEVER_PUBLIC = frozenset(
    "localhost local localdomain internal intranet private corp home lan test example invalid onion arpa".split()
)
"""Last labels of names that no public name server answers for (RFC 6761, RFC 6762, ICANN's list of name collisions)."""


class PrivateAddress(IgnoreRequest):
    """Raised for requests to a host whose name resolves to an address of a private network."""


class _NameThread(Thread):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs, daemon=True)


class NameThreads(ThreadPool):
    """Threads that look names up, which nobody waits for: a name server that hangs must not hold up a stop.

    The reactor's own are waited for when it stops.
    """

    threadFactory = _NameThread  # noqa: N815 - Twisted's name


class _WithNameThreads:
    """The reactor, with other threads."""

    def __init__(self, reactor: ReactorBase, size: int) -> None:
        self._reactor = reactor
        self._threads = NameThreads(0, size, "names")
        self._threads.start()

    def getThreadPool(self) -> ThreadPool:  # noqa: N802 - Twisted's name
        return self._threads

    def __getattr__(self, name: str) -> Any:
        return getattr(self._reactor, name)


class GuardedResolver(CachingThreadedResolver):
    """Scrapy's resolver, which hands out private addresses only for what may be there.

    The connection is made to the very address that was checked, so that a name which resolves to another address the
    next time (DNS rebinding) changes nothing. A proxy resolves the names of its requests itself; its own is exempt.
    """

    refused: ClassVar[dict[str, str]] = {}
    runner: Any = None

    @classmethod
    def from_crawler(cls, crawler: Any, reactor: ReactorBase) -> GuardedResolver:
        """Build for what runs the crawlers, whose spiders name their hosts."""
        resolver = super().from_crawler(crawler, reactor)
        resolver.runner = crawler
        threads = crawler.settings.getint("REACTOR_THREADPOOL_MAXSIZE")
        resolver.reactor = cast("ReactorBase", _WithNameThreads(reactor, threads))
        resolver.proxies = frozenset(urlsplit(url).hostname or "" for url in getproxies().values())
        return resolver

    proxies: frozenset[str] = frozenset()

    def getHostByName(self, name: str, timeout: Sequence[int] = ()) -> Deferred[str]:  # noqa: N802 - Twisted's name
        """Return a Deferred of the name's address; it fails with DNSLookupError for one that must not be used."""
        return super().getHostByName(name, timeout).addCallback(self._checked, name)

    def _checked(self, address: str, name: str) -> str:
        if is_public(address) or name in self.proxies or may_be_private(name, address, self._named()):
            return address
        self.refused[name.lower()] = address
        raise DNSLookupError(f"{name} resolves to {address}, a private address")

    def _named(self) -> Iterable[str] | None:
        """Return the hosts that the run's catalogue or command names; None where a spider names no limits."""
        spiders = [crawler.spider for crawler in getattr(self.runner, "crawlers", ()) if crawler.spider]
        named = [getattr(spider, "allowed_hosts", None) for spider in spiders]
        return None if None in named else frozenset(host for hosts in named for host in hosts or ())


class PrivateNetworksMiddleware:
    """Tells why a host could not be resolved where the resolver refused its address, and spares the next tries."""

    def process_exception(self, request: Request, exception: Exception, spider: Spider | None = None) -> None:  # noqa: ARG002
        """Raise PrivateAddress for a host whose address was refused."""
        host = (urlparse_cached(request).hostname or "").lower()
        if isinstance(exception, CannotResolveHostError) and (address := GuardedResolver.refused.get(host)):
            raise PrivateAddress(
                f"{host} resolves to {address}, an address of a private network. "
                f"If that is meant, add {address!r} to the entry's hosts."
            ) from exception


def is_public(address: str) -> bool:
    """Tell whether an IP address is one of the public internet."""
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    parsed = getattr(parsed, "ipv4_mapped", None) or parsed
    return parsed.is_global and not parsed.is_multicast


def may_be_private(name: str, address: str, named: Iterable[str] | None) -> bool:
    """Tell whether a name may lead to a private address: one that is meant to, and that ``named`` holds.

    Meant are the address itself, a name without a dot, one that can't be public, and any name whose address is
    named as well. A public name that suddenly leads into a private network is none of them.
    """
    name = name.lower().rstrip(".")
    if named is not None and address in named:
        return True
    if named is not None and name not in named:
        return False
    return name == address or "." not in name or name.rpartition(".")[2] in NEVER_PUBLIC
