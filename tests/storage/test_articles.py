import json

import pytest

import spacecrawl
from spacecrawl.errors import FolderError, FolderLocked
from spacecrawl.record import Article
from spacecrawl.record.identity import identify
from spacecrawl.storage import ArticleStore, DataFolder, RunFolder, load


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
    import datetime as dt

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
    import subprocess
    import sys

    code = f"from spacecrawl.storage import DataFolder; DataFolder({str(tmp_path)!r}).lock()"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert FolderLocked.__name__ in done.stderr
    assert "process" in done.stderr
    held.release()


def test_two_runs_of_one_second_have_folders_of_their_own(tmp_path):
    import datetime as dt

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
