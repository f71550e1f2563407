"""Archives at addresses: read as they arrive, taken up again where a connection broke, and errors with remedies."""

import json
import random
import subprocess
import sys

import pytest
from conftest import environment
from warc_files import Written, three, url
from web import serving

from spacecrawl.archives import remote
from spacecrawl.archives.archive import Archive
from spacecrawl.archives.counts import Seen

PICTURE = (("Content-Type", "image/jpeg"),)


@pytest.fixture
def web():
    with serving() as server:
        yield server


@pytest.fixture
def long_archive():
    """An archive longer than one block."""
    noise = random.Random(1)
    written = Written().add("Ferries")
    for number in range(5):
        written.add(f"P{number}", noise.randbytes(1_000_000), headers=PICTURE)
    return written.add("Trams").content


def pages(address, **more):
    """Return the addresses of the pages that another process reads, and what it counted."""
    code = (
        "import json, sys; from spacecrawl.archives import remote; remote.PAUSES = (0.01, 0.01);"
        "from spacecrawl.archives.archive import Archive; from spacecrawl.archives.counts import Seen;"
        "counts = []; pages = [page.url for page in Archive(sys.argv[1], Seen(), lambda _: True, counts)];"
        "print(json.dumps([pages, [archive.parts() for archive in counts], remote.fingerprint(sys.argv[1])]))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code, address], env=environment(**more), capture_output=True, text=True, check=True
    )
    assert ran.stderr == ""
    return json.loads(ran.stdout)


def test_the_command_reads_an_archive_at_an_address(spacecrawl, web, tmp_path):
    content = three().content
    web.files["/news.warc.gz"] = content
    (tmp_path / "news.warc.gz").write_bytes(content)
    address = web.url("/news.warc.gz?signature=secret")
    ran = spacecrawl("extract", address, "--workers", 1)
    assert ran.status == 0, ran.err
    there = [json.loads(line) for line in ran.out.splitlines()]
    here = [json.loads(line) for line in spacecrawl("extract", "news.warc.gz", "--workers", 1).out.splitlines()]
    assert {record["source"]["file"] for record in there} == {web.url("/news.warc.gz")}
    for record in (*there, *here):
        record["source"].pop("file")
    assert there == here
    assert ran.err == f"{web.url('/news.warc.gz')}: 3 records: 3 articles\n"


def test_a_connection_that_breaks_is_taken_up_again(web, long_archive):
    web.files["/news.warc.gz"] = long_archive
    web.breaks = [0, 1_000_000, 1_000_000]
    found, told, marks = pages(web.url("/news.warc.gz"))
    assert (found, told) == ([url("Ferries"), url("Trams")], [["5 not HTML"]])
    assert marks["size"] == len(long_archive)
    assert not web.breaks
    assert max(length for path, start, length in web.asked if start) <= 2 * remote.BLOCK


def test_a_server_that_gives_no_parts_is_read_in_one_go(web, long_archive, tmp_path):
    web.gives_ranges = False
    web.files["/news.warc.gz"] = long_archive
    assert pages(web.url("/news.warc.gz"))[:2] == [[url("Ferries"), url("Trams")], [["5 not HTML"]]]
    web.files["/news.wacz"] = b"PK"
    assert "gives no parts" in str(pages(web.url("/news.wacz"))[1])


def test_a_proxy_of_the_environment_is_asked(web):
    web.files["http://archives.example/news.warc.gz"] = three().content
    found, _, _ = pages("http://archives.example/news.warc.gz", http_proxy=web.url(""))
    assert len(found) == 3


def test_a_package_at_an_address(web, tmp_path):
    import zipfile

    with zipfile.ZipFile(tmp_path / "a.wacz", "w") as package:
        package.writestr("archive/data.warc.gz", three().content)
    web.files["/a.wacz"] = (tmp_path / "a.wacz").read_bytes()
    assert len(pages(web.url("/a.wacz"))[0]) == 3


def test_other_kinds_of_addresses_are_fsspecs():
    import fsspec

    with fsspec.open("memory://crawls/news.warc.gz", "wb") as file:
        file.write(three().content)
    counts = []
    found = list(Archive("memory://crawls/news.warc.gz", Seen(), lambda _: True, counts))
    assert [page.url for page in found] == [url("Ferries"), url("Trams"), url("Trains")]
    assert {page.file for page in found} == {"memory://crawls/news.warc.gz"}


def test_an_address_that_can_not_be_read_is_told_and_the_others_are_read(spacecrawl, web):
    web.files["/news.warc.gz"] = three().content
    ran = spacecrawl("extract", web.url("/none.warc.gz"), web.url("/news.warc.gz"), "--workers", 1)
    assert (ran.status, len(ran.out.splitlines())) == (3, 3)
    assert (
        ran.err.splitlines()[0] == f"{web.url('/none.warc.gz')}: 0 records: 0 articles, can't be read (404 Not Found)"
    )


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("s3://bucket/news.warc.gz", "s3fs"),
        ("nowhere://bucket/news.warc.gz", "Protocol not known"),
        ("https://a.example/story.html", "spacecrawl fetch"),
    ],
)
def test_what_can_not_be_read_here_names_the_remedy(spacecrawl, address, said):
    ran = spacecrawl("extract", address)
    assert (ran.status, said in ran.err, address in ran.err) == (2, True, True)


def test_without_the_package_the_remedy_is_told(monkeypatch):
    monkeypatch.setattr(remote, "find_spec", lambda _: None)
    with pytest.raises(remote.UsageError, match=r"pip install 'spacecrawl\[archive\]'"):
        remote.check_address("https://a.example/news.warc.gz")


def test_passwords_and_signatures_are_not_told():
    assert remote.told("https://me:secret@a.example/b.warc.gz?token=1#x") == "https://a.example/b.warc.gz"
    assert remote.told("s3://bucket/b.warc.gz") == "s3://bucket/b.warc.gz"
