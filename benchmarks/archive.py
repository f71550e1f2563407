"""What reading a web archive costs: records a second beside bare readers, and memory by the archive's length.

    python benchmarks/archive.py [--records 20000] [--few 1000] [--kilobytes 60]
    python benchmarks/archive.py --commands --data DIR

Writes archives of the replica's pages, each made another page by a comment at its end, with a request record for each
and as many pictures, as crawlers keep them. CPU time of one process, each contender in a process of its own.

With ``--commands`` the archives hold labelled pages too, and whole commands are timed: serial, two workers, a local
cluster; beside fastwarc, which reads and does nothing, and trafilatura, over one of the eight archives.
"""

from __future__ import annotations

import argparse
import io
import itertools
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from pages import read_pages
from parsing import padded
from warcio.archiveiterator import ArchiveIterator as WarcioIterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

PICTURE = bytes(range(256)) * 40


def write(path: Path, pages: list[tuple[str, bytes]], records: int) -> None:
    """Write an archive of this many records: a page, its request and a picture in turn."""
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=True)
        turns = itertools.cycle(pages)
        for number in range(0, records, 3):
            url, body = next(turns)
            html = body + b"<!-- %d -->" % number
            add(writer, url, "request", b"", "GET / HTTP/1.1", "text/html")
            add(writer, url, "response", html, "200 OK", "text/html")
            add(writer, f"{url}.jpg", "response", PICTURE, "200 OK", "image/jpeg")


def add(writer: WARCWriter, url: str, kind: str, body: bytes, status: str, content_type: str) -> None:
    http = StatusAndHeaders(status, [("Content-Type", content_type)], protocol="" if kind == "request" else "HTTP/1.1")
    writer.write_record(writer.create_warc_record(url, kind, payload=io.BytesIO(body), http_headers=http))


def by_warcio(path: Path) -> int:
    with path.open("rb") as file:
        return sum(1 for record in WarcioIterator(file) if record.content_stream().read() or True)


def by_fastwarc(path: Path) -> int:
    from fastwarc.warc import ArchiveIterator

    with path.open("rb") as file:
        return sum(1 for record in ArchiveIterator(file) if record.reader.read() or True)


def by_pages(path: Path) -> int:
    from spacecrawl.archives.warc import WarcPages

    with path.open("rb") as file:
        pages = WarcPages(file, str(path))
        assert sum(1 for _ in pages) * 3 in range(pages.counts.records, pages.counts.records + 3)
        return pages.counts.records


def by_extract(path: Path) -> int:
    from spacecrawl.archives.warc import WarcPages
    from spacecrawl.batch.outcomes import outcome_of
    from spacecrawl.sites import builtin_catalogue

    catalogue = builtin_catalogue()
    with path.open("rb") as file:
        pages = WarcPages(file, str(path))
        assert all(outcome_of(page, catalogue, "space_media").record for page in pages)
        return pages.counts.records


def by_trafilatura(path: Path) -> int:
    from trafilatura import bare_extraction

    from spacecrawl.archives.warc import WarcPages

    with path.open("rb") as file:
        pages = WarcPages(file, str(path))
        for page in pages:
            bare_extraction(page.page().html, url=page.url, with_metadata=True)
        return pages.counts.records


READERS: dict[str, Callable[[Path], int]] = {
    "warcio": by_warcio,
    "fastwarc": by_fastwarc,
    "pages": by_pages,
    "extract": by_extract,
    "trafilatura": by_trafilatura,
}


def measured(reader: str, path: Path) -> dict[str, float]:
    """Return records, CPU seconds and peak memory in MB of a reader in a process of its own."""
    done = subprocess.run(
        [sys.executable, __file__, "--reader", reader, "--archive", path], capture_output=True, check=True
    )
    return json.loads(done.stdout)


def read(reader: str, path: Path) -> None:
    start = time.process_time()
    records = READERS[reader](path)
    seconds = time.process_time() - start
    print(json.dumps({"records": records, "seconds": seconds, "peak": peak_megabytes()}))


def peak_megabytes() -> float:
    """Return this process's peak: ``getrusage`` would count what the process that started it held."""
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) / 1000


COMMANDS = {
    "serial": ("--workers", "1"),
    "2 workers": ("--workers", "2"),
    "Dask, local:2": ("--cluster", "local:2"),
}


def seconds_of(command: Sequence[str | Path]) -> float:
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - start


def compare_commands(archives: list[Path], peers: list[Path], pages: int, rounds: int) -> None:
    """Print pages a second of whole commands over the same archives, bare readers' and a peer's beside; medians."""
    of_peers = pages * len(peers) / len(archives)
    told: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for number in range(rounds):
            for reader, over, count in (("fastwarc", archives, pages), ("trafilatura", peers, of_peers)):
                seconds = sum(measured(reader, path)["seconds"] for path in over)
                told.setdefault(reader, []).append(count / seconds)
            for name, options in COMMANDS.items():
                output = Path(folder) / f"{number} {name.replace(':', ' ')}"
                command = [sys.executable, "-m", "spacecrawl", "extract", *archives, *options, "-o", output]
                told.setdefault(name, []).append(pages / seconds_of(command))
    medians = {name: statistics.median(rates) for name, rates in told.items()}
    print(f"\n{pages} pages in {len(archives)} archives, {rounds} rounds, by the clock")
    print(f"{'':>14}  {'pages/s':>8}  times serial")
    for name, rate in medians.items():
        print(f"{name:>14}  {rate:8.0f}  {rate / medians['serial']:.2f}")


def labelled(folder: Path) -> list[tuple[str, bytes]]:
    """Return the pages of a data folder, those without an address under one that is made up."""
    return [
        (page.label.get("url") or f"http://{page.label['id']}.example/", page.html.encode("utf-8", "replace"))
        for page in read_pages(folder)
    ]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--records", type=int, default=20_000)
    parser.add_argument("--few", type=int, default=1_000)
    parser.add_argument("--kilobytes", type=int, default=60)
    parser.add_argument("--data", type=Path, action="append", default=[], help="a folder of labelled pages, as well")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--commands", action="store_true", help="whole commands instead of readers")
    parser.add_argument("--reader", choices=READERS)
    parser.add_argument("--archive", type=Path)
    options = parser.parse_args()
    if options.reader:
        read(options.reader, options.archive)
        return
    pages = padded(options.kilobytes)
    with tempfile.TemporaryDirectory() as folder:
        if options.commands:
            pages += [page for data in options.data for page in labelled(data)]
            archives = [Path(folder) / f"{number}.warc.gz" for number in range(8)]
            for number, path in enumerate(archives):
                write(path, pages[number:] + pages[:number], options.records // len(archives))
            each = -(-(options.records // len(archives)) // 3)
            compare_commands(archives, archives[:1], each * len(archives), options.rounds)
            return
        few, many = Path(folder) / "few.warc.gz", Path(folder) / "many.warc.gz"
        write(few, pages, options.few)
        write(many, pages, options.records)
        print(f"{options.records} records, {many.stat().st_size / 1e6:.0f} MB")
        print(f"{'':>10}  {'records/s':>9}  {'pages/s':>8}  {'MB, few':>8}  {'MB, many':>8}")
        for reader in [name for name in READERS if name != "trafilatura"]:
            small, large = measured(reader, few), measured(reader, many)
            rate = large["records"] / large["seconds"]
            print(f"{reader:>10}  {rate:9.0f}  {rate / 3:8.0f}  {small['peak']:8.1f}  {large['peak']:8.1f}")


if __name__ == "__main__":
    main()
