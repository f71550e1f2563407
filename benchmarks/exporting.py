"""What an export costs by format: records per second of CPU time, peak memory and size.

    python benchmarks/exporting.py [--records 100000,1000000] [--formats jsonl,csv,...] [--folder DIR]

Records of chance words are written, a tenth of them in a second version too; each format is exported by
``spacecrawl export`` in a process of its own. Memory is flat where it is the same for each number of records.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import subprocess
import sys
import tempfile
from pathlib import Path

from spacecrawl.exporting import FORMATS
from spacecrawl.record import Article, Author, Dateline, Extractor, Link
from spacecrawl.record.article import plain

WORDS = [
    "".join(random.Random(number).choices("abcdefghijklmnopqrstuvwxyz", k=2 + number % 9)) for number in range(5000)
]
PARAGRAPHS, WORDS_EACH, TEXTS = 10, 40, 200


def template(number: int) -> dict[str, object]:
    """Return a record of some 5 kB, all but its address and id."""
    words = random.Random(number).choices(WORDS, k=PARAGRAPHS * WORDS_EACH)
    text = "\n\n".join(" ".join(words[at : at + WORDS_EACH]) for at in range(0, len(words), WORDS_EACH))
    return Article(
        host="exporting.example",
        site="exporting",
        section=words[0].upper(),
        title=" ".join(words[:9]),
        byline=f"by {words[1].title()} {words[2].title()}",
        authors=[Author(f"{words[1].title()} {words[2].title()}")],
        dateline=Dateline("Oslo, Norway (SPX) Mar 04, 2024", "Oslo, Norway", "Oslo", None, "NO", "SPX", words[3]),
        body=text,
        links=[Link(f"https://{word}.example/", word) for word in words[:8]],
        language="en",
        content_hash=hashlib.sha256(text.encode()).hexdigest(),
        extractor=Extractor("space_media", "1", 1.0, {"title": "markup", "body": "markup"}),
    ).to_dict()


def make(path: Path, records: int) -> None:
    """Write so many records, and a second version of each tenth."""
    texts = [template(number) for number in range(TEXTS)]
    numbers = [*((number, 1) for number in range(records)), *((number, 2) for number in range(0, records, 10))]
    with path.open("w", encoding="utf-8") as file:
        for number, version in numbers:
            url = f"http://exporting.example/reports/Story_{number}_999.html"
            named = {"id": hashlib.sha256(url.encode()).hexdigest()[:16], "url": url, "version": version}
            day = f"20{number % 24:02}-0{1 + number % 9}-1{number % 9}"
            source = {"url": url, "fetched_at": "2026-03-04T05:06:07+00:00", "file": None, "offset": None}
            record = {**texts[number % TEXTS], **named, "date_published": day, "source": source}
            file.write(json.dumps(plain(record), ensure_ascii=False) + "\n")


def measure(folder: Path, records: int, name: str) -> None:
    """Export in one format and print a row."""
    output = folder / f"exported.{name}"
    command = [sys.executable, "-m", "spacecrawl", "export", "--folder", folder, "--format", name, "-o", output]
    process = subprocess.Popen([*command, "--quiet"])
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"the export ended with status {process.returncode}")
    cpu, size = used.ru_utime + used.ru_stime, output.stat().st_size / 1e6
    output.unlink()
    print(
        f"{records:9} {name:8} {records / cpu:10,.0f} {cpu:8.1f} {used.ru_maxrss / 1024:8.0f} {size:9.0f}", flush=True
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--records", default="100000", help="sizes, with commas between; a million take 7 GB of disk")
    parser.add_argument("--formats", default=",".join(FORMATS), help="formats, with commas between")
    parser.add_argument("--folder", type=Path, help="where the records are made")
    given = parser.parse_args()
    print("  records format   records/CPU s    CPU s  peak MB   size MB")
    for records in map(int, given.records.split(",")):
        with tempfile.TemporaryDirectory(dir=given.folder) as folder:
            if not (child := os.fork()):  # a process of its own: an export's peak memory counts what forked it
                make(Path(folder) / "articles.jsonl", records)
                os._exit(0)
            os.waitpid(child, 0)
            for name in given.formats.split(","):
                measure(Path(folder), records, name)


if __name__ == "__main__":
    main()
