"""One answer, read back from its place in a WARC file."""

from __future__ import annotations

import io
from pathlib import Path

from fastwarc.warc import ArchiveIterator

from spacecrawl.archives.payload import LARGEST_PAGE, UnreadableRecord, decoded


def read_body(file: Path, offset: int, length: int) -> bytes:
    """Return the decoded body of the answer in one gzip member; raise UnreadableRecord where it is not there whole."""
    try:
        with file.open("rb") as stream:
            stream.seek(offset)
            member = stream.read(length)
    except OSError as error:
        raise UnreadableRecord(f"{file} can't be read ({error.strerror}). Put it back where it was.") from error
    damaged = UnreadableRecord(f"{file}: no whole record at {offset}. Restore the file.")
    try:
        record = next(iter(ArchiveIterator(io.BytesIO(member), strict_mode=False)))
        if not record.is_http_parsed:
            raise damaged
        payload = record.reader.read(LARGEST_PAGE)
    except (OSError, ValueError, StopIteration) as error:
        raise damaged from error
    headers = record.http_headers
    return decoded(payload, headers.get("Transfer-Encoding") or "", headers.get("Content-Encoding") or "")
