"""The article's pictures with their captions and credits, lead picture first."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

from spacecrawl.parsers.generic.blocks import Block, Frame, Picture, Scan
from spacecrawl.parsers.generic.tokens import BIT
from spacecrawl.parsers.metadata.jsonld import Node, string_of
from spacecrawl.record.article import Image

MOST = 60
"""Pictures kept of one article at most."""
_SMALLEST = 100
_LAZY = (
    "data-src",
    "data-lazy-src",
    "data-original",
    "data-lazy",
    "data-hi-res-src",
    "data-image-src",
    "data-full-src",
    "data-url",
)
_SETS = ("srcset", "data-srcset", "data-lazy-srcset")
_NO_PICTURE = (
    ".svg?", "pixel", "spacer", "blank.", "/1x1", "transparent", "placeholder", "gravatar", "avatar", "emoji", "sprite",
    "tracking", "logo",
)  # fmt: skip
_ELSEWHERE = (
    BIT["related"]
    | BIT["nav"]
    | BIT["footer"]
    | BIT["ad"]
    | BIT["comment"]
    | BIT["share"]
    | BIT["author"]
    | BIT["signup"]
)
_CREDIT = re.compile(
    r"[\s|/.,–—-]*[(\[]?\s*(?P<credit>(?:©|ⓒ|\(c\)|(?:(?:photo|image|picture|illustration|graphic|video|file photo)\s*)?(?:credit|courtesy)[^\w:]*:?\s*|(?:photos?|images?|pictures?|"
    r"illustration|source|foto|fotos|bild|bildquelle|quelle|grafik|crédit photo|crédits?|photo d'illustration|imagen|fuente|imagem|fonte|"
    r"immagine|beeld|bron|zdjęcie|źródło|фото|источник|fotoğraf|kaynak|写真|出典|来源|图源|사진|المصدر)\s*(?:by\s+|:\s*|©\s*)).{2,100}?)\s*[)\]]?\.?\s*$",
    re.IGNORECASE,
)
_BRACKETED = re.compile(
    r"\s*\((?P<credit>[^()]{3,80}(?:/[^()]{2,60})+|[^()]{0,60}(?:AFP|AP|Reuters|Getty|NASA|ESA|dpa|EPA|Xinhua)[^()]{0,40})\)\s*$"
)
_PLAIN = re.compile(r"https?://[A-Za-z0-9.-]+/[\w/.%~!$&'()*+,=:@-]*(?:\?[\w/.%~!$&'()*+,=:@-]+)?", re.ASCII)
"""Absolute addresses of plain characters, which joining with the page's own leaves as they are."""
_SIZE = re.compile(r"[-_](?:\d{2,5}x\d{2,5}|scaled|\d{2,5}w?)(?=\.\w+$)")


def find_pictures(scan: Scan, article: Node, chosen: list[bool], base: str | None) -> list[Image]:
    """Return the pictures that stand within or next to the body, the one the head states first."""
    images = {image.url: image for picture in _around_body(scan, chosen) if (image := _image(picture, scan, base))}
    lead = _stated(scan, article, base)
    listed = list(images.values())
    if lead and any(chosen):
        same = next((image for image in listed if _name(image.url) == _name(lead.url)), None)
        if same:
            listed.remove(same)
            lead = Image(same.url, same.caption or lead.caption, same.credit or lead.credit)
        listed.insert(0, lead)
    return listed[:MOST]


def _stated(scan: Scan, article: Node, base: str | None) -> Image | None:
    """Return the lead picture that the head states, with what structured data says of it."""
    value = article.get("image")
    value = value[0] if isinstance(value, list) and value else value
    data: Node = value if isinstance(value, dict) else {"url": value}
    told = _address(string_of(data.get("url") or data.get("contentUrl") or data.get("@id")), base)
    url = _address(scan.meta.get("og:image", ""), base) or told or _address(scan.meta.get("twitter:image", ""), base)
    if not url:
        return None
    if _name(url) != _name(told):
        return Image(url)
    credit = (
        string_of(data.get("creditText")) or string_of(data.get("creator")) or string_of(data.get("copyrightHolder"))
    )
    return Image(url, string_of(data.get("caption")) or None, credit or None)


def _around_body(scan: Scan, chosen: list[bool]) -> list[Picture]:
    taken = [at for at, yes in enumerate(chosen) if yes]
    if not taken:
        return []
    first, last = taken[0] - 4, taken[-1] + 1
    near = [picture for picture in scan.pictures if first <= picture.index <= last]
    elsewhere = _ELSEWHERE & ~_common(scan, taken) if near else 0
    return [picture for picture in near if not picture.frame.path & elsewhere and not _in_tags(picture.frame)]


def _common(scan: Scan, taken: list[int]) -> int:
    """Return the class bits that are around all of the body, which tell nothing."""
    bits = -1
    for at in taken:
        bits &= scan.blocks[at].frame.path
    return bits


def _in_tags(frame: Frame | None) -> bool:
    while frame is not None:
        if frame.tag in ("nav", "footer", "aside"):
            return True
        frame = frame.parent
    return False


def _image(picture: Picture, scan: Scan, base: str | None) -> Image | None:
    attributes = picture.attributes
    url = _address(_source(attributes), base)
    if not url or _is_no_picture(url.lower()) or _is_small(attributes):
        return None
    caption, credit = _caption(picture, scan)
    return Image(url, caption, credit)


def _is_no_picture(url: str) -> bool:
    return url.endswith(".svg") or any(word in url for word in _NO_PICTURE)


def _source(attributes: dict[str, str | None]) -> str:
    for key in _LAZY:
        if attributes.get(key):
            return attributes[key] or ""
    source = attributes.get("src") or ""
    if source and not source.startswith("data:"):
        return source
    for key in _SETS:
        entries = [entry.split() for entry in (attributes.get(key) or "").split(", ") if entry.strip()]
        if entries and entries[-1]:
            return entries[-1][0]
    return ""


def _address(source: str, base: str | None) -> str:
    """Return an absolute http address, '' for what is none."""
    source = source.strip()
    if not source or source.startswith(("data:", "blob:", "javascript:")) or "{{" in source:
        return ""
    if _PLAIN.fullmatch(source):
        return source
    try:
        url = urljoin(base or "", source)
        return url if urlsplit(url).scheme in ("http", "https") else ""
    except ValueError:
        return ""


def _is_small(attributes: dict[str, str | None]) -> bool:
    for key in ("width", "height"):
        size = (attributes.get(key) or "").removesuffix("px")
        if size.isdigit() and int(size) < _SMALLEST:
            return True
    return False


def _caption(picture: Picture, scan: Scan) -> tuple[str | None, str | None]:
    """Return caption and credit: of the figure around the picture, or of a caption right behind it."""
    frame: Frame | None = picture.frame
    for _ in range(4):
        if frame is None:
            break
        if frame.tag == "figure" or frame.mask & BIT["caption"]:
            return split_credit(scan.blocks[frame.start : frame.end])
        frame = frame.parent
    following = scan.blocks[picture.index : picture.index + 1]
    if following and (following[0].frame.mask & BIT["caption"] or following[0].frame.tag == "figcaption"):
        return split_credit(following)
    return None, None


def split_credit(blocks: list[Block]) -> tuple[str | None, str | None]:
    """Part the text of a figure into caption and credit."""
    credit_lines = [
        block.text
        for block in blocks
        if "credit" in block.frame.sign.lower() or "copyright" in block.frame.sign.lower()
    ]
    rest = [block.text for block in blocks if block.text not in credit_lines]
    text = " ".join(" ".join(rest[:4]).split())
    if len(text) > 1_000:
        return None, credit_lines[0] if credit_lines else None
    match = None if credit_lines else _CREDIT.search(text) or _BRACKETED.search(text)
    if match:
        stop = "." if text[: match.start()] and text[match.start()] == "." else ""
        credit_lines, text = [match["credit"].strip()], text[: match.start()].strip() + stop
    return text or None, " ".join(credit_lines) or None


def _name(url: str) -> str:
    """Return the file's name without its size, to tell one picture in two sizes."""
    try:
        return _SIZE.sub("", urlsplit(url).path.rsplit("/", 1)[-1].lower())
    except ValueError:
        return url
