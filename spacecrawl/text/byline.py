"""Bylines: the persons and organizations who wrote a story, with their roles and agencies.

A byline is cut at credits (`editing by`), then at marks and conjunctions into parts. Each part is a person,
an organization, an agency or a role (a degree, a job title) of the persons before it.
"""

from __future__ import annotations

import re

from spacecrawl.record.article import Author
from spacecrawl.text.agencies import agency_name
from spacecrawl.text.byline_cjk import is_cjk, parse_cjk_byline
from spacecrawl.text.byline_words import byline_words
from spacecrawl.text.names import recase
from spacecrawl.text.places import FIRM, UNKNOWN, locate

_LONGEST = 600
_MOST_WORDS = 7
_LONGEST_CODE = 6
_TAG = re.compile(r"<[^>]*>")
_MARKS = re.compile(r"\s*[;|•·⋅●‧]\s*|\s+[/–—-]\s+|\s*,\s*|(?<=[a-z])/(?=[A-Z])|\n")
_DATED = re.compile(
    r"[\s,|(–—-]*(?:\b(?:(?:last\s+)?updated|published|posted|on|am|le|el|il|op|dnia)\b\s*:?\s*)?"
    r"(?:\b[^\W\d_]{3,9}\.?\s+\d{1,2},?\s+(?:19|20)\d\d|\b\d{1,2}[.\s]\s?[^\W\d_]{3,10}\.?\s+(?:19|20)\d\d"
    r"|\b\d{1,4}[./-]\d{1,2}[./-]\d{2,4}|\b\d{1,2}:\d\d).*$",
    re.IGNORECASE | re.DOTALL,
)
_DIGIT = re.compile(r"\d")
_BRACKET = re.compile(r"\s*[(\[]([^()\[\]]*)[)\]]\s*$")
_HANDLE = re.compile(r"\s*@\w+|\S+@\S+\.\w+|https?://\S+")
_STAFF = re.compile(
    r"(?:from\s+)?(?:(?P<agency>.+?)\s+)?"
    r"(?P<name>staff(?:\s+(?:writers?|reporters?|reports?|correspondents?))?)",
    re.IGNORECASE,
)
_DOMAIN = re.compile(r"[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|de|fr|es|it|nl|pl|ru|at|ch|is|uk|io|tv|eu|info|news|br|tr)")
_DEGREE = re.compile(r"(?:[A-Z][A-Za-z]{0,3}\.?-?){1,4}[®™]?(?:\s\d+|\s\([A-Za-z ]+\))?")
_BODY_OF = re.compile(
    r"(?:the\s+)?(?:[A-Z][\w-]*\s+)*(?:Cent(?:er|re)s?|Institutes?|Departments?|Universit\w+|Office|Ministry"
    r"|Association|Council|Society|Foundation|Bureau|Agency|Board|Committee|Academy|School|College|Federation|Union)\s+(?:for|of|on)\b"
)


def parse_byline(text: str) -> list[Author]:
    """Return the authors of a byline in its order, [] where it names none. Never raises.

    The persons of a credit (`editing by Bo Chen`) come last and have it as their role (`editor`). A role or
    an agency behind several names counts for all since the last one: `A and B, Reuters`.
    """
    text = text[:_LONGEST]
    text = " ".join((_TAG.sub(" ", text) if "<" in text else text).split())
    if _DIGIT.search(text):
        text = _DATED.sub("", text)
    if is_cjk(text):
        return parse_cjk_byline(text)
    words = byline_words()
    authors: list[Author] = []
    pieces = words.credit.split(_cut_lead_in(text))
    _read_parts(pieces[0], authors)
    for phrase, names in zip(pieces[1::2], pieces[2::2], strict=True):
        role = words.credits[" ".join(phrase.lower().split())]
        credited: list[Author] = []
        _read_parts(names, credited)
        for author in credited:
            author.role = author.role or (role if authors or role != "reporter" else None)
        authors.extend(credited)
    return _once(authors)


def _cut_lead_in(text: str) -> str:
    """Cut `By`, `Von`, `Par` off the head, but for what is a name's particle."""
    words = byline_words()
    text = text.strip(' ,.;:|-–—*"“”')
    while match := words.lead_in.match(text) or words.strict_lead_in.match(text):
        text = text[match.end() :].lstrip(" :")
    return "" if text.lower() in ("by", "von", "par", "por") else text


def _read_parts(text: str, authors: list[Author]) -> None:
    """Read the parts of a stretch without credits onto `authors`."""
    start = len(authors)
    for part in _MARKS.split(text):
        if _BODY_OF.match(part):
            _add(part, authors, start)
            continue
        if authors[start:] and _is_title(part):
            _add(part, authors, start)
            continue
        for name in byline_words().conjunction.split(f" {part} "):
            for one in _split_weakly(name.strip()):
                _add(one, authors, start)


def _split_weakly(part: str) -> list[str]:
    """Split at `y`, `e`, `en` where two words stand on both sides, and at `with` or `avec` in any case."""
    words = byline_words()
    found = words.companion.split(part)
    if len(found) > 1:
        return [name for piece in found for name in _split_weakly(piece)]
    match = words.weak_conjunction.search(part)
    while match:
        left, right = part[: match.start()], part[match.end() :]
        named = agency_name(right) or (" " in left and " " in right)
        if named and (match[0].strip().lower() != "en" or locate(right).standing == UNKNOWN):
            return [left, *_split_weakly(right)]
        match = words.weak_conjunction.search(part, match.end())
    return [part]


def _add(part: str, authors: list[Author], start: int) -> None:
    """Take one part: an author, or the agency or role of those before it."""
    part = _HANDLE.sub("", part).strip(' ,.;:|-–—*"“”') if not part.endswith(".") else part.strip(' ,;:|-–—*"“”')
    before = authors[start:]
    if not part or part.lower().strip(".") in byline_words().junk:
        return
    if (agency := _agency(part)) and any(author.kind == "person" for author in before):
        _give(before, agency=agency)
    elif before and before[-1].kind == "person" and _is_role(part):
        before[-1].role = ", ".join(filter(None, (before[-1].role, part)))
    elif agency:
        authors.append(Author(agency, "organization"))
    elif before and before[-1].kind == "person" and " " not in part and locate(part).standing == FIRM:
        return
    elif author := _author(part):
        authors.append(author)


def _agency(part: str) -> str | None:
    """Return the part as an agency's print, `Reuters.` and a slip of one letter at its end included."""
    part = part.rstrip(".")
    if agency_name(part) or (len(part) > _LONGEST_CODE and part[-1].islower() and agency_name(part[:-1])):
        return part
    return None


def _give(authors: list[Author], *, agency: str) -> None:
    for author in authors:
        if author.kind == "person" and author.agency is None:
            author.agency = agency


def _is_role(part: str) -> bool:
    """Tell whether a part behind a person is a degree, a job title or a description, and no other person."""
    words = byline_words()
    tokens = part.split()
    if all(_is_degree(token) for token in tokens) or (_DEGREE.fullmatch(part) and not part[1:].islower()):
        return True
    if any(character.isdigit() for character in part):
        return True
    return _is_title(part) or tokens[0].lower() in words.title_starts


def _is_title(part: str) -> bool:
    """Tell whether a part is a job title with no name behind it."""
    tokens = part.split()
    return any(_title_word(token) for token in tokens) and not _ends_in_name(tokens)


def _is_degree(token: str) -> bool:
    return token.lower().replace(".", "").strip("®™,") in byline_words().degrees and not token[:2].islower()


def _title_word(token: str) -> bool:
    words = byline_words()
    token = token.lower().strip("(),")
    return token in words.titles or token.rsplit("-", 1)[-1] in words.titles


def _ends_in_name(tokens: list[str]) -> bool:
    """Tell whether two words of a name follow the last title word (`Senior Reporter Jane Doe`)."""
    last = max(at for at, token in enumerate(tokens) if _title_word(token))
    rest = tokens[last + 1 :]
    return len(rest) > 1 and all(token[0].isupper() or token in ("de", "van", "von") for token in rest)


def _author(part: str) -> Author | None:
    """Read one name with what hangs on it: brackets, house, place, honorifics, degrees, a title before it."""
    if staff := _STAFF.fullmatch(part):
        return _staff(staff)
    name, house = _cut_house(part)
    if _is_organization(name):
        return _of_house(part) or Author(part, "organization")
    roles: list[str] = []
    agency = None
    if bracket := _BRACKET.search(name):
        name = name[: bracket.start()]
        agency = _agency(bracket[1])
        roles += [] if agency or not bracket[1] or not _cut_place(f" {bracket[1]}") else [bracket[1]]
    name = _cut_roles(_cut_place(name), roles)
    name, agency = _cut_agency(name, agency or house)
    if not any(character.isalpha() for character in name) or len(name.split()) > _MOST_WORDS:
        return None
    return Author(recase(name), "person", ", ".join(roles) or None, agency)


def _staff(staff: re.Match[str]) -> Author:
    """Read `AFP Staff Writers` as the agency's; `Podium Staff` is an organization's own name."""
    agency = staff["agency"]
    if agency and " " not in staff["name"] and agency_name(agency) is None:
        return Author(staff[0], "organization")
    return Author(staff["name"], "organization", agency=agency.removesuffix("'s") if agency else None)


def _of_house(part: str) -> Author | None:
    """Read `Staff Writers for Launchspace`."""
    match = re.search(r"\s+(?:for|of)\s+", part)
    staff = _STAFF.fullmatch(part[: match.start()]) if match else None
    return Author(staff["name"], "organization", agency=part[match.end() :]) if match and staff else None


def _is_organization(part: str) -> bool:
    words = byline_words()
    tokens = part.lower().split()
    if _DOMAIN.fullmatch(part.lower()) or _BODY_OF.match(part) or tokens[0] == "the":
        return True
    return any(token in words.organizations or token.rsplit("-", 1)[-1] in words.organizations for token in tokens)


def _cut_house(part: str) -> tuple[str, str | None]:
    """Cut `for CNN`, `of The Associated Press` off a person's name."""
    for match in byline_words().house.finditer(part):
        house = part[match.end() :]
        if agency_name(house.removeprefix("The ").removeprefix("the ")) or match[0].strip() in (
            "for",
            "für",
            "pour",
            "para",
        ):
            return part[: match.start()], house
    return part, None


def _cut_place(part: str) -> str:
    """Cut `in Paris` off a person's name; a short preposition counts only before a known place."""
    for match in byline_words().locative.finditer(part):
        word = match[0].strip()
        if word in ("in", "aus") or locate(part[match.end() :]).standing != UNKNOWN:
            return part[: match.start()]
    return part


def _cut_roles(name: str, roles: list[str]) -> str:
    """Move honorifics, a job title before the name and degrees behind it from the name to `roles`."""
    tokens = name.split()
    while len(tokens) > 2 and tokens[0].lower().rstrip(".").replace(".", "") in byline_words().honorifics:
        roles.insert(0, tokens.pop(0))
    titles = [at for at, token in enumerate(tokens) if _title_word(token)]
    if titles and titles[-1] < len(tokens) - 1:
        roles.insert(0, " ".join(tokens[: titles[-1] + 1]))
        tokens = tokens[titles[-1] + 1 :]
    degrees: list[str] = []
    while len(tokens) > 2 and _is_degree(tokens[-1]) and not name.isupper():
        degrees.insert(0, tokens.pop())
    roles += degrees
    return " ".join(tokens).rstrip(",")


def _cut_agency(name: str, agency: str | None) -> tuple[str, str | None]:
    """Cut an agency that is printed right behind or before a name (`Brad Schade Reuters`)."""
    tokens = name.split()
    if agency is None and len(tokens) > 2:
        for at, rest in ((-1, tokens[:-1]), (0, tokens[1:])):
            sure = tokens[at].isupper() and not name.isupper() and len(tokens[at]) > 2
            if agency_name(tokens[at]) and (sure or tokens[at] in ("Reuters", "Reuter", "Xinhua", "Bloomberg")):
                return " ".join(rest), tokens[at]
    return name, agency


def _once(authors: list[Author]) -> list[Author]:
    """Drop an author who was there before under the same name."""
    seen: dict[str, Author] = {}
    for author in authors:
        seen.setdefault(author.name.casefold(), author)
    return list(seen.values())
