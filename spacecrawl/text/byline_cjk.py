"""Bylines in Chinese, Japanese and Korean script, where names have no spaces and titles follow them."""

from __future__ import annotations

import re

from spacecrawl.record.article import Author

_SCRIPT = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
_KANA = re.compile(r"[\u3040-\u30ff]")
_TITLES = (
    "本报记者|本報記者|新华社记者|特约记者|实习记者|见习记者|特派員|特派员|编辑部|責任編輯|责任编辑|记者|記者|作者|编辑|編輯|撰文|翻译|文|"
    "編集委員|論説委員|記者団|聞き手|선임기자|전문기자|특파원|인턴기자|논설위원|통신원|기자|글쓴이|글|편집인|에디터"
)
_LEAD = re.compile(rf"^(?:{_TITLES})?\s*(?:[:：/／=]\s*|\s+)")
_TITLE = re.compile(rf"(?:{_TITLES})")
_ROLE = re.compile(rf"(?:\s+|(?!文$|글$))({_TITLES})$")
_AND_OTHERS = re.compile(r"\s*외\s*\d+\s*명|\s*等$|\s*ほか\d*人?$")
_BREAK = re.compile(r"\s*[·・、，,;；/／|&＆]\s*|\s+와\s+|\s+과\s+")
_ORGANIZATION = re.compile(
    r"新闻|新聞|通信|通讯社|新华社|新華社|社$|编辑部|編集部|オンライン|デジタル|ニュース|日报|日報|网$|뉴스|일보|신문|연합|통신|편집국|취재팀|팀$"
)
_BRACKETS = re.compile(r"[【】\[\]()（）「」]")
_LONGEST_GIVEN = 2
_PLACE_TITLE = re.compile(r"^(?:[가-힣]{2,4}=)")


def is_cjk(text: str) -> bool:
    """Tell whether a byline is written in Chinese, Japanese or Korean script."""
    return _SCRIPT.search(text) is not None


def parse_cjk_byline(text: str) -> list[Author]:
    """Return the authors of a byline in these scripts; a title behind a name is its role."""
    text = _AND_OTHERS.sub("", _PLACE_TITLE.sub("", _BRACKETS.sub(" ", text).strip()))
    text = _LEAD.sub("", text.strip()) or text
    authors: list[Author] = []
    for part in _BREAK.split(text):
        authors.extend(_authors(part.strip()))
    return authors


def _authors(part: str) -> list[Author]:
    role = _ROLE.search(part)
    name = part[: role.start()].strip() if role else part
    if not name:
        return []
    if _ORGANIZATION.search(name) and not role:
        return [Author(name, "organization")]
    pieces = [piece for piece in _LEAD.sub("", name).split() if not _TITLE.fullmatch(piece)]
    if _is_one_name(pieces):
        pieces = [" ".join(pieces)]
    return [Author(piece, "person", role[1] if role else None) for piece in pieces]


def _is_one_name(pieces: list[str]) -> bool:
    """Tell whether two pieces are family and given name (`山田 太郎`), and not two persons."""
    return len(pieces) == 2 and all(
        len(piece) <= _LONGEST_GIVEN or _KANA.search(piece) or not is_cjk(piece) for piece in pieces
    )
