import pytest

from spacecrawl.text.differences import Piece, paragraph_differences, word_differences


def test_words_kept_gone_and_new():
    assert word_differences("Herring return in numbers", "Herring  come back in numbers") == [
        Piece("kept", "Herring"),
        Piece("gone", "return"),
        Piece("new", "come back"),
        Piece("kept", "in numbers"),
    ]


def test_equal_texts_do_not_differ():
    assert list(paragraph_differences("One.\n\nTwo.", "One.\n\nTwo.")) == []
    assert list(paragraph_differences("", "")) == []


def test_paragraphs_that_differ_came_and_went():
    old = "First stays.\n\nSecond is old.\n\nThird stays.\n\nFourth goes."
    new = "First stays.\n\nSecond is new.\n\nThird stays.\n\nFifth comes.\n\nSixth too."
    assert list(paragraph_differences(old, new)) == [
        [Piece("kept", "Second is"), Piece("gone", "old."), Piece("new", "new.")],
        [Piece("gone", "Fourth goes."), Piece("new", "Fifth comes.")],
        [Piece("new", "Sixth too.")],
    ]


def test_both_sides_can_be_put_together_again():
    old, new = "a b c d e f g", "b c x e y g h"
    pieces = word_differences(old, new)
    assert " ".join(piece.text for piece in pieces if piece.kind != "new") == old
    assert " ".join(piece.text for piece in pieces if piece.kind != "gone") == new


@pytest.mark.parametrize("words", [" ".join(["tide"] * 20_000), " ".join(map(str, range(20_000)))])
def test_long_paragraphs_come_to_an_end(words):
    pieces = word_differences(words, f"First {words} last")
    assert " ".join(piece.text for piece in pieces if piece.kind != "new") == words
