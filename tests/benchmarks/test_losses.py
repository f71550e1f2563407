"""The split of a page's loss into causes: nothing left over, each word at its place."""

import importlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"

LABEL = (
    "The first paragraph of the story.\n\nA second one, of nine words in all here.\n\nAnd a third that ends it well."
)
PAGE = f"Menu\nTram stops running\n{LABEL}\nRead more: another story\n"


@pytest.fixture(scope="module")
def modules():
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(BENCHMARKS))
        yield importlib.import_module("losses"), importlib.import_module("scores")


def split(modules, body, label=LABEL, page=PAGE):
    return {
        cause: round(value, 3) for cause, value in modules[0].losses(body, label, "Tram stops running", page).items()
    }


def test_a_right_body_loses_nothing(modules):
    assert split(modules, LABEL) == {}


@pytest.mark.parametrize(
    ("body", "causes"),
    [
        ("", {"- all of it"}),
        (f"Tram stops running\n\n{LABEL}", {"+ headline"}),
        (f"{LABEL}\n\nRead more: another story", {"+ furniture"}),
        (f"Menu of the day\n\n{LABEL}", {"+ above"}),
        (LABEL.replace("\n\nAnd", "\n\nA picture of a tram\n\nAnd"), {"+ inside"}),
        (f"{LABEL}\n\nThe next story begins here.", {"+ below"}),
        (f"{LABEL}\n\nAnd a third that ends it well.", {"+ twice"}),
        (LABEL.split("\n\n", 1)[1], {"- start"}),
        (LABEL.rsplit("\n\n", 1)[0], {"- end"}),
        (LABEL.replace("A second one, of nine words in all here.\n\n", ""), {"- middle"}),
    ],
)
def test_each_cause_has_its_name(modules, body, causes):
    assert set(split(modules, body)) == causes


def test_what_the_page_does_not_hold_cannot_be_found(modules):
    assert set(split(modules, "", page="Loading")) == {"- not in the page"}


LINES = st.lists(
    st.sampled_from(["one two three", "four five", "six", "one two four", "", "share this article"]), max_size=8
)


@settings(deadline=None)
@given(LINES.map("\n".join), LINES.map("\n".join), LINES.map("\n".join))
def test_the_causes_add_up_to_the_loss(modules, body, label, page):
    losses, scores = modules
    assert sum(losses.losses(body, label, "six", page).values()) == pytest.approx(1 - scores.word_f1(body, label)[0])


def test_two_texts_stand_beside_each_other(modules):
    shown = modules[0].beside(f"{LABEL}\nshare", f"Lead\n{LABEL}", width=30)
    assert "- Lead" in shown
    assert "= 3 lines alike" in shown
    assert "+ share" in shown
