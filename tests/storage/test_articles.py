import datetime as dt
import json
import subprocess
import sys

import pytest

import spacecrawl
from spacecrawl.errors import FolderError
from spacecrawl.record import Article
from spacecrawl.record.fetched import Fetched
from spacecrawl.record.identity import identify
from spacecrawl.record.similarity import signature
from spacecrawl.storage import ArticleStore, DataFolder, Ledger, RunFolder, load


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


@pytest.mark.parametrize("line", ["[]", "5", "null", '{"version": 1}', '{"id": "a"}'])
def test_a_line_that_is_json_but_no_record_is_named(tmp_path, line):
    (tmp_path / "articles.jsonl").write_text(line + "\n")
    with pytest.raises(FolderError, match="line 1"):
        ArticleStore(DataFolder(tmp_path))
    with pytest.raises(FolderError, match="line 1"):
        list(load(tmp_path))


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
