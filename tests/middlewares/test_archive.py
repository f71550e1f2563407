import gzip
import json
import os
import subprocess
import sys

import pytest
from conftest import REPLICA_SITES, Page, article, catalogue, environment, listing, records
from warcio.archiveiterator import ArchiveIterator

STORY = "/reports/fog.html"


def kept(folder):
    """Return every record of a folder's archive, as warcio reads it with its digests checked, and its raw body."""
    found = []
    for path in sorted((folder / "archive").glob("*.warc.gz")):
        with path.open("rb") as file:
            found += [(record, record.raw_stream.read()) for record in ArchiveIterator(file, check_digests="raise")]
    return found


def answers(folder):
    """Return path, type and status of each answer."""
    return [
        (record.rec_headers["WARC-Target-URI"].partition("127.0.0.1:")[2].partition("/")[2], record.rec_type,
         int(record.http_headers.get_statuscode()))
        for record, _ in kept(folder)
        if record.rec_type in ("response", "revisit")
    ]  # fmt: skip


@pytest.fixture
def crawl(spacecrawl, site, tmp_path):
    site.pages = {
        "/robots.txt": Page("User-agent: *\nDisallow: /private/\n", content_type="text/plain"),
        "/": Page(listing(STORY, "/reports/gone.html", "/reports/old.html"), headers={"ETag": '"one"'}),
        "/reports/old.html": Page("", 301, {"Location": STORY}),
        STORY: Page(article("Fog", "Fog came over the fjord."), headers={"ETag": '"two"'}),
    }
    sites = catalogue(site, tmp_path)

    def run(*arguments, status=0):
        ran = spacecrawl("crawl", "test-site", "--sites", sites, "--json", *arguments)
        assert ran.status == status, ran.err
        return ran.summary

    return run


def test_every_answer_is_kept_with_its_request(crawl, tmp_path):
    summary = crawl("--archive")
    assert sorted(answers(tmp_path / "output")) == [
        ("", "response", 200),
        ("reports/fog.html", "response", 200),
        ("reports/fog.html", "revisit", 200),
        ("reports/gone.html", "response", 404),
        ("reports/old.html", "response", 301),
        ("robots.txt", "response", 200),
    ]
    assert summary["archived"] == 6
    written = [record for record, _ in kept(tmp_path / "output")]
    assert written[0].rec_type == "warcinfo"
    for request, answer in zip(written[1::2], written[2::2], strict=True):
        assert request.rec_type == "request"
        assert answer.rec_headers["WARC-Concurrent-To"] == request.rec_headers["WARC-Record-ID"]
        assert request.http_headers["User-Agent"].startswith("spacecrawl/")
        assert request.http_headers["Host"].startswith("127.0.0.1:")
        assert answer.rec_headers["WARC-IP-Address"] == "127.0.0.1"
    (record,) = records(tmp_path / "output")
    assert record["source"]["file"] == f"archive/{written[0].rec_headers['WARC-Filename']}"
    assert any(answer.rec_headers["WARC-Date"][:19] == record["source"]["fetched_at"][:19] for answer in written)


def test_a_page_that_has_not_changed_becomes_a_revisit(crawl, site, tmp_path):
    crawl("--archive")
    crawl("--archive", "--refresh", "100000")
    assert (site.answers["/"], site.answers[STORY]) == (304, 304)
    second = answers(tmp_path / "output")[6:]
    assert {(path, kind) for path, kind, status in second if status == 304} == {
        ("", "revisit"), ("reports/fog.html", "revisit")
    }  # fmt: skip
    assert ("robots.txt", "revisit", 200) in second
    for record, _ in kept(tmp_path / "output"):
        if record.rec_type == "revisit" and record.http_headers.get_statuscode() == "304":
            assert record.rec_headers["WARC-Profile"].endswith("server-not-modified")
            assert record.rec_headers["WARC-Refers-To-Target-URI"] == record.rec_headers["WARC-Target-URI"]


def test_what_was_not_kept_is_asked_for_whole(crawl, site, tmp_path):
    crawl()
    assert not (tmp_path / "output/archive").exists()
    crawl("--archive", "--refresh", "100000")
    assert (site.answers["/"], site.answers[STORY]) == (200, 200)
    crawl("--archive", "--refresh", "100000")
    assert (site.answers["/"], site.answers[STORY]) == (304, 304)
    assert len(records(tmp_path / "output")) == 1


def test_a_body_is_kept_in_its_content_encoding(crawl, site, tmp_path):
    packed = gzip.compress(site.pages[STORY].body.encode())
    site.pages[STORY] = Page(packed, headers={"Content-Encoding": "gzip", "Set-Cookie": "a=1"})
    crawl("--archive")
    bodies = [body for record, body in kept(tmp_path / "output") if record.rec_type == "response"]
    assert packed in bodies
    assert records(tmp_path / "output")[0]["title"] == "Fog"


def test_a_proxy_and_its_password_are_not_told(spacecrawl, replica, tmp_path):
    proxy = replica.url.replace("http://", "http://me:secret@")
    ran = spacecrawl("crawl", "spacedaily-replica", "--limit", "1", "--sites", REPLICA_SITES, "--archive", proxy=proxy)
    assert ran.status == 0, ran.err
    content = b"".join(gzip.decompress(path.read_bytes()) for path in (tmp_path / "output/archive").glob("*.warc.gz"))
    assert b"GET /robots.txt HTTP/1.1\r\nHost: www.spacedaily.example\r\n" in content
    assert b"Authorization" not in content
    assert b"WARC-IP-Address" not in content


def test_fetch_keeps_pages_too_and_a_dry_run_none(spacecrawl, crawl, site, tmp_path):
    crawl("--archive", "--dry-run")
    assert not (tmp_path / "output/archive").exists()
    ran = spacecrawl("fetch", site.url(STORY), "--sites", tmp_path / "test-site.toml", "--archive")
    assert ran.status == 0, ran.err
    assert ("reports/fog.html", "response", 200) in answers(tmp_path / "output")


def test_a_full_disk_ends_the_run_with_5_and_the_next_one_goes_on(crawl, site, tmp_path):
    noise = os.urandom(300_000).hex()
    site.pages["/reports/gone.html"] = Page(article("Noise", f"Nobody could read it. {noise} "))
    limited = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000));"
        "from spacecrawl.commands import main; main()"
    )
    command = ["crawl", "test-site", "--sites", str(tmp_path / "test-site.toml"), "--archive"]
    full = subprocess.run(
        [sys.executable, "-c", limited, *command], cwd=tmp_path, env=environment(), capture_output=True, check=False
    )
    assert full.returncode == 5, full.stderr.decode()
    assert b"archive/" in full.stderr
    assert b"Make room" in full.stderr
    crawl("--archive")
    titles = {record["title"] for record in records(tmp_path / "output")}
    assert titles == {"Fog", "Noise"}
    assert {("reports/gone.html", "response", 200), ("reports/fog.html", "response", 200)} <= set(
        answers(tmp_path / "output")
    )


def test_files_are_rolled_in_a_crawl_too(tmp_path, site, crawl):
    command = ["-m", "scrapy", "crawl", "news", "-a", "site=test-site", "-s", "SPACECRAWL_ARCHIVE=1"]
    command += ["-s", "SPACECRAWL_ARCHIVE_FILE_SIZE=2000", "-s", f"SPACECRAWL_SITES={tmp_path / 'test-site.toml'}"]
    (tmp_path / "scrapy.cfg").write_text("[settings]\ndefault = spacecrawl.settings\n")
    done = subprocess.run(
        [sys.executable, *command], cwd=tmp_path, env=environment(), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    files = sorted((tmp_path / "output/archive").glob("*.warc.gz"))
    assert len(files) > 1
    assert [json.loads(line)["title"] for line in (tmp_path / "output/articles.jsonl").read_text().splitlines()] == [
        "Fog"
    ]
    assert len(answers(tmp_path / "output")) == 6


def test_without_the_package_the_remedy_is_named(crawl, tmp_path):
    code = (
        "import sys; sys.modules['fastwarc'] = None; sys.modules['fastwarc.warc'] = None;"
        "sys.modules['fastwarc.stream_io'] = None; from spacecrawl.commands import main; main()"
    )
    command = ["crawl", "test-site", "--sites", str(tmp_path / "test-site.toml")]

    def run(*more):
        return subprocess.run(
            [sys.executable, "-c", code, *command, *more],
            cwd=tmp_path, env=environment(), capture_output=True, text=True, check=False,
        )  # fmt: skip

    refused = run("--archive")
    assert (refused.returncode, run().returncode) == (2, 0)
    assert "pip install 'spacecrawl[archive]'" in refused.stderr
