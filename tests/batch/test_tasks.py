"""The tasks of a cluster, run here one by one: slices, repeats, results that are there, and runs that happen twice."""

import json
import os

import pytest
from conftest import article
from warc_files import Written, three

from spacecrawl.archives.warc import Slice
from spacecrawl.batch.job import Job
from spacecrawl.batch.orders import Order, orders_of
from spacecrawl.batch.tasks import check_version, look, read, settle, survey
from spacecrawl.batch.wanted import Wanted
from spacecrawl.errors import FolderError, UsageError
from spacecrawl.sites import load_catalogue

INDEX = b"<html><title>All</title><ul><li><a href=/a>A</a><li><a href=/b>B</a></ul></html>"


@pytest.fixture
def job(tmp_path):
    catalogue = load_catalogue()
    return Job(catalogue, Wanted.of(catalogue, (), (), None, None), tmp_path / "out")


@pytest.fixture
def order(tmp_path):
    """An archive with every kind of page, and repeats far apart."""
    written = three().add("Index", INDEX)
    for number in range(12):
        written.add(f"N{number}")
    written.add("Again", INDEX).add("Trams").add("Torn", b"\x1f\x8bno gzip", headers=(("Content-Encoding", "gzip"),))
    (tmp_path / "news.warc.gz").write_bytes(written.content)
    return Order(str(tmp_path / "news.warc.gz"), "news.warc.gz")


def run(order, job, slice_bytes=10**9):
    found = survey(order, job, slice_bytes)
    if found.settled:
        return found.settled
    for part in found.parts:
        read(order, job, found.mark, part)
    return settle(order, job, found.mark, list(found.parts))


def files(job):
    return sorted(str(path.relative_to(job.folder)) for path in job.folder.rglob("*") if path.is_file())


def test_slices_give_what_extract_gives(order, job, spacecrawl, tmp_path):
    assert len(survey(order, job, 1500).parts) > 3
    settled = run(order, job, 1500)
    ran = spacecrawl("extract", order.archive, "-o", "here.jsonl", "--workers", 1)
    assert (tmp_path / "here.jsonl").read_bytes() == (job.folder / "news.warc.gz.jsonl").read_bytes()
    assert ran.err.splitlines() == [*settled.named, *settled.lines]
    assert (settled.articles, settled.is_well) == (15, False)
    assert files(job) == ["_spacecrawl/news.warc.gz.json", "news.warc.gz.jsonl"]


def test_what_is_there_is_not_done_again(order, job):
    first = run(order, job)
    again = run(order, job)
    assert (first.was_there, again.was_there) == (False, True)
    assert (again.lines, again.named, again.articles) == (first.lines, first.named, first.articles)


def test_what_has_changed_is_done_again(order, job, tmp_path):
    run(order, job)
    result = job.folder / "news.warc.gz.jsonl"
    french = Wanted.of(job.catalogue, (), ("fr",), None, None)
    newer = Job(job.catalogue, job.wanted, job.folder)
    newer.asked["parsers"]["generic"] = "2"
    for other in (
        newer,
        Job(job.catalogue, job.wanted, job.folder, "space_media"),
        Job(job.catalogue, french, job.folder),
    ):
        assert not survey(order, other, 10**9).settled
    assert survey(order, job, 10**9).settled
    result.write_bytes(result.read_bytes()[:-1])
    assert not survey(order, job, 10**9).settled
    run(order, job)
    os.utime(order.archive, ns=(1, 1))
    assert not survey(order, job, 10**9).settled


def test_a_task_that_runs_twice_does_no_harm(order, job):
    found = survey(order, job, 1500)
    for part in (*found.parts, *found.parts):
        told = read(order, job, found.mark, part)
        assert told == read(order, job, found.mark, part)
    first = settle(order, job, found.mark, list(found.parts))
    content = (job.folder / "news.warc.gz.jsonl").read_bytes()
    assert settle(order, job, found.mark, list(found.parts)) == first
    assert (job.folder / "news.warc.gz.jsonl").read_bytes() == content


def test_a_slice_that_was_not_read_is_no_result(order, job):
    found = survey(order, job, 1500)
    with pytest.raises(FileNotFoundError):
        settle(order, job, found.mark, list(found.parts))


def test_slices_that_are_there_are_not_read_again(order, job):
    found = survey(order, job, 1500)
    read(order, job, found.mark, found.parts[0])
    (lines,) = job.folder.rglob("*.lines")
    lines.write_bytes(b"")
    read(order, job, found.mark, found.parts[0])
    assert lines.read_bytes() == b""
    read(order, Job(job.catalogue, job.wanted, job.folder, "space_media"), found.mark, found.parts[0])
    assert len(list(job.folder.rglob("*.lines"))) == 2


def test_a_result_of_another_archive_is_not_lost(order, job, tmp_path):
    run(order, job)
    (tmp_path / "other").mkdir()
    other = Order(str(tmp_path / "other/news.warc.gz"), "news.warc.gz")
    (tmp_path / "other/news.warc.gz").write_bytes(three().content)
    with pytest.raises(FolderError, match=r"another archive called news.warc.gz"):
        run(other, job)
    (tmp_path / "news.warc.gz").replace(tmp_path / "other/news.warc.gz")
    assert run(other, job).was_there


def test_an_archive_that_broke_off_is_read_again(job, tmp_path):
    whole = Written().add("Ferries").content
    package = Order(str(tmp_path / "a.wacz"), "a.wacz")
    (tmp_path / "a.wacz").write_bytes(b"PK\x03\x04" + whole)
    assert not run(package, job).is_well
    assert not run(package, job).was_there


def test_articles_are_partitioned_by_site_and_month(order, job):
    from pyarrow import dataset

    run(order, Job(job.catalogue, job.wanted, job.folder, format="parquet"), 1500)
    assert files(job) == ["_spacecrawl/news.warc.gz.json", "site=spacedaily/month=2024-03/news.warc.gz.parquet"]
    rows = dataset.dataset(job.folder, partitioning="hive").to_table().to_pylist()
    run(order, job)
    records = list(map(json.loads, (job.folder / "news.warc.gz.jsonl").read_text().splitlines()))
    assert [row["id"] for row in rows] == [record["id"] for record in records]
    assert {(row["site"], row["month"]) for row in rows} == {("spacedaily", "2024-03")}


def test_filters_hold(job, tmp_path):
    (tmp_path / "a.warc.gz").write_bytes(
        Written().add("A", article("One", "It ran on time, again. " * 12, "Jan 04, 2024").encode())
        .add("B", article("Two", "It ran late, again. " * 12, "Feb 05, 2024").encode()).content
    )  # fmt: skip
    import datetime as dt

    since = Wanted.of(job.catalogue, ("spacedaily",), (), dt.date(2024, 2, 1), None)
    settled = run(Order(str(tmp_path / "a.warc.gz"), "a.warc.gz"), Job(job.catalogue, since, job.folder))
    assert settled.lines[0].endswith("1 articles, 1 articles left out by the filters")


def test_workers_that_could_not_do_their_part(job, tmp_path):
    (tmp_path / "probe").touch()
    look(job, tmp_path / "probe")
    with pytest.raises(UsageError, match="all workers share"):
        look(job, tmp_path / "elsewhere")
    with pytest.raises(UsageError, match="same version"):
        check_version(Job(job.catalogue, job.wanted, job.folder, version="0.0.1"))


def test_results_are_named_by_their_archives(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("crawls/a/data.warc.gz", "crawls/b/data.warc.gz", "news.wacz"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    orders = orders_of(("crawls", "news.wacz", "https://a.example/x/y.warc.gz?z=1", "news.wacz"))
    assert [order.result for order in orders] == ["a/data.warc.gz", "b/data.warc.gz", "news.wacz", "y.warc.gz"]
    assert orders[2].archive == str(tmp_path / "news.wacz")
    with pytest.raises(UsageError, match="two folders"):
        orders_of(("crawls/a/data.warc.gz", "crawls/b/data.warc.gz"))
    (tmp_path / "page.html").touch()
    for entry in ("page.html", "-"):
        with pytest.raises(UsageError, match="no archive"):
            orders_of((entry,))


def test_a_slice_is_named_by_its_bounds(order, job):
    found = survey(order, job, 1500)
    read(order, job, found.mark, Slice(found.parts[1].start, found.parts[1].end))
    read(order, job, found.mark, found.parts[1])
    assert len(list(job.folder.rglob("*.lines"))) == 2
