r"""How an extracted article is compared with its label: pure functions that every benchmark shares.

Words are ``\w+`` in lower case; bodies are bags of them. A record's text is never repaired before it is compared.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence

LONGEST_LINE = 40
"""Words of a line that can still be furniture."""

_WORD = re.compile(r"\w+")

_OPENS = r"""
(?:related|trending|recommended|sponsored|newsletter|subscribe|advertisement)\b
read (?:more|also|next|the full|on)\b|also read\b|see (?:also|more)\b|more (?:from|on|stories|news|about|like this)\b
most (?:read|popular|viewed|shared)\b|you (?:may|might) (?:also )?(?:like|be interested)|don['’]t miss|up next\b
(?:next|previous) (?:article|post|story)|keep reading|continue reading|editor['’]s['’]? picks?|further reading|must read
similar (?:articles|posts|stories)|latest (?:news|stories|posts|articles)|popular (?:posts|stories|articles|now)
watch(?: more| next|:)|view all|load more|show more|click here
lesen sie (?:auch|mehr)|mehr zum thema|weitere (?:artikel|themen|nachrichten)|weiterlesen|meistgelesen|das könnte sie
auch interessant|siehe auch|(?:à )?lire (?:aussi|plus|la suite)|(?:à )?voir aussi|sur le même (?:sujet|thème)
les plus lus|lee también|leer más|te puede interesar|noticias relacionadas|más (?:leídas?|noticias|información)\b
ver también|leia (?:também|mais)|veja (?:também|mais)|saiba mais|mais lidas|leggi anche
ti potrebbe interessare|potrebbe interessarti|più letti|lees (?:ook|meer|verder)|meer over
czytaj (?:też|także|więcej)|zobacz (?:też|także|również)|читайте также
читать (?:далее|также)|по теме|смотрите также|ilgili haberler|les mer\b|läs (?:mer|också|även)\b|læs (?:mere|også)
اقرأ (?:أيضا|أيضاً|المزيد)|相关(?:阅读|新闻|文章)|相關(?:新聞|報導)|延伸閱讀|推荐阅读|関連記事|あわせて読みたい|관련기사
(?:sign|log) ?(?:up|in)\b|get (?:the|our) .{0,40}newsletter|join our\b|already (?:a|have) .{0,20}(?:subscriber|account)
register (?:now|for)|jetzt (?:abonnieren|anmelden|registrieren)|anmelden|inscrivez-vous|abonnez-vous|s['’]abonner
je m['’]abonne|suscríbe(?:te|ase)|inicia sesión|assine\b|inscreva-se|iscriviti|abbonati\b|abonneer|zapisz się
подпис(?:аться|ывайтесь|ка)|abone ol\b|اشترك|订阅|訂閱|登録|구독
share (?:this|on|via|to|article|the|:)|share$|follow (?:us|me|him|her|them|@|on)|like us|(?:tweet|print|email) this
copy link|teilen\b|folgen sie|partager|partagez|suivez|compart(?:ir|e|ilhar|ilhe)\b|síguenos|siga\b|condividi|seguici
delen\b|volg ons|udostępnij|поделиться|paylaş|شارك|分享|シェア|공유
ad$|ads by|we (?:may )?(?:earn|receive) .{0,40}commission|this (?:post|article|page) (?:may )?contains? affiliate
(?:this (?:site|website)|we) uses? cookies|accept (?:all )?cookies|cookies?\b|enable javascript
please (?:enable|disable|turn)|anzeige\b|werbung\b|publicité|la suite après|publicidade?\b
pubblicità|advertentie|reklam[ae]?\b|реклама\b
广告|廣告|広告|광고
comments?(?: \(?\d+|$|:| (?:are (?:closed|off)|on this|policy|section)\b)|\d+ comments?
leave a (?:comment|reply)|add a comment
join the (?:conversation|discussion)|view comments|post a comment|tags?(?::|$)|topics?:|filed under|categor(?:y|ies):
keywords?:|kommentare?(?:$| \d|:)|\d+ kommentare|schlagworte|commentaires?(?:$| \d|:)|mots-clés
comentários?(?:$| \d|:)|comentarios?(?:$| \d|:)|etiquetas|commenti(?:$| \d|:)|reacties\b|komentarze|комментари[ий]
теги\b|yorum(?:lar)?\b|etiketler|标签|標籤|タグ|태그
copyright\b|©|\(c\) ?\d|all rights reserved|alle rechte|tous droits|todos los derechos|todos os direitos
riproduzione riservata|все права|版权|版權|무단
"""
_HOLDS = r"""
all rights reserved|alle rechte vorbehalten|tous droits réservés|derechos reservados|direitos reservados
(?:our|the|free|daily|weekly) (?:\w+ )?newsletters?\b|subscribe (?:to|now|today|here)\b|sign up (?:for|to|now|here)\b
follow us on|share (?:this|on) (?:article|story|post|facebook|twitter|x|linkedin)\b|click here to|copyright ©
© ?(?:19|20)\d\d|leave a (?:comment|reply)|read more(?:$|:| (?:about|on|here))|log in to\b
cookie (?:policy|settings|consent)
"""


def _any_of(lines: str) -> str:
    return "|".join(filter(None, lines.splitlines()))


_FURNITURE = re.compile(rf"^\W*(?:{_any_of(_OPENS)})|\b(?:{_any_of(_HOLDS)})", re.IGNORECASE)
_CREDENTIAL = re.compile(
    r"\b(?:ph\.? ?d|m\.? ?d|m\.?b\.?a|r\.?d|r\.?n|j\.?d|dr|prof|msc|cpa|esq|jr|sr)\b\.?", re.IGNORECASE
)
_BETWEEN_NAMES = re.compile(r",|;|\band\b|&", re.IGNORECASE)


def words(text: str) -> list[str]:
    """Return the words that bodies are compared by."""
    return _WORD.findall(text.lower())


def word_f1(body: str, label: str) -> tuple[float, float, float]:
    """Return F1, precision and recall of the two bags of words."""
    got, wanted = Counter(words(body)), Counter(words(label))
    common = (got & wanted).total()
    if not common:
        return (1.0, 1.0, 1.0) if got == wanted else (0.0, 0.0, 0.0)
    precision, recall = common / got.total(), common / wanted.total()
    return 2 * precision * recall / (precision + recall), precision, recall


def snippets_found(body: str, snippets: Iterable[str]) -> tuple[int, int]:
    """Return how many of the snippets the body holds, upper and lower case alike, and how many there are."""
    lower = body.lower()
    found = [snippet.lower() in lower for snippet in snippets if snippet]
    return sum(found), len(found)


def boilerplate_lines(body: str, label: str) -> list[str]:
    """Return the body's lines of at most 40 words that read as furniture and do not stand in the label."""
    wanted = " " + " ".join(words(label)) + " "
    found = []
    for line in filter(None, map(str.strip, body.splitlines())):
        of_line = words(line)
        if len(of_line) <= LONGEST_LINE and _FURNITURE.search(line) and f" {' '.join(of_line)} " not in wanted:
            found.append(line)
    return found


def repeats_headline(body: str, title: str, label: str) -> bool:
    """Tell whether the body's first line is the headline, where the label's first line is not."""
    first, wanted = _first_line(body), words(title)
    return bool(wanted) and words(first) == wanted and words(_first_line(label)) != wanted


def _first_line(text: str) -> str:
    return text.strip().split("\n", 1)[0]


def plain_words(text: str) -> list[str]:
    """Return the words of a title or name: NFKD without accents, case-folded."""
    split = unicodedata.normalize("NFKD", text)
    return _WORD.findall("".join(letter for letter in split if not unicodedata.combining(letter)).casefold())


def title_is_right(title: str | None, label: str | None) -> bool:
    """Tell whether two titles are equal as lists of words."""
    return plain_words(title or "") == plain_words(label or "")


def names_in(label: str | Sequence[str] | None) -> set[str]:
    """Return the names of a label, split at commas, ``and`` and ``&``, in one form."""
    lines = [label] if isinstance(label, str) else list(label or ())
    return {name for line in lines for part in _BETWEEN_NAMES.split(line) if (name := _plain_name(part))}


def authors_are_right(names: Iterable[str], label: str | Sequence[str] | None) -> bool:
    """Tell whether the set of names equals the label's, without ``by``, credentials and punctuation."""
    return names_in(list(names)) == names_in(label)


def _plain_name(text: str) -> str:
    found = plain_words(_CREDENTIAL.sub(" ", text))
    return " ".join(found[1:] if found[:1] == ["by"] else found)


def date_is_right(published: dt.date | dt.datetime | str | None, label: str | None) -> bool:
    """Tell whether a date falls on the label's calendar day, as written or in UTC."""
    if not published or not label:
        return not published and not label
    text = published if isinstance(published, str) else published.isoformat()
    days = {text[:10]}
    if len(text) > len("YYYY-MM-DD"):
        moment = dt.datetime.fromisoformat(text)
        if moment.tzinfo:
            days.add(moment.astimezone(dt.UTC).date().isoformat())
    return label[:10] in days
