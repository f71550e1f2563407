"""The replica's pages under every mutation of the benchmark: no field may be lost to a change of markup."""

import importlib.util
from collections import Counter
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[3] / "benchmarks" / "mutations.py"


def load():
    import sys

    spec = importlib.util.spec_from_file_location("mutations", SOURCE)
    module = importlib.util.module_from_spec(spec)
    sys.modules["mutations"] = module
    spec.loader.exec_module(module)
    return module


mutations = load()
EVERY = 6
ORIGINALS = [
    original for number, original in enumerate(mutations.originals()) if number % EVERY == 0 or original.story.boxes
]


def wrong(pages):
    found = Counter()
    for original, page, truth in pages:
        record = mutations.read(page, original.url)
        found.update((original.url, field) for field in mutations.wrong_fields(record, truth))
    return found


@pytest.mark.parametrize("name", mutations.MUTATIONS)
def test_markup(name):
    change = mutations.MUTATIONS[name]
    assert not wrong((original, change(original.html), original.truth) for original in ORIGINALS)


@pytest.mark.parametrize("name", mutations.CHARSETS)
def test_charset(name):
    encode = mutations.CHARSETS[name]
    assert not wrong((original, encode(original.html), original.truth) for original in ORIGINALS)


@pytest.mark.parametrize("name", mutations.DATELINES)
def test_datelines_of_sidebars(name):
    move = mutations.DATELINES[name]
    assert not wrong((original, *move(original)) for original in ORIGINALS if original.story.boxes)
