import gzip

import pytest
from exchanges import exchange

from spacecrawl.archives.answer import read_body
from spacecrawl.archives.exchange import head_of, members_of
from spacecrawl.archives.payload import UnreadableRecord


def written(path, **keys):
    request, answer = members_of(exchange(**keys))
    path.write_bytes(request + answer)
    return path, len(request), len(answer)


def test_a_body_is_decoded(tmp_path):
    packed = gzip.compress(b"<p>Fog over the fjord.")
    head = head_of("HTTP/1.1 200 OK", [(b"Content-Encoding", b"gzip")])
    assert read_body(*written(tmp_path / "a", payload=packed, head=head)) == b"<p>Fog over the fjord."
    assert read_body(*written(tmp_path / "a")) == b"<p>Fog."


@pytest.mark.parametrize("place", ["inside", "cut", "behind"])
def test_what_is_not_there_whole_says_so(tmp_path, place):
    path, offset, length = written(tmp_path / "a")
    at = {"inside": (offset + 1, length), "cut": (offset, length // 2), "behind": (offset + length, length)}
    with pytest.raises(UnreadableRecord, match="no whole record"):
        read_body(path, *at[place])


def test_a_file_that_was_moved_away_says_so(tmp_path):
    with pytest.raises(UnreadableRecord, match="Put it back"):
        read_body(tmp_path / "moved", 0, 100)
