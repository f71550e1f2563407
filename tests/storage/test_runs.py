import datetime as dt
import json
import logging

import pytest

from spacecrawl.errors import FolderLocked
from spacecrawl.storage import DataFolder
from spacecrawl.storage.folder import RunFolder
from spacecrawl.storage.old_runs import prune_runs

START = dt.datetime(2026, 3, 1, 6, 0, tzinfo=dt.UTC)


def names(runs):
    return sorted(path.name for path in runs.iterdir())


@pytest.fixture
def runs(tmp_path):
    folder = DataFolder(tmp_path)
    for hour in range(6):
        folder.new_run(START + dt.timedelta(hours=hour))
    return tmp_path / "runs"


def test_the_oldest_runs_are_removed(runs):
    assert prune_runs(runs, "2026-03-01T110000Z", keep=2) == [f"2026-03-01T{hour:02}0000Z" for hour in (6, 7, 8, 9)]
    assert names(runs) == ["2026-03-01T100000Z", "2026-03-01T110000Z"]


def test_runs_of_one_second_are_in_order(tmp_path):
    folder = DataFolder(tmp_path)
    made = [folder.new_run(START).path.name for _ in range(12)]
    prune_runs(tmp_path / "runs", made[-1], keep=3)
    assert names(tmp_path / "runs") == sorted(made[-3:])


def test_the_current_run_stays_when_the_clock_was_set_back(runs):
    current = "2026-03-01T063000Z"
    (runs / current).mkdir()
    prune_runs(runs, current, keep=2)
    assert names(runs) == ["2026-03-01T060000Z", current]


def test_what_holds_bytes_that_are_nowhere_else_stays(runs):
    (runs / "2026-03-01T060000Z" / "torn-line.txt").write_text('{"id": "0')
    (runs / "notes of mine").mkdir()
    prune_runs(runs, "2026-03-01T110000Z", keep=1)
    assert names(runs) == ["2026-03-01T060000Z", "2026-03-01T110000Z", "notes of mine"]


def test_a_folder_that_cant_be_removed_is_left(runs, caplog, monkeypatch):
    monkeypatch.setattr("shutil.rmtree", lambda path: (_ for _ in ()).throw(PermissionError(13, "Permission denied")))
    with caplog.at_level(logging.WARNING):
        assert prune_runs(runs, "2026-03-01T110000Z", keep=5) == []
    assert "Permission denied" in caplog.text


def test_run_json_names_every_address(tmp_path):
    run = RunFolder(tmp_path)
    run.outcomes.note("http://a.example/1", "new")
    run.outcomes.note("http://a.example/2", "skipped", "known")
    run.outcomes.close()
    with run.outcomes.path.open("a") as file:
        file.write('{"url": "torn')
    run.write_summary({"status": 0})
    assert json.loads((tmp_path / "run.json").read_text()) == {
        "status": 0,
        "addresses": [
            {"url": "http://a.example/1", "outcome": "new", "reason": None},
            {"url": "http://a.example/2", "outcome": "skipped", "reason": "known"},
        ],
    }
    assert names(tmp_path) == ["run.json"]


def test_run_json_without_addresses(tmp_path):
    RunFolder(tmp_path).write_summary({"status": 4})
    assert json.loads((tmp_path / "run.json").read_text()) == {"status": 4, "addresses": []}


def test_a_log_of_outcomes_that_cant_be_written_is_given_up(tmp_path, caplog):
    run = RunFolder(tmp_path / "not-there")
    run.outcomes.note("http://a.example/1", "new")
    run.outcomes.note("http://a.example/2", "new")
    assert len(caplog.records) == 1


def test_the_holder_of_a_folder_is_named(tmp_path):
    folder = DataFolder(tmp_path)
    with folder.lock(), pytest.raises(FolderLocked, match=r"process \d+ \(.+\), since \d{4}-"):
        DataFolder(tmp_path).lock()
