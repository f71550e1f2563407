"""Reading and checking catalogues: TOML files of ``[sites.NAME]`` tables."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path
from urllib.parse import urlsplit

from spacecrawl.errors import CatalogueError, UnknownSite
from spacecrawl.sites.address import host_of, netloc_of
from spacecrawl.sites.entry import read_entry
from spacecrawl.sites.overlap import overlaps
from spacecrawl.sites.site import Site


class Catalogue:
    """Sites by entry name and by host, in the order in which they were added."""

    def __init__(self, sites: Iterable[Site] = ()) -> None:
        self._sites: dict[str, Site] = {}
        self._by_host: dict[str, list[Site]] = {}
        for site in sites:
            self.add(site)

    def add(self, site: Site) -> None:
        """Add a site; one of the same name is overridden whole, and its hosts are the newer entry's first."""
        old = self._sites.pop(site.entry, None)
        if old:
            for host in old.hosts:
                self._by_host[host].remove(old)
        self._sites[site.entry] = site
        for host in site.hosts:
            self._by_host.setdefault(host, []).insert(0, site)

    def __iter__(self) -> Iterator[Site]:
        return iter(self._sites.values())

    def __len__(self) -> int:
        return len(self._sites)

    def __contains__(self, entry: str) -> bool:
        return entry in self._sites

    def get(self, entry: str) -> Site:
        """Return the site of this entry name; raise UnknownSite with the nearest names."""
        if entry in self._sites:
            return self._sites[entry]
        near = difflib.get_close_matches(entry.lower(), list(self._sites), n=3, cutoff=0.5)
        hint = f" Did you mean {' or '.join(near)}?" if near else ""
        raise UnknownSite(
            f"Unknown site {entry!r}.{hint} 'spacecrawl sites' lists all; --sites FILE adds a catalogue of your own."
        )

    def select(self, names: Iterable[str]) -> list[Site]:
        """Return the sites of these entry or network names, each once; raise UnknownSite."""
        chosen: dict[str, Site] = {}
        for name in names:
            members = [site for site in self if site.network == name] if name not in self._sites else []
            for site in members or [self.get(name)]:
                chosen[site.entry] = site
        return list(chosen.values())

    def site_of(self, url: str) -> Site | None:
        """Return the site that an address belongs to, or None.

        Of several on one host the one counts that names the same port, then the one that takes
        the address for an article, then the one added last.
        """
        candidates = self._by_host.get(host_of(url), [])
        if len(candidates) < 2:
            return candidates[0] if candidates else None
        netloc = netloc_of(urlsplit(url))
        return min(candidates, key=lambda site: (site.origin[1] != netloc, not site.is_article(url)))


def load_catalogue(paths: Iterable[str | Path] = ()) -> Catalogue:
    """Return the built-in catalogue with the files' entries added or overriding; raise CatalogueError.

    Addresses that a built-in entry takes too are the files': that is how one is overridden in part.
    """
    catalogue = Catalogue(builtin_catalogue())
    sources: dict[str, str] = {}
    for path in paths:
        for site in read_file(Path(path)):
            catalogue.add(site)
            sources[site.entry] = str(path)
    _check_overlaps(catalogue, sources)
    return catalogue


def _check_overlaps(catalogue: Catalogue, sources: dict[str, str]) -> None:
    """Raise CatalogueError where two entries of the files, told with what they come from, contest an address."""
    for one, other, url in overlaps(site for site in catalogue if site.entry in sources):
        where = "" if sources[one.entry] == sources[other.entry] else f" in {sources[one.entry]}"
        raise CatalogueError(
            f"{sources[other.entry]}: [sites.{other.entry}]: takes {url} for an article, as [sites.{one.entry}]{where} "
            "does. Narrow the article_patterns of one of them, or take one out."
        )


@cache
def builtin_catalogue() -> Catalogue:
    """Return the catalogue that ships with the package, read once."""
    source = files("spacecrawl.sites") / "builtin.toml"
    return Catalogue(read_text(source.read_text("utf-8"), "builtin.toml"))


def read_file(path: Path) -> list[Site]:
    """Read a catalogue file; raise CatalogueError that names the file, the entry and the remedy."""
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError:
        raise CatalogueError(
            f"{path}: no such catalogue. Give the path of a TOML file with [sites.NAME] tables."
        ) from None
    except OSError as error:
        raise CatalogueError(f"{path}: can't be read ({error.strerror}). Give a TOML file that may be read.") from error
    except UnicodeDecodeError as error:
        raise CatalogueError(f"{path}: can't be read as UTF-8 text ({error}). Save it as a UTF-8 TOML file.") from error
    return read_text(text, str(path))


def read_text(text: str, source: str) -> list[Site]:
    """Read a catalogue from its text; ``source`` names it in messages."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise CatalogueError(f"{source}: not valid TOML: {error}. Correct the line it names.") from error
    entries = data.pop("sites", None)
    if data:
        raise CatalogueError(f"{source}: unknown table [{next(iter(data))}]. A site's table is [sites.NAME].")
    if not isinstance(entries, dict) or not entries:
        raise CatalogueError(f"{source}: holds no site. Add a table [sites.NAME], as docs/sites.md shows.")
    return [read_entry(name, entry, source) for name, entry in entries.items()]
