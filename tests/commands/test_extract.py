import gzip
import io
import json
import os
import pty
import subprocess
import sys

import pytest
from conftest import article

from spacecrawl.batch.inputs import Inputs
from spacecrawl.batch.outcomes import outcome_of
from spacecrawl.batch.saved_pages import UnreadablePage, read_stdin
from spacecrawl.record.schema import record_schema, schema_fault
from spacecrawl.sites import builtin_catalogue

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
        (("folder",), "holds no page"),
        ((), "INPUT"),
    ],
)
def test_bad_calls_name_what_and_remedy(spacecrawl, tmp_path, arguments, said):
    (tmp_path / "a.html").write_text(PAGE)
    (tmp_path / "folder").mkdir()
    ran = spacecrawl("extract", *arguments)
    assert ran.status == 2
    assert said in ran.err
    assert "Traceback" not in ran.err


def test_what_is_damaged_is_named_and_the_rest_goes_on(spacecrawl, tmp_path):
    (tmp_path / "saved").mkdir()
    (tmp_path / "saved/a.html").write_text(PAGE)
    (tmp_path / "saved/b.html.gz").write_bytes(gzip.compress(PAGE.encode())[:100])
    (tmp_path / "saved/c.html.gz").write_bytes(b"\x1f\x8b" + bytes(range(200)))
    (tmp_path / "saved/d.html").symlink_to("nowhere.html")
    (tmp_path / "saved/e.html").write_bytes(gzip.compress(PAGE.encode()))
    ran = spacecrawl("extract", "saved", "-o", "out.jsonl")
    assert ran.status == 3
    assert [line.split(":")[0] for line in ran.err.splitlines()] == [
        f"saved/{name}" for name in ("b.html.gz", "c.html.gz", "d.html")
    ]
    assert "damaged gzip" in ran.err
    assert "can't be read" in ran.err
    assert len(lines((tmp_path / "out.jsonl").read_text())) == 2


BAD_LINES = ['{"page": 1}', '{"html": 5}', '{"html": "', "[1]", "nonsense", '{"html": "x", "url": 7}', "{" * 9000, "\0"]


def test_bad_json_lines_are_named_and_the_rest_goes_on(spacecrawl):
    good = json.dumps({"html": PAGE})
    ran = spacecrawl("extract", "-", stdin="\n".join([good, *BAD_LINES, "", good]).encode())
    assert ran.status == 3
    assert ran.err.splitlines() == [
        f'stdin line {number}: not {{"url": "...", "html": "..."}}. Give one such object a line.'
        for number in range(2, 10)
    ]
    assert [record["source"]["offset"] for record in lines(ran.out)] == [1, 11]


@pytest.mark.parametrize(
    "wrap",
    [bytes, gzip.compress, lambda content: b"\xef\xbb\xbf" + content, lambda content: b"\n \n" + content],
    ids=["plain", "gzip", "byte order mark", "blank lines"],
)
def test_stdin_is_told_by_its_first_bytes(wrap):
    entry = json.dumps({"url": "https://a.example/1", "html": PAGE}).encode()
    two = list(read_stdin(io.BytesIO(wrap(entry + b"\n" + entry)), None))
    assert [page.page().url for page in two] == ["https://a.example/1"] * 2
    (one,) = read_stdin(io.BytesIO(wrap(PAGE.encode())), "https://a.example/2")
    assert (one.page().title, one.page().url) == ("Ferries Run on Time", "https://a.example/2")


@pytest.mark.parametrize("content", [b"", b"\n\n", gzip.compress(PAGE.encode(), mtime=0)[:50], b"\x1f\x8b"])
def test_stdin_without_a_page(content):
    (page,) = read_stdin(io.BytesIO(content), None)
    outcome = outcome_of(page, builtin_catalogue())
    assert outcome.record is None
    assert outcome.reason


def test_stats_show_counts_and_the_slowest(spacecrawl, tmp_path):
    for number in range(12):
        (tmp_path / f"{number}.html").write_text(PAGE if number else "")
    ran = spacecrawl("extract", ".", "--stats")
    head, heading, *slowest = [line for line in ran.err.splitlines() if not line.startswith("0.html")]
    assert head.startswith("12 pages, 11 articles, 1 without one")
    assert heading.split() == ["CPU,", "ms", "kB", "words", "confidence", "page"]
    assert len(slowest) == 10
    times = [float(line.split()[0]) for line in slowest]
    assert times == sorted(times, reverse=True)


def test_one_record_does_not_wait_for_the_last_line_of_stdin(tmp_path):
    entry = json.dumps({"html": PAGE}).encode() + b"\n"
    with io.BufferedReader(Trickle([entry, entry, b"broken"])) as stream:
        pages = read_stdin(stream, None)
        assert "Ferries" in next(pages).page().title
        assert "Ferries" in next(pages).page().title
        with pytest.raises(UnreadablePage):
            next(pages).page()


def test_inputs_know_how_many_pages_they_are(tmp_path):
    for name in ("a.html", "b.html", "c.txt"):
        (tmp_path / name).write_text(PAGE)
    assert Inputs((str(tmp_path), str(tmp_path / "c.txt"))).total == 3
    assert Inputs((str(tmp_path), "-")).total is None


def test_a_bar_is_drawn_on_a_terminal_alone(tmp_path):
    (tmp_path / "a.html").write_text(PAGE)
    command = [sys.executable, "-m", "spacecrawl", "extract", "a.html", "-o", "out.jsonl"]
    shown = {}
    for options in ((), ("--quiet",)):
        master, slave = pty.openpty()
        with os.fdopen(slave, "wb") as terminal:
            subprocess.run(
                [*command, *options], cwd=tmp_path, stderr=terminal, check=True, env={**os.environ, "TERM": "xterm"}
            )
        shown[options] = read_all(master)
    assert "pages" in shown[()]
    assert shown["--quiet",] == ""


def read_all(descriptor):
    chunks = []
    with os.fdopen(descriptor, "rb", buffering=0) as file:
        try:
            while chunk := file.read(1000):
                chunks.append(chunk)
        except OSError:  # how Linux ends a terminal that nobody writes to any more
            pass
    return b"".join(chunks).decode()


class Trickle(io.RawIOBase):
    """A pipe that gives one piece at a time, and must not be asked for the next before it is needed."""

    def __init__(self, pieces):
        self.pieces = pieces

    def readable(self):
        return True

    def readinto(self, buffer):
        piece = self.pieces.pop(0) if self.pieces else b""
        buffer[: len(piece)] = piece
        return len(piece)


@pytest.mark.parametrize("given", ["saved/page.html", "saved"])
def test_a_page_is_not_written_over(spacecrawl, tmp_path, given):
    (tmp_path / "saved").mkdir()
    page = tmp_path / "saved" / "page.html"
    page.write_text(article("Good Story", "Fog over the fjord."))
    ran = spacecrawl("extract", given, "-o", "saved/../saved/page.html")
    assert (ran.status, "Name another file" in ran.err) == (2, True)
    assert page.read_text() == article("Good Story", "Fog over the fjord.")


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
