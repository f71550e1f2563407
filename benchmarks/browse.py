"""How quick `spacecrawl browse` is over many records: pages and searches, in milliseconds as a client sees them.

    python benchmarks/browse.py [--records 200000] [--folder DIR] [--rounds 5]

Records of chance words are written whose frequencies fall as those of a language do (Zipf), with sites, sections,
agencies, countries, authors and days of 24 years; a tenth of them in a second version too. `spacecrawl browse` makes
its database of them and serves it; each address is asked for several times in turn, over one connection, and the
median and the slowest are told. With `--folder` the records and the database stay there for the next time.
"""

from __future__ import annotations

import argparse
import bisect
import datetime as dt
import hashlib
import http.client
import itertools
import json
import random
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import urlsplit

from spacecrawl.record import Article, Author, Dateline, Extractor, Image, Link, Source

VOCABULARY, WORDS_EACH = 40_000, 400
AGENCIES = [
    "Space Media Network",
    "Agence France-Presse",
    "Reuters",
    "Associated Press",
    "Xinhua",
    "UPI",
    "ESA",
    "NASA",
]
PLACES = [("Oslo", "NO"), ("Paris", "FR"), ("Washington", "US"), ("Beijing", "CN"), ("Tokyo", "JP"), ("Sydney", "AU")]
PLACES += [("Moscow", "RU"), ("London", "GB"), ("Berlin", "DE"), ("Delhi", "IN"), ("Nairobi", "KE"), ("Lima", "PE")]
PAGES = {
    "first page": "/",
    "one site": "/?site=site-3",
    "agency, country and year": "/?agency=Reuters&country=NO&since=2010-01-01&until=2010-12-31",
    "map": "/map",
    "wire": "/wire",
    "article": "/article/{id}",
    "search: a rare word": "/?q={rare}",
    "search: a word of some articles": "/?q={medium}",
    "search: a word of most articles": "/?q={common}",
    "search: two words, one site": "/?q={medium}+{other}&site=site-3",
    "search: a phrase": "/?q=%22{common}+{common2}%22",
    "search: words that begin so": "/?q={stem}*",
}


def vocabulary() -> list[str]:
    """Return words, the most frequent first."""
    chance = random.Random(7)
    letters = "etaoinshrdlucmfwypvbgkqjxz"
    words: dict[str, None] = {}
    while len(words) < VOCABULARY:
        length = 2 + min(len(words) // 400, 3) + chance.randrange(6)
        words["".join(chance.choices(letters, weights=range(26, 0, -1), k=length))] = None
    return list(words)


class Writer:
    """Makes records; the same number gives the same record."""

    def __init__(self) -> None:
        self.words = vocabulary()
        self.weights = list(itertools.accumulate(1 / (rank + 3) for rank in range(VOCABULARY)))

    def text(self, chance: random.Random, number: int) -> list[str]:
        """Return so many words."""
        total = self.weights[-1]
        return [self.words[bisect.bisect(self.weights, chance.random() * total)] for _ in range(number)]

    def record(self, number: int, version: int) -> dict[str, object]:
        """Return a record of some 4 kB."""
        chance = random.Random(number)
        words = self.text(chance, WORDS_EACH)
        paragraphs = [" ".join(words[at : at + 40]).capitalize() + "." for at in range(0, WORDS_EACH, 40)]
        paragraphs[0] += " Again." * (version - 1)
        day = dt.date(2002, 1, 1) + dt.timedelta(days=int(8760 * chance.random() ** 0.6))
        city, country = PLACES[int(len(PLACES) * chance.random() ** 2)]
        agency = AGENCIES[int(len(AGENCIES) * chance.random() ** 2)]
        site = int(20 * chance.random() ** 1.5)
        url = f"http://host-{site}.example/reports/Story_{number}_999.html"
        author = f"{self.words[100 + chance.randrange(3000)]} {self.words[100 + chance.randrange(3)]}".title()
        return Article(
            id=hashlib.sha256(url.encode()).hexdigest()[:16],
            url=url,
            host=f"host-{site}.example",
            site=f"site-{site}",
            section=self.words[200 + site * 5 + chance.randrange(5)].upper(),
            title=" ".join(words[20:29]).capitalize(),
            byline=f"by {author}",
            authors=[Author(author)],
            dateline=Dateline(f"{city} ({agency}) {day}", city, city, None, country, agency, agency, day),
            date_published=day + dt.timedelta(days=chance.randrange(3)),
            body="\n\n".join(paragraphs),
            images=[Image("http://images.example/1.jpg", " ".join(words[:12]))],
            links=[Link(f"https://{word}.example/", word) for word in words[:6]],
            language="en",
            version=version,
            revised_by="site" if version > 1 else None,
            content_hash=hashlib.sha256(paragraphs[0].encode()).hexdigest(),
            source=Source(url, dt.datetime(2026, 3, version, tzinfo=dt.UTC)),
            extractor=Extractor("space_media", "1", 0.9, dict.fromkeys(("title", "body", "byline"), "markup")),
        ).to_dict()


def make(path: Path, records: int) -> None:
    """Write so many records, and a second version of each tenth."""
    writer = Writer()
    numbers = [*((number, 1) for number in range(records)), *((number, 2) for number in range(0, records, 10))]
    with path.with_suffix(".part").open("w", encoding="utf-8") as file:
        for number, version in numbers:
            file.write(json.dumps(writer.record(number, version), ensure_ascii=False) + "\n")
    path.with_suffix(".part").rename(path)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--records", type=int, default=200_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--folder", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = given.folder or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        if not (folder / "articles.jsonl").exists():
            make(folder / "articles.jsonl", given.records)
        run(folder, given.rounds)


def run(folder: Path, rounds: int) -> None:
    """Serve the folder, ask for the pages, and print the table."""
    began = time.perf_counter()
    command = [sys.executable, "-m", "spacecrawl", "browse", "--folder", str(folder), "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:
        assert server.stderr
        try:
            address = next(match[0] for line in server.stderr if (match := re.search(r"http://127\.0\.0\.1:\d+", line)))
            print(f"served after {time.perf_counter() - began:.1f} s; database {size(folder) / 1e6:,.0f} MB, ", end="")
            print(f"articles.jsonl {(folder / 'articles.jsonl').stat().st_size / 1e6:,.0f} MB\n")
            measure(address, rounds)
        finally:
            server.terminate()
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"\npeak memory of the server {peak:.0f} MB")


def measure(address: str, rounds: int) -> None:
    """Ask for every page so many times, all of them before one is asked for again; print a row each."""
    words = vocabulary()
    names = {"rare": words[20_000], "medium": words[500], "other": words[700], "common": words[0], "common2": words[1]}
    named = {**names, "stem": words[3000][:4], "id": Writer().record(10, 1)["id"]}
    client = http.client.HTTPConnection(urlsplit(address).netloc)
    times: dict[str, list[float]] = {name: [] for name in PAGES}
    sizes, found = {}, {}
    for _ in range(rounds):
        for name, path in PAGES.items():
            begin = time.perf_counter()
            client.request("GET", path.format(**named))
            answer = client.getresponse()
            content = answer.read().decode()
            times[name].append(1000 * (time.perf_counter() - begin))
            assert answer.status == 200, (name, answer.status, content[:500])
            sizes[name] = len(content)
            total = re.search(r"([\d,]+) articles?\b", content)
            found[name] = total[1] if total else ""
    print("| page | articles | median, ms | slowest, ms | kB |\n| --- | --- | --- | --- | --- |")
    for name, taken in times.items():
        print(
            f"| {name} | {found[name]} | {statistics.median(taken):.0f} | {max(taken):.0f} | {sizes[name] / 1000:.0f} |"
        )


def size(folder: Path) -> int:
    """Return bytes of the database."""
    return sum(path.stat().st_size for path in folder.glob("browse*.db*"))


if __name__ == "__main__":
    main()
