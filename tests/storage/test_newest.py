import json
from pathlib import Path

import pytest

from spacecrawl.errors import FolderError
from spacecrawl.storage import load, newest_records


def line(number: int, title: str, fetched: str | None = None, **keys: object) -> dict:
    return {"id": f"{number:016x}", "version": 1, "title": title, "source": {"fetched_at": fetched}, **keys}


def folder(path: Path, *records: dict, end: str = "") -> Path:
    path.mkdir()
    (path / "articles.jsonl").write_text("".join(json.dumps(record) + "\n" for record in records) + end)
    return path


def titles(*folders: Path) -> list[str]:
    return [record["title"] for record in newest_records(folders)]


def test_the_last_line_of_an_id_counts_in_the_order_of_the_file(tmp_path):
    made = folder(tmp_path / "a", line(1, "old"), line(2, "two"), line(1, "new"), line(3, "three"))
    assert titles(made) == ["two", "new", "three"]


def test_records_without_an_id_count_by_themselves(tmp_path):
    nameless = [{"id": None, "version": 1, "title": title} for title in "abab"]
    assert titles(folder(tmp_path / "a", *nameless)) == list("abab")


def test_keys_in_another_order(tmp_path):
    records = [dict(reversed(line(1, title).items())) for title in ("old", "new")]
    assert titles(folder(tmp_path / "a", *records)) == ["new"]


@pytest.mark.parametrize("end", ["", "\n"])
def test_an_unfinished_line_is_left(tmp_path, end):
    made = folder(tmp_path / "a", line(1, "one"), line(2, "two"), end=json.dumps(line(1, "half")) + end)
    assert titles(made) == (["two", "half"] if end else ["one", "two"])


def test_lines_appended_meanwhile_are_left(tmp_path):
    made = folder(tmp_path / "a", line(1, "one"), line(2, "two"))
    reading = newest_records([made])
    first = next(reading)["title"]
    with (made / "articles.jsonl").open("a") as file:
        file.write(json.dumps(line(2, "later")) + "\n" + json.dumps(line(3, "three")) + "\n")
    assert [first, *(record["title"] for record in reading)] == ["one", "two"]
    assert titles(made) == ["one", "later", "three"]


def test_of_several_folders_the_version_fetched_last(tmp_path):
    early, late = "2026-03-04T00:00:00+00:00", "2026-03-05T00:00:00+00:00"
    first = folder(tmp_path / "a", line(1, "a1", late), line(2, "a2", early), line(3, "a3", late), line(4, "a4"))
    second = folder(
        tmp_path / "b",
        line(1, "b1", early),
        line(2, "b2", late),
        line(3, "b3", late),
        line(4, "b4", early),
        line(5, "b5"),
    )
    assert titles(first, second) == ["a1", "b2", "b3", "b4", "b5"]
    assert titles(second, first) == ["b2", "b4", "b5", "a1", "a3"]


def test_within_a_folder_the_last_line_counts_whenever_it_was_fetched(tmp_path):
    first = folder(tmp_path / "a", line(1, "a1", "2026-03-04T00:00:00+00:00"))
    second = folder(
        tmp_path / "b", line(1, "b old", "2026-03-06T00:00:00+00:00"), line(1, "b new", "2026-03-05T00:00:00+00:00")
    )
    assert titles(first, second) == ["b new"]


def test_a_damaged_line_is_named_by_its_number(tmp_path):
    made = folder(tmp_path / "a", line(1, "one"), line(2, "two"), end='{"id": "00000000000000aa", torn\n')
    with pytest.raises(FolderError, match="line 3 is damaged"):
        titles(made)


def test_load_takes_several_folders(tmp_path):
    folders = [folder(tmp_path / name, {**line(n, name), "source": None}) for n, name in enumerate("ab")]
    assert [article.title for article in load(*folders)] == ["a", "b"]
