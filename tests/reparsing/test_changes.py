import pytest

from spacecrawl.record import Article, Dateline, Link
from spacecrawl.reparsing.changes import COMPARED, HOUSEKEEPING, changes_of, differences, size_of
from spacecrawl.reparsing.summary import SHOWN, Summary
from spacecrawl.reparsing.task import ReparseTask, Reread


def record(**keys):
    return Article(**{"url": "https://x.example/a", "title": "Fog", "body": "One.\n\nTwo words.", **keys}).to_dict()


def test_every_key_is_compared_or_housekeeping():
    assert set(COMPARED) | HOUSEKEEPING == set(Article.__dataclass_fields__)
    assert not set(COMPARED) & HOUSEKEEPING


def test_housekeeping_is_no_change():
    assert changes_of(record(), record(version=2, also_at=["https://y.example/a"], duplicate_of="0" * 16)) == {}


def test_the_size_of_a_change_is_that_of_its_words():
    changes = changes_of(record(), record(body="One.\n\nTwo terms.", tags=["weather"]))
    assert list(changes) == ["body", "tags"]
    assert size_of(changes) == len("words.") + len("terms.") + len("weather")


def test_a_list_differs_by_its_entries():
    first, second = Link("https://a.example/", "A"), Link("https://b.example/", "B")
    change = changes_of(record(links=[first]), record(links=[first, second]))["links"]
    ((piece,),) = differences(change)
    assert (piece.kind, '"https://b.example/"' in piece.text) == ("new", True)


DATELINE = Dateline("Oslo, Norway (AFP) May 1, 2024", country="NO")


@pytest.mark.parametrize(
    ("keys", "is_content"),
    [
        ({"title": "FOG"}, True),
        ({"dateline": None}, True),
        ({"dateline": Dateline("Oslo, Norway (AFP) May 1, 2024", country="SE")}, False),
        ({"tags": ["weather"]}, False),
    ],
)
def test_content_is_what_the_hash_covers(keys, is_content):
    stored, again = record(dateline=DATELINE), record(**{"dateline": DATELINE, **keys})
    assert Reread(None, None, changes_of(stored, again)).changes_content is is_content


def test_the_largest_differences_are_shown():
    summary = Summary()
    for number in range(3 * SHOWN):
        stored = record(url=f"https://x.example/{number}")
        changes = changes_of(stored, record(title="A" * (1 + number * 7 % 30)))
        task = ReparseTask(stored["url"], None, 0, 0, None, None, stored)
        summary.add(task, Reread(None, None, changes, size_of(changes)))
    assert (summary.changed, summary.fields) == (30, {"title": 30})
    sizes = [difference.size for difference in summary.largest]
    assert sizes == sorted(sizes, reverse=True) == [length + len("Fog") for length in range(30, 20, -1)]
