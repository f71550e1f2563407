import json
from dataclasses import fields

import doc_fixtures
import pytest
from doc_pages import ROOT, blocks, code, shows, table, text_of

from spacecrawl.record import Article, Author, Dateline, Extractor, Image, Link, Sidebar, Source
from spacecrawl.record.schema import schema_fault

PAGE = ROOT / "docs" / "records.md"

demo_folder = doc_fixtures.demo_folder
demo_records = doc_fixtures.demo_records
KEYS = [field.name for field in fields(Article)]
ROWS = table(PAGE, "Every key")


def test_every_key_is_told_once_and_in_order():
    assert [code(row[0]) for row in ROWS] == KEYS


@pytest.mark.parametrize("part", [Author, Dateline, Image, Link, Sidebar, Source, Extractor])
def test_every_key_of_the_parts_is_told(part):
    text = text_of(PAGE)
    assert [
        field.name for field in fields(part) if f"`{field.name}`" not in text and f'"{field.name}"' not in text
    ] == []


@pytest.mark.parametrize("row", ROWS, ids=KEYS)
def test_each_example_is_of_a_record_of_the_demo(row, demo_records):
    key, example = code(row[0]), json.loads(code(row[2]))
    assert any(shows(example, record[key]) for record in demo_records), example


@pytest.mark.parametrize("page", ["README.md", "docs/records.md"])
def test_the_record_shown_is_the_demos(page, demo_records):
    shown = json.loads(blocks(ROOT / page, "json")[0].text)
    real = next(record for record in demo_records if record["id"] == shown["id"])
    real["source"].pop("fetched_at")
    if "source" in shown:
        shown["source"].pop("fetched_at")
    for key, value in shown.items():
        assert shows(value, real[key]), key
    assert list(shown) == [key for key in real if key in shown]


def test_the_record_shown_has_every_key_and_is_valid():
    shown = json.loads(blocks(PAGE, "json")[0].text)
    assert list(shown) == KEYS
    assert schema_fault(shown) is None


def test_the_figures_of_the_readme(demo_records):
    text = text_of(ROOT / "README.md")
    assert f"{len(demo_records)} stories" in text
    assert len({record["site"] for record in demo_records}) == 6
    assert "six news sites" in text


def test_exit_statuses_are_those_of_the_errors():
    from spacecrawl import errors

    told = " ".join(row[0] for row in table(PAGE, "Exit statuses"))
    raised = {error.exit_status for error in vars(errors).values() if isinstance(error, type)}
    assert all(str(status) in told for status in raised | {0, 3, 130, 143})


def test_the_files_told_are_those_of_a_folder(demo_folder):
    told = text_of(PAGE)
    for path in demo_folder.rglob("*"):
        assert path.is_dir() or f"{path.name}`" in told, path
