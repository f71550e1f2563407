"""Entries of one host that take the same address for an article: whose it is would hang on their order in the files."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import combinations, islice, product
from re import _parser  # type: ignore[attr-defined]  # the only reader of patterns that reads them as re does
from typing import Any
from urllib.parse import urlsplit

from spacecrawl.sites.site import Site

MOST_EXAMPLES = 32
"""Addresses made for a pattern: one for each way through its alternatives, up to so many."""

_OF_CATEGORY = {"CATEGORY_DIGIT": "0", "CATEGORY_SPACE": " ", "CATEGORY_NOT_WORD": "-"}
_REPEATS = ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT")


def overlaps(sites: Iterable[Site]) -> Iterator[tuple[Site, Site, str]]:
    """Yield the pairs of sites that contest addresses, each with one such address, the later of a pair second.

    They have a host in common, on the same port, and belong to no common network, in which a story is one anyway.
    Examples are made of each pattern and tried with the other's: what two patterns share only beyond the examples
    of both is not found. Exact ways were tried: interegular ran out of memory on dates before catch-alls, and
    greenery took 54 s for a pattern of a news site.
    """
    by_host: dict[str, list[Site]] = {}
    for site in sites:
        for host in site.hosts:
            by_host.setdefault(host, []).append(site)
    found: set[tuple[str, str]] = set()
    for host, there in by_host.items():
        for one, other in combinations(there, 2):
            if (one.entry, other.entry) in found or one.group == other.group or _port(one) != _port(other):
                continue
            if (path := contested(one, other, host)) is not None:
                found.add((one.entry, other.entry))
                yield one, other, f"{one.origin[0]}://{host}{_port(one)}{path}"


def contested(one: Site, other: Site, host: str) -> str | None:
    """Return a path that two sites of a host both take for an article's, or None where no example shows one."""
    for site, rival in ((one, other), (other, one)):
        for pattern in site.article_patterns:
            for path in examples(pattern):
                if rival.is_article(f"http://{host}{path}"):
                    return path
    return next((pattern for pattern in one.article_patterns if pattern in other.article_patterns), None)


def examples(pattern: str) -> list[str]:
    """Return short texts that a pattern matches whole; none where it looks around or back in ways not followed."""
    made = _texts(_parser.parse(pattern))
    return [text for text in made if text.startswith("/") and re.fullmatch(pattern, text)]


def _texts(parsed: Any) -> list[str]:
    """Return texts for a sequence of a parsed pattern's parts."""
    choices = [_texts_of(str(operation), argument) for operation, argument in parsed]
    return ["".join(parts) for parts in islice(product(*choices), MOST_EXAMPLES)]


def _texts_of(operation: str, argument: Any) -> list[str]:
    if operation == "LITERAL":
        return [chr(argument)]
    if operation == "IN":
        return [_member(argument)]
    if operation == "BRANCH":
        return [text for branch in argument[1] for text in _texts(branch)]
    if operation in ("SUBPATTERN", "ATOMIC_GROUP"):
        return _texts(argument[-1] if operation == "SUBPATTERN" else argument)
    if operation in _REPEATS:
        least, most, repeated = argument
        return [text * max(least, min(most, 1)) for text in _texts(repeated)]
    return ["a" if operation in ("ANY", "NOT_LITERAL") else ""]  # else an anchor or an assertion, which takes no room


def _member(items: list[tuple[Any, Any]]) -> str:
    """Return a character of a class; of one that is told by what it lacks, ``a``, which few lack."""
    operation, argument = items[0]
    if str(operation) == "LITERAL":
        return chr(argument)
    if str(operation) == "RANGE":
        return chr(argument[0])
    return _OF_CATEGORY.get(str(argument), "a")


def _port(site: Site) -> str:
    """Return the port of a site's own addresses as they have it, with its colon; empty for the usual one."""
    port = urlsplit(f"//{site.origin[1]}").port
    return f":{port}" if port else ""
