"""Archives at an address (``https://``, ``s3://``, whatever fsspec knows), read as they arrive, in flat memory."""

from __future__ import annotations

import contextlib
import io
import re
import time
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from spacecrawl import __version__
from spacecrawl.errors import UsageError

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem

BLOCK = 4 * 1024 * 1024
"""Bytes that are asked for at once; two such blocks are held."""

PAUSES = (1.0, 4.0)
"""Seconds before a read that failed is tried again, where it stopped."""

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)
_SECONDS_TO_CONNECT = 30
_SECONDS_OF_SILENCE = 60


def is_address(name: str) -> bool:
    """Tell an address from the path of a file."""
    return _SCHEME.match(name) is not None


def told(address: str) -> str:
    """Return an address as records and messages name it: without a password, or a query that may sign it."""
    if not _is_http(address):
        return address
    parts = urlsplit(address)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2], query="", fragment="").geturl()


def _is_http(address: str) -> bool:
    return address.lower().startswith(("http://", "https://"))


def check_address(address: str) -> None:
    """Raise UsageError, with the remedy, where the package that reads addresses of this kind is not installed."""
    if find_spec("fsspec") is None:
        raise UsageError(
            f"{told(address)}: addresses are read by the package fsspec, which is not installed. "
            "Install it with: pip install 'spacecrawl[archive]'"
        )
    try:
        _file_system(address)
    except OSError:
        pass  # the reading will tell
    except (ImportError, TypeError, ValueError) as error:
        raise UsageError(
            f"{told(address)}: can't be read with what is installed ({error}). "
            "Install the package that it names, or fetch the archive by other means and name its file."
        ) from error


def fingerprint(address: str) -> dict[str, Any]:
    """Return size and marks of change of what an address leads to; raise OSError where that can't be told."""
    file_system, path = _file_system(address)
    info = _asked(address, lambda: file_system.info(path))
    marks = ("size", "ETag", "Last-Modified", "LastModified", "mtime", "created", "md5Hash", "etag")
    return {mark: str(info[mark]) if mark != "size" else info[mark] for mark in marks if info.get(mark) is not None}


class RemoteFile(io.RawIOBase):
    """A file at an address; a connection that breaks is taken up again where it broke, as far as the server lets.

    Raises OSError where the address can't be read: the message says why.
    """

    def __init__(self, address: str) -> None:
        super().__init__()
        self._address = address
        self._at = 0
        self._file, self._can_seek = self._opened()

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def seekable(self) -> bool:
        """Tell whether it can be read from any place: a server may only give all of it."""
        return self._can_seek

    def seek(self, offset: int, whence: int = 0) -> int:
        """Read on from an offset."""
        if not self._can_seek:
            raise io.UnsupportedOperation("the server gives no parts of it")
        self._at = int(self._file.seek(offset, whence))
        return self._at

    def tell(self) -> int:
        """Return the offset that is read next."""
        return self._at

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes, none at the end."""
        piece: bytes = _asked(self._address, lambda: self._file.read(size), self._take_up_again)
        self._at += len(piece)
        return piece

    def readinto(self, buffer: Any) -> int:
        """Put the next bytes into a buffer; return how many."""
        piece = self.read(len(buffer))
        buffer[: len(piece)] = piece
        return len(piece)

    def close(self) -> None:
        """Close the connection."""
        if not self.closed:
            with contextlib.suppress(Exception):
                self._file.close()
        super().close()

    def _opened(self) -> tuple[Any, bool]:
        """Return the file, and whether it can be read from any place: what a server says of that is tried."""
        file_system, path = _file_system(self._address)
        file = _asked(self._address, lambda: file_system.open(path, "rb", block_size=BLOCK))
        if _asked(self._address, lambda: _gives_parts(self._address, file)):
            return file, True
        return _asked(self._address, lambda: file_system.open(path, "rb", block_size=0)), False

    def _take_up_again(self) -> bool:
        """Open the file anew at the place where it broke; tell whether that is possible."""
        if not self._can_seek:
            return False
        with contextlib.suppress(Exception):
            self._file.close()
        file_system, path = _file_system(self._address)
        self._file = file_system.open(path, "rb", block_size=BLOCK)
        self._file.seek(self._at)
        return True


def _gives_parts(address: str, file: Any) -> bool:
    """Tell whether what was opened can be read from any place; an HTTP server is asked for one byte, to see."""
    file_system, path = _file_system(address)
    try:
        file.seek(1)
        file.seek(0)
        if _is_http(address) and file.size > 1:
            with file_system.open(path, "rb", block_size=1, cache_type="none", size=file.size) as byte:
                byte.seek(1)
                byte.read(1)
    except ValueError:
        return False
    return True


def _asked(address: str, ask: Any, before_again: Any = lambda: True) -> Any:
    """Return what a server answers, asked again after pauses; raise OSError, or FileNotFoundError at once."""
    for pause in (*PAUSES, None):
        try:
            return ask()
        except Exception as error:  # each kind of address has errors of its own
            if pause is None or _is_final(error) or not _again(before_again, pause):
                raise OSError(_reason(error)) from error
    raise AssertionError(address)


def _again(before_again: Any, pause: float) -> bool:
    time.sleep(pause)
    with contextlib.suppress(Exception):  # asked all the same: the answer is the error to tell
        return bool(before_again())
    return True


def _is_final(error: Exception) -> bool:
    """Tell whether asking again would change nothing."""
    status = getattr(error.__cause__ or error, "status", 0)
    if error.__cause__ is None and isinstance(error, FileNotFoundError | PermissionError):
        return True
    return 400 <= status < 500 and status not in (408, 429)


def _reason(error: Exception) -> str:
    cause = error.__cause__ or error
    status, message = getattr(cause, "status", None), getattr(cause, "message", None)
    if status and message:
        return f"{status} {message}"
    if isinstance(cause, FileNotFoundError):
        return "there is no such file"
    return str(cause) or type(cause).__name__


def _file_system(address: str) -> tuple[AbstractFileSystem, str]:
    import fsspec

    return fsspec.core.url_to_fs(address, **_options(address))  # type: ignore[no-any-return]


def _options(address: str) -> dict[str, Any]:
    """Return what HTTP is to be spoken with: proxies of the environment, no limit on the whole, one on silence."""
    if not _is_http(address):
        return {}
    import aiohttp

    timeout = aiohttp.ClientTimeout(total=None, sock_connect=_SECONDS_TO_CONNECT, sock_read=_SECONDS_OF_SILENCE)
    headers = {"User-Agent": f"spacecrawl/{__version__}"}
    return {"client_kwargs": {"trust_env": True, "timeout": timeout, "headers": headers}}
