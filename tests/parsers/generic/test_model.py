"""The trained classifier that ships, the trees' form, and the choice that expects the best page."""

import pytest

from spacecrawl.parsers.generic.model import best_choice, compile_trees, load_classifier, probabilities


def test_the_shipped_model_is_of_this_versions_features():
    assert load_classifier() is not None


def test_trees_go_left_where_a_number_is_at_most_the_threshold():
    score = compile_trees([[0, 1.5, -1.0, [1, 0.0, 2.0, 4.0]], 0.5])
    assert score([[1.5, 9.0], [2.0, 0.0], [2.0, 0.1]]) == [-0.5, 2.5, 4.5]


def test_later_trees_are_asked_only_where_the_first_leave_a_doubt():
    score = compile_trees([[0, 0.0, 1.0, 9.0], *[0.0] * 19, 0.5])
    assert score([[0.0], [1.0]]) == [1.5, 9.0]


def test_no_trees_say_nothing():
    assert probabilities(compile_trees([])([[]]))[0] == pytest.approx(0.5, abs=0.05)


@pytest.mark.parametrize(
    ("likely", "chosen"),
    [
        ([0.99, 0.98, 0.05], [True, True, False]),
        ([0.4, 0.35, 0.01], [True, True, False]),
        ([0.99, 0.4, 0.99], [True, False, True]),
        ([], []),
    ],
)
def test_the_choice_with_the_best_expected_f1(likely, chosen):
    assert best_choice(likely, [100.0] * len(likely))[0] == chosen
