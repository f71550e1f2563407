import csv
import io
import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from conftest import environment
from exported import BARE, FULL, HARM, folder_of

REVISED = {**BARE, "title": "Bare no more", "version": 2}


@pytest.fixture
def folder(tmp_path):
    return folder_of(tmp_path / "output", FULL, BARE, HARM, REVISED)


def lines(text: str) -> list[dict]:
    return [json.loads(line) for line in text.splitlines()]


def test_the_newest_version_of_each_to_stdout(spacecrawl, folder):
    ran = spacecrawl("export")
    assert (ran.status, ran.err) == (0, "")
    assert lines(ran.out) == [FULL, HARM, REVISED]


def test_what_is_chosen(spacecrawl, folder):
    def chosen(*options: str) -> list[str]:
        return [record["id"][-2:] for record in lines(spacecrawl("export", *options).out)]

    assert chosen("--no-duplicates") == ["c3", "b2"]
    assert chosen("--since", "2026-03-04", "--until", "2026-03-04", "--country", "no", "--agency", "SPX") == ["a1"]
    assert chosen("--author", "magnus", "--site", "harbour", "--section", "Tides", "--text", "gulls") == ["a1"]
    assert chosen("--text", "no more") == ["b2"]
    assert chosen("--until", "2026-03-03") == []


def test_csv_to_stdout_and_to_a_file_are_the_same(spacecrawl, folder, tmp_path):
    ran = spacecrawl("export", "-o", "articles.csv")
    assert (ran.status, ran.out) == (0, "")
    assert "3 articles written to articles.csv" in ran.err
    written = (tmp_path / "articles.csv").read_bytes().decode()
    assert spacecrawl("export", "--format", "csv").out == written
    rows = list(csv.DictReader(io.StringIO(written, newline="")))
    assert [row["title"] for row in rows] == [FULL["title"], f"'{HARM['title']}", "Bare no more"]


def test_sqlite_to_a_file(spacecrawl, folder, tmp_path):
    assert spacecrawl("export", "--format", "sqlite", "-o", "out", "--quiet").err == ""
    with closing(sqlite3.connect(tmp_path / "out")) as database:
        assert database.execute("SELECT count(*), max(version) FROM articles").fetchone() == (3, 2)


def test_several_folders(spacecrawl, folder, tmp_path):
    later = {**BARE, "title": "Elsewhere", "source": {**BARE["source"], "fetched_at": "2026-03-09T00:00:00+00:00"}}
    folder_of(tmp_path / "other", later)
    ran = spacecrawl("export", "--folder", "other", "--folder", "output")
    assert [record["title"] for record in lines(ran.out)] == ["Elsewhere", FULL["title"], HARM["title"]]


@pytest.mark.parametrize(
    ("options", "status", "told"),
    [
        (["--format", "sqlite"], 2, "-o"),
        (["--format", "xlsx"], 2, "xlsx"),
        (["--country", "Norway"], 2, "ISO 3166-1"),
        (["--since", "soon-ish"], 2, "no date"),
        (["-o", "output/articles.jsonl"], 2, "own file"),
        (["-o", "output/../output/spacecrawl.db"], 2, "own file"),
        (["--folder", "nowhere"], 5, "nowhere"),
        (["-o", "nowhere/articles.csv"], 5, "nowhere/articles.csv"),
    ],
)
def test_what_can_not_be_done_is_told(spacecrawl, folder, options, status, told):
    before = (folder / "articles.jsonl").read_bytes()
    ran = spacecrawl("export", *options)
    assert (ran.status, ran.out) == (status, "")
    assert told in ran.err
    assert "Traceback" not in ran.err
    assert (folder / "articles.jsonl").read_bytes() == before


def test_a_damaged_line_ends_with_its_number_and_no_file(spacecrawl, folder, tmp_path):
    with (folder / "articles.jsonl").open("a") as file:
        file.write('{"id": "00000000000000a1", torn\n')
    ran = spacecrawl("export", "-o", "articles.csv")
    assert (ran.status, ran.out) == (5, "")
    assert "line 5 is damaged" in ran.err
    assert "spacecrawl repair" in ran.err
    assert [path.name for path in tmp_path.iterdir()] == ["output"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
def test_a_full_disk_is_told(folder, tmp_path):
    with Path("/dev/full").open("w") as full:
        command = [sys.executable, "-m", "spacecrawl", "export"]
        done = subprocess.run(
            command, cwd=tmp_path, env=environment(), stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert done.returncode == 5
    assert b"Make room" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_reader_that_goes_away_is_no_failure(folder, tmp_path):
    folder_of(folder, *({**FULL, "id": f"{number:016x}"} for number in range(2000)))
    command = f"{sys.executable} -m spacecrawl export; echo $? > status"
    done = subprocess.run(
        ["/bin/sh", "-c", f"({command}) | head -n 1"], cwd=tmp_path, env=environment(), capture_output=True, check=True
    )
    assert (len(done.stdout.splitlines()), done.stderr) == (1, b"")
    assert (tmp_path / "status").read_text() == "0\n"
