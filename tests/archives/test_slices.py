"""Slices of an archive hold together what the archive holds, wherever it is cut."""

import gzip
import io
import itertools
import random

import pytest
from warc_files import Written, by_hand, http, members, story, three, url

from spacecrawl.archives.warc import Slice, WarcPages
from spacecrawl.batch.job import SliceRead, fitted, slices_of


def read(content, part):
    pages = WarcPages(io.BytesIO(content), "a.warc.gz", part=part)
    found = [(page.offset, page.url) for page in pages]
    return found, SliceRead(part, pages.first, pages.following)


def read_cut(content, *cuts):
    """Return the pages of an archive cut at these offsets, as the slices that fit together hold them."""
    bounds = list(itertools.pairwise([0, *cuts, None]))
    parts = [Slice(start, end, exact=not start) for start, end in bounds]
    found, told = {}, {}
    for part in parts:
        found[part], told[part] = read(content, part)
    while True:
        kept, again = fitted([told[part] for part in parts])
        if again is None:
            return [page for part in kept for page in found[part]]
        parts = [again if part.end == again.end else part for part in parts]
        found[again], told[again] = read(content, again)


def whole(content):
    return read(content, Slice())[0]


INNER = gzip.compress(by_hand("Inner", http(story("Inner"))))
NOISE = random.Random(1).randbytes(40_000)
"""What can't be compressed: an archive in the midst of it stands in its outer one as it is."""
NESTED = Written().add("Ferries").add("Copy", NOISE + INNER + NOISE, headers=(("Content-Type", "x/y"),)).add("Trams")
LIAR = by_hand("Liar", http(story("Liar")), length=5000)
ARCHIVES = {
    "whole": three().add("Buses").content,
    "in one piece": gzip.compress(three(gzip=False).content),
    "damaged": three().content[:700] + b"\xff" * 40 + three().content[740:],
    "torn": three().content[:-30],
    "an archive within": NESTED.content,
    "a lie of a length": members(by_hand("A", http(story("A"))), LIAR, *[by_hand(n, http(story(n))) for n in "BC"]),
    "no archive": b"<html>" * 200,
}


@pytest.mark.parametrize("content", ARCHIVES.values(), ids=ARCHIVES)
def test_pages_are_the_same_wherever_an_archive_is_cut(content):
    told = whole(content)
    for cut in range(1, len(content), max(7, len(content) // 300)):
        assert read_cut(content, cut) == told, cut
    third = len(content) // 3
    assert read_cut(content, third, third + 1, third + 2, 2 * third) == told


def test_an_archive_within_is_cut_in_and_not_taken_for_the_archive():
    content = NESTED.content
    inner = content.index(INNER[:10])
    pages, _ = read(content, Slice(inner, None, exact=False))
    assert pages[0][0] == inner
    assert [page[1] for page in read_cut(content, inner)] == [url("Ferries"), url("Trams")]


def test_only_what_can_be_cut_is():
    assert slices_of("a.warc.gz", 100, 40) == [Slice(0, 33), Slice(33, 66, exact=False), Slice(66, None, exact=False)]
    for name, size in (("a.warc.gz", 40), ("a.warc", 100), ("a.wacz", 100), ("a.warc.zst", 100), ("a.warc.gz", None)):
        assert slices_of(name, size, 40) == [Slice()]
