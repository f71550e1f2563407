import re

from doc_pages import ROOT, table, text_of

from spacecrawl.commands.export import export
from spacecrawl.exporting import FORMATS
from spacecrawl.exporting.columns import COLUMNS

PAGE = ROOT / "docs" / "analysis.md"


def codes(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


def test_every_column_is_told_once_and_in_order():
    assert tuple(column for row in table(PAGE, "Columns") for column in codes(row[0])) == COLUMNS


def test_every_format_is_told_with_its_endings():
    told = {codes(row[0])[0]: set(codes(row[1])) for row in table(PAGE, "Formats")}
    assert told == {name: set(known.endings) for name, known in FORMATS.items()}


def test_every_option_that_chooses_is_told():
    other = {"--folder", "--format", "--output", "--quiet", "-o"}
    for option in export.params:
        assert set(option.opts) <= other or f"`{option.opts[0]}" in text_of(PAGE), option.opts
