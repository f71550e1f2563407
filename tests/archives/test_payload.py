import gzip
import zlib

import brotli
import pytest
from fastwarc.stream_io import ZstdWriter
from warc_files import story

from spacecrawl.archives.payload import LARGEST_PAGE, UnreadableRecord, decoded

BODY = story("Ferries")


def chunked(body, extension=""):
    pieces = [body[at : at + 100] for at in range(0, len(body), 100)]
    return b"".join(b"%x%s\r\n%s\r\n" % (len(piece), extension.encode(), piece) for piece in pieces) + b"0\r\n\r\n"


def bare_deflate(body):
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(body) + packer.flush()


def zstd(body, tmp_path):
    path = tmp_path / "body.zst"
    with ZstdWriter(str(path)) as writer:
        writer.write(body)
    return path.read_bytes()


WAYS = {
    "as it is": ("", "", BODY),
    "gzip": ("", "gzip", gzip.compress(BODY)),
    "x-gzip, capitals": ("", "X-GZIP", gzip.compress(BODY)),
    "two gzip members": ("", "gzip", gzip.compress(BODY[:99]) + gzip.compress(BODY[99:])),
    "deflate": ("", "deflate", zlib.compress(BODY)),
    "bare deflate": ("", "deflate", bare_deflate(BODY)),
    "brotli": ("", "br", brotli.compress(BODY)),
    "chunked": ("chunked", "", chunked(BODY)),
    "chunks with extensions": ("chunked", "", chunked(BODY, "; name=value")),
    "chunked gzip": ("chunked", "gzip", chunked(gzip.compress(BODY))),
    "gzip as transfer encoding": ("gzip, chunked", "", chunked(gzip.compress(BODY))),
    "two encodings": ("", "gzip, br", brotli.compress(gzip.compress(BODY))),
    "an unknown one": ("", "identity, sdch", BODY),
}


@pytest.mark.parametrize(("transfer", "content", "payload"), WAYS.values(), ids=WAYS)
def test_encodings_are_undone(transfer, content, payload):
    assert decoded(payload, transfer, content) == BODY


def test_zstd(tmp_path):
    assert decoded(zstd(BODY, tmp_path), "", "zstd") == BODY


@pytest.mark.parametrize("name", ["gzip", "deflate", "br", "zstd"])
def test_a_body_that_was_decoded_before_keeps_its_header(name):
    assert decoded(BODY, "chunked", name) == BODY
    assert decoded(b"", "chunked", name) == b""


TORN = {
    "gzip": ("", "gzip", gzip.compress(BODY)[:-20]),
    "gzip without its checksum": ("", "gzip", gzip.compress(BODY)[:-4]),
    "gzip, damaged": ("", "gzip", gzip.compress(BODY)[:60] + b"\xff" * 40 + gzip.compress(BODY)[100:]),
    "deflate": ("", "deflate", zlib.compress(BODY)[:-20]),
    "brotli": ("", "br", brotli.compress(BODY)[:-20]),
    "a chunk": ("chunked", "", chunked(BODY)[:150]),
    "the last chunk": ("chunked", "", chunked(BODY)[: -len(b"0\r\n\r\n")]),
}


@pytest.mark.parametrize(("transfer", "content", "payload"), TORN.values(), ids=TORN)
def test_half_a_body_is_no_page(transfer, content, payload):
    with pytest.raises(UnreadableRecord, match="not whole"):
        decoded(payload, transfer, content)


@pytest.mark.parametrize("pack", [gzip.compress, brotli.compress], ids=["gzip", "br"])
def test_a_bomb_is_cut_off(pack):
    bomb = pack(bytes(LARGEST_PAGE + 1)) if pack is gzip.compress else pack(bytes(LARGEST_PAGE + 1), quality=1)
    with pytest.raises(UnreadableRecord, match="larger than 64 MB"):
        decoded(bomb, "", "gzip" if pack is gzip.compress else "br")
