"""From the bytes of a page to its text."""

from __future__ import annotations

import codecs
import re

from w3lib.encoding import html_body_declared_encoding, http_content_type_encoding, read_bom, resolve_encoding

_UTF8 = re.compile(r"utf-?8", re.IGNORECASE)

_NOT_OF_PAGES = re.compile(r"utf_?(?:7|16|32)|punycode|idna|undefined|unicode_escape|raw_unicode_escape|mbcs|oem")
"""Codecs that no page is in which could declare it in plain letters, or that are none of a page's text at all."""


def decode(body: bytes, content_type: str | None = None) -> str:
    """Decode a page: by byte order mark, then HTTP header, then what the page declares, then by its bytes.

    A page that declares nothing is UTF-8 where its bytes are valid UTF-8, else windows-1252. One that
    declares an encoding which its bytes contradict is read in the same way, so that a header or a meta tag
    that lies costs no quotation mark. Never raises; NUL characters are dropped.
    """
    text = _decode(body, content_type)
    return text.replace("\x00", "") if b"\x00" in body else text


def _decode(body: bytes, content_type: str | None) -> str:
    encoding, mark = read_bom(body)
    if encoding and mark:
        return body[len(mark) :].decode(encoding, "replace")
    declared = http_content_type_encoding(content_type) or html_body_declared_encoding(body)
    if declared and not _UTF8.fullmatch(declared):
        text = _try(body, resolve_encoding(declared) or "utf-8")
        if text is not None and not _is_mistaken_single_byte(declared, body):
            return text
    text = _try(body, "utf-8")
    if text is not None:
        return text
    return _mostly_utf8(body) or body.decode("cp1252", "replace")


def _try(body: bytes, encoding: str) -> str | None:
    try:
        name = codecs.lookup(encoding).name
        return None if _NOT_OF_PAGES.match(name.replace("-", "_")) else body.decode(name)
    except (UnicodeError, LookupError):
        return None


def _is_mistaken_single_byte(declared: str, body: bytes) -> bool:
    """Tell whether a page that says latin-1 or windows-125x is really UTF-8: its bytes are valid and not ASCII."""
    name = resolve_encoding(declared) or ""
    if not name.startswith(("cp125", "latin", "iso8859", "ascii")) or body.isascii():
        return False
    return _try(body, "utf-8") is not None


def _mostly_utf8(body: bytes) -> str | None:
    """Read a UTF-8 page with a few broken bytes as UTF-8: more multi-byte characters than broken ones."""
    text = body.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    beyond_ascii = len(text) - len(text.encode("ascii", "ignore")) - broken
    return text if beyond_ascii > broken else None
