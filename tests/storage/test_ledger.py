import sqlite3
from pathlib import Path

import pytest

from spacecrawl.errors import FolderError
from spacecrawl.storage import Addresses, ArticleStore, DataFolder, Ledger, Runs
from spacecrawl.storage.schema import MIGRATIONS, NEWEST, migrate, version_of

OLD = Path(__file__).parent / "ledgers"


def columns(connection):
    tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
    return {name: [row[1:3] for row in connection.execute(f"PRAGMA table_info({name})")] for (name,) in tables}


@pytest.mark.parametrize("dump", sorted(OLD.glob("version-*.sql")), ids=lambda path: path.stem)
def test_a_ledger_of_every_version_is_brought_up_to_date(dump, tmp_path):
    with sqlite3.connect(tmp_path / "spacecrawl.db") as old:
        old.executescript(dump.read_text("utf-8"))
    old.close()
    with Ledger(tmp_path / "spacecrawl.db") as ledger, Ledger(tmp_path / "new.db") as new:
        assert columns(ledger._connection) == columns(new._connection)
        assert version_of(ledger._connection) == NEWEST
        (run,) = Runs(ledger).last()
        assert (run.folder, run.status, run.summary["articles_new"]) == ("2026-11-25T014611Z", 0, 2)
        assert [(site.site, site.articles, site.others) for site in Runs(ledger).sites()] == [
            ("harbour", 2, {"gone": 1})
        ]
        found = Addresses(ledger).get("https://harbour.example/reports/moved.html")
        assert (found.state, found.target) == ("moved", "https://harbour.example/reports/fog.html")


def test_there_is_a_ledger_of_every_version():
    assert len(list(OLD.glob("version-*.sql"))) == len(MIGRATIONS)


def test_a_step_that_fails_changes_nothing(tmp_path):
    connection = sqlite3.connect(tmp_path / "a.db", isolation_level=None)
    migrate(connection)
    before = columns(connection)
    with pytest.raises(sqlite3.OperationalError):
        migrate(connection, (*MIGRATIONS, "CREATE TABLE more (one); CREATE TABLE runs (again)"))
    connection.rollback()
    assert (columns(connection), version_of(connection)) == (before, NEWEST)
    migrate(connection, (*MIGRATIONS, "CREATE TABLE more (one)"))
    assert version_of(connection) == NEWEST + 1
    connection.close()


def test_a_newer_ledger_is_left_alone(tmp_path):
    Ledger(tmp_path / "spacecrawl.db").close()
    connection = sqlite3.connect(tmp_path / "spacecrawl.db")
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(FolderError, match="newer spacecrawl"):
        Ledger(tmp_path / "spacecrawl.db")


def test_a_database_of_something_else_is_left_alone(tmp_path):
    connection = sqlite3.connect(tmp_path / "spacecrawl.db")
    connection.executescript("CREATE TABLE things (one); PRAGMA user_version = 1")
    connection.close()
    with pytest.raises(FolderError, match="something else"):
        Ledger(tmp_path / "spacecrawl.db")


@pytest.mark.parametrize("offset", [0, 4096])
def test_a_damaged_ledger_names_the_remedy(tmp_path, offset):
    Ledger(tmp_path / "spacecrawl.db").close()
    with (tmp_path / "spacecrawl.db").open("r+b") as file:
        file.seek(offset)
        file.write(b"\xa5" * 20_000)
    with pytest.raises(FolderError, match="spacecrawl repair --folder") as told:
        ArticleStore(DataFolder(tmp_path))
    assert told.value.exit_status == 5


def test_it_is_read_while_a_run_writes(tmp_path):
    writer = Ledger(tmp_path / "spacecrawl.db")
    addresses = Addresses(writer)
    addresses.note("https://a.example/one", "gone")
    with Ledger.reading(tmp_path) as reader:
        assert Addresses(reader).get("https://a.example/one") is None
        writer.commit()
        assert Addresses(reader).get("https://a.example/one").state == "gone"
        with pytest.raises(FolderError, match="readonly"):
            reader.write("DELETE FROM addresses")
    writer.close()


def test_reading_a_folder_without_one(tmp_path):
    with pytest.raises(FolderError, match="not there"):
        Ledger.reading(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_changes_are_committed_by_number_and_by_time(tmp_path, monkeypatch):
    monkeypatch.setattr("spacecrawl.storage.ledger.CHANGES_A_COMMIT", 3)
    monkeypatch.setattr("spacecrawl.storage.ledger.SECONDS_A_COMMIT", 1e9)
    writer, addresses = (ledger := Ledger(tmp_path / "spacecrawl.db")), Addresses(ledger)
    with Ledger.reading(tmp_path) as reader:
        seen = []
        for number in range(4):
            addresses.note(f"https://a.example/{number}", "gone")
            writer.done()
            seen.append(reader.row("SELECT count(*) FROM addresses")[0])
        assert seen == [0, 0, 3, 3]
        monkeypatch.setattr("spacecrawl.storage.ledger.SECONDS_A_COMMIT", 0.0)
        writer.done()
        assert reader.row("SELECT count(*) FROM addresses")[0] == 4
    writer.close()


def test_runs_are_remembered(tmp_path):
    with Ledger(tmp_path / "spacecrawl.db") as ledger:
        runs = Runs(ledger)
        first = runs.begin("one", "news", {"site": "a"}, started=10)
        assert runs.begin("one", "news", {}) == first
        runs.end("one", 3, {"failed": 2}, ended=20)
        runs.begin("two", "fetch", {}, started=30)
        two, one = runs.last()
        assert (one.started, one.ended, one.status, one.summary, one.arguments) == (
            10,
            20,
            3,
            {"failed": 2},
            {"site": "a"},
        )
        assert (two.ended, two.status) == (None, None)
        assert [run.folder for run in runs.last(1)] == ["two"]
