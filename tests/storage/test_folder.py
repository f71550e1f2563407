import datetime as dt
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from spacecrawl.errors import FolderError, FolderLocked
from spacecrawl.storage import DataFolder, RunFolder
from spacecrawl.storage.folder import typed_command


def test_the_lock_names_its_holder(tmp_path):
    folder = DataFolder(tmp_path)
    held = folder.lock()
    code = f"from spacecrawl.storage import DataFolder; DataFolder({str(tmp_path)!r}).lock()"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert FolderLocked.__name__ in done.stderr
    assert "process" in done.stderr
    held.release()


def test_a_folder_that_is_held_is_not_touched(tmp_path):
    """No file comes and goes, which would wake up whoever watches the folder: its time of change tells."""
    with DataFolder(tmp_path).lock():
        before = {path: path.stat().st_mtime_ns for path in (tmp_path, *tmp_path.iterdir())}
        with pytest.raises(FolderLocked):
            DataFolder(tmp_path).lock()
        assert {path: path.stat().st_mtime_ns for path in (tmp_path, *tmp_path.iterdir())} == before


def test_a_folder_that_can_not_be_written_is_named():
    with tempfile.TemporaryDirectory() as path:
        Path(path).chmod(0o555)
        as_root = os.geteuid() == 0
        try:
            os.seteuid(65_534 if as_root else os.geteuid())
            with pytest.raises(FolderError, match="can't write to this data folder"):
                DataFolder(path).lock()
        finally:
            os.seteuid(0 if as_root else os.geteuid())


def test_a_folder_below_a_file_is_named(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(FolderError, match="Name another with --folder"):
        DataFolder(tmp_path / "file" / "data")


def test_two_runs_of_one_second_have_folders_of_their_own(tmp_path):
    folder, now = DataFolder(tmp_path), dt.datetime.now(dt.UTC)
    assert folder.new_run(now).path != folder.new_run(now).path


@pytest.mark.parametrize("name", [".lock", ".lock-holder"])
def test_a_lock_that_can_not_be_made_is_named(tmp_path, name):
    (tmp_path / name).mkdir()
    with pytest.raises(FolderError, match="lock"):
        DataFolder(tmp_path).lock()


def test_a_summary_with_what_is_no_utf8_is_written(tmp_path):
    run = RunFolder(tmp_path)
    run.write_summary({"section": "\udcff"})
    assert json.loads((tmp_path / "run.json").read_text("utf-8"))["section"] == "\udcff"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["/opt/bin/spacecrawl", "crawl", "a", "--since", "7 days ago"], "crawl a --since '7 days ago'"),
        (["/x/spacecrawl/__main__.py", "fetch", "-"], "fetch -"),
        (["/opt/bin/scrapy", "crawl", "news", "-a", "site=a"], "scrapy crawl news -a site=a"),
        (["spacecrawl", "crawl", "a", "--section", "\udcff"], r"crawl a --section '\udcff'"),
    ],
)
def test_the_command_is_told_as_typed(monkeypatch, words, told):
    monkeypatch.setattr(sys, "argv", words)
    assert typed_command() == told
