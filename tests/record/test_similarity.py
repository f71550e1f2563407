import hashlib
import os
import random
import subprocess
import sys

import pytest
from rensa import RMinHash

from spacecrawl.record.similarity import BANDS, PERMUTATIONS, NearDuplicates, Signature, cut, signature
from spacecrawl.replica.story import stories

SIGNATURE_OF_TEXT_1 = "398735920367db8e"
WORDS = [f"word{number}" for number in range(1000)]


def text(seed: int, words: int = 200) -> str:
    return " ".join(random.Random(seed).choices(WORDS, k=words))


def of(words: str) -> Signature:
    found = signature(words)
    assert found is not None
    return found


def indexed(**texts: str) -> NearDuplicates:
    index = NearDuplicates()
    for name, words in texts.items():
        index.add(name, of(words), index.find(name, of(words)))
    return index


# signatures


def test_signature_is_the_same_on_every_machine() -> None:
    packed = of(text(1)).packed
    assert len(packed) == 4 * PERMUTATIONS
    assert hashlib.sha256(packed).hexdigest()[:16] == SIGNATURE_OF_TEXT_1
    assert RMinHash.ALGORITHM_VERSION == 2


@pytest.mark.parametrize("seed", ["0", "1"])
def test_bands_are_the_same_in_every_process(seed: str) -> None:
    code = "import sys; from spacecrawl.record.similarity import signature; print(signature(sys.stdin.read()).bands)"
    done = subprocess.run(
        [sys.executable, "-c", code],
        input=text(2),
        env={**os.environ, "PYTHONHASHSEED": seed},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == str(of(text(2)).bands)


def test_bands_fit_a_signed_integer_of_64_bits() -> None:
    bands = of(text(3)).bands
    assert len(bands) == BANDS
    assert all(-(2**63) <= band < 2**63 for band in bands)
    assert min(bands) < 0 < max(bands)


def test_equal_numbers_in_different_places_are_different_bands() -> None:
    assert len(set(cut(b"\x01" * 512, 42))) == 42


def test_case_punctuation_and_line_breaks_do_not_count() -> None:
    plain = text(4)
    assert of(plain) == of(plain.upper().replace(" word7", ",\n\nword7"))


def test_similarity_is_near_the_exact_one() -> None:
    """A hundred of 198 shingles in common, of 296: 0.338; the estimate's standard deviation is 0.042."""
    common, one, other = text(5, 102), text(6, 98), text(7, 98)
    assert of(f"{common} {one}").similarity(of(f"{common} {other}")) == pytest.approx(0.338, abs=0.13)


def test_short_text_has_no_signature() -> None:
    assert signature(text(8, 39)) is None
    assert signature(text(8, 40)) is not None
    assert signature("") is None


def test_japanese_is_told_by_characters() -> None:
    story = "宇宙航空研究開発機構は火曜日、新しい観測衛星の打ち上げに成功したと発表した。"
    story += "衛星は予定の軌道に入り、太陽電池を開いた。"
    assert of(story).similarity(of(story.replace("火曜日", "水曜日"))) > 0.6


# finding


def test_changed_masthead_and_words_are_found() -> None:
    original = text(9)
    changed = "24/7 Space News " + original.replace("word5 ", "word6 ")
    index = indexed(first=original)
    assert index.find("second", of(changed)) == "first"


def test_other_text_is_not_found() -> None:
    assert indexed(first=text(10)).find("second", of(text(11))) is None


def test_copy_of_a_copy_is_named_after_the_original() -> None:
    words = text(12).split()
    a, b, c = (" ".join(words[start : start + 150]) for start in (0, 25, 50))
    index = indexed(a=a, b=b)
    assert index.find("c", of(c)) == "a"


def test_record_does_not_repeat_itself() -> None:
    index = indexed(first=text(13))
    assert index.find("first", of(text(13))) is None


def test_original_does_not_repeat_its_copy() -> None:
    """Fetched again, the original meets its own copy in the index."""
    index = indexed(first=text(14), second=text(14))
    assert index.find("second", of(text(14))) == "first"
    assert index.find("first", of(text(14))) is None


def test_newer_version_takes_the_place_of_the_older() -> None:
    index = indexed(first=text(15))
    index.add("first", of(text(16)))
    assert index.find("second", of(text(15))) is None
    assert index.find("second", of(text(16))) == "first"


def test_version_that_is_no_copy_any_more_is_an_original() -> None:
    index = indexed(first=text(17), second=text(17))
    index.add("second", of(text(18)))
    assert index.find("third", of(text(18))) == "second"


def test_near_duplicates_of_the_replica_are_found_and_no_others() -> None:
    told = sorted(stories(), key=lambda story: (story.near_duplicate_of is not None, story.path))
    index = NearDuplicates()
    found = {}
    for story in told:
        if words := signature(story.body):
            if original := index.find(story.path, words):
                found[story.path] = original
            index.add(story.path, words, original)
    assert found == {story.path: story.near_duplicate_of for story in told if story.near_duplicate_of}
