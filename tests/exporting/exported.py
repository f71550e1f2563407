"""Records for the tests of exports: one with everything, one with nothing, one that means harm."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

from spacecrawl.record import Article, Author, Dateline, Extractor, Image, Link, Sidebar, Source

FULL = Article(
    id="00000000000000a1",
    url="http://harbour.example/1",
    host="harbour.example",
    site="harbour",
    section="TIDES",
    title="Herring “return”, and bring the gulls — Ærø",
    byline="by Magnus Inkster, Ilse Brandt",
    authors=[Author("Magnus Inkster", role="editor"), Author("Staff Writers", "organization", agency="AFP")],
    dateline=Dateline(
        "Oslo (SPX) Mar 04, 2026", "Oslo", "Oslo", "NO-03", "NO", "SPX", "Space Media", dt.date(2026, 3, 4)
    ),
    date_published=dt.datetime(2026, 3, 4, 23, 30, tzinfo=dt.timezone(dt.timedelta(hours=-5))),
    date_modified=dt.date(2026, 3, 5),
    summary="Eleven days early.",
    body='The herring came back.\n\n"They will stay," she said, "until\tthe water warms."',
    images=[Image("http://harbour.example/1.jpg", "Gulls, at noon.")],
    links=[Link("http://hatchery.example/", "Hatchery"), Link("http://harbour.example/2", "Tide", "story")],
    sidebars=[Sidebar("Tides", Dateline("Lerwick (HGZ)", "Lerwick", inline=True), "High at noon.")],
    tags=["herring", "gulls; gannets"],
    language="en",
    also_at=["http://m.harbour.example/1"],
    duplicate_of="00000000000000b2",
    version=2,
    revised_by="site",
    content_hash="0" * 64,
    source=Source("http://harbour.example/1?x", dt.datetime(2026, 3, 6, 1, 2, 3, tzinfo=dt.UTC)),
    extractor=Extractor("generic", "1", 0.75, {"title": "markup"}),
).to_dict()

BARE = Article(id="00000000000000b2", url="http://harbour.example/2", title="Bare").to_dict()

HARM = Article(
    id="00000000000000c3",
    url="http://harbour.example/3",
    section="+1",
    title='=HYPERLINK("http://evil.example","</script><script>alert(1)</script>")',
    byline="@SUM(1)",
    authors=[Author("-2+3"), Author("=1")],
    summary="\u202f\n =1+1",
    body="\t=cmd|' /C calc'!A0\x00\x1b[31m red\r\nhalf \ud800 of a pair",
    tags=["＝1"],
    extractor=Extractor("generic", "1", 0.0, {}),
).to_dict()


def folder_of(path: Path, *records: dict) -> Path:
    """Return a data folder with these lines, as a folder of another machine is: without a ledger."""
    path.mkdir(exist_ok=True)
    (path / "articles.jsonl").write_text("".join(json.dumps(record, ensure_ascii=True) + "\n" for record in records))
    return path


def record_of(row: dict) -> dict:
    """Return the record that a row of columns is of."""
    authors = zip(row["authors"], row["author_kinds"], row["author_roles"], row["author_agencies"], strict=True)
    record = {
        **{key: row[key] for key in FULL if key in row},
        "authors": [dict(zip(("name", "kind", "role", "agency"), author, strict=True)) for author in authors],
    }
    for key in ("dateline", "source", "extractor"):
        names = [name for name in row if name.startswith(f"{key}_")]
        part = {name.removeprefix(f"{key}_"): row[name] for name in names}
        record[key] = part if key == "source" or any(value is not None for value in part.values()) else None
    return {key: record[key] for key in FULL}
