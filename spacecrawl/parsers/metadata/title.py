"""The headline that a page's sources agree on most, by learned trust."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import urlsplit

from spacecrawl.parsers.generic.blocks import Scan
from spacecrawl.parsers.metadata.compare import likeness, words_of
from spacecrawl.parsers.metadata.jsonld import Node, types_of
from spacecrawl.parsers.metadata.title_sources import PARTS, headings, stated_titles
from spacecrawl.parsers.metadata.trust import Candidate, elect, load_trust

Words = tuple[str, ...]

_MOST_HEADINGS = 6
_STEPS = (0.3, 0.7, 1.0)
"""Below the first a wording is hardly the same headline, from the second on nearly."""
_NEAR_SLUG = 0.15
_FEWEST_SLUG_WORDS = 3
_FAR_DOWN = 60
"""Blocks above a heading from which on it is hardly the page's first."""
_SOURCES = ("first-h1", "later-h1", "first-h2", "json-ld", "og:title", "title", "meta")


@dataclass(slots=True)
class Title:
    """A headline with its source, and the number of the block that prints it (-1 where none does)."""

    text: str = ""
    source: str = ""
    block: int = -1


def find_title(scan: Scan, article: Node, url: str | None = None) -> Title:
    """Return the headline that is trusted most; an empty one where the page has none.

    A headline that no heading prints has the place of the heading that is trusted most.
    """
    trust = load_trust()["title"]
    candidates = title_candidates(scan, article, url)
    best = elect(candidates, trust)
    if best is None:
        return Title()
    if best.value.block < 0:
        heading = elect([candidate for candidate in candidates if candidate.value.block >= 0], trust)
        return Title(best.value.text, best.source, heading.value.block if heading else -1)
    return best.value


def title_candidates(scan: Scan, article: Node, url: str | None = None) -> list[Candidate[Title]]:
    """Return every wording of the headline that the page offers, headings first, each with its traits."""
    ballot = _Ballot("news:" if _is_news(article) else "")
    for number, (block, text) in enumerate(headings(scan)[:_MOST_HEADINGS]):
        tag = scan.blocks[block].frame.tag if block < len(scan.blocks) else ""
        level = tag if tag in ("h1", "h2") else "marked"
        ballot.vote(Title(text, "markup", block), f"{'first' if number == 0 else 'later'}-{level}")
    stated = stated_titles(scan, article, url)
    for source, text in stated:
        ballot.vote(Title(text, source), source)
    ballot.add_parts()
    ballot.compare({tuple(words_of(text)) for _, text in stated})
    ballot.compare_address(url or scan.meta.get("og:url") or "")
    ballot.look(scan)
    return list(ballot.candidates.values())


class _Ballot:
    """Collects candidates by their letters, since headings run their kicker into the headline."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.candidates: dict[Words, Candidate[Title]] = {}
        self.by_letters: dict[str, Words] = {}

    def vote(self, title: Title, trait: str) -> None:
        """Add a source's word for a wording; of two with the same letters the one of more words is kept."""
        words = tuple(words_of(title.text))
        if not words:
            return
        known = self.by_letters.setdefault("".join(words), words)
        candidate = self.candidates.setdefault(known, Candidate(title, title.source))
        candidate.traits |= {trait, self.kind + trait}
        if len(known) < len(words):
            candidate.value = Title(title.text, title.source, candidate.value.block)

    def add_parts(self) -> None:
        """Add what is left of a wording without its last part, behind a mark."""
        for candidate in list(self.candidates.values()):
            title = candidate.value
            if marks := list(PARTS.finditer(title.text)):
                left = Title(title.text[: marks[-1].start()].strip(), title.source, title.block)
                self.vote(left, "cut")
                self.vote(left, f"cut{marks[-1].group().strip()}")

    def compare(self, stated: set[Words]) -> None:
        """Add traits of agreement, of likeness to the others and to what the head states, and of length."""
        for words, candidate in self.candidates.items():
            others = [other for other in self.candidates if other != words]
            main = _main_source(candidate)
            relation = "part" if any(_contains(other, words) for other in others) else ""
            relation += "whole" if any(_contains(words, other) for other in others) else ""
            alike, told, length = _step(words, others), _step(words, stated), _length(words)
            sources = " ".join(name for name in sorted(_SOURCES) if name in candidate.traits)
            candidate.traits |= {
                f"told {told}",
                f"words {length}",
                f"sources {sources}",
                f"{self.kind}sources {sources}",
            }
            candidate.traits |= {
                f"{main} alike {alike}",
                f"{main} {relation}",
                f"{main} told {told}",
                f"{main} words {length}",
            }

    def compare_address(self, url: str) -> None:
        """Add how much of the address's words each wording has, and which has most of them."""
        slug = _slug(url)
        if len(slug) < _FEWEST_SLUG_WORDS:
            return
        shares = {words: likeness(list(words), list(slug)) for words in self.candidates}
        best = max(shares.values(), default=0.0)
        for words, candidate in self.candidates.items():
            share = shares[words]
            candidate.traits.add(f"slug {_step(words, [slug])}")
            if best > _STEPS[0]:
                rank = "best" if share == best else "near" if share > best - _NEAR_SLUG else "less"
                candidate.traits |= {f"slug {rank}", f"{_main_source(candidate)} slug {rank}"}

    def look(self, scan: Scan) -> None:
        """Add how a wording is printed, and what kind of page says so."""
        kind = scan.meta.get("og:type", "").lower()
        kind = "article" if kind == "article" else "website" if kind else "none"
        for candidate in self.candidates.values():
            title = candidate.value
            candidate.traits.add(f"{_main_source(candidate)} type {kind}")
            looks = {
                "ends ?": title.text.endswith("?"),
                "ends .": title.text.endswith("."),
                "ends ...": _is_cut_off(title.text),
            }
            if 0 <= title.block < len(scan.blocks):
                block = scan.blocks[title.block]
                looks |= {"hidden": block.frame.hidden, "linked": block.linked > 0.8 * block.chars}
                looks |= {"caps": title.text.isupper(), "far down": title.block > _FAR_DOWN}
            candidate.traits |= {name for name, true in looks.items() if true}


def _main_source(candidate: Candidate[Title]) -> str:
    return next((name for name in (*_SOURCES, "cut") if name in candidate.traits), "other")


def _step(words: Words, others: Collection[Words]) -> str:
    """Return in which range the likeness to the most alike of others lies."""
    if not others:
        return "none"
    alike = max(likeness(list(words), list(other)) for other in others)
    return str(sum(alike >= step for step in _STEPS))


def _length(words: Words) -> int:
    """Return the number of words to five, then 6 for a usual headline, 7 for a long one."""
    return len(words) if len(words) < 6 else 6 if len(words) < 16 else 7


def _is_cut_off(text: str) -> bool:
    return text.endswith(("...", "…"))


def _slug(url: str) -> Words:
    """Return the words of the part of an address that has most of them."""
    try:
        parts = urlsplit(url).path.split("/")
    except ValueError:
        return ()
    longest = max(parts, key=lambda part: part.count("-") + part.count("_"), default="")
    return tuple(words_of(longest.replace("_", " ")))


def _contains(words: Words, part: Words) -> bool:
    size = len(part)
    return 3 <= size < len(words) and any(words[at : at + size] == part for at in range(len(words) - size + 1))


def _is_news(article: Node) -> bool:
    return any("news" in kind or "live" in kind for kind in types_of(article))
