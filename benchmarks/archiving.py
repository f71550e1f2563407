"""What keeping a page costs: CPU time and size by writer and level, and of the whole of it.

    python benchmarks/archiving.py [--kilobytes 60] [--pages 200] [--data DIR]

Pages of the replica, padded to the size of news pages, or the ``.html.gz`` pages below a folder, which don't pack as
well; with the headers of a server and digests: a request and its answer, a gzip member each. The best of three passes
over all of them, in one process.
"""

from __future__ import annotations

import argparse
import datetime as dt
import gzip
import hashlib
import io
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from parsing import padded
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from spacecrawl.archives import exchange
from spacecrawl.archives.exchange import Exchange, head_of, members_of, warcinfo
from spacecrawl.storage import DataFolder, Ledger
from spacecrawl.storage.captures import Capture
from spacecrawl.storage.cdxj import write_index
from spacecrawl.storage.own_archive import OwnArchive

TIME = dt.datetime(2026, 11, 25, tzinfo=dt.UTC)
ASKED = [("Host", "harbour.example"), ("User-Agent", "spacecrawl"), ("Accept-Encoding", "gzip, deflate, br, zstd")]
SENT = [
    ("Content-Type", "text/html; charset=utf-8"),
    ("Server", "nginx"),
    ("Date", "Wed, 25 Nov 2026 04:15:35 GMT"),
    ("Etag", '"6565-1f2"'),
]


def exchanges(pages: list[tuple[str, bytes]]) -> list[Exchange]:
    def fields(pairs: list[tuple[str, str]]) -> list[tuple[bytes, bytes]]:
        return [(name.encode(), value.encode()) for name, value in pairs]

    request, head = head_of("GET /a.html HTTP/1.1", fields(ASKED)), head_of("HTTP/1.1 200 OK", fields(SENT))
    return [Exchange(url, TIME, request, head, body) for url, body in pages]


def made(kilobytes: int, number: int) -> list[tuple[str, bytes]]:
    """Return the replica's pages over and over, no two alike."""
    pages = padded(kilobytes)
    return [(url, body + b"<!-- %d -->" % n) for n in range(number) for url, body in [pages[n % len(pages)]]]


def found_below(folder: Path, number: int) -> list[tuple[str, bytes]]:
    paths = sorted(folder.rglob("*.html.gz"))[:number]
    return [(f"https://harbour.example/{n}", gzip.decompress(path.read_bytes())) for n, path in enumerate(paths)]


def by_fastwarc(pages: list[Exchange], level: int) -> int:
    exchange.LEVEL = level
    return sum(len(member) for page in pages for member in members_of(page))


def by_warcio(pages: list[Exchange]) -> int:
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True, warc_version="1.1")
    for page in pages:
        sent = StatusAndHeaders("200 OK", SENT, protocol="HTTP/1.1")
        asked = StatusAndHeaders("GET /a.html HTTP/1.1", ASKED, is_http_request=True)
        body = io.BytesIO(page.payload)
        answer = writer.create_warc_record(page.url, "response", body, len(page.payload), http_headers=sent)
        request = writer.create_warc_record(page.url, "request", http_headers=asked)
        writer.write_request_response_pair(request, answer)
    return out.tell()


def kept(pages: list[Exchange]) -> int:
    """Keep pages as a run does: looked up by digest, written, noted, committed every 200."""
    with tempfile.TemporaryDirectory() as path:
        folder = DataFolder(path)
        with Ledger(folder.ledger) as ledger:
            archive = OwnArchive(folder, "2026-11-25T000000Z", ledger, lambda name: warcinfo(name, TIME, {}))
            for page in pages:
                archive.captures.with_payload(page.digest)
                capture = Capture(0, 0, 0, page.url, int(TIME.timestamp()), 200, "text/html", page.digest)
                archive.keep(*members_of(page), capture)
            size = sum(file.stat().st_size for file in folder.archive.iterdir())
            archive.close()
    return size


def indexed(pages: list[Exchange]) -> int:
    captures = (Capture(1, n, 1, page.url, 0, 200, "text/html", page.digest) for n, page in enumerate(pages))
    with tempfile.TemporaryDirectory() as path:
        write_index(Path(path) / "a.cdxj", "a.warc.gz", captures)
    return 0


def measure(name: str, pages: list[Exchange], do: Callable[[list[Exchange]], int]) -> None:
    best, size = float("inf"), 0
    for _ in range(3):
        start = time.process_time()
        size = do(pages)
        best = min(best, time.process_time() - start)
    told = f"{size / len(pages) / 1000:7.1f} kB a page" if size else ""
    print(f"{name:36}{1000 * best / len(pages):7.2f} ms a page {told}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kilobytes", type=int, default=60)
    parser.add_argument("--pages", type=int, default=200)
    parser.add_argument("--data", type=Path, help="folder of saved pages")
    given = parser.parse_args()
    pages = exchanges(found_below(given.data, given.pages) if given.data else made(given.kilobytes, given.pages))
    own = exchange.LEVEL
    print(f"{len(pages)} pages of {sum(len(page.payload) for page in pages) / len(pages) / 1000:.0f} kB")
    measure("digest alone", pages, lambda all_: sum(len(hashlib.sha1(page.payload).digest()) for page in all_) * 0)
    for level in (9, 6, 3, 1):
        measure(f"fastwarc, level {level}", pages, lambda all_, level=level: by_fastwarc(all_, level))  # type: ignore[misc]
    exchange.LEVEL = own
    measure("warcio, level 9, which it always has", pages, by_warcio)
    measure("kept: looked up, written, committed", pages, kept)
    measure("index, when the file is ended", pages, indexed)


if __name__ == "__main__":
    main()
