"""Looks for pages that break the extractor, guided by coverage: exceptions, invalid records, slow pages.

    python benchmarks/fuzz.py --seconds 600 [--corpus DIR] [--parser generic]

Starts from the pages in ``benchmarks/corpus``, all in our own words, mixes and breaks them, and keeps what reaches
new branches in a temporary folder. The first find is written beside the corpus as ``crash-*``, and the status is 1;
a find that is fixed becomes a test in ``tests/parsers/test_hostile.py``. Needs the extra ``bench``.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

import atheris

CORPUS = Path(__file__).parent / "corpus"
SLOW_SECONDS = 1.0
"""CPU seconds for a page of 20 kB that are a find: fifty times the usual."""
_LONGEST = 20_000
_ADDRESSES = (None, "https://quay.example/a", "https://www.spacedaily.com/reports/Any_999.html", "http://[bad")

WORDS = (
    *"""
<div> </div> <p> </p> <br> <article> <main> <table> <tr> <td> <h1> <h2> <b> <a href= rel=author rel=tag itemprop= class=
id= <time datetime= <meta property=og:title content= name=author article:published_time <script </script> <!-- -->
type=application/ld+json {"@type":"NewsArticle","headline": "author": "datePublished": "@graph":[ null ] } <title>
</title> <![CDATA[ ]]> <?xml encoding= <base <link rel=canonical href= hidden aria-hidden=true style=display:none <img
src= <figure> <figcaption> <aside> <nav> <footer> <iframe> <template> <svg> <math> <select> <option> <noscript>
<textarea> &amp; &#0; &#xD800; &nbsp; By (AFP) — 2024-02-30T25:61+99:99
""".split(),
    "By Nora Quill and Hugo Ball",
    "Paris (AFP) Mar 3, 2011",
    "WASHINGTON (AP) — ",
    "Related Links",
)
"""What the mutations put in, besides pieces of the corpus."""

with atheris.instrument_imports(include=["spacecrawl"]):
    from spacecrawl.extraction import read_page
    from spacecrawl.parsers.choice import BUILTIN, load_parser
    from spacecrawl.parsers.page import Page
    from spacecrawl.record.schema import schema_fault
    from spacecrawl.text.dates import parse_date

    for name in BUILTIN:
        load_parser(name)


class InvalidRecordError(Exception):
    """Raised for a record that the schema does not allow."""


class SlowPageError(Exception):
    """Raised for a page that takes too long."""


def try_page(data: bytes, parsers: tuple[str | None, ...]) -> None:
    """Read one page as bytes and as text; its first byte chooses the address."""
    url = _ADDRESSES[data[0] % len(_ADDRESSES)] if data else None
    for content in (data[1:], data[1:].decode("utf-8", "surrogateescape")):
        for parser in parsers:
            start = time.thread_time()
            record = read_page(Page.read(content, url), parser=parser).to_dict()
            if (spent := time.thread_time() - start) > SLOW_SECONDS:
                raise SlowPageError(f"{spent:.1f} s")
            if fault := schema_fault({**record, "url": record["url"] or "http://unknown.example/"}):
                raise InvalidRecordError(fault)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=int, default=60, help="how long to look")
    parser.add_argument("--corpus", type=Path, default=CORPUS, help="pages to start from")
    parser.add_argument("--parser", action="append", help="parsers to try; default: generic and the address's own")
    parser.add_argument("--seed", type=int, default=0, help="0: another one each time")
    chosen = parser.parse_args()
    if not any(chosen.corpus.glob("*.html")):
        sys.exit(f"{chosen.corpus}: no .html file in it. Name a folder of pages with --corpus.")
    parsers = tuple(chosen.parser or ("generic", None))
    parse_date("le 3 flober 2024 à 5h")  # dateparser loads its languages once, for 1.6 s
    with tempfile.TemporaryDirectory() as kept:
        words = Path(kept) / "words.txt"
        words.write_text("".join(f'"{quoted(word)}"\n' for word in WORDS), "ascii")
        found = Path(kept) / "found"
        found.mkdir()
        arguments = [
            sys.argv[0], str(found), str(chosen.corpus),
            f"-max_total_time={chosen.seconds}", "-timeout=120",
            f"-max_len={_LONGEST}", f"-dict={words}", f"-artifact_prefix={chosen.corpus}/", "-rss_limit_mb=2048",
            "-print_final_stats=1", f"-seed={chosen.seed}",
        ]  # fmt: skip
        atheris.Setup(arguments, lambda data: try_page(data, parsers))
        atheris.Fuzz()


def quoted(word: str) -> str:
    """Return a word as libFuzzer's dictionaries write it."""
    return "".join(
        chr(byte) if 32 <= byte < 127 and chr(byte) not in '"\\' else f"\\x{byte:02x}" for byte in word.encode()
    )


if __name__ == "__main__":
    main()
