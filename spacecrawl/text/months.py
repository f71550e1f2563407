"""Month names of the languages that wire desks and web pages write, abbreviated and in full."""

from __future__ import annotations

from functools import cache

# One string a month: English first, then German, French, Spanish, Portuguese, Italian, Dutch, Polish (with
# genitive), Russian, Turkish, Swedish, Danish and Norwegian, Czech, Arabic, with the abbreviations in use.
_NAMES = (
    "january jan januar jänner jaenner janvier janv enero ene janeiro gennaio gen januari styczeń stycznia styczen "
    "январь января янв ocak oca leden ledna يناير",
    "february feb febr februar feber février fevrier févr fevr fév febrero fevereiro fev febbraio febbr februari "
    "luty lutego февраль февраля фев şubat subat şub únor února فبراير",
    "march mar march. mrz mär märz maerz mars marzo março marco maart mrt marzec marca март марта мар mart "
    "březen března مارس",
    "april apr avril avr abril abr aprile kwiecień kwietnia апрель апреля апр nisan nis duben dubna أبريل ابريل",
    "may mai mayo maio maggio mag mei maj maja май мая mayıs mayis květen května مايو",
    "june jun juni juin junio junho giugno giu czerwiec czerwca июнь июня июн haziran haz červen června يونيو",
    "july jul juli juillet juil julio julho luglio lug lipiec lipca июль июля июл temmuz tem červenec července يوليو",
    "august aug août aout agosto ago augustus augusti sierpień sierpnia август августа авг ağustos agustos ağu "
    "srpen srpna أغسطس اغسطس",
    "september sep sept septembre septiembre setiembre setembro set settembre sett wrzesień września сентябрь "
    "сентября сен сент eylül eylul eyl září سبتمبر",
    "october oct oktober okt octobre octubre outubro out ottobre ott październik października октябрь октября окт "
    "ekim eki říjen října أكتوبر اكتوبر",
    "november nov novembre noviembre novembro listopad listopada ноябрь ноября ноя kasım kasim kas listopadu نوفمبر",
    "december dec dezember dez décembre decembre déc diciembre dic dezembro dicembre desember des grudzień grudnia "
    "декабрь декабря дек aralık aralik ara prosinec prosince ديسمبر",
)
_ENGLISH = tuple(names.split()[0] for names in _NAMES)


def month_number(name: str) -> int | None:
    """Return 1 to 12 for a month's name or abbreviation in any case, with or without its full stop, else None."""
    return _table().get(name.rstrip(".").lower())


def misspelt_month(name: str) -> int | None:
    """Return the one English month whose full name differs from `name` by a single slip, else None.

    A slip is one letter wrong, missing or too many (`Narch`, `Mach`, `Marrch`); names of four letters and
    fewer are left alone, short words being too near to each other, but for those that miss a letter.
    """
    word = name.lower()
    found = [number for number, month in enumerate(_ENGLISH, 1) if len(month) > 4 and _one_slip(word, month)]
    return found[0] if len(found) == 1 else None


@cache
def _table() -> dict[str, int]:
    return {name: number for number, names in enumerate(_NAMES, 1) for name in names.split()}


def _one_slip(word: str, month: str) -> bool:
    if abs(len(word) - len(month)) > 1:
        return False
    start = 0
    while start < min(len(word), len(month)) and word[start] == month[start]:
        start += 1
    shift = len(word) - len(month)
    return word[start + (shift >= 0) :] == month[start + (shift <= 0) :]
