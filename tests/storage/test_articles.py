import datetime as dt
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

import spacecrawl
from spacecrawl.errors import FolderError, FolderLocked
from spacecrawl.record import Article
from spacecrawl.record.fetched import Fetched
from spacecrawl.record.identity import identify
from spacecrawl.record.similarity import signature
from spacecrawl.storage import ArticleStore, DataFolder, Ledger, RunFolder, load
from spacecrawl.storage.repair import repair


def made(number, body="Some words.", **keys):
    return identify(Article(url=f"https://x.example/{number}", title=f"Number {number}", body=body, **keys))


@pytest.fixture
def store(tmp_path):
    store = ArticleStore(DataFolder(tmp_path / "data"))
    yield store
    store.close()


def test_what_is_appended_is_known_and_read_back(store, tmp_path):
    store.append(made(1))
    store.append(made(2, also_at=["https://y.example/2"]))
    store.close()
    again = ArticleStore(DataFolder(tmp_path / "data"))
    assert len(again) == 2
    assert again.known(made(1).id).content_hash == made(1).content_hash
    assert again.knows_address("https://y.example/2")
    assert not again.knows_address("https://x.example/3")
    again.close()


def test_load_gives_the_newest_version_of_each(store, tmp_path):
    for article in (made(1), made(2), made(1, "Changed.", version=2, revised_by="site")):
        store.append(article)
    store.close()
    assert [(article.title, article.version) for article in spacecrawl.load(tmp_path / "data")] == [
        ("Number 2", 1),
        ("Number 1", 2),
    ]


def test_load_of_a_folder_that_is_none(tmp_path):
    with pytest.raises(FolderError, match="not there"):
        list(spacecrawl.load(tmp_path))


@pytest.mark.parametrize("cut", [1, 20, 400])
def test_a_torn_line_is_cut_and_kept(store, tmp_path, cut):
    store.append(made(1))
    store.append(made(2, "Long words. " * 60))
    store.close()
    whole = store.path.read_bytes()
    store.path.write_bytes(whole[:-cut])
    folder = DataFolder(tmp_path / "data")
    run = folder.new_run(dt.datetime.now(dt.UTC))
    again = ArticleStore(folder, run)
    assert len(again) == 1
    assert (run.path / "torn-line.txt").read_bytes() == whole.splitlines(keepends=True)[1][:-cut]
    again.append(made(3))
    again.close()
    assert [json.loads(line)["title"] for line in store.path.read_text().splitlines()] == ["Number 1", "Number 3"]


def test_a_foreign_line_is_named(tmp_path):
    (tmp_path / "articles.jsonl").write_text(json.dumps(made(1).to_dict()) + '\n{"some": "thing"}\n')
    with pytest.raises(FolderError, match="line 2"):
        ArticleStore(DataFolder(tmp_path))


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


@pytest.mark.parametrize("line", ["[]", "5", "null", '{"version": 1}', '{"id": "a"}'])
def test_a_line_that_is_json_but_no_record_is_named(tmp_path, line):
    (tmp_path / "articles.jsonl").write_text(line + "\n")
    with pytest.raises(FolderError, match="line 1"):
        ArticleStore(DataFolder(tmp_path))
    with pytest.raises(FolderError, match="line 1"):
        list(load(tmp_path))


@pytest.mark.parametrize("name", [".lock", ".lock-holder"])
def test_a_lock_that_can_not_be_made_is_named(tmp_path, name):
    (tmp_path / name).mkdir()
    with pytest.raises(FolderError, match="lock"):
        DataFolder(tmp_path).lock()


def test_a_summary_with_what_is_no_utf8_is_written(tmp_path):
    run = RunFolder(tmp_path)
    run.write_summary({"section": "\udcff"})
    assert json.loads((tmp_path / "run.json").read_text("utf-8"))["section"] == "\udcff"


# file and ledger


def reopened(folder, run=None):
    return ArticleStore(DataFolder(folder), run)


def killed(store):
    """Leave file and ledger as kill -9 does: what was not committed is gone from the ledger, and not from the file."""
    store.ledger.give_up()
    store._file.close()


def lines(folder):
    return [json.loads(line)["title"] for line in (folder / "articles.jsonl").read_text().splitlines()]


def test_an_article_is_known_in_the_transaction_that_commits_its_lines_end(tmp_path):
    store = reopened(tmp_path)
    store.append(made(1))
    with Ledger.reading(tmp_path) as reader:
        query = "SELECT (SELECT count(*) FROM articles), committed FROM articles_file"
        assert reader.row(query) == (0, 0)
        store.commit()
        assert reader.row(query) == (1, (tmp_path / "articles.jsonl").stat().st_size)
    store.close()


def test_lines_that_a_killed_run_wrote_are_known_afterwards_and_stay_where_they_are(tmp_path):
    store = reopened(tmp_path)
    store.append(made(1))
    store.commit()
    words = " ".join(f"word{number}" for number in range(60))
    store.append(made(2, words, also_at=["https://y.example/2"]))
    killed(store)
    seen = (tmp_path / "articles.jsonl").read_bytes()
    store = reopened(tmp_path)
    assert store.known(made(2).id).version == 1
    assert store.knows_address("https://y.example/2")
    assert store.near_duplicates.find("other", signature(words)) == made(2).id
    store.append(made(3))
    store.close()
    assert (tmp_path / "articles.jsonl").read_bytes().startswith(seen)
    assert lines(tmp_path) == ["Number 1", "Number 2", "Number 3"]


@pytest.mark.parametrize("torn", [b'{"id": "abc", "ti', b"\x00" * 5000, b"\x00" * 50 + b"\n" + b"\x00" * 9 + b"\n"])
def test_only_what_is_torn_is_cut_and_kept_aside(tmp_path, torn):
    store = reopened(tmp_path)
    store.append(made(1))
    killed(store)
    with (tmp_path / "articles.jsonl").open("ab") as file:
        file.write(torn)
    (tmp_path / "run").mkdir()
    store = reopened(tmp_path, RunFolder(tmp_path / "run"))
    assert len(store) == 1
    store.close()
    assert (tmp_path / "run/torn-line.txt").read_bytes() == torn
    assert lines(tmp_path) == ["Number 1"]


def test_a_folder_without_a_ledger_is_taken_over(tmp_path):
    records = [made(1).to_dict(), made(1, "Changed.", version=2, revised_by="site").to_dict(), made(2).to_dict()]
    (tmp_path / "articles.jsonl").write_text("".join(json.dumps(record) + "\n" for record in records))
    store = reopened(tmp_path)
    assert (len(store), store.known(made(1).id).version) == (2, 2)
    assert store.known(made(1).id).content_hash == records[1]["content_hash"]
    store.close()


def test_lines_that_were_lost_are_forgotten_and_older_versions_count_again(tmp_path):
    store = reopened(tmp_path)
    store.append(made(1))
    store.append(made(2))
    store.append(made(1, "Changed.", version=2, revised_by="site"))
    store.close()
    whole = store.path.read_bytes().splitlines(keepends=True)
    store.path.write_bytes(whole[0] + whole[1][:-9])
    store = reopened(tmp_path)
    assert store.known(made(1).id).version == 1
    assert store.known(made(1).id).content_hash == made(1).content_hash
    assert store.known(made(2).id) is None
    assert not store.knows_address(made(2).url)
    store.append(made(2))
    store.close()
    assert lines(tmp_path) == ["Number 1", "Number 2"]


def test_a_file_that_was_replaced_is_damage(tmp_path):
    store = reopened(tmp_path)
    store.append(made(1))
    store.close()
    store.path.unlink()
    with pytest.raises(FolderError, match="spacecrawl repair"):
        reopened(tmp_path)


def test_a_line_that_can_not_be_written_whole_is_taken_back(tmp_path):
    code = (
        "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))\n"
        "from spacecrawl.errors import FolderError; from spacecrawl.record import Article\n"
        "from spacecrawl.record.identity import identify; from spacecrawl.storage import ArticleStore, DataFolder\n"
        f"store = ArticleStore(DataFolder({str(tmp_path)!r}))\n"
        "try:\n"
        "    for number in range(40): store.append(identify(Article(url=f'https://x.example/{number}', body='x' * 20_000)))\n"
        "except FolderError as error: print(error, error.exit_status)\n"
        "store.close()\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "Make room" in done.stdout
    assert done.stdout.endswith(" 5\n")
    kept = (tmp_path / "articles.jsonl").read_bytes()
    assert 0 < kept.count(b"\n") < 40
    assert kept.endswith(b"\n")
    with reopened(tmp_path).ledger as ledger:
        assert ledger.row("SELECT committed FROM articles_file") == (len(kept),)


def test_what_was_found_again_keeps_its_number_and_new_validators(tmp_path):
    store = reopened(tmp_path)
    store.append(made(1), fetched=Fetched('"one"'))
    known = store.known(made(1).id)
    moved = Fetched('"two"', "Mon, 02 Mar 2026 10:00:00 GMT", (("https://x.example/old", True),))
    store.rows.seen_again(known, made(1, also_at=["https://x.example/old"]), moved)
    again = store.known(made(1).id)
    assert (again.number, again.etag, again.also_at) == (known.number, '"two"', ("https://x.example/old",))
    assert store.addresses.get("https://x.example/old").state == "moved"
    store.close()


# repair


def test_repair_sets_what_is_damaged_aside(tmp_path):
    store = reopened(tmp_path)
    for number in (1, 2, 3):
        store.append(made(number))
    store.close()
    whole = store.path.read_bytes().splitlines(keepends=True)
    store.path.write_bytes(whole[0] + b"X" + whole[1] + whole[2] + b"torn")
    (tmp_path / "spacecrawl.db").write_bytes(b"no database at all" * 99)
    run = DataFolder(tmp_path).new_run(dt.datetime.now(dt.UTC))
    with pytest.raises(FolderError, match="spacecrawl repair"):
        reopened(tmp_path)
    found = repair(DataFolder(tmp_path), run)
    assert (found.lines, found.articles, found.damaged) == (2, 2, [2, 4])
    assert (run.path / "damaged-lines.txt").read_bytes() == b"X" + whole[1] + b"torn"
    assert (run.path / "spacecrawl.db").read_bytes().startswith(b"no database")
    assert [article.title for article in load(tmp_path)] == ["Number 1", "Number 3"]


def test_repair_of_a_folder_that_holds_nothing(tmp_path):
    with pytest.raises(FolderError, match="not there"):
        repair(DataFolder(tmp_path), RunFolder(tmp_path))


def lengthened(lines):
    return [lines[0].replace(b"Number 1", b"Number one, edited"), *lines[1:]]


def shortened(lines):
    return [lines[0].replace(b"Number 1", b"One"), *lines[1:]]


def without_one(lines):
    return [lines[0], *lines[2:]]


def with_a_line_more(lines):
    return [lines[0], b"not a record\n", *lines[1:]]


@pytest.mark.parametrize("edit", [lengthened, shortened, without_one, with_a_line_more])
def test_a_file_that_was_edited_by_hand_is_left_as_it_is_until_it_is_repaired(store, tmp_path, edit):
    for number in range(1, 6):
        store.append(made(number))
    store.close()
    path = tmp_path / "data" / "articles.jsonl"
    edited = b"".join(edit(path.read_bytes().splitlines(keepends=True)))
    path.write_bytes(edited)
    with pytest.raises(FolderError, match=r"edited by hand.*spacecrawl repair"):
        ArticleStore(DataFolder(tmp_path / "data"))
    assert path.read_bytes() == edited
    folder = DataFolder(tmp_path / "data")
    repair(folder, folder.new_run(dt.datetime.now(dt.UTC)))
    again = ArticleStore(folder)
    again.append(made(6))
    again.close()
    assert list(load(tmp_path / "data"))[-1].title == "Number 6"
