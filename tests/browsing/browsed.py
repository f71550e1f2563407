"""A data folder to browse, with our own words: versions, filings of one story, a sidebar, and a record that means harm."""

from __future__ import annotations

import datetime as dt
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from conftest import environment

from spacecrawl.record import Article, Author, Dateline, Extractor, Image, Link, Sidebar, Source

STORY, LATER, HARMFUL = (f"{number:016x}" for number in (161, 179, 195))
SCRIPT = "<script>document.title = 'hit'</script><img src=x onerror=\"document.title = 'hit'\">"


def record(number: int, **values: object) -> dict:
    """Return the record of a plain article."""
    day = dt.date(2020, 1, 5) + dt.timedelta(days=31 * (number % 24))
    city, country = (("Oslo", "NO"), ("Bergen", "NO"), ("Paris", "FR"), ("Singapore", "SG"))[number % 4]
    code, agency = (("SPX", "Space Media"), ("AFP", "Agence France-Presse"))[number % 2]
    url = f"http://{('harbour', 'lighthouse')[number % 2]}.example/{number}"
    known: dict = {
        "id": f"{number:016x}",
        "url": url,
        "host": url.split("/")[2],
        "site": ("harbour", "lighthouse")[number % 2],
        "section": ("TIDES", "LAMPS", "ROPES")[number % 3],
        "title": f"Keeper number {number} counts the gulls",
        "byline": f"by {('Ilse Brandt', 'Magnus Inkster')[number % 2]}",
        "authors": [Author(("Ilse Brandt", "Magnus Inkster")[number % 2])],
        "dateline": Dateline(f"{city} ({code}) {day:%b %d, %Y}", city, city, None, country, code, agency, day),
        "date_published": day,
        "body": f"The keeper climbed {number} steps before dawn.\n\nFrom the gallery the gulls were as many as ever.",
        "language": "en",
        "content_hash": f"{number:064x}",
        "source": Source(url, dt.datetime(2026, 3, 4, 5, 6, 7, tzinfo=dt.UTC)),
        "extractor": Extractor("space_media", "1", 0.9, {"title": "markup", "date_published": "dateline"}),
    }
    return Article(**(known | values)).to_dict()


def story(version: int) -> dict:
    """Return the story's first or second version: a word of the body, the headline and the dateline differ."""
    steps = ("ninety", "ninety-one")[version - 1]
    notice = "\n\nCorrection: an earlier version of this story miscounted the steps." * (version - 1)
    return record(
        161,
        host="harbour.example",
        url="http://harbour.example/161",
        title=("Lamp that never sleeps", "Lamp that hardly sleeps")[version - 1],
        dateline=Dateline(
            "Ålesund, Norway (SPX) Mar 04, 2021",
            "Ålesund, Norway",
            "Ålesund",
            None,
            "NO",
            "SPX",
            "Space Media",
            dt.date(2021, 3, 4),
        ),
        date_published=dt.date(2021, 3, 6),
        body=f"The lamp stands {steps} steps above the herring.\n\nIt turns, and the whole fjord turns with it.{notice}",
        images=[Image("http://harbour.example/lamp.jpg", "The lamp at noon, bored.", "Photo: Ilse Brandt")],
        links=[
            Link("http://hatchery.example/", "Hatchery of Ålesund"),
            Link("http://harbour.example/2", "Keeper number 2", "story"),
            Link("javascript:document.title='hit'", "A trap"),
        ],
        sidebars=[Sidebar("Herring by night", Dateline("Lerwick (HGZ)", "Lerwick"), "They like the lamp.")],
        also_at=["http://m.harbour.example/161"],
        version=version,
        revised_by="site" if version > 1 else None,
        source=Source("http://harbour.example/161", dt.datetime(2026, 3, 3 + version, 8, tzinfo=dt.UTC)),
        extractor=Extractor("space_media", "1", 0.9, {"title": "markup", "date_published": "meta"}),
    )


def harmful() -> dict:
    """Return a record every text of which is script, formula or control characters."""
    return record(
        195,
        title=f"=HYPERLINK(1) {SCRIPT} squidlike",
        byline=f"+{SCRIPT}",
        section=f"@{SCRIPT}",
        site=f"-{SCRIPT}",
        authors=[Author(f"=cmd|' /C calc'!A0 {SCRIPT}")],
        dateline=Dateline(f"{SCRIPT} (AFP)", SCRIPT, SCRIPT, None, "NO", "AFP", SCRIPT),
        summary=SCRIPT,
        body=f"\x00\x1b[31m\u202e squidlike {SCRIPT}\n\n</p></article></main><style>*{{display:none}}</style>",
        images=[Image("javascript:alert(1)", SCRIPT), Image("data:text/html,hi", SCRIPT)],
        links=[
            Link("data:text/html,hi", SCRIPT),
            Link('http://x.example/" onclick="document.title=1', SCRIPT, "story"),
        ],
        sidebars=[Sidebar(SCRIPT, None, SCRIPT)],
        tags=[SCRIPT, "=1+1"],
        also_at=["javascript:alert(2)"],
        language='"><script>',
        extractor=Extractor(SCRIPT, "1", 0.1, {"title": SCRIPT, SCRIPT: "markup"}),
    )


def records() -> list[dict]:
    """Return the lines of the folder: sixty plain articles, the story in two versions, its later filing, the harm."""
    filed = Dateline(
        "Bergen (SPX) Mar 06, 2021", "Bergen", "Bergen", None, "NO", "SPX", "Space Media", dt.date(2021, 3, 6)
    )
    later = record(179, title="Lamp that hardly sleeps", duplicate_of=STORY, dateline=filed)
    return [*(record(number) for number in range(60)), story(1), later, harmful(), story(2)]


def written(path: Path, lines: list[dict]) -> Path:
    """Return a data folder with these lines, as a folder of another machine is: without a ledger."""
    path.mkdir(exist_ok=True)
    (path / "articles.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    return path


@contextmanager
def served(*folders: Path) -> Iterator[str]:
    """Serve folders in a process of its own; give the address."""
    named = [part for folder in folders for part in ("--folder", str(folder))]
    command = [sys.executable, "-m", "spacecrawl", "browse", "--port", "0", *named]
    with subprocess.Popen(command, env=environment(), stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as run:
        try:
            told = run.stderr.readline()
            yield re.search(r"http://127\.0\.0\.1:\d+", told)[0]
        finally:
            run.terminate()
            run.communicate(timeout=30)
