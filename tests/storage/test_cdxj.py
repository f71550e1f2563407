import json

import pytest

from spacecrawl.storage.captures import Capture
from spacecrawl.storage.cdxj import line_of, surt, write_index

# what the tools of the Internet Archive and pywb make of the same addresses
KEYS = {
    "http://x.example": "example,x)/",
    "http://www.Example.com/A/?b=2&a=1": "com,example)/a?a=1&b=2",
    "https://x.example:443/a//b/../c/./d/": "example,x)/a/c/d",
    "http://127.0.0.1:8080/reports/a.html": "1,0,0,127:8080)/reports/a.html",
    "http://x.example/a%20b%2520c?q=%C3%A9&Q=x": "example,x)/a%20b%20c?q=%c3%a9&q=x",
    "http://www2.x.example/p?sid=0123456789abcdef0123456789abcdef&z=1&b": "example,x)/p?b&z=1",
    "http://x.example/p?": "example,x)/p",
    "http://x.example/a?b=&a=&c=&&": "example,x)/a?&&a=&b=&c=",
    "http://x.example/a/b/?x=1#f": "example,x)/a/b?x=1",
    "http://x.example/über?ä=ö": "example,x)/%c3%bcber?%c3%a4=%c3%b6",
    "http://x.example/%7Euser/%2f/x": "example,x)/~user/x",
}


@pytest.mark.parametrize("url", KEYS)
def test_addresses_have_the_keys_that_replay_tools_look_up(url):
    assert surt(url) == KEYS[url]


def capture(url, offset, status=200, original=None, fetched=1795572665):
    return Capture(1, offset, 100, url, fetched, status, "text/html; charset=utf-8", bytes(20), original)


def test_a_line_tells_where_a_capture_is():
    key, time, rest = line_of(capture("http://x.example/b", 7), "a.warc.gz").decode().split(" ", 2)
    assert (key, time) == ("example,x)/b", "20261125021105")
    assert json.loads(rest) == {
        "url": "http://x.example/b",
        "mime": "text/html",
        "status": "200",
        "digest": "sha1:" + "A" * 32,
        "length": "100",
        "offset": "7",
        "filename": "a.warc.gz",
    }
    assert b'"warc/revisit"' in line_of(capture("http://x.example/b", 7, original=(1, 3)), "a.warc.gz")


def test_an_index_is_sorted_by_bytes_and_holds_what_can_be_shown(tmp_path):
    captures = [
        capture("http://x.example/b", 1),
        capture("http://x.example/B", 2, fetched=1795572600),
        capture("http://a.example/z", 3),
        capture("http://x.example/b", 4, status=304, original=(1, 1)),
    ]
    write_index(tmp_path / "a.cdxj", "a.warc.gz", captures)
    lines = (tmp_path / "a.cdxj").read_bytes().splitlines()
    assert lines == sorted(lines)
    assert [json.loads(line.split(b" ", 2)[2])["offset"] for line in lines] == ["3", "2", "1"]
    assert [path.name for path in tmp_path.iterdir()] == ["a.cdxj"]
