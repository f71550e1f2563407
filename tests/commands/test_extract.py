import gzip
import json

import pytest
from conftest import article

from spacecrawl.record.schema import record_schema, schema_fault

PAGE = article("Ferries Run on Time", "The ferries ran on time.")


def lines(text):
    return [json.loads(line) for line in text.splitlines()]


def test_files_folders_and_gzip(spacecrawl, tmp_path):
    (tmp_path / "saved/deep").mkdir(parents=True)
    (tmp_path / "saved/a.html").write_text(PAGE)
    (tmp_path / "saved/deep/b.html.gz").write_bytes(gzip.compress(PAGE.replace("Ferries", "Trams").encode()))
    (tmp_path / "saved/notes.txt").write_text("not a page")
    ran = spacecrawl("extract", "saved", "saved/a.html")
    assert ran.status == 0, ran.err
    found = lines(ran.out)
    assert [record["title"] for record in found] == ["Ferries Run on Time", "Trams Run on Time", "Ferries Run on Time"]
    assert all(schema_fault(record) is None for record in found)
    assert found[0]["source"]["file"] == "saved/a.html"
    assert ran.err == ""


def test_url_picks_site_and_names_the_record(spacecrawl, tmp_path):
    (tmp_path / "a.html").write_text(PAGE)
    (record,) = lines(spacecrawl("extract", "a.html", "--url", "http://spacedaily.com/m/reports/Ferries_999.html").out)
    assert (record["site"], record["url"]) == ("spacedaily", "https://www.spacedaily.com/reports/Ferries_999.html")
    assert record["id"]


def test_stdin_tells_a_page_from_json_lines(spacecrawl):
    (one,) = lines(spacecrawl("extract", "-", stdin=PAGE.encode()).out)
    entries = [{"url": f"https://www.spacewar.com/reports/{name}_999.html", "html": PAGE} for name in "AB"]
    two = lines(spacecrawl("extract", "-", stdin="\n".join(map(json.dumps, entries)).encode()).out)
    assert one["title"] == two[0]["title"] == "Ferries Run on Time"
    assert [record["url"] for record in two] == [entry["url"] for entry in entries]


def test_output_file_is_whole_or_absent(spacecrawl, tmp_path):
    (tmp_path / "a.html").write_text(PAGE)
    assert spacecrawl("extract", "a.html", "-o", "out.jsonl").out == ""
    assert len((tmp_path / "out.jsonl").read_text().splitlines()) == 1
    assert spacecrawl("extract", "a.html", "-o", "no/such/folder.jsonl").status == 5
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.html", "out.jsonl"]


@pytest.mark.parametrize(
    "content",
    [b"", b"   \n", bytes(range(256)) * 40, b"<html><body><p>Hello.</body></html>", b"\xff\xfe<\x00h\x00"],
    ids=["empty", "blank", "binary", "no article", "torn utf-16"],
)
def test_a_page_without_an_article_is_named(spacecrawl, tmp_path, content):
    (tmp_path / "none.html").write_bytes(content)
    (tmp_path / "some.html").write_text(PAGE)
    ran = spacecrawl("extract", "none.html", "some.html")
    assert ran.status == 3
    assert "none.html" in ran.err
    assert len(lines(ran.out)) == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("missing.html",), "no such file"),
        (("--url", "nowhere", "a.html"), "--url"),
        (("--parser", "best", "a.html"), "space_media"),
        (("--parser", "os:path", "a.html"), "space_media"),
        (("--parser", ".x:y", "a.html"), "space_media"),
        (("--sites", "none.toml", "a.html"), "none.toml"),
        (("torn.html.gz",), "torn.html.gz"),
        (("folder",), "holds no page"),
        ((), "INPUT"),
    ],
)
def test_bad_calls_name_what_and_remedy(spacecrawl, tmp_path, arguments, said):
    (tmp_path / "a.html").write_text(PAGE)
    (tmp_path / "torn.html.gz").write_bytes(gzip.compress(PAGE.encode())[:100])
    (tmp_path / "folder").mkdir()
    ran = spacecrawl("extract", *arguments)
    assert ran.status == 2
    assert said in ran.err
    assert "Traceback" not in ran.err


def test_bad_json_lines_name_the_line(spacecrawl):
    ran = spacecrawl("extract", "-", stdin=json.dumps({"url": None, "html": PAGE}).encode() + b'\n{"page": 1}\n')
    assert ran.status == 2
    assert "line 2" in ran.err


def test_stats_show_the_slowest(spacecrawl, tmp_path):
    (tmp_path / "a.html").write_text(PAGE)
    ran = spacecrawl("extract", "a.html", "--stats")
    assert "1 pages, 1 articles" in ran.err
    assert "ms  a.html" in ran.err


def test_schema_command(spacecrawl):
    assert json.loads(spacecrawl("schema").out) == record_schema()


def test_sites_command(spacecrawl):
    assert "spacedaily" in spacecrawl("sites").out
    assert len(json.loads(spacecrawl("sites", "--json").out)) == 22


@pytest.mark.parametrize("name", ["demo", "crawl", "fetch", "extract", "sites", "schema"])
def test_help_has_an_example(spacecrawl, name):
    ran = spacecrawl(name, "--help")
    assert ran.status == 0
    assert f"Example: spacecrawl {name}" in ran.out


def test_help_and_version(spacecrawl):
    assert "demo" in spacecrawl("--help").out
    assert "0.1.0" in spacecrawl("--version").out
    assert spacecrawl("crwl").status == 2
