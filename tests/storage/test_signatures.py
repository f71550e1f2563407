import random
from pathlib import Path

import pytest

from spacecrawl.record import Article
from spacecrawl.record.similarity import Signature, signature
from spacecrawl.replica.story import stories
from spacecrawl.storage import ArticleStore, DataFolder
from spacecrawl.storage.signatures import MOST_COMPARED

WORDS = [f"word{number}" for number in range(1000)]


def text(seed: int, words: int = 200) -> str:
    return " ".join(random.Random(seed).choices(WORDS, k=words))


def of(words: str) -> Signature:
    found = signature(words)
    assert found is not None
    return found


class Index:
    """The near-duplicates of a real folder, by made-up ids."""

    def __init__(self, folder: Path) -> None:
        self.store = ArticleStore(DataFolder(folder))

    def find(self, name: str, words: Signature) -> str | None:
        return self.store.near_duplicates.find(name, words)

    def add(self, name: str, words: str, duplicate_of: str | None = None) -> None:
        known = self.store.known(name)
        version = known.version + 1 if known else 1
        url = f"https://x.example/{name}"
        self.store.append(Article(id=name, url=url, body=words, duplicate_of=duplicate_of, version=version))

    def holding(self, **texts: str) -> "Index":
        for name, words in texts.items():
            self.add(name, words, self.find(name, of(words)))
        return self


@pytest.fixture
def index(tmp_path):
    index = Index(tmp_path)
    yield index
    index.store.close()


def test_changed_masthead_and_words_are_found(index: Index) -> None:
    original = text(9)
    changed = "24/7 Space News " + original.replace("word5 ", "word6 ")
    index.holding(first=original)
    assert index.find("second", of(changed)) == "first"


def test_other_text_is_not_found(index: Index) -> None:
    assert index.holding(first=text(10)).find("second", of(text(11))) is None


def test_copy_of_a_copy_is_named_after_the_original(index: Index) -> None:
    words = text(12).split()
    a, b, c = (" ".join(words[start : start + 150]) for start in (0, 25, 50))
    index.holding(a=a, b=b)
    assert index.find("c", of(c)) == "a"


def test_record_does_not_repeat_itself(index: Index) -> None:
    index.holding(first=text(13))
    assert index.find("first", of(text(13))) is None


def test_original_does_not_repeat_its_copy(index: Index) -> None:
    """Fetched again, the original meets its own copy in the index."""
    index.holding(first=text(14), second=text(14))
    assert index.find("second", of(text(14))) == "first"
    assert index.find("first", of(text(14))) is None


def test_newer_version_takes_the_place_of_the_older(index: Index) -> None:
    index.holding(first=text(15))
    index.add("first", text(16))
    assert index.find("second", of(text(15))) is None
    assert index.find("second", of(text(16))) == "first"


def test_version_that_is_no_copy_any_more_is_an_original(index: Index) -> None:
    index.holding(first=text(17), second=text(17))
    index.add("second", text(18))
    assert index.find("third", of(text(18))) == "second"


def test_near_duplicates_of_the_replica_are_found_and_no_others(index: Index) -> None:
    told = sorted(stories(), key=lambda story: (story.near_duplicate_of is not None, story.path))
    found = {}
    for story in told:
        if words := signature(story.body):
            if original := index.find(story.path, words):
                found[story.path] = original
            index.add(story.path, story.body, original)
    assert found == {story.path: story.near_duplicate_of for story in told if story.near_duplicate_of}


def test_they_are_found_by_the_next_run(tmp_path: Path) -> None:
    first = Index(tmp_path)
    first.add("first", text(20))
    first.store.close()
    again = Index(tmp_path)
    assert again.find("second", of(text(20))) == "first"
    again.store.close()


def test_a_phrase_of_many_stories_hides_no_copy(index: Index) -> None:
    """Two hundred texts share a long set phrase; the copy of one is found among them all the same."""
    phrase = text(21, 60)
    index.add("first", f"{text(22)} {phrase}")
    for number in range(200):
        index.add(f"other{number}", f"{text(100 + number)} {phrase}")
    assert len(index.store.near_duplicates._sharing_a_band(of(f"{text(22)} {phrase}"))) <= MOST_COMPARED
    assert index.find("second", of(f"{text(22)} {phrase}")) == "first"
