"""Dates told from the reader's moment: `3 hours ago`, `gestern`, `il y a 2 jours`, `2天前`."""

from __future__ import annotations

import datetime as dt
import re

_UNITS = {
    "second": (
        "seconds? secs? sekunden? secondes? segundos? secondi secondo seconden seconde sekund[yę]? "
        "секунд[уы]? saniye 秒 초"
    ),
    "minute": ("minutes? mins? minuten? minuto?s? minuti minuut minut[yęa]? минут[уы]? dakika dk 分钟 分鐘 分 분"),
    "hour": (
        "hours? hrs? h stunden? heures? horas? or[ae] uur uren godzin[yęa]? час(?:а|ов)? saat "
        "tim(?:me|mar) timer? 小时 小時 時間 시간"
    ),
    "day": "days? tage?n? jours? d[ií]as? giorn[io] dag(?:en|ar|e)? dni dzień д(?:ень|ня|ней) gün 天 日 일",
    "week": (
        "weeks? wochen? semaines? semanas? settiman[ae] we(?:ek|ken) tygodni[ea]? tydzień недел[юиь] "
        "hafta veck[ao]r? uger? 周 週間 주"
    ),
    "month": (
        "months? monate?n? mois mes(?:es)? mês mes[ei] maand(?:en)? miesi(?:ąc|ące|ęcy) месяц(?:а|ев)? ay"
        " måned(?:er)? 个月 個月 か月 ヶ月 개월"
    ),
}
_DAYS = {
    0: "today|heute|aujourd'hui|hoy|hoje|oggi|vandaag|dzisiaj|dziś|сегодня|bugün|idag|i dag|今天|今日|오늘|اليوم",
    1: "yesterday|gestern|hier|ayer|ontem|ieri|gisteren|wczoraj|вчера|dün|igår|i går|昨天|昨日|어제|أمس",
}
_SECONDS = {"second": 1, "minute": 60, "hour": 3600, "day": 86400, "week": 604800, "month": 2629746}
_LONGEST = 40
_NUMBER = r"(\d{1,3}|an?|one|einer|einem|une?|una|uma|één|een|ett|en)"
_SPACED = {unit: names.split() for unit, names in _UNITS.items()}
_UNIT = "|".join(f"(?P<{unit}>{'|'.join(sorted(names, key=len, reverse=True))})" for unit, names in _SPACED.items())
_AGO = re.compile(
    r"(?:\b(?:vor|il y a|hace|há|ha|för|for|منذ)\s+(?:etwa\s+|cerca de\s+|environ\s+)?)?"
    rf"\b{_NUMBER}\s?(?:{_UNIT})"
    r"(?P<after>\s*(?:ago|fa|geleden|temu|назад|önce|sedan|siden|前|전|atrás))?(?!\w)",
    re.IGNORECASE,
)
_BEFORE = re.compile(r"(?:vor|il y a|hace|há|ha|för|منذ)\s", re.IGNORECASE)
_TODAY = {days: re.compile(rf"(?:{names})(?!\w)(?:\W|\W.{{0,6}}\d.*)?", re.IGNORECASE) for days, names in _DAYS.items()}
_MOST_WORDS = 4


def parse_relative(text: str, reference: dt.date | None) -> dt.date | dt.datetime | None:
    """Return the moment a relative text means, counted from `reference`; None without either.

    From a datetime, seconds, minutes and hours give a datetime, longer units its day; from a date all give
    a day.
    """
    if reference is None or len(text) > _LONGEST:
        return None
    match = _AGO.search(text)
    if match and (match["after"] or _BEFORE.match(match[0])):
        return _back(match, reference)
    for days, pattern in _TODAY.items():
        if text.count(" ") < _MOST_WORDS and pattern.fullmatch(text):
            return _day(reference) - dt.timedelta(days=days)
    return None


def _back(match: re.Match[str], reference: dt.date) -> dt.date | dt.datetime:
    unit = next(unit for unit in _SECONDS if match[unit])
    number = int(match[1]) if match[1].isdigit() else 1
    back = dt.timedelta(seconds=number * _SECONDS[unit])
    if isinstance(reference, dt.datetime):
        moment = reference - back
        return moment if unit in ("second", "minute", "hour") and reference.tzinfo else moment.date()
    return reference - (back if unit not in ("second", "minute", "hour") else dt.timedelta(0))


def _day(reference: dt.date) -> dt.date:
    return reference.date() if isinstance(reference, dt.datetime) else reference
