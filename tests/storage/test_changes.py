import datetime as dt
import threading

import pytest

from spacecrawl.errors import FolderError, UsageError
from spacecrawl.record import Article, Source
from spacecrawl.record.identity import identify
from spacecrawl.storage import ArticleStore, DataFolder, Ledger, Runs
from spacecrawl.storage.changes import Changes, Cursor

HOST = "https://harbour.example"


def article(name: str, body: str = "Fog over the fjord.", version: int = 1) -> Article:
    url = f"{HOST}/{name}"
    return identify(
        Article(url=url, title=name, body=body, version=version, source=Source(url, dt.datetime.now(dt.UTC)))
    )


class Folder:
    """A data folder that one run after the other writes to."""

    def __init__(self, path):
        self.path = path
        self.runs = 0

    def run(self, *stored, gone=(), back=()):
        """Store articles in a run of their own, then see some gone or back; return the run's name."""
        self.runs += 1
        store = ArticleStore(DataFolder(self.path))
        Runs(store.ledger).begin(f"run-{self.runs}", "news", {})
        for one in stored:
            store.append(one)
        for state, names in (("gone", gone), ("article", back)):
            for name in names:
                store.addresses.note(f"{HOST}/{name}", state)
        store.close()
        return f"run-{self.runs}"

    def changes(self, since):
        with Ledger.reading(self.path) as ledger, Changes(self.path, ledger) as known:
            return list(known.since(known.start(since)))


def told(changes):
    return [(change.kind, change.record["title"]) for change in changes]


@pytest.fixture
def folder(tmp_path):
    return Folder(tmp_path)


def test_new_revised_gone_and_back_in_their_order(folder):
    folder.run(article("fog"), article("tide"))
    second = folder.run(article("fog", "Fog no more.", 2), gone=["tide"])
    third = folder.run(article("gull"))
    folder.run(article("tide", "The tide again.", 2), back=["tide"])
    everything = folder.changes("start")
    assert told(everything) == [
        ("new", "fog"),
        ("new", "tide"),
        ("gone", "tide"),
        ("revised", "fog"),
        ("new", "gull"),
        ("revised", "tide"),
        ("back", "tide"),
    ]
    assert everything[3].before["body"] == "Fog over the fjord."
    assert everything[3].record["body"] == "Fog no more."
    assert told(folder.changes(second)) == told(everything)[2:]
    assert told(folder.changes(third)) == told(everything)[4:]
    assert told(folder.changes("last")) == told(everything)[5:]


def test_every_cursor_goes_on_exactly_behind_its_change(folder):
    folder.run(*(article(f"story-{number}") for number in range(5)))
    folder.run(article("story-1", "Other words.", 2), gone=["story-0", "story-3"])
    folder.run(article("story-9"), gone=["story-2"], back=["story-0"])
    everything = folder.changes("start")
    for number, change in enumerate(everything):
        assert told(folder.changes(str(change.cursor))) == told(everything)[number + 1 :]
    with Ledger.reading(folder.path) as ledger, Changes(folder.path, ledger) as known:
        assert everything[-1].cursor == known.end


def test_what_is_seen_gone_again_is_told_once(folder):
    folder.run(article("fog"), gone=["fog"])
    folder.run(gone=["fog"])
    assert told(folder.changes("start")) == [("new", "fog"), ("gone", "fog")]
    assert folder.changes("last") == []


def test_an_address_without_an_article_is_no_change(folder):
    folder.run(article("fog"), gone=["never-stored"])
    folder.run(article("never-stored"))
    assert told(folder.changes("start")) == [("new", "fog"), ("new", "never-stored")]


def test_nothing_lost_and_nothing_twice_while_a_run_writes(folder):
    folder.run()
    store = ArticleStore(DataFolder(folder.path))
    names = [f"story-{number}" for number in range(600)]
    seen, cursor, done = [], "start", threading.Event()

    def follow():
        nonlocal cursor
        while True:
            last = done.is_set()
            for change in folder.changes(cursor):
                seen.append((change.kind, change.record["title"]))
                cursor = str(change.cursor)
            if last:
                return

    reader = threading.Thread(target=follow)
    reader.start()
    for number, name in enumerate(names):
        store.append(article(name))
        if number % 7 == 0:
            store.addresses.note(f"{HOST}/{name}", "gone")
    store.close()
    done.set()
    reader.join()
    expected = [(kind, name) for number, name in enumerate(names) for kind in ("new", "gone")[: 2 - (number % 7 > 0)]]
    assert sorted(seen) == sorted(expected)
    assert [name for kind, name in seen if kind == "new"] == names
    assert all(seen.index(("new", name)) < seen.index(("gone", name)) for kind, name in seen if kind == "gone")


def test_lines_that_are_not_committed_are_not_told(folder):
    folder.run(article("fog"))
    store = ArticleStore(DataFolder(folder.path))
    store.append(article("tide"))
    cursor = folder.changes("start")[-1].cursor
    assert folder.changes(str(cursor)) == []
    store.close()
    assert told(folder.changes(str(cursor))) == [("new", "tide")]


def test_a_ledger_made_anew_keeps_the_place_in_the_file(folder):
    folder.run(article("fog"), article("tide"), gone=["fog"])
    cursor = str(folder.changes("start")[-1].cursor)
    for name in ("spacecrawl.db", "spacecrawl.db-wal", "spacecrawl.db-shm"):
        (folder.path / name).unlink(missing_ok=True)
    folder.run(article("gull"), gone=["tide"])
    assert told(folder.changes(cursor)) == [("gone", "tide"), ("new", "gull")]


def test_a_file_that_lost_lines_is_noticed(folder):
    folder.run(article("fog"), article("tide"))
    cursor = str(folder.changes("start")[-1].cursor)
    other = Folder(folder.path / "other")
    other.run(article("gull"), article("tide"), article("crab"))
    for since in (cursor, f"999999-{cursor.partition('-')[2]}"):
        with pytest.raises(FolderError, match="was replaced"):
            other.changes(since)


def test_runs_that_are_not_known(folder):
    folder.run(article("fog"))
    with pytest.raises(UsageError, match="no run of this folder"):
        folder.changes("2020-01-01T000000Z")
    with Ledger(folder.path / "spacecrawl.db") as ledger:
        ledger.write("UPDATE runs SET articles_end = NULL")
    with pytest.raises(UsageError, match="older spacecrawl"):
        folder.changes("last")


def test_a_file_that_does_not_fit_its_ledger(folder):
    folder.run(article("fog"))
    path = folder.path / "articles.jsonl"
    path.write_bytes(b"X" * path.stat().st_size)
    with pytest.raises(FolderError, match="spacecrawl repair"):
        folder.changes("start")


def test_a_cursor_reads_as_it_is_written():
    cursor = Cursor(81920, 3, "5e1dbea7", "00ff00ff")
    assert Cursor.read(str(cursor)) == cursor
    assert Cursor.read("2026-11-24T021734Z") is None
