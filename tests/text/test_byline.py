import re
from pathlib import Path

import pytest

from spacecrawl.record.article import Author
from spacecrawl.text.byline import parse_byline


@pytest.mark.parametrize(
    ("text", "authors"),
    [
        ("", []),
        ("by Staff Writers", [Author("Staff Writers", "organization")]),
        ("by AFP Staff Writers", [Author("Staff Writers", "organization", agency="AFP")]),
        ("by Staff Writers for Launchspace", [Author("Staff Writers", "organization", agency="Launchspace")]),
        ("By W.G. Dunlop, Sara HUSSEIN", [Author("W.G. Dunlop"), Author("Sara Hussein")]),
        ("by Morris Jones", [Author("Morris Jones")]),
        ("By NAILENE CHOU WIEST, Reuters", [Author("Nailene Chou Wiest", agency="Reuters")]),
    ],
)
def test_bylines(text, authors):
    assert parse_byline(text) == authors


def _read_fixture():
    lines = (Path(__file__).parent / "bylines.txt").read_text(encoding="utf-8").splitlines()
    return [tuple(line.split(" -> ")) for line in lines if " -> " in line]


def _author(label):
    match = re.fullmatch(r"(#?)([^{<]+?)(?: \{(.+)\})?(?: <(.+)>)?", label)
    return Author(match[2], "organization" if match[1] else "person", match[3], match[4])


@pytest.mark.parametrize(("text", "label"), _read_fixture())
def test_bylines_in_many_languages(text, label):
    assert parse_byline(text) == [_author(entry) for entry in label.split(" | ")]


def test_the_fixture_is_large_enough():
    assert len(_read_fixture()) >= 200
