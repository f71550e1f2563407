import json

import pytest
from exported import BARE, FULL, HARM, folder_of

DATELINE = {**FULL["dateline"], "place": "Oslo\x1b[31m", "city": "Oslo\x1b[31m", "agency_name": "[red]Wire[/red]"}
SECOND = {
    **FULL,
    "id": "00000000000000d4",
    "url": "http://b.example/1",
    "host": "b.example",
    "duplicate_of": FULL["id"],
}


@pytest.fixture
def folder(tmp_path):
    first = {**FULL, "duplicate_of": None, "dateline": DATELINE}
    return folder_of(tmp_path / "output", first, {**SECOND, "dateline": {**DATELINE, "date": "2026-03-06"}}, BARE, HARM)


def test_as_json(spacecrawl, folder):
    ran = spacecrawl("wire", "--json")
    assert (ran.status, ran.err) == (0, "")
    told = json.loads(ran.out)
    assert told["counts"] == {"articles": 4, "with_dateline": 2, "stories": 3}
    (month,) = told["months"]
    assert (month["month"], month["agency"], month["filings"], month["stories"]) == ("2026-03", "[red]Wire[/red]", 2, 1)
    (story,) = told["stories"]
    assert [filing["days_after_first"] for filing in story["later"]] == [2]
    assert story["hosts"] == ["harbour.example", "m.harbour.example", "b.example"]


def test_as_tables_without_markup_and_control_characters(spacecrawl, folder):
    ran = spacecrawl("wire")
    assert (ran.status, ran.err) == (0, "")
    assert "4 articles, 2 with a dateline, 3 stories" in ran.out
    assert "[red]Wire[/red]" in ran.out
    assert "Oslo\\x1b[31m, NO" in ran.out
    assert "b.example +2 d, m.harbour.example" in ran.out
    assert "\x1b" not in ran.out


def test_chosen_as_for_an_export(spacecrawl, folder):
    for options, articles in (
        (("--no-duplicates",), 3),
        (("--agency", "SPX", "--country", "no"), 2),
        (("--text", "no more"), 0),
    ):
        assert json.loads(spacecrawl("wire", "--json", *options).out)["counts"]["articles"] == articles


def test_only_the_first_rows_of_each_table(spacecrawl, tmp_path):
    places = [{**DATELINE, "city": city} for city in ("Oslo", "Bergen", "Hamar")]
    folder_of(
        tmp_path / "output",
        *({**SECOND, "id": f"{number:016}", "dateline": made} for number, made in enumerate(places)),
    )
    ran = spacecrawl("wire", "--rows", "1")
    assert "... and 2 more: --rows 3, or --json" in ran.out


@pytest.mark.parametrize(
    ("options", "status", "told"),
    [(("--country", "Norway"), 2, "Write NO for Norway"), (("--folder", "nowhere"), 5, "nowhere")],
)
def test_what_can_not_be_shown(spacecrawl, folder, options, status, told):
    ran = spacecrawl("wire", *options)
    assert (ran.status, ran.out) == (status, "")
    assert told in ran.err
