"""Who wrote an article: the set of names trusted most, and the byline as the page prints it."""

from __future__ import annotations

from dataclasses import dataclass, field

from spacecrawl.parsers.metadata.author_sources import LONGEST, MOST_WORDS, OPENS, AuthorSources, Named
from spacecrawl.parsers.metadata.compare import words_of
from spacecrawl.parsers.metadata.trust import Candidate, elect, load_trust
from spacecrawl.record.article import Author

_MANY = 4


@dataclass(slots=True)
class Byline:
    """The byline as printed, its authors and where they come from."""

    text: str | None = None
    text_source: str = ""
    authors: list[Author] = field(default_factory=list)
    source: str = ""


def find_byline(sources: AuthorSources) -> Byline:
    """Return the authors that are trusted most, and the byline that the page prints near its headline."""
    found = Byline()
    best = elect(author_candidates(sources), load_trust()["authors"])
    if best:
        found.authors, found.source = best.value, best.source
    printed = _printed(sources, found.authors)
    if printed:
        found.text, found.text_source = printed, "markup"
        if not found.authors:
            found.authors, found.source = sources.read([printed]), "text"
    return found


def author_candidates(sources: AuthorSources) -> list[Candidate[list[Author]]]:
    """Return every set of names that the page offers, with its traits."""
    sets: dict[frozenset[str], list[Named]] = {}
    for named in sources.all():
        sets.setdefault(frozenset(" ".join(words_of(author.name)) for author in named.authors), []).append(named)
    near = " \n ".join(" ".join(words_of(sources.scan.blocks[at].text)) for at in sources.near()) if sets else ""
    return [_candidate(names, of, list(sets), sources, near) for names, of in sets.items()]


def _candidate(
    names: frozenset[str], of: list[Named], others: list[frozenset[str]], sources: AuthorSources, near: str
) -> Candidate[list[Author]]:
    authors = of[0].authors
    traits = {one.place for one in of}
    traits.add(f"places {min(len({one.source for one in of}), 3)}")
    traits.add(f"names {min(len(names), _MANY)}")
    site = {" ".join(name) for name in sources.site} | {"".join(name) for name in sources.site}
    if any(name in site or name.replace(" ", "") in site for name in names):
        traits.add("site")
    if all(name in near for name in names):
        traits.add("printed")
    traits |= {f"shape {_shape(author)}" for author in authors}
    if any(names < other for other in others):
        traits.add("part")
    if any(names > other for other in others):
        traits.add("whole")
    return Candidate(authors, of[0].source, traits)


def _shape(author: Author) -> str:
    """Return how a name looks: an organization, one word, an account's, or a person's of two to four words."""
    name = author.name
    if author.kind == "organization":
        return "organization"
    if any(letter.isdigit() for letter in name) or "@" in name or "_" in name:
        return "account"
    parts = name.split()
    if len(parts) == 1:
        return "one word" if name[:1].isupper() else "account"
    small = sum(part[:1].islower() for part in parts)
    return "person" if len(parts) <= _MANY and small <= 1 else "long"


def _printed(sources: AuthorSources, authors: list[Author]) -> str | None:
    """Return the short line near the headline that names the authors or opens as a byline does."""
    names = [words_of(author.name) for author in authors]
    for at in sources.near():
        text = sources.scan.blocks[at].text.replace("\n", " ")
        if len(text) > LONGEST or at == sources.title_block:
            continue
        words = words_of(text)
        if len(words) > MOST_WORDS + 4 * len(names):
            continue
        if any(name and set(name) <= set(words) for name in names) or (not names and OPENS.match(text)):
            return text
    return None
