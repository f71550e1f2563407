"""From the place that a dateline prints to its city, region (ISO 3166-2) and country (ISO 3166-1).

A name that stands alone is resolved by news convention first, then by the gazetteer, and only where the
largest city of the name leaves those of other countries far behind; one with a region or country behind it
by what is printed. What stays ambiguous has no country: a wrong one is worse than none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from spacecrawl.text.gazetteer import City, cities_named, key, names
from spacecrawl.text.words import PLACE_PARTICLES, words

_SPACE = re.compile(r"\s+")
_SEVERAL = re.compile(r"\s*/\s*|\s+(?:and|und|et|y|e|en|i|&)\s+|\s+[-–]\s+")
_WORD_BREAK = re.compile(r"([\s\-'’]+)")
_SCOTTISH = re.compile(r"M[Cc][A-Z]{3,}")
_ABOARD = re.compile(r"(?:aboard|on board|à bord|an bord|a bordo)\b|(?:in|at) sea\b|over the\b", re.IGNORECASE)
_COMPASS = words("new north south east west central upper lower the port fort san santa saint st")
_COMMON = words(
    "of nice reading mobile march bath split most man media date male sale best same deal police "
    "orange normal "
    "enterprise independence progress union liberty bar point why eye rugby mission ocean view parole"
    " update much "
    "college station salem union media sport info pop ball wells ware sandwich boom ham battle"
)
_POSTAL = 3
_MOST_WORDS = 4
_AHEAD = 7
"""How many times the people of all namesakes in other countries a city must have to stand for its name."""
_SETTLED = 50
"""Thousands of people from which a city stands for its name: smaller ones have unlisted namesakes."""
_LARGE = 100
"""Thousands of people from which a gazetteer's city is known without any further evidence."""

UNKNOWN, KNOWN, FIRM = range(3)


@dataclass(frozen=True, slots=True)
class Place:
    """A place: city in ordinary spelling, ISO 3166-2 region and ISO 3166-1 country, None where not known.

    `standing` is UNKNOWN, KNOWN (a name of the gazetteer) or FIRM (by convention, qualified, or large).
    """

    city: str | None = None
    region: str | None = None
    country: str | None = None
    standing: int = UNKNOWN


@lru_cache(maxsize=4096)
def locate(place: str) -> Place:
    """Resolve a printed place (`NORFOLK, Va.`, `Los Angeles CA`, `MADRID`); of several the first counts.

    Never raises; what is not known or ambiguous stays None.
    """
    folded = _SPACE.sub(" ", place).strip(" ,")
    if _ABOARD.match(folded):
        return Place(standing=FIRM)
    whole = names().countries.get(key(folded)) or names().cities.get(key(folded))
    if not whole:
        folded = _SEVERAL.split(folded, maxsplit=1)[0]
    parts = [part.strip() for part in folded.split(",") if part.strip()]
    if not parts:
        return Place()
    return _qualified(parts[0], parts[1:]) if len(parts) > 1 else _alone(parts[0])


def spell(name: str) -> str:
    """Write a place's name in ordinary letters: `RIO DE JANEIRO` is `Rio de Janeiro`; mixed case stays."""
    pieces = _WORD_BREAK.split(name)
    return "".join(_spell_piece(pieces, at) for at in range(len(pieces)))


def _spell_piece(pieces: list[str], at: int) -> str:
    piece, before = pieces[at], pieces[at - 1] if at else ""
    if piece.islower():
        slip = before.isspace() and len(piece) > 2 and piece not in PLACE_PARTICLES
        return piece.capitalize() if slip else piece
    if _SCOTTISH.fullmatch(piece):
        return "Mc" + piece[2:].capitalize()
    if not pieces[0].isupper() or not piece.isupper() or "." in piece[:-1]:
        return piece
    return _spell_capitals(pieces, at)


def _spell_capitals(pieces: list[str], at: int) -> str:
    piece, before, after = pieces[at], pieces[at - 1] if at else "", pieces[at + 1 : at + 2]
    inside_word = before in ("'", "’") and len(pieces[at - 2]) > 1
    article = piece == "D" and after in (["'"], ["’"])
    if at and (inside_word or article or piece.lower() in PLACE_PARTICLES):
        return piece.lower()
    return piece.capitalize()


def _alone(name: str) -> Place:
    """Resolve a name without a comma: by convention, as a whole, with a qualifier as its last words."""
    folded, tables = key(name), names()
    if folded in tables.spots:
        return Place(None, None, tables.spots[folded], FIRM)
    if folded in tables.cities:
        return Place(spell(name), None, tables.cities[folded], FIRM)
    cities = cities_named(folded)
    if folded in tables.countries or len(tables.regions.get(folded, ())) == 1:
        return _area(folded, [city.country for city in cities if city.thousands >= _SETTLED])
    if all(city.other for city in cities) and (found := _with_last_words(name)):
        return found
    return _largest(name, folded, cities) if cities else Place(spell(name))


def _area(folded: str, namesakes: list[str]) -> Place:
    """Resolve a country or region that stands alone; large cities of its name elsewhere forbid it."""
    tables = names()
    choices = _choices([folded])
    countries = {country for _, country in choices}
    if len(countries) > 1 or set(namesakes) - countries:
        return Place(standing=KNOWN)
    region = None if folded in tables.countries else choices[0][0]
    return Place(None, region, choices[0][1], FIRM if len(folded) > _POSTAL else UNKNOWN)


def _largest(name: str, folded: str, cities: list[City]) -> Place:
    """Resolve a name to its largest city if that leaves all namesakes abroad far behind."""
    own = [city for city in cities if not city.other] or cities
    first = max(own, key=lambda city: city.thousands)
    abroad = sum(city.thousands for city in cities if city.country != first.country)
    ahead = first.thousands >= (_LARGE if abroad else _SETTLED) and first.thousands >= _AHEAD * abroad
    country = first.country if ahead else None
    firm = country and first.thousands >= _LARGE and not first.other and folded not in _COMMON
    return Place(spell(name), None, country, FIRM if firm else KNOWN)


def _with_last_words(name: str) -> Place | None:
    """Read `Los Angeles CA`, `San Francisco USA`: the longest tail that is a region or a country.

    It is firm only if what stands before the tail is a known place as well.
    """
    parts = name.split()
    for split in range(1, len(parts)):
        head, tail = parts[:split], " ".join(parts[split:])
        if head[-1].lower() in _COMPASS or (len(tail) < 4 and not tail.isupper() and "." not in tail):
            continue
        if not (_means(tail) or (_means(parts[-1]) and _means(" ".join(parts[split:-1])))):
            continue
        found = _qualified(" ".join(head), [tail])
        known = key(" ".join(head)) in names().cities or cities_named(key(" ".join(head)))
        return found if known else replace(found, standing=KNOWN if len(head) <= _MOST_WORDS else UNKNOWN)
    return None


def _qualified(name: str, qualifiers: list[str]) -> Place:
    """Resolve a city with the regions and countries that stand behind it."""
    tables = names()
    spot = tables.spots.get(key(name))
    choices = _choices(qualifiers)
    region, country = _choose(key(name), choices)
    if country is None and not choices:
        alone = _alone(name)
        return Place(alone.city, None, alone.country, min(alone.standing, KNOWN))
    return Place(None if spot else spell(name), region, country, FIRM)


def _choices(qualifiers: list[str]) -> list[tuple[str | None, str]]:
    """Return what the qualifiers can mean as (region, country), the outermost deciding the country."""
    tables = names()
    found: list[tuple[str | None, str]] = []
    for qualifier in reversed(qualifiers):
        if not found and not _means(qualifier) and _means(qualifier.rpartition(" ")[2]):
            return _choices(qualifier.rsplit(" ", 1))
        folded = key(qualifier)
        here: list[tuple[str | None, str]] = [(region, region[:2]) for region in tables.regions.get(folded, ())]
        if folded in tables.countries:
            here.append((None, tables.countries[folded]))
        inside = [choice for choice in here if not found or choice[1] in {country for _, country in found}]
        found = inside or found
    return found


def _means(qualifier: str) -> bool:
    folded = key(qualifier)
    return folded in names().regions or folded in names().countries


def _choose(folded: str, choices: list[tuple[str | None, str]]) -> tuple[str | None, str | None]:
    """Pick the meaning of a qualifier that the city supports; several that nothing parts give none."""
    if len(choices) < 2:
        return choices[0] if choices else (None, None)
    cities = cities_named(folded)
    supported = [choice for choice in choices if any(_lies_in(city, *choice) for city in cities)]
    usual = names().cities.get(folded)
    chosen = [choice for choice in choices if choice[1] == usual] or supported or choices
    if not supported and len(chosen) == len(choices) and all(region for region, _ in choices):
        return choices[0]
    same = {country for _, country in chosen}
    return chosen[0] if len(chosen) == 1 else (None, same.pop() if len(same) == 1 else None)


def _lies_in(city: City, region: str | None, country: str) -> bool:
    return city.country == country and (region is None or city.region in (None, region))
