"""A reading process: gets pages, gives readings, one after the other, until nobody asks any more."""

from __future__ import annotations

import signal
import socket
import sys
import traceback
from contextlib import suppress
from typing import Any

from spacecrawl.collector import collect_less_often
from spacecrawl.reading.frames import packed, receive
from spacecrawl.reading.task import Task
from spacecrawl.sites import Catalogue


def main(descriptor: int) -> None:
    """Serve the connection of this file descriptor: a catalogue first, then tasks.

    Signals that stop a run are left to the process that asked, which waits for what is under way; this one ends with
    the connection.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    with socket.socket(fileno=descriptor) as connection, suppress(EOFError, OSError):
        serve(connection)


def serve(connection: socket.socket) -> None:
    """Answer tasks until the other end is gone; raise EOFError or OSError then."""
    questions = connection.makefile("rb")
    catalogue: Catalogue = receive(questions)
    collect_less_often()
    while True:
        connection.sendall(packed(answer(receive(questions), catalogue)))


def answer(task: Task[Any], catalogue: Catalogue) -> tuple[Any, str]:
    """Return a task's answer, and the traceback of what it raised, if it did."""
    try:
        return task.run(catalogue), ""
    except Exception:  # noqa: BLE001 - the edge where one bad page must not stop the others
        return None, traceback.format_exc()


if __name__ == "__main__":
    main(int(sys.argv[1]))
