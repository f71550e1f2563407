"""Reading processes that are started when there is work, watched, and replaced."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Iterable

from spacecrawl.errors import PageUnreadable
from spacecrawl.reading.frames import packed
from spacecrawl.reading.reader import Asked, Reader
from spacecrawl.reading.task import Answer_co, Task
from spacecrawl.sites import Catalogue

SECONDS_A_PAGE = 60
"""How long a page may take, by the clock of a loop that runs; the slowest real pages take a tenth of a second."""

DEATHS_A_PAGE = 2
"""Processes that may end over a page: the first may have been somebody else's doing, such as a system out of memory."""

_AHEAD = 4
"""Tasks under way for each process: enough that none waits for work."""

_SECONDS_BETWEEN_LOOKS = 1.0


class ReadingPool:
    """Reads pages in up to ``processes`` processes, on the running asyncio loop.

    With one process readings come in the order of the tasks. ``multiprocessing.Pool`` hangs when a worker is killed
    and ``ProcessPoolExecutor`` gives up (Python 3.11); here only the page that ended its process is given up.
    """

    def __init__(self, catalogue: Catalogue, processes: int = 1, seconds_a_page: float = SECONDS_A_PAGE) -> None:
        self.processes = processes
        self.seconds_a_page = seconds_a_page
        self._hello = packed(catalogue)
        self._readers: list[Reader] = []
        self._next_look: asyncio.TimerHandle | None = None

    def get_ready(self, task: Task[object]) -> None:
        """Start a process, where there is none, with this task, that the first page need not wait for either."""
        if not self._readers:
            preparing = Asked(packed(task), asyncio.get_running_loop().create_future())
            preparing.answer.add_done_callback(asyncio.Future.exception)  # the first page will meet it again
            self._hand_out((preparing,))

    async def run(self, task: Task[Answer_co]) -> Answer_co:
        """Return a task's answer; raise PageUnreadable where it raises, takes too long or ends its process."""
        asked = Asked(packed(task), asyncio.get_running_loop().create_future())
        self._hand_out((asked,))
        answer: Answer_co = await asked.answer
        return answer

    async def run_all(self, tasks: Iterable[Task[Answer_co]]) -> AsyncIterator[Answer_co | PageUnreadable]:
        """Yield each task's answer, or why there is none, in the order of the tasks, few of which are under way."""
        under_way: deque[asyncio.Future[Answer_co | PageUnreadable]] = deque()
        for task in tasks:
            under_way.append(asyncio.ensure_future(self._try(task)))
            if len(under_way) > _AHEAD * self.processes:
                yield await under_way.popleft()
        while under_way:
            yield await under_way.popleft()

    async def _try(self, task: Task[Answer_co]) -> Answer_co | PageUnreadable:
        try:
            return await self.run(task)
        except PageUnreadable as error:
            return error

    def close(self) -> None:
        """End all processes; the pool may be used again."""
        if self._next_look is not None:
            self._next_look.cancel()
            self._next_look = None
        readers, self._readers = self._readers, []
        for reader in readers:
            reader.close()
            for asked in reader.waiting:
                asked.fail(PageUnreadable("the run ended before the page was read"))

    def _hand_out(self, tasks: Iterable[Asked]) -> None:
        for asked in tasks:
            try:
                self._least_busy().ask(asked)
            except OSError as error:
                asked.fail(PageUnreadable(f"no reading process can be started: {error.strerror}"))
        self._look_later()

    def _least_busy(self) -> Reader:
        """Return the process with the shortest queue; start one where all are busy and there may be more."""
        reader = min(self._readers, key=lambda reader: len(reader.waiting), default=None)
        if reader is None or (reader.waiting and len(self._readers) < self.processes):
            reader = Reader(self._hello, self._replace)
            self._readers.append(reader)
        return reader

    def _replace(self, ended: Reader) -> None:
        """Give up the page that a process ended over, or try it once more; hand the others to other processes."""
        if ended not in self._readers:  # closed by ourselves
            return
        self._readers.remove(ended)
        how = ended.how_it_ended()
        if ended.waiting:
            first = ended.waiting[0]
            first.deaths += 1
            if ended.was_stopped:
                ended.waiting.popleft().fail(PageUnreadable(f"the parser took over {self.seconds_a_page:g} s"))
            elif first.deaths >= DEATHS_A_PAGE:
                ended.waiting.popleft().fail(PageUnreadable(f"reading it ended its process, twice ({how})"))
        self._hand_out(ended.waiting)

    def _look_later(self) -> None:
        if self._next_look is None:
            self._next_look = asyncio.get_running_loop().call_later(_SECONDS_BETWEEN_LOOKS, self._look)

    def _look(self) -> None:
        """Stop processes that have been at one page for too long; looks are counted, since a clock runs on in sleep."""
        self._next_look = None
        busy = [reader for reader in self._readers if reader.waiting]
        for reader in busy:
            reader.looks += 1
            if reader.looks * _SECONDS_BETWEEN_LOOKS > self.seconds_a_page:
                reader.stop()
        if busy:
            self._look_later()
