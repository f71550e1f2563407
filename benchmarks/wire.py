"""What ``spacecrawl wire`` costs: CPU time and peak memory by number of records.

    python benchmarks/wire.py [--records 10000,100000] [--folder DIR]

Records of some 5 kB, filed by 8 agencies from 300 places over 24 years; a tenth repeat an earlier one, a third stand on
two more hosts. Memory is flat where it is the same for each number of records. A million take 5 GB of disk.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from exporting import TEXTS, WORDS, template

AGENCIES, PLACES, HOSTS = 8, 300, 20


def id_of(number: int) -> str:
    return hashlib.sha256(str(number).encode()).hexdigest()[:16]


def filing(number: int, text: dict[str, Any]) -> dict[str, Any]:
    """Return a record: its text over and over, its filing its own."""
    day = f"20{number % 24:02}-0{1 + number % 9}-1{number % 9}"
    host = f"host{number % HOSTS}.example"
    place = WORDS[number * 7 % PLACES].title()
    named = {"place": place, "city": place, "agency_name": WORDS[-1 - number % AGENCIES].title(), "date": day}
    return {
        **text,
        "id": id_of(number),
        "url": f"http://{host}/reports/Story_{number}_999.html",
        "host": host,
        "dateline": {**text["dateline"], **named},
        "date_published": f"{day[:-1]}9",
        "also_at": [f"http://also{other}.example/{number}" for other in (1, 2)] if number % 3 == 0 else [],
        "duplicate_of": id_of(number - 5) if number % 10 == 9 else None,
    }


def make(path: Path, records: int) -> None:
    """Write so many records."""
    texts = [template(number) for number in range(TEXTS)]
    with path.open("w", encoding="utf-8") as file:
        for number in range(records):
            file.write(json.dumps(filing(number, texts[number % TEXTS]), ensure_ascii=False, default=str) + "\n")


def measure(folder: Path, records: int) -> None:
    """Ask for the answer as JSON, and print a row."""
    with (folder / "wire.json").open("wb") as out:
        command = [sys.executable, "-m", "spacecrawl", "wire", "--json", "--folder", folder]
        process = subprocess.Popen(command, stdout=out)
        _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"wire ended with status {process.returncode}")
    told = json.loads((folder / "wire.json").read_text("utf-8"))
    cpu = used.ru_utime + used.ru_stime
    rows = len(told["months"]), len(told["stories"])
    print(
        f"{records:9} {cpu:8.1f} {records / cpu:10,.0f} {used.ru_maxrss / 1024:8.0f} {rows[0]:9} {rows[1]:9}",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--records", default="10000,100000", help="sizes, with commas between")
    parser.add_argument("--folder", type=Path, help="where the records are made")
    given = parser.parse_args()
    print("  records    CPU s  records/s  peak MB    months   stories")
    for records in map(int, given.records.split(",")):
        with tempfile.TemporaryDirectory(dir=given.folder) as folder:
            if not (child := os.fork()):  # a process of its own: a command's peak memory counts what forked it
                make(Path(folder) / "articles.jsonl", records)
                os._exit(0)
            os.waitpid(child, 0)
            measure(Path(folder), records)


if __name__ == "__main__":
    main()
