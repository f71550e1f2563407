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
