"""Addresses in one form.

Without fragment, tracking parameters, session ids, default port, or capitals in the host; bytes escaped in one way.
"""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import SplitResult, parse_qsl, urlencode, urlsplit, urlunsplit

from w3lib.url import safe_url_string

TRACKING = re.compile(
    r"utm_\w+|fbclid|gclid|dclid|gbraid|wbraid|msclkid|yclid|twclid|igshid|mc_[ce]id|_ga|_gl|ref_src|ref_url"
    r"|cmpid|ncid|ocid|sr_share|s_cid|mkt_tok|vero_id|_hsenc|_hsmi|wt_mc|at_(?:medium|campaign)",
    re.IGNORECASE,
)
"""Query parameters that tell where a reader came from and never choose the page."""

SESSION = re.compile(
    r"phpsessid|jsessionid|aspsessionid\w*|asp\.net_sessionid|cfid|cftoken|oscsid|zenid|session_?id", re.IGNORECASE
)
"""Query parameters that name a visit, so that a page has another address at each: a story would be new in every run."""

_SESSION_IN_PATH = re.compile(r";(?:jsessionid|phpsessid|sid)=[^/;]*", re.IGNORECASE)

_REMEMBERED = 4_096
"""Addresses of which a part is remembered: every link of an index page is asked for its parts several times."""

_DEFAULT_PORTS = {"http": 80, "https": 443}

_ESCAPED = re.compile(r"%[0-9A-Fa-f]{2}")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")

_IN_FORM = re.compile(r"https?://[a-z0-9-]+(?:\.[a-z0-9-]+)*/[A-Za-z0-9/_~.!$&'()*+,=:@-]*")
"""Addresses that are in the one form already, as most are: a plain host, a path of safe characters, no more."""


def clean_url(url: str) -> str:
    """Return an absolute http or https address in one form; raise ValueError for anything else."""
    if _IN_FORM.fullmatch(url):
        return url
    parts = urlsplit(safe_url_string(url.strip()))
    scheme = parts.scheme.lower()
    if scheme not in _DEFAULT_PORTS or not parts.hostname:
        raise ValueError(f"not an http or https address: {url!r}")
    path = _SESSION_IN_PATH.sub("", parts.path) or "/"
    query = _clean_query(parts.query)
    return urlunsplit((scheme, netloc_of(parts), _ESCAPED.sub(_one_escape, path), _ESCAPED.sub(_one_escape, query), ""))


def _one_escape(match: re.Match[str]) -> str:
    """Return an escaped byte in capitals, or the character itself where it needs no escape (RFC 3986, 6.2.2)."""
    character = chr(int(match[0][1:], 16))
    return character if character in _UNRESERVED else match[0].upper()


def is_web_address(url: str) -> bool:
    """Tell whether ``url`` is an absolute http or https address."""
    try:
        clean_url(url)
    except ValueError:
        return False
    return True


def netloc_of(parts: SplitResult) -> str:
    """Return host and port, lower-case, without credentials and default port."""
    host = (parts.hostname or "").rstrip(".")
    host = f"[{host}]" if ":" in host else host
    port = parts.port
    return host if port in (None, _DEFAULT_PORTS.get(parts.scheme.lower())) else f"{host}:{port}"


@lru_cache(_REMEMBERED)
def path_and_query(url: str) -> str:
    """Return what patterns of the catalogue are matched against."""
    parts = urlsplit(url)
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


@lru_cache(_REMEMBERED)
def host_of(url: str) -> str:
    """Return the host name of an address, lower-case, without port."""
    return (urlsplit(url).hostname or "").rstrip(".")


def without_www(host: str) -> str:
    """Return a host name without ``www.``."""
    return host.removeprefix("www.")


def are_related(host: str, other: str) -> bool:
    """Tell whether two host names are the same, ``www.`` aside, or one lies within the other's domain."""
    host, other = without_www(host), without_www(other)
    return host == other or host.endswith(f".{other}") or other.endswith(f".{host}")


def _clean_query(query: str) -> str:
    if not query or not (TRACKING.search(query) or SESSION.search(query)):
        return query
    pairs = parse_qsl(query, keep_blank_values=True)
    return urlencode([(key, value) for key, value in pairs if not (TRACKING.fullmatch(key) or SESSION.fullmatch(key))])
