"""Lines that fall by their own words, and lines that only look so."""

import pytest

from spacecrawl.parsers.generic.blocks import Block, Frame
from spacecrawl.parsers.generic.body import without_repeated_quotes
from spacecrawl.parsers.generic.furniture import is_furniture

FRAME = Frame.outermost()


def block(text, linked=0.0, tag="p", index=0):
    made = Block(text, FRAME.inner(tag, "", 0, index), index)
    made.linked = int(linked * len(text))
    return made


@pytest.mark.parametrize(
    ("text", "linked"),
    [
        ("Read more: Ferry late again", 0.0),
        ("Related: Gulls counted twice", 0.7),
        ("Lesen Sie auch: Die Fähre war wieder zu spät", 0.0),
        ("À lire aussi : Le bac encore en retard", 0.0),
        ("Related articles", 0.0),
        ("See also", 0.0),
        ("Sign up", 1.0),
        ("Share", 1.0),
        ("Tags: harbour, ferries, rain", 0.3),
        ("Join 4,000 readers and get our newsletter every Friday.", 0.0),
    ],
)
def test_furniture(text, linked):
    assert is_furniture(block(text, linked))


@pytest.mark.parametrize(
    "text",
    [
        "Related species nest on the cliff: gulls, terns and one pair of ravens.",
        "The newsletter of the parish was founded in 1911.",
        "Share prices fell by a third in a morning.",
        "Most people read more than they admit.",
        "Comments by the mayor: none.",
        "Signs of spring",
    ],
)
def test_what_only_begins_so(text):
    assert not is_furniture(block(text))


def test_a_quote_that_repeats_falls_and_another_stays():
    text = block("The rails will be lifted in the spring, and nobody will sit in the sheds again, he said.")
    repeated = block("“Nobody will sit in the sheds again”", tag="blockquote", index=1)
    other = block("“We were late one day in six, and never once early.”", tag="blockquote", index=2)
    assert without_repeated_quotes([text, repeated, other]) == [text, repeated, other]
    exact = block("“nobody will sit in the sheds again”", tag="blockquote", index=1)
    assert without_repeated_quotes([text, exact, other]) == [text, other]
