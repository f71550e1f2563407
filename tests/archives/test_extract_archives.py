"""The command over archives: as files, in folders, as a WACZ, on stdin."""

import json
import random
import subprocess
import sys
import zipfile

import brotli
import pytest
from conftest import article, environment
from warc_files import Written, by_hand, http, members, story, three, url

from spacecrawl.record.schema import schema_fault


def lines(text):
    return [json.loads(line) for line in text.splitlines()]


def titles(text):
    return [record["title"] for record in lines(text)]


def wacz(path, *written, compression=zipfile.ZIP_STORED):
    with zipfile.ZipFile(path, "w", compression) as package:
        package.writestr("datapackage.json", "{}")
        package.writestr("indexes/index.cdx", "")
        for number, archive in enumerate(written):
            package.writestr(f"archive/{number}.warc.gz", archive.content)
    return path


def test_a_record_tells_its_archive_and_its_parser_is_the_sites(spacecrawl, tmp_path):
    written = three()
    (tmp_path / "news.warc.gz").write_bytes(written.content)
    ran = spacecrawl("extract", "news.warc.gz", "--workers", 1)
    assert ran.status == 0, ran.err
    found = lines(ran.out)
    assert [record["source"] for record in found] == [
        {"url": url(name), "fetched_at": "2024-03-04T05:06:07+00:00", "file": "news.warc.gz", "offset": offset}
        for name, offset in zip(("Ferries", "Trams", "Trains"), written.offsets, strict=True)
    ]
    assert {(record["site"], record["extractor"]["name"]) for record in found} == {("spacedaily", "space_media")}
    assert all(schema_fault(record) is None for record in found)
    assert ran.err == "news.warc.gz: 3 records: 3 articles\n"


def test_a_catalogue_of_ones_own_picks_the_parser(spacecrawl, tmp_path):
    record = by_hand("Odd", http(story("Odd")), address="https://harbour.example/reports/Odd.html")
    (tmp_path / "news.warc").write_bytes(record)
    sites = tmp_path / "own.toml"
    sites.write_text(
        "[sites.harbour]\nname = 'Harbour'\nhosts = ['harbour.example']\nfront_pages = ['https://harbour.example/']\n"
        "article_patterns = ['/reports/.*']\nparser = 'space_media'\n"
    )
    (with_it,) = lines(spacecrawl("extract", "news.warc", "--sites", sites).out)
    (without,) = lines(spacecrawl("extract", "news.warc").out)
    assert (with_it["site"], with_it["extractor"]["name"]) == ("harbour", "space_media")
    assert (without["site"], without["extractor"]["name"]) == (None, "generic")


def test_folders_and_packages(spacecrawl, tmp_path):
    (tmp_path / "saved/deep").mkdir(parents=True)
    (tmp_path / "saved/a.html").write_bytes(story("Buses"))
    (tmp_path / "saved/deep/b.warc").write_bytes(Written(gzip=False).add("Ferries").content)
    wacz(tmp_path / "saved/c.wacz", Written().add("Trams"), Written().add("Trains").add("Ferries"))
    wacz(tmp_path / "saved/d.wacz", Written().add("Canoes"), compression=zipfile.ZIP_DEFLATED)
    ran = spacecrawl("extract", "saved", "saved/deep/b.warc", "--workers", 1)
    assert ran.status == 0, ran.err
    places = [(record["title"].split()[0], record["source"]["file"]) for record in lines(ran.out)]
    assert sorted(places) == [
        ("Buses", "saved/a.html"),
        ("Canoes", "saved/d.wacz/archive/0.warc.gz"),
        ("Ferries", "saved/c.wacz/archive/1.warc.gz"),
        ("Trains", "saved/c.wacz/archive/1.warc.gz"),
        ("Trams", "saved/c.wacz/archive/0.warc.gz"),
    ]
    assert "saved/deep/b.warc: 1 records: 0 articles, 1 repeated" in ran.err


@pytest.mark.parametrize("packed", [True, False], ids=["gzip", "plain"])
def test_stdin_is_told_by_its_first_bytes(spacecrawl, packed):
    ran = spacecrawl("extract", "-", "--workers", 1, stdin=three(gzip=packed).content)
    assert (ran.status, len(lines(ran.out))) == (0, 3), ran.err
    assert {record["source"]["file"] for record in lines(ran.out)} == {"-"}


def test_a_package_on_stdin_is_to_be_named(spacecrawl, tmp_path):
    ran = spacecrawl("extract", "-", stdin=wacz(tmp_path / "a.wacz", three()).read_bytes())
    assert ran.status == 2
    assert "Name it" in ran.err


def test_pages_without_an_article_are_counted_not_named(spacecrawl, tmp_path):
    index = b"<html><title>All</title><ul><li><a href=/a>A</a><li><a href=/b>B</a></ul></html>"
    written = three().add("Index", index).add("Other", index + b"<!-- 2 -->").add("Gone", status="404 Not Found")
    (tmp_path / "news.warc.gz").write_bytes(written.content)
    ran = spacecrawl("extract", "news.warc.gz", "--workers", 1)
    assert (ran.status, len(lines(ran.out))) == (0, 3)
    assert ran.err == "news.warc.gz: 6 records: 3 articles, 2 pages without an article, 1 not status 200\n"
    assert spacecrawl("extract", "news.warc.gz", "--quiet", "--workers", 1).err == ""
    (tmp_path / "none.warc.gz").write_bytes(Written().add("Index", index).content)
    assert spacecrawl("extract", "none.warc.gz", "--workers", 1).status == 3


def test_what_is_damaged_is_told_and_the_rest_is_read(spacecrawl, tmp_path):
    torn = http(brotli.compress(story("Torn"))[:-9], "Content-Type: text/html\r\nContent-Encoding: br\r\n")
    written = three()
    second = written.offsets[1]
    content = written.content[: second + 150] + members(by_hand("Torn", torn), by_hand("Buses", http(story("Buses"))))
    (tmp_path / "bad.warc.gz").write_bytes(content)
    (tmp_path / "page.warc").write_text("<html>no archive</html>")
    (tmp_path / "empty.warc.gz").write_bytes(b"")
    (tmp_path / "torn.wacz").write_bytes(wacz(tmp_path / "whole.wacz", three()).read_bytes()[:-30])
    inputs = ("bad.warc.gz", "page.warc", "empty.warc.gz", "torn.wacz")
    ran = spacecrawl("extract", *inputs, "--workers", 1)
    assert (ran.status, titles(ran.out)) == (3, ["Ferries Run on Time", "Buses Run on Time"])
    named, bad, page, empty, package = ran.err.splitlines()
    assert url("Torn") in named
    assert "not whole in its encoding, br" in named
    assert bad.endswith(
        "2 articles, 1 pages that can't be read, damaged behind offset 0 (whole records found behind it are read)"
    )
    assert page == "page.warc: 0 records: 0 articles, no WARC record in it"
    assert empty == "empty.warc.gz: 0 records: 0 articles, no WARC record in it"
    assert package.startswith("torn.wacz: 0 records: 0 articles, a damaged WACZ package")
    assert spacecrawl("extract", *inputs, "--workers", 1, "--quiet").err == ran.err


@pytest.mark.parametrize("compression", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED], ids=["stored", "deflated"])
def test_a_damaged_file_in_a_package_costs_no_other(spacecrawl, tmp_path, compression):
    first = Written().add("Ferries").add("Trams")
    path = wacz(tmp_path / "a.wacz", first, Written().add("Trains"), compression=compression)
    content = bytearray(path.read_bytes())
    start = content.index(b"0.warc.gz") + len("0.warc.gz") + first.offsets[1] + 200
    content[start : start + 40] = b"\xff" * 40
    path.write_bytes(content)
    ran = spacecrawl("extract", "a.wacz", "--workers", 1)
    assert ran.status == 3
    assert "Trains Run on Time" in titles(ran.out)
    assert ran.err.startswith("a.wacz/archive/0.warc.gz: ")
    assert "damaged" in ran.err


def test_charsets_by_header_meta_and_bytes(spacecrawl, tmp_path):
    text = article("Café Ferries", "The café’s ferry ran on time, again. " * 12)
    meta = text.replace("<head>", "<head><meta charset=windows-1252>")
    html = (("Content-Type", "text/html"),)
    written = Written()
    written.add("A", text.encode(), headers=(("Content-Type", "text/html; charset=utf-8"),))
    written.add("B", text.encode("cp1252"), headers=(("Content-Type", "text/html; charset=windows-1252"),))
    written.add("C", meta.encode("cp1252"), headers=html)
    written.add("D", text.encode("cp1252") + b" ", headers=html)
    written.add("E", text.encode() + b" ", headers=(("Content-Type", "text/html; charset=iso-8859-1"),))
    (tmp_path / "news.warc.gz").write_bytes(written.content)
    ran = spacecrawl("extract", "news.warc.gz", "--workers", 1)
    assert titles(ran.out) == ["Café Ferries"] * 5, ran.err
    assert len({record["body"] for record in lines(ran.out)}) == 1


FILTERS = [
    (("--site", "spacedaily"), ["Ferries", "Trams"]),
    (("--site", "space-media"), ["Ferries", "Trams"]),
    (("--since", "2024-03-05"), ["Trams", "Buses"]),
    (("--until", "2024-03-04"), ["Ferries"]),
    (("--since", "2024-03-05", "--site", "spacedaily"), ["Trams"]),
    (("--language", "en", "--language", "de"), ["Ferries", "Trams", "Buses"]),
    (("--language", "fr"), []),
]


@pytest.fixture
def dated(tmp_path):
    days = {"Ferries": "Mar 04, 2024", "Trams": "Mar 05, 2024", "Buses": "Mar 06, 2024"}
    records = [
        by_hand(
            name,
            http(article(f"{name} Run", f"The {name} ran on time, again. " * 12, day).encode()),
            address="https://elsewhere.example/b.html" if name == "Buses" else "",
            date="2024-04-01T00:00:00Z",
        )
        for name, day in days.items()
    ]
    (tmp_path / "news.warc.gz").write_bytes(members(*records))


@pytest.mark.usefixtures("dated")
@pytest.mark.parametrize(("options", "found"), FILTERS, ids=[" ".join(options) for options, _ in FILTERS])
def test_filters(spacecrawl, options, found):
    ran = spacecrawl("extract", "news.warc.gz", *options, "--workers", 1)
    assert ([title.split()[0] for title in titles(ran.out)], ran.status) == (found, 0), ran.err


@pytest.mark.usefixtures("dated")
def test_filters_that_can_not_be_met(spacecrawl):
    assert "Swap them" in spacecrawl("extract", "news.warc.gz", "--since", "2024-02-01", "--until", "2024-01-01").err
    assert spacecrawl("extract", "news.warc.gz", "--site", "nowhere").status == 2


def test_many_processes_read_an_archive_in_its_order(spacecrawl, tmp_path):
    written = Written()
    for number in range(40):
        written.add(f"N{number}")
    (tmp_path / "news.warc.gz").write_bytes(written.content)
    ran = spacecrawl("extract", "news.warc.gz", "--workers", 2)
    assert [record["source"]["offset"] for record in lines(ran.out)] == written.offsets


def test_without_the_package_the_remedy_is_told(tmp_path):
    (tmp_path / "news.warc.gz").write_bytes(three().content)
    (tmp_path / "a.html").write_bytes(story("Ferries"))
    code = "import sys; sys.modules['fastwarc'] = None; from spacecrawl.commands import main; sys.argv[0] = 'x'; main()"

    def run(*arguments):
        return subprocess.run(
            [sys.executable, "-c", code, "extract", *arguments],
            cwd=tmp_path, env=environment(), capture_output=True, text=True, check=False,
        )  # fmt: skip

    assert run("a.html").returncode == 0
    refused = run("news.warc.gz")
    assert refused.returncode == 2
    assert "pip install 'spacecrawl[archive]'" in refused.stderr


def test_memory_stays_flat(tmp_path):
    noise = random.Random(1)  # incompressible, so that members are large on the disk too
    picture = (("Content-Type", "image/jpeg"),)
    written = three()
    for number in range(60):
        written.add(f"P{number}", noise.randbytes(1_000_000), headers=picture)
    (tmp_path / "large.warc.gz").write_bytes(written.content)
    code = (
        "import sys, tracemalloc; from spacecrawl.archives.warc import WarcPages; tracemalloc.start();"
        "print(sum(1 for _ in WarcPages(open(sys.argv[1], 'rb'), 'a')), tracemalloc.get_traced_memory()[1])"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code, tmp_path / "large.warc.gz"], capture_output=True, text=True, check=True
    )
    pages, peak = map(int, ran.stdout.split())
    assert pages == 3
    assert peak < 20_000_000
