"""Whether a data folder's archive is whole: its files, their indexes, the ledger and the articles agree.

Used by ``kill.py --archive`` after every run that was killed and resumed.
"""

from __future__ import annotations

import contextlib
import gzip
import json
import sqlite3
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from fastwarc.warc import ArchiveIterator

# of an article read from the archive, what the crawl has beside the page: other addresses, earlier versions, neighbours
FROM_THE_FOLDER = {"source", "also_at", "duplicate_of", "version", "revised_by"}


# where each page's payload is: of one that was fetched twice, since a run was killed in between, with the first
PAYLOADS = """
    SELECT own.name, offset, coalesce(other.name, own.name), coalesce(original_offset, offset)
    FROM captures JOIN archive_files AS own ON own.number = file
    LEFT JOIN archive_files AS other ON other.number = original_file
"""


def check_archive(folder: Path, catalogue: Path) -> Counter[str]:
    """Fail where the archive is not whole; return what there is of it."""
    files = sorted((folder / "archive").glob("*.warc.gz"))
    for file in files:
        check_by_others(file)
    found = check_pages(folder, files)
    check_records(folder, catalogue)
    return found + Counter({"WARC files that both checks pass": len(files)})


def check_by_others(file: Path) -> None:
    """Run the checks of warcio and fastwarc."""
    for command in (["warcio", "check", str(file)], ["fastwarc", "check", "--quiet", str(file)]):
        program = Path(sys.executable).with_name(command[0])
        done = subprocess.run([program, *command[1:]], capture_output=True, text=True, check=False)
        if done.returncode or done.stdout:
            raise AssertionError(f"{file}: {command[0]} says {done.stdout[-500:]} {done.stderr[-500:]}")


def check_pages(folder: Path, files: list[Path]) -> Counter[str]:
    """Fail where the ledger, the files and their indexes do not tell of the same captures, and each article of one."""
    answers = {(file.name, offset): kind for file in files for offset, kind in answers_of(file)}
    with contextlib.closing(sqlite3.connect(folder / "spacecrawl.db")) as connection:
        known = connection.execute(
            "SELECT name, offset, length, url, status, article FROM captures JOIN archive_files ON number = file"
        ).fetchall()
        (open_files,) = connection.execute("SELECT count(*) FROM archive_files WHERE ended IS NULL").fetchone()
        numbers = dict(connection.execute("SELECT id, number FROM articles"))
    places = {(name, offset): article for name, offset, *_, article in known}
    if open_files or places.keys() != answers.keys():
        raise AssertionError(f"{folder}: {open_files=}, {len(answers)} answers, {len(places)} of them known")
    indexed = {place for file in files for place in check_index(file)}
    if indexed != {(name, offset) for name, offset, _, _, status, _ in known if status != 304}:
        raise AssertionError(f"{folder}: the indexes do not hold what the ledger does")
    for name, offset, length, url, *_ in known:
        member = gzip.decompress(read(folder / "archive" / name, offset, length))
        if not member.startswith(b"WARC/1.1\r\n") or f"\r\nWARC-Target-URI: {url}\r\n".encode() not in member:
            raise AssertionError(f"{folder}: no record of {url} in {name} at {offset}")
    for record in records_of(folder):
        if places.get(place_of(record)) != numbers[record["id"]]:
            raise AssertionError(f"{folder}: the page of {record['url']} is not known at {place_of(record)}")
    return Counter({"requests with their answers": len(answers)}) + Counter(f"{kind}s" for kind in answers.values())


def answers_of(file: Path) -> list[tuple[int, str]]:
    """Return offset and type of each answer; fail where one does not follow its request, or the file its opening."""
    found, before = [], None
    with file.open("rb") as stream:
        for number, record in enumerate(ArchiveIterator(stream, parse_http=False)):
            kind, names = str(record.record_type), record.headers.get("WARC-Concurrent-To")
            if (number == 0) != (kind == "warcinfo") or (kind in ("response", "revisit") and names != before):
                raise AssertionError(f"{file}: a {kind} at {record.stream_pos}")
            if kind in ("response", "revisit"):
                found.append((record.stream_pos, kind))
            before = record.headers["WARC-Record-ID"]
    return found


def check_index(file: Path) -> list[tuple[str, int]]:
    """Return the places that a file's index names; fail where it is not sorted."""
    lines = file.with_name(file.name.removesuffix(".warc.gz") + ".cdxj").read_bytes().splitlines()
    if lines != sorted(lines):
        raise AssertionError(f"{file}: its index is not sorted")
    entries = [json.loads(line.split(b" ", 2)[2]) for line in lines]
    return [(entry["filename"], int(entry["offset"])) for entry in entries]


def check_records(folder: Path, catalogue: Path) -> None:
    """Fail where ``extract`` reads other articles from the archive than the crawl stored, or ``reparse`` other ones."""
    command = [sys.executable, "-m", "spacecrawl", "extract", str(folder / "archive"), "--sites", str(catalogue)]
    done = subprocess.run([*command, "--quiet"], capture_output=True, text=True, check=True)
    with contextlib.closing(sqlite3.connect(folder / "spacecrawl.db")) as connection:
        payloads = {(name, offset): (holder, at) for name, offset, holder, at in connection.execute(PAYLOADS)}
    read_again = {record["id"]: record for record in map(json.loads, done.stdout.splitlines())}
    for record in records_of(folder):
        again = read_again.pop(record["id"])
        if payloads[place_of(record)] != place_of(again):
            raise AssertionError(f"{folder}: {record['url']} comes from elsewhere")
        differing = {key for key in record if record[key] != again[key]} - FROM_THE_FOLDER
        if differing:
            raise AssertionError(f"{folder}: {record['url']} is read otherwise: {differing}")
    if read_again:
        raise AssertionError(f"{folder}: the crawl did not store {list(read_again)}")
    command = [sys.executable, "-m", "spacecrawl", "reparse", "--folder", str(folder), "--sites", str(catalogue)]
    summary = json.loads(subprocess.run([*command, "--json"], capture_output=True, text=True, check=True).stdout)
    if not summary["pages"] == summary["unchanged"] == len(records_of(folder)):
        raise AssertionError(f"{folder}: read again, {summary}")


def records_of(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / "articles.jsonl").read_bytes().splitlines()]


def place_of(record: dict[str, Any]) -> tuple[str, int]:
    return Path(record["source"]["file"]).name, record["source"]["offset"]


def read(path: Path, offset: int, length: int) -> bytes:
    with path.open("rb") as file:
        file.seek(offset)
        return file.read(length)
