"""A page in each language that the parser is meant for: nothing states its language, day or authors but its text."""

import datetime as dt

import pytest

from spacecrawl.extraction import read_page
from spacecrawl.parsers.page import Page
from spacecrawl.text.language import detect_language

DAY = dt.date(2026, 5, 3)
PAGES = {
    # language: headline, byline, its name, the day as printed, two sentences
    "en": (
        "The last ferry",
        "By Ann Lee",
        "Ann Lee",
        "May 3, 2026",
        "The last ferry of the summer left the harbour with forty people and a brass band aboard.",
        "Nobody had asked the band to come, said the captain, and nobody will ask it to leave before the spring.",
    ),
    "de": (
        "Die letzte Fähre",
        "Von Anna Vogel",
        "Anna Vogel",
        "3. Mai 2026",
        "Die letzte Fähre des Sommers verließ den Hafen mit vierzig Menschen und einer Blaskapelle an Bord.",
        "Niemand hatte die Kapelle gebeten zu kommen, sagte der Kapitän, und niemand wird sie bitten, vor dem Frühling zu gehen.",
    ),
    "fr": (
        "Le dernier bac",
        "Par Jeanne Petit",
        "Jeanne Petit",
        "3 mai 2026",
        "Le dernier bac de l'été a quitté le port avec quarante passagers et une fanfare à bord.",
        "Personne n'avait invité la fanfare, a dit le capitaine, et personne ne la priera de partir avant le printemps.",
    ),
    "es": (
        "El último transbordador",
        "Por Lucía Romero",
        "Lucía Romero",
        "3 de mayo de 2026",
        "El último transbordador del verano salió del puerto con cuarenta personas y una banda de música a bordo.",
        "Nadie había invitado a la banda, dijo el capitán, y nadie le pedirá que se marche antes de la primavera.",
    ),
    "pt": (
        "A última balsa",
        "Por Inês Duarte",
        "Inês Duarte",
        "3 de maio de 2026",
        "A última balsa do verão deixou o porto com quarenta pessoas e uma banda de música a bordo.",
        "Ninguém tinha convidado a banda, disse o capitão, e ninguém lhe pedirá que saia antes da primavera.",
    ),
    "it": (
        "L'ultimo traghetto",
        "di Carla Neri",
        "Carla Neri",
        "3 maggio 2026",
        "L'ultimo traghetto dell'estate ha lasciato il porto con quaranta persone e una banda musicale a bordo.",
        "Nessuno aveva invitato la banda, ha detto il capitano, e nessuno le chiederà di andarsene prima della primavera.",
    ),
    "nl": (
        "De laatste veerboot",
        "Door Piet de Wit",
        "Piet de Wit",
        "3 mei 2026",
        "De laatste veerboot van de zomer verliet de haven met veertig mensen en een fanfare aan boord.",
        "Niemand had de fanfare gevraagd om te komen, zei de kapitein, en niemand zal haar vragen om voor de lente te gaan.",
    ),
    "pl": (
        "Ostatni prom",
        "Autor: Jan Nowak",
        "Jan Nowak",
        "3 maja 2026",
        "Ostatni prom tego lata opuścił port z czterdziestoma osobami i orkiestrą dętą na pokładzie.",
        "Nikt nie zapraszał orkiestry, powiedział kapitan, i nikt nie poprosi jej o wyjście przed wiosną.",
    ),
    "ru": (
        "Последний паром",
        "Автор: Анна Белова",
        "Анна Белова",
        "3 мая 2026",
        "Последний паром этого лета покинул гавань с сорока пассажирами и духовым оркестром на борту.",
        "Никто не приглашал оркестр, сказал капитан, и никто не попросит его уйти раньше весны.",
    ),
    "tr": (
        "Son vapur",
        "Yazan: Ayşe Demir",
        "Ayşe Demir",
        "3 Mayıs 2026",
        "Yazın son vapuru limandan kırk yolcu ve bir bando ile ayrıldı ve herkes iskelede şarkı söyledi.",
        "Bandoyu kimse çağırmamıştı, dedi kaptan, ve bahardan önce gitmesini de kimse istemeyecek.",
    ),
    "ar": (
        "آخر عبارة",
        "",
        "",
        "3 مايو 2026",
        "غادرت آخر عبارة في الصيف الميناء وعلى متنها أربعون شخصا وفرقة موسيقية نحاسية لم يدعها أحد.",
        "وقال القبطان إن أحدا لم يطلب من الفرقة أن تأتي ولن يطلب منها أحد أن ترحل قبل الربيع.",
    ),
    "zh": (
        "最后一班渡轮",
        "",
        "",
        "2026年5月3日",
        "今年夏天的最后一班渡轮载着四十名乘客和一支铜管乐队离开了港口，岸上的人们唱起了歌。",
        "船长说，没有人请过这支乐队，春天到来之前也不会有人请他们离开，他们可以一直演奏下去。",
    ),
    "ja": (
        "最後の渡し船",
        "",
        "",
        "2026年5月3日",
        "夏の最後の渡し船は、四十人の乗客と一組の吹奏楽団を乗せて港を出て、岸では人々が歌を歌った。",
        "楽団を呼んだ人は誰もいないが、春になるまで出て行けと言う人もいないだろうと船長は話した。",
    ),
    "ko": (
        "마지막 연락선",
        "",
        "",
        "2026년 5월 3일",
        "여름의 마지막 연락선이 승객 마흔 명과 관악대를 태우고 항구를 떠났고 부두의 사람들은 노래를 불렀다.",
        "악대를 부른 사람은 아무도 없었지만 봄이 오기 전에 나가 달라고 할 사람도 없을 것이라고 선장은 말했다.",
    ),
}


def page(title, byline, day, sentences):
    text = "".join(f"<p>{sentence} {sentence}</p>" for sentence in sentences * 3)
    text = text.replace("<p>", "<p>", 1)
    return (
        f"<html><head><title>{title}</title></head><body><nav><a href=/>1</a> <a href=/2>2</a></nav><article><h1>{title}</h1>"
        f"<p class=byline>{byline}</p><p class=date>{day}</p>{text}</article></body></html>"
    )


@pytest.mark.parametrize("language", PAGES)
def test_a_page_that_states_nothing_but_its_text(language):
    title, byline, name, day, *sentences = PAGES[language]
    article = read_page(Page(page(title, byline, day, sentences)), parser="generic")
    assert article.title == title
    assert article.date_published == DAY
    assert [author.name for author in article.authors] == ([name] if name else [])
    assert article.byline == (byline or None)
    assert article.language == language
    assert article.extractor.provenance["language"] == "text"
    assert all(sentence in article.body for sentence in sentences)


def test_what_the_page_states_is_believed():
    title, byline, _, day, *sentences = PAGES["de"]
    html = page(title, byline, day, sentences).replace("<html>", '<html lang="de-at">')
    article = read_page(Page(html), parser="generic")
    assert (article.language, article.extractor.provenance["language"]) == ("de-AT", "markup")


@pytest.mark.parametrize("text", ["", "Hello there", "1 2 3 4 5 6 7 8 9 " * 20, "\x00" * 100])
def test_too_little_to_tell(text):
    assert detect_language(text) is None
