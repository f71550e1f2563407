import csv
import datetime as dt
import io
import json
import sqlite3
from contextlib import closing

import pytest
from exported import BARE, FULL, HARM, record_of

from spacecrawl.errors import FolderError, UsageError
from spacecrawl.exporting import FORMATS, export_to_file, export_to_stream, format_of
from spacecrawl.exporting.columns import COLUMNS

RECORDS = [FULL, BARE, HARM]
CLEAN = [FULL, BARE]
LISTS = ("authors", "author_kinds", "author_roles", "author_agencies", "images", "links", "sidebars", "tags", "also_at")


def text_in(name: str, records: list[dict]) -> str:
    out = io.StringIO(newline="")
    export_to_stream(records, FORMATS[name], out)
    return out.getvalue()


def file_in(name: str, records: list[dict], tmp_path):
    path = tmp_path / f"out.{name}"
    export_to_file(iter(records), FORMATS[name], path)
    assert [entry.name for entry in tmp_path.iterdir()] == [path.name]
    return path


def csv_rows(records: list[dict]) -> list[dict]:
    return list(csv.DictReader(io.StringIO(text_in("csv", records), newline="")))


def test_json_lines_are_the_records():
    assert [json.loads(line) for line in text_in("jsonl", RECORDS).splitlines()] == RECORDS


def test_csv_has_every_column():
    full, bare = csv_rows(CLEAN)
    assert tuple(full) == COLUMNS
    plain = ("id", "url", "section", "title", "byline", "date_published", "summary", "body", "language")
    assert all(full[column] == FULL[column] for column in plain)
    assert [full[f"dateline_{key}"] for key in ("city", "country", "date", "inline")] == [
        "Oslo",
        "NO",
        "2026-03-04",
        "false",
    ]
    assert (full["authors"], full["author_kinds"]) == ("Magnus Inkster; Staff Writers", "person; organization")
    assert (full["author_roles"], full["author_agencies"]) == ("editor; ", "; AFP")
    assert (full["date"], full["tags"], full["version"]) == ("2026-03-04", "herring; gulls; gannets", "2")
    for column in ("images", "links", "sidebars", "also_at"):
        assert json.loads(full[column]) == FULL[column]
    assert (bare["title"], bare["authors"], bare["dateline_text"], bare["links"]) == ("Bare", "", "", "[]")


def test_no_cell_of_csv_is_a_formula_or_steers_anything():
    (row,) = csv_rows([HARM])
    for column, value in row.items():
        assert not value.strip() or value.strip()[0] not in "=+-@＝＋－＠", column
        assert not any(ord(sign) < 32 and sign not in "\n\t" for sign in value), column
    for column in ("section", "title", "byline"):
        assert row[column] == f"'{HARM[column]}"
    assert (row["authors"], row["tags"]) == ("'-2+3; =1", "'＝1")
    assert row["body"] == "'\t=cmd|' /C calc'!A0\ufffd\ufffd[31m red\n\nhalf ? of a pair"


def test_sqlite_rows_are_the_records(tmp_path):
    with closing(sqlite3.connect(file_in("sqlite", RECORDS, tmp_path))) as database:
        database.row_factory = sqlite3.Row
        rows = [dict(row) for row in database.execute("SELECT * FROM articles ORDER BY rowid")]
        ((city,),) = map(tuple, database.execute("SELECT dateline_city FROM articles WHERE date = '2026-03-04'"))
        names = database.execute("SELECT value FROM articles, json_each(authors) WHERE articles.id = ?", (FULL["id"],))
        assert (city, [name for (name,) in names]) == ("Oslo", ["Magnus Inkster", "Staff Writers"])
    for row in rows:
        row |= {column: json.loads(row[column]) for column in LISTS}
        row["extractor_provenance"] = row["extractor_provenance"] and json.loads(row["extractor_provenance"])
        row["dateline_inline"] = None if row["dateline_inline"] is None else bool(row["dateline_inline"])
    assert tuple(rows[0]) == COLUMNS
    half = {**HARM, "body": HARM["body"].replace("\ud800", "?")}
    assert [record_of(row) for row in rows] == [FULL, BARE, half]


def test_parquet_rows_are_the_records(tmp_path):
    parquet = pytest.importorskip(
        "pyarrow.parquet", reason="pyarrow is not installed: pip install 'spacecrawl[parquet]'"
    )
    rows = parquet.read_table(file_in("parquet", RECORDS, tmp_path)).to_pylist()
    assert rows[0]["date"] == rows[0]["dateline_date"] == dt.date(2026, 3, 4)
    for row in rows:
        fetched, day, provenance = row["source_fetched_at"], row["dateline_date"], row["extractor_provenance"]
        row["source_fetched_at"] = fetched and fetched.isoformat()
        row["dateline_date"] = day and day.isoformat()
        row["extractor_provenance"] = provenance and json.loads(provenance)
    assert tuple(rows[0]) == COLUMNS
    half = {**HARM, "body": HARM["body"].replace("\ud800", "?")}
    assert [record_of(row) for row in rows] == [FULL, BARE, half]


def test_parquet_of_nothing_and_of_several_groups(tmp_path):
    parquet = pytest.importorskip(
        "pyarrow.parquet", reason="pyarrow is not installed: pip install 'spacecrawl[parquet]'"
    )
    assert parquet.read_table(file_in("parquet", [], tmp_path)).num_rows == 0
    many = parquet.ParquetFile(file_in("parquet", [BARE] * 4001, tmp_path))
    assert (many.metadata.num_rows, many.num_row_groups) == (4001, 3)


def test_json_ld_in_the_words_of_schema_org():
    text = text_in("json-ld", RECORDS)
    assert "</script" not in text
    document = json.loads(text)
    full, bare, harm = document["@graph"]
    assert document["@context"] == "https://schema.org"
    assert full["@type"] == "NewsArticle"
    assert (full["headline"], full["articleBody"], full["datePublished"]) == (
        FULL["title"],
        FULL["body"],
        FULL["date_published"],
    )
    assert full["author"] == [
        {"@type": "Person", "name": "Magnus Inkster", "jobTitle": "editor"},
        {
            "@type": "Organization",
            "name": "Staff Writers",
            "parentOrganization": {"@type": "Organization", "name": "AFP"},
        },
    ]
    assert full["locationCreated"]["address"]["addressCountry"] == "NO"
    assert full["sourceOrganization"]["name"] == "Space Media"
    assert full["citation"] == [{"@type": "WebPage", "url": "http://hatchery.example/", "name": "Hatchery"}]
    assert full["hasPart"][0]["articleBody"] == "High at noon."
    assert set(bare) == {"@type", "@id", "identifier", "url", "headline", "version"}
    assert harm["headline"] == HARM["title"]
    assert json.loads(text_in("json-ld", []))["@graph"] == []


@pytest.mark.parametrize("name", FORMATS)
def test_a_file_that_fails_midway_leaves_the_old_one(name, tmp_path):
    def failing():
        yield FULL
        raise FolderError("line 2 is damaged")

    path = tmp_path / "out"
    path.write_text("old")
    with pytest.raises(FolderError, match="line 2"):
        export_to_file(failing(), FORMATS[name], path)
    assert [(entry.name, entry.read_text()) for entry in tmp_path.iterdir()] == [("out", "old")]


@pytest.mark.parametrize("name", FORMATS)
def test_a_file_that_can_not_be_made_is_named(name, tmp_path):
    with pytest.raises(FolderError, match=r"nowhere.out: can't be written"):
        export_to_file([FULL], FORMATS[name], tmp_path / "nowhere" / "out")


def test_the_format_is_told_by_name_or_ending():
    assert format_of(None, None) is FORMATS["jsonl"]
    assert format_of(None, "a.CSV") is FORMATS["csv"]
    assert format_of(None, "a.db") is FORMATS["sqlite"]
    assert format_of("json-ld", "a.csv") is FORMATS["json-ld"]
    with pytest.raises(UsageError, match="-o"):
        format_of("sqlite", None)


def test_parquet_without_pyarrow_tells_the_remedy(monkeypatch):
    monkeypatch.setattr("spacecrawl.exporting.parquet.find_spec", lambda _: None)
    with pytest.raises(UsageError, match=r"spacecrawl\[parquet\]"):
        format_of("parquet", "out.parquet")
