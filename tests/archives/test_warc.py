import gzip
import io
import itertools

import pytest
from fastwarc.stream_io import ZstdWriter
from warc_files import DATE, Written, by_hand, http, members, story, three, url
from warcio.archiveiterator import ArchiveIterator

from spacecrawl.archives.counts import Seen
from spacecrawl.archives.warc import WarcPages
from spacecrawl.archives.window import WINDOW


class Pipe(io.BytesIO):
    """A stream that can't go back."""

    def seekable(self):
        return False

    def seek(self, *_):
        raise AssertionError("a pipe was asked to go back")


def names(content, stream=io.BytesIO, **more):
    pages = WarcPages(stream(content), "a.warc", **more)
    return [page.url.split("/")[-1].partition("_")[0] for page in pages], pages.counts


@pytest.mark.parametrize("packed", [True, False], ids=["gzip", "plain"])
def test_a_page_knows_where_it_came_from(packed):
    written = three(gzip=packed)
    pages = list(WarcPages(io.BytesIO(written.content), "a.warc"))
    assert [page.offset for page in pages] == written.offsets
    assert [page.url for page in pages] == [url(name) for name in ("Ferries", "Trams", "Trains")]
    assert {page.fetched_at.isoformat() for page in pages} == {"2024-03-04T05:06:07+00:00"}
    assert pages[1].page().html == story("Trams").decode()
    for page in pages:  # another reader that begins there finds the same record
        record = next(ArchiveIterator(io.BytesIO(written.content[page.offset :])))
        assert record.rec_headers.get_header("WARC-Target-URI") == page.url
        assert record.content_stream().read() == page.payload


def test_zstd_members_are_read_and_begin_where_they_say(tmp_path):
    plain = three(gzip=False)
    bounds = itertools.pairwise([*plain.offsets, len(plain.content)])
    frames = [zstd(plain.content[start:end], tmp_path) for start, end in bounds]
    pages = list(WarcPages(io.BytesIO(b"".join(frames)), "a.warc.zst"))
    assert [page.offset for page in pages] == [0, len(frames[0]), len(frames[0]) + len(frames[1])]
    assert names(frames[0] + b"\x00" * 9 + frames[2])[0] == ["Ferries", "Trains"]


def zstd(content, tmp_path):
    with ZstdWriter(str(tmp_path / "frame.zst")) as writer:
        writer.write(content)
    return (tmp_path / "frame.zst").read_bytes()


def test_an_archive_compressed_as_a_whole_gives_no_offset_that_is_wrong():
    pages = list(WarcPages(io.BytesIO(gzip.compress(three(gzip=False).content)), "a.warc.gz"))
    assert [page.offset for page in pages] == [0, None, None]


def test_only_html_answers_of_status_200_are_pages():
    written = Written()
    written.add("Info", b"software: none\r\n", kind="warcinfo")
    written.add("Asked", b"GET / HTTP/1.1\r\n\r\n", kind="request")
    written.add("About", b"seconds: 3", kind="metadata")
    written.add("Gone", status="404 Not Found")
    written.add("Same", b"", status="304 Not Modified")
    written.add("Picture", b"\x89PNG", headers=(("Content-Type", "image/png"),))
    written.add("Ferries")
    written.add("Copies", story("Ferries"))
    written.add("Unstated", headers=())
    written.add("Xml", headers=(("content-type", "Application/XHTML+XML;charset=UTF-8"),))
    written.add("Cut", warc={"WARC-Truncated": "length"})
    again = by_hand("Again", http(b"")).replace(b"WARC-Type: response", b"WARC-Type: revisit")
    found, counts = names(written.content + members(again))
    assert found == ["Ferries", "Unstated", "Xml"]
    assert counts.records == 12
    assert counts.passed_over == {
        "warcinfo records": 1,
        "request records": 1,
        "metadata records": 1,
        "revisit records": 1,
        "not status 200": 2,
        "not HTML": 1,
        "repeated": 1,
    }
    assert counts.lost == {"cut short by who made the archive": 1}
    assert not counts.is_well


def test_payloads_are_told_apart_over_archives():
    seen = Seen()
    assert names(three().content, seen=seen)[0] == ["Ferries", "Trams", "Trains"]
    found, counts = names(three().content, seen=seen)
    assert (found, counts.passed_over["repeated"], counts.is_well) == ([], 3, True)


def test_pages_that_nobody_asks_for_are_not_handed_out():
    found, counts = names(three().content, wants=lambda address: "Trams" in address)
    assert (found, counts.passed_over["not asked for"]) == (["Trams"], 2)


ODD = {
    "older tools' brackets": (by_hand("Odd", http(story("Odd")), address=f"<{url('Odd')}>"), ["Odd"]),
    "no date": (by_hand("Odd", http(story("Odd")), date="yesterday"), ["Odd"]),
    "no http in it": (by_hand("Odd", story("Odd")), []),
    "an empty block": (by_hand("Odd", b""), []),
    "an endless header": (by_hand("Odd", http(b"", "X: " + "y" * 100_000)), []),
    "another scheme": (by_hand("Odd", http(story("Odd")), address="dns:spacedaily.com"), []),
}


@pytest.mark.parametrize(("record", "found"), ODD.values(), ids=ODD)
def test_odd_records_cost_no_other(record, found):
    content = members(by_hand("Ferries", http(story("Ferries"))), record, by_hand("Trams", http(story("Trams"))))
    assert names(content)[0] == ["Ferries", *found, "Trams"]


@pytest.mark.parametrize("stream", [io.BytesIO, Pipe], ids=["file", "pipe"])
@pytest.mark.parametrize("packed", [True, False], ids=["gzip", "plain"])
def test_a_torn_archive_is_never_read_as_if_it_were_whole(packed, stream):
    written = three(gzip=packed)
    last = written.offsets[-1]
    for end in (*range(last + 1, len(written.content) - 4, 37), last + 10, last + 60):
        found, counts = names(written.content[:end], stream)
        assert found[:2] == ["Ferries", "Trams"]
        assert not counts.is_well, end
    assert names(written.content[:last], stream)[1].is_well


@pytest.mark.parametrize("stream", [io.BytesIO, Pipe], ids=["file", "pipe"])
def test_a_damaged_member_costs_itself_alone(stream):
    written = three()
    content, (_, second, third) = written.content, written.offsets
    flipped = content[: second + 200] + b"\xff" * 20 + content[second + 220 :]
    for damaged in (
        flipped,
        content[: second + 150] + content[third:],
        content[:second] + b"no member\n" + content[third:],
    ):
        found, counts = names(damaged, stream)
        assert (found, len(counts.damaged)) == (["Ferries", "Trains"], 1)
        assert counts.parts() == ["damaged behind offset 0 (whole records found behind it are read)"]


def test_two_damaged_members_are_two():
    written = three().add("Buses").add("Canoes")
    content = bytearray(written.content)
    for offset in written.offsets[1::2]:
        content[offset + 200 : offset + 220] = b"\xff" * 20
    found, counts = names(bytes(content))
    assert (found, counts.damaged) == (["Ferries", "Trains", "Canoes"], [written.offsets[0], written.offsets[2]])


@pytest.mark.parametrize("length", [10**12, 70_000_000, 5000, 0])
@pytest.mark.parametrize("pack", [members, lambda *records: b"".join(records)], ids=["gzip", "plain"])
def test_a_record_that_lies_of_its_length_hides_no_other(pack, length):
    liar = by_hand("Liar", http(story("Liar")), length=length)
    content = pack(
        by_hand("Ferries", http(story("Ferries"))),
        liar,
        *[by_hand(name, http(story(name))) for name in ("A", "B", "C")],
    )
    found, counts = names(content)
    assert [name for name in found if name != "Liar"] == ["Ferries", "A", "B", "C"]
    assert not counts.is_well


def test_a_file_is_gone_back_in_by_more_than_the_window():
    padding = by_hand("Big", http(bytes(WINDOW // 2), "Content-Type: image/png\r\n"))
    content = by_hand("Liar", http(b""), length=10**12) + by_hand("Ferries", http(story("Ferries"))) + padding * 3
    assert names(content)[0] == ["Ferries"]
    assert names(content, Pipe)[0] == []


@pytest.mark.parametrize(
    "content",
    [b"", b"<html>no archive</html>", gzip.compress(b"<html>", mtime=0), b"\x1f\x8b", b"WARC/1.0\r\n"],
    ids=["empty", "html", "gzip", "two bytes", "one line"],
)
def test_what_is_no_archive_says_so(content):
    found, counts = names(content)
    assert (found, counts.is_well) == ([], False)
    assert counts.parts()


def test_a_bomb_of_a_member_is_passed_over_in_bounded_memory():
    bomb = by_hand("Bomb", http(bytes(80_000_000)))
    found, counts = names(members(bomb) + three().content)
    assert found == ["Ferries", "Trams", "Trains"]
    assert counts.lost == {"larger than 64 MB": 1}


def test_dates_are_those_of_the_records():
    assert DATE.startswith("2024-03-04")
    (page,) = WarcPages(io.BytesIO(by_hand("Ferries", http(story("Ferries")), date="2016-08-30T17:03:04.512345Z")), "a")
    assert page.fetched_at.isoformat() == "2016-08-30T17:03:04+00:00"
    assert page.page().fetched == page.fetched_at
