import pytest

from spacecrawl.text.encoding import decode

QUOTED = "“Größe” – naïve café’s"


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (QUOTED.encode(), None),
        (QUOTED.encode("cp1252"), None),
        (QUOTED.encode(), "text/html; charset=iso-8859-1"),
        (b'<meta charset="iso-8859-1">' + QUOTED.encode(), None),
        (b'<meta charset="utf-8">' + QUOTED.encode("cp1252"), None),
        (QUOTED.encode("cp1252"), "text/html; charset=utf-8"),
        (QUOTED.encode("utf-16"), None),
        (b"\xef\xbb\xbf" + QUOTED.encode(), "text/html; charset=latin-1"),
        (QUOTED.encode("cp1252"), "text/html; charset=iso-8859-1"),
        (QUOTED.encode("cp1252"), "text/html; charset=no-such-thing"),
    ],
)
def test_quotes_and_dashes_survive(body, content_type):
    assert decode(body, content_type).endswith(QUOTED)


def test_other_declared_encodings():
    assert decode("Привет".encode("koi8-r"), "text/html; charset=koi8-r") == "Привет"
    assert decode("日本語".encode("shift_jis"), "text/html; charset=shift_jis") == "日本語"


def test_a_broken_byte_in_utf8_spoils_only_itself():
    assert decode("é".encode() * 50 + b"\xff") == "é" * 50 + "\ufffd"


def test_nul_characters_are_dropped():
    assert decode(b"a\x00b") == "ab"


@pytest.mark.parametrize(
    "declared",
    ["utf-16", "UTF-16LE", "utf-32", "utf-7", "punycode", "idna", "undefined", "unicode_escape", "hex", "x" * 99],
)
def test_a_declared_encoding_that_cannot_be_is_not_believed(declared):
    text = f'<?xml version="1.0" encoding="{declared}"?><p>Zürich – “yes”</p>'
    assert decode(text.encode()) == text
    assert decode(text.encode("cp1252")) == text
