"""Files that appear under their names only when they are whole, whoever writes them, and however often."""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from spacecrawl.errors import FolderError


@contextlib.contextmanager
def written_beside(path: Path) -> Iterator[IO[bytes]]:
    """Give a file to write to, which gets its name at the end; raise FolderError where the disk won't take it.

    Several processes may write the same file at once: the last to end gives its content, and none sees half of one.
    """
    beside = path.with_name(f".{path.name}.{os.getpid()}-{secrets.token_hex(4)}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with beside.open("wb") as file:
            yield file
        beside.replace(path)
    except OSError as error:
        raise FolderError(
            f"{path}: can't be written ({error.strerror or error}). Make room, or name another folder with -o."
        ) from error
    finally:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)
