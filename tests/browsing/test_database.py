"""The database follows ``articles.jsonl``: by whole lines, once each, whatever becomes of the file or the process."""

import json
import random
import signal
import sqlite3
import subprocess
import sys
import time

import pytest
from browsed import LATER, STORY, record, records, story, written

from spacecrawl.browsing.database import BrowseDatabase
from spacecrawl.errors import FolderError
from spacecrawl.storage import newest_records


def topped_up(path, *folders):
    """Top up, and return articles by id, with their versions."""
    database = BrowseDatabase(path, folders)
    try:
        assert all(0 <= share <= 1 for share in database.top_up())
    finally:
        database.close()
    return contents(path)


def contents(path):
    database = sqlite3.connect(path)
    try:
        counts = [database.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in ("articles", "filings")]
        assert counts[0] == counts[1]
        database.execute("INSERT INTO search (search, rank) VALUES ('integrity-check', 1)")
        return dict(database.execute("SELECT id, url || ' ' || title || ' ' || version || ' ' || body FROM articles"))
    finally:
        database.rollback()
        database.close()


def expected(*folders):
    told = {}
    for number, line in enumerate(newest_records(folders)):
        told[line["id"] or number] = f"{line['url']} {line['title']} {line['version']} {line['body']}"
    return told


def append(folder, *lines):
    with (folder / "articles.jsonl").open("a", encoding="utf-8") as file:
        file.writelines(json.dumps(line) + "\n" for line in lines)


def test_growth_is_taken_and_no_more(tmp_path):
    folder = written(tmp_path / "a", records())
    path = tmp_path / "browse.db"
    assert topped_up(path, folder) == expected(folder)
    append(folder, record(61), story(2) | {"title": "Lamp that naps"})
    with (folder / "articles.jsonl").open("a", encoding="utf-8") as file:
        file.write('{"id": "half a li')
    found = topped_up(path, folder)
    assert found == expected(folder)
    assert "Lamp that naps" in found[STORY]
    with (folder / "articles.jsonl").open("a", encoding="utf-8") as file:
        file.write('ne", "version": 1, "title": "", "body": ""}\n')
    assert "half a line" in topped_up(path, folder)


@pytest.mark.parametrize("harm", ["replaced", "cut", "mended"])
def test_a_file_that_is_another_is_read_anew(tmp_path, harm):
    folder = written(tmp_path / "a", records())
    path = tmp_path / "browse.db"
    topped_up(path, folder)
    lines = (folder / "articles.jsonl").read_bytes().splitlines(keepends=True)
    kept = {"replaced": lines[::-1], "cut": lines[:10], "mended": lines[:20] + lines[21:]}[harm]
    (folder / "articles.jsonl").write_bytes(b"".join(kept))
    assert topped_up(path, folder) == expected(folder)


def test_several_folders_are_as_load_has_them(tmp_path):
    chance = random.Random(3)
    folders = [written(tmp_path / name, []) for name in "abc"]
    path = tmp_path / "browse.db"
    for _ in range(12):
        for _ in range(chance.randrange(6)):
            line = record(chance.randrange(8), version=chance.randrange(9))
            line["source"]["fetched_at"] = f"2026-03-0{chance.randrange(1, 6)}T00:00:00+00:00"
            append(chance.choice(folders), line)
        assert topped_up(path, *folders) == expected(*folders)
    assert topped_up(path, *folders[:2]) == expected(*folders[:2])


def test_a_record_without_an_id_counts_by_itself(tmp_path):
    folder = written(tmp_path / "a", [record(1), record(2) | {"id": None}, record(2) | {"id": None}])
    assert len(topped_up(tmp_path / "browse.db", folder)) == 3


def test_a_repeat_of_a_repeat_is_of_the_first_story(tmp_path):
    again = record(300, duplicate_of=LATER)
    folder = written(tmp_path / "a", [*records(), again])
    topped_up(tmp_path / "browse.db", folder)
    database = sqlite3.connect(tmp_path / "browse.db")
    assert database.execute("SELECT count(*) FROM filings WHERE story = ?", (STORY,)).fetchone() == (3,)
    database.close()


def test_a_damaged_line_is_named(tmp_path):
    folder = written(tmp_path / "a", [record(1)])
    append(folder, ["no record"])
    append(folder, record(2))
    with pytest.raises(FolderError, match=r"articles\.jsonl: line 2 is no article record.*repair"):
        topped_up(tmp_path / "browse.db", folder)


def test_a_file_that_is_no_database_is_named(tmp_path):
    folder = written(tmp_path / "a", [record(1)])
    (tmp_path / "browse.db").write_text("what is this? " * 100)
    with pytest.raises(FolderError, match=r"browse\.db: can't be used \(file is not a database\)\. Remove it"):
        topped_up(tmp_path / "browse.db", folder)


def test_killed_while_it_reads(tmp_path):
    """Killed after any batch, or amid one, it goes on from what was committed."""
    folder = written(tmp_path / "a", [record(number) for number in range(3_050)])
    path = tmp_path / "browse.db"
    code = "import sys; from pathlib import Path; from spacecrawl.browsing import database; database.BATCH = 100\n"
    code += "for _ in database.BrowseDatabase(Path(sys.argv[1]), [Path(sys.argv[2])]).top_up(): print(flush=True)"
    with subprocess.Popen([sys.executable, "-c", code, path, folder], stdout=subprocess.PIPE) as run:
        run.stdout.readline()
        time.sleep(0.02)
        run.send_signal(signal.SIGKILL)
    database = sqlite3.connect(path)
    (committed,) = database.execute("SELECT count(*) FROM articles").fetchone()
    database.close()
    assert committed >= 100
    assert committed % 100 == 0
    assert topped_up(path, folder) == expected(folder)
