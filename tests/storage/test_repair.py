import datetime as dt
import json

import pytest

from spacecrawl.errors import FolderError
from spacecrawl.record import Article
from spacecrawl.record.identity import identify
from spacecrawl.storage import ArticleStore, DataFolder, RunFolder, load
from spacecrawl.storage.repair import repair


def made(number):
    return identify(Article(url=f"https://x.example/{number}", title=f"Number {number}", body="Some words."))


def reopened(folder):
    return ArticleStore(DataFolder(folder))


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
def test_a_file_that_was_edited_by_hand_is_left_as_it_is_until_it_is_repaired(tmp_path, edit):
    store = reopened(tmp_path / "data")
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


def test_a_repair_follows_links(tmp_path):
    """Articles and ledger are kept on another disk: they are mended there, and the links stay."""
    data, disk = tmp_path / "data", tmp_path / "disk"
    data.mkdir()
    disk.mkdir()
    for name in ("articles.jsonl", "spacecrawl.db"):
        (data / name).symlink_to(disk / name)
    store = reopened(data)
    store.append(made(1))
    store.close()
    with (disk / "articles.jsonl").open("ab") as file:
        file.write(b"no record\n")
    (disk / "spacecrawl.db").write_bytes(b"damaged" * 1_000)
    folder = DataFolder(data)
    run = folder.new_run(dt.datetime.now(dt.UTC))
    found = repair(folder, run)
    assert (found.lines, found.articles, found.damaged) == (1, 1, [2])
    assert (run.path / "spacecrawl.db").read_bytes().startswith(b"damaged")
    for name in ("articles.jsonl", "spacecrawl.db"):
        assert (data / name).readlink() == disk / name
    assert (disk / "articles.jsonl").read_bytes().count(b"\n") == 1
    with reopened(data).ledger as ledger:
        assert ledger.row("SELECT count(*) FROM articles") == (1,)
    assert sorted(path.name for path in disk.iterdir()) == ["articles.jsonl", "spacecrawl.db"]


def test_a_record_whose_address_was_escaped_in_another_way_is_known_by_both(tmp_path):
    """As older versions wrote it: its id stays, and the story is not fetched again under the address of today."""
    old, new = "https://x.example/caf%c3%a9/%7Eann", "https://x.example/caf%C3%A9/~ann"
    record = identify(Article(url=old, title="Old", body="Some words.")).to_dict()
    (tmp_path / "articles.jsonl").write_text(json.dumps(record) + "\n")
    store = reopened(tmp_path)
    assert store.known(record["id"]).url == old
    assert [store.addresses.get(url).article for url in (old, new)] == [1, 1]
    assert store.addresses.get(new).state == "alias"
    store.close()
