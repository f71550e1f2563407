import hashlib
import os
import random
import subprocess
import sys

import pytest
from rensa import RMinHash

from spacecrawl.record.similarity import BANDS, PERMUTATIONS, Signature, signature

SIGNATURE_OF_TEXT_1 = "398735920367db8e"
WORDS = [f"word{number}" for number in range(1000)]


def text(seed: int, words: int = 200) -> str:
    return " ".join(random.Random(seed).choices(WORDS, k=words))


def of(words: str) -> Signature:
    found = signature(words)
    assert found is not None
    return found


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


def test_bands_fit_a_signed_integer_of_64_bits_and_name_their_place() -> None:
    bands = of(text(3)).bands
    assert len(bands) == BANDS
    assert [band >> 32 for band in bands] == list(range(BANDS))


def test_a_signature_is_packed_and_unpacked() -> None:
    assert Signature.unpack(of(text(3)).pack()) == of(text(3))


def test_texts_that_are_half_alike_share_a_band() -> None:
    for seed in range(50):
        words = text(seed).split()
        kept, other = words[:150], text(seed + 1000, 70).split()
        one, changed = of(" ".join(words)), of(" ".join(kept + other))
        assert not set(one.bands).isdisjoint(changed.bands)
        assert len(set(of(text(seed)).bands) & set(of(text(seed + 2000)).bands)) == 0


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
