"""A file of lines that grows by whole lines."""

from __future__ import annotations

import os
from collections.abc import Iterator

from spacecrawl.storage.appended import AppendedFile

BLOCK = 1 << 20


class LineFile(AppendedFile):
    """A file whose pieces are lines."""

    def lines(self, begin: int) -> Iterator[tuple[int, bytes]]:
        """Yield the lines from an offset on, each with where it begins; the last one may lack its line end."""
        with self.path.open("rb", buffering=BLOCK) as file:
            file.seek(begin)
            for line in file:
                yield begin, line
                begin += len(line)

    def line_before(self, end: int) -> bytes:
        """Return the line that ends at an offset, which lacks its line end if another line goes on there."""
        return line_before(self._descriptor, end)


def line_before(descriptor: int, end: int) -> bytes:
    """Return the line of an open file that ends at an offset, without its line end if another line goes on there."""
    begin, block = end, b""
    while begin > 0 and b"\n" not in block[:-1]:
        begin = max(0, begin - BLOCK)
        block = os.pread(descriptor, end - begin, begin)
    return block[block.rfind(b"\n", 0, -1) + 1 :]
