import doctest
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "datelines.md"


def test_the_examples_of_the_page_on_datelines():
    results = doctest.testfile(str(PAGE), module_relative=False, encoding="utf-8")
    assert results.attempted >= 5
    assert results.failed == 0
