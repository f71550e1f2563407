"""A CDXJ index beside a WARC file: by it replay tools such as pywb find an address's captures.

A line a capture, sorted bytewise: the address as a sort-friendly key (SURT), the time, then JSON.
"""

from __future__ import annotations

import json
import os
import re
import sqlite3
from base64 import b32encode
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from urllib.parse import quote_from_bytes, unquote_to_bytes, urlsplit

from spacecrawl.storage.captures import Capture

SUFFIX = ".cdxj"
REVISIT = "warc/revisit"

_NOT_MODIFIED = 304
_CACHE_KB = 2048
_SAFE = "!\"$&'()*+,-./:;<=>?@[\\]^_`{|}~"
_SESSION = re.compile(
    r"(?:(?:jsession|phpsess|s)id=[0-9a-z]{32}|aspsessionid[a-z]{8}=[a-z]{24}|cfid=[^&]+&cftoken=[^&]+)(?:&|$)",
    re.IGNORECASE,
)
_DEFAULT_PORTS = {"http": 80, "https": 443}


def write_index(path: Path, name: str, captures: Iterable[Capture]) -> None:
    """Write the index of a WARC file, whole or not at all; sorted on the disk, so that memory stays flat.

    Answers "not modified" are left out: pywb 2.9 would show an empty page for them, not the one that they speak of.
    """
    lines = ((line_of(capture, name),) for capture in captures if capture.status != _NOT_MODIFIED)
    beside = path.with_name(f"{path.name}.part")
    with closing(sqlite3.connect("", isolation_level=None)) as sorting, beside.open("wb") as file:
        sorting.execute(f"PRAGMA cache_size = -{_CACHE_KB}")
        sorting.execute("CREATE TABLE lines (line BLOB PRIMARY KEY) WITHOUT ROWID")
        sorting.execute("BEGIN")
        sorting.executemany("INSERT OR IGNORE INTO lines VALUES (?)", lines)
        for (line,) in sorting.execute("SELECT line FROM lines ORDER BY line"):
            file.write(line)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)


def line_of(capture: Capture, name: str) -> bytes:
    """Return a capture's line, in the fields that pywb and cdxj-indexer write."""
    kind = (capture.type or "").partition(";")[0].strip().lower()
    fields = {
        "url": capture.url,
        "mime": REVISIT if capture.original else kind or "unk",
        "status": str(capture.status),
        "digest": f"sha1:{b32encode(capture.digest).decode()}",
        "length": str(capture.length),
        "offset": str(capture.offset),
        "filename": name,
    }
    return f"{surt(capture.url)} {capture.time:%Y%m%d%H%M%S} {json.dumps(fields)}\n".encode()


def surt(url: str) -> str:
    """Return an address as replay tools sort it: host reversed, in lower case, query sorted, what varies left out.

    ``http://www.Example.com/A/?b=2&a=1`` is ``com,example)/a?a=1&b=2``.
    """
    parts = urlsplit(url)
    host = re.sub(r"^www\d*\.", "", (parts.hostname or "").strip("."))
    key = ",".join(reversed(host.split(".")))
    if parts.port not in (None, _DEFAULT_PORTS.get(parts.scheme)):
        key += f":{parts.port}"
    path = _in_one_form(_without_dots(_unquoted(parts.path))).lower()
    query = _in_one_form(_unquoted(parts.query)).lower()
    pairs = sorted((*pair.partition("=")[::2], pair) for pair in _SESSION.sub("", query).split("&"))
    query = "&".join(pair for *_, pair in pairs)
    return f"{key}){path.rstrip('/') or '/'}" + (f"?{query}" if query else "")


def _unquoted(text: str) -> bytes:
    """Return what percent signs stand for, however often it was quoted."""
    quoted, content = b"", text.encode("utf-8", "surrogateescape")
    while quoted != content:
        quoted, content = content, unquote_to_bytes(content)
    return content


def _in_one_form(content: bytes) -> str:
    return quote_from_bytes(content, safe=_SAFE)


def _without_dots(path: bytes) -> bytes:
    kept: list[bytes] = []
    for name in path.split(b"/")[1:]:
        if name == b"..":
            kept = kept[:-1]
        elif name != b".":
            kept.append(name)
    last = kept.pop() if kept else b""
    return b"/" + b"".join(name + b"/" for name in kept if name) + last
