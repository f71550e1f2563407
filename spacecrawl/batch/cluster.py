"""Archives shared out to the workers of a Dask cluster, which is started here or found at an address."""

from __future__ import annotations

import contextlib
import logging
import secrets
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError
from dataclasses import dataclass, field
from functools import partial
from importlib.util import find_spec
from itertools import islice
from typing import TYPE_CHECKING, Any

from spacecrawl.archives.remote import told
from spacecrawl.archives.warc import Slice
from spacecrawl.batch.job import SLICE, Job, SliceRead, fitted
from spacecrawl.batch.orders import Order
from spacecrawl.batch.results import Settled
from spacecrawl.batch.tasks import Survey, look, read, settle, survey
from spacecrawl.errors import FolderError, RunFailed, UsageError

if TYPE_CHECKING:
    from distributed import Client, Future, LocalCluster

SECONDS_TO_CONNECT = 15

_AHEAD = 4
"""Archives under way for each thread of the cluster: enough that none waits, few enough for the scheduler."""

_LOCAL = "local:"
_LOGGERS = ("distributed", "distributed.client", "tornado", "tornado.application", "bokeh")


@dataclass
class _Archive:
    """An archive that workers are at."""

    order: Order
    mark: dict[str, Any] = field(default_factory=dict)
    reads: dict[Slice, SliceRead | None] = field(default_factory=dict)
    """Its slices, with what reading them told."""
    is_over: bool = False


class Sharing:
    """Shares archives out over a connected cluster; ``advance`` is told what share of an archive a task was.

    A worker that ends costs what it was at, which another does again; a task that ended several is given up.
    """

    def __init__(
        self, client: Client, job: Job, slice_bytes: int = SLICE, advance: Callable[[float], object] = lambda _: None
    ) -> None:
        self._client = client
        self._job = job
        self._slice_bytes = slice_bytes
        self._advance = advance
        self._under_way: dict[Future, tuple[_Archive, Callable[[Any], Settled | None]]] = {}

    def run(self, orders: Iterable[Order]) -> Iterator[Settled]:
        """Yield what is to be told of each archive as it is settled; raise RunFailed where the scheduler is lost."""
        from distributed import as_completed

        self._completed = as_completed(loop=self._client.loop)
        waiting = iter(orders)
        self._begin(islice(waiting, _AHEAD * max(1, sum(self._client.nthreads().values()))))
        while self._under_way:
            try:
                settled = self._next(waiting)
            except (OSError, CancelledError) as error:
                raise RunFailed(
                    f"The scheduler of the cluster was lost ({error or 'tasks are cancelled'}). Start it again, and "
                    "run the same command: archives and slices that are done are not read again."
                ) from error
            if settled is not None:
                yield settled

    def _next(self, waiting: Iterator[Order]) -> Settled | None:
        """Wait for a task, and ask for what comes after it; return what is to be told of its archive, if that is over.

        Raises OSError or CancelledError where the scheduler is lost.
        """
        future = next(self._completed)
        archive, then = self._under_way.pop(future)
        if future.status == "cancelled":  # by nobody here; what is "lost" with its worker is done again
            raise CancelledError
        error = future.exception()
        answer = None if error else future.result()
        future.release()  # or it would be done again where the worker that did it ends
        settled = given_up(archive.order, error) if error else then(answer)
        if settled is None or archive.is_over:
            return None
        archive.is_over = True
        self._begin(islice(waiting, 1))
        return settled

    def _begin(self, orders: Iterable[Order]) -> None:
        for order in orders:
            archive = _Archive(order)
            self._submit(archive, partial(self._surveyed, archive), survey, order, self._job, self._slice_bytes)

    def _submit(
        self, archive: _Archive, then: Callable[[Any], Settled | None], task: Callable[..., Any], *given: Any
    ) -> None:
        future = self._client.submit(task, *given, pure=False)
        self._under_way[future] = archive, then
        self._completed.add(future)

    def _surveyed(self, archive: _Archive, found: Survey) -> Settled | None:
        """Have the slices of an archive read, unless its result is there."""
        if found.settled is not None:
            self._advance(1.0)
            return found.settled
        archive.mark = found.mark
        archive.reads = dict.fromkeys(found.parts)
        for part in found.parts:
            self._read(archive, part)
        return None

    def _read(self, archive: _Archive, part: Slice) -> None:
        then = partial(self._was_read, archive)
        self._submit(archive, then, read, archive.order, self._job, archive.mark, part)

    def _was_read(self, archive: _Archive, done: SliceRead) -> Settled | None:
        """Have an archive settled whose last slice was read, or a slice read again that began at a wrong place."""
        self._advance(1 / len(archive.reads))
        archive.reads[done.part] = done
        reads = [read for read in archive.reads.values() if read is not None]
        if len(reads) < len(archive.reads):
            return None
        kept, again = fitted(reads)
        if again is None:
            self._submit(archive, _as_it_is, settle, archive.order, self._job, archive.mark, kept)
            return None
        archive.reads = {again if part.end == again.end else part: read for part, read in archive.reads.items()}
        archive.reads[again] = None
        self._read(archive, again)
        return None


def _as_it_is(settled: Settled) -> Settled:
    return settled


def given_up(order: Order, error: BaseException) -> Settled:
    """Return what is to be told of an archive that can't be read; raise what concerns more than this archive."""
    from distributed import KilledWorker

    if isinstance(error, FolderError | UsageError):
        raise error
    if isinstance(error, KilledWorker):
        reason = "several workers ended over it. Give them more memory, or see their logs"
    elif isinstance(error, OSError):
        reason = f"can't be read ({error.strerror or error}). Workers have to see it under this name"
    else:
        reason = f"failed ({type(error).__name__}: {error})"
    return Settled([f"{told(order.archive)}: {reason}"], is_well=False)


@contextlib.contextmanager
def connected(address: str) -> Iterator[Client]:
    """Connect to the scheduler at an address, or start workers here for ``local:N``, for as long as the block lasts.

    Raises UsageError for an address that is none or where Dask is not installed, RunFailed where nothing answers.
    """
    if find_spec("distributed") is None:
        raise UsageError(
            "--cluster needs Dask distributed, which is not installed. Install it: pip install 'spacecrawl[cluster]'"
        )
    from distributed import Client

    _mute_logs()
    check_address(address)
    with contextlib.ExitStack() as stack:
        try:
            where = stack.enter_context(_started(address)) if address.startswith(_LOCAL) else address
            client = stack.enter_context(Client(where, timeout=SECONDS_TO_CONNECT, set_as_default=False))
        except OSError as error:
            raise RunFailed(
                f"No scheduler answers at {address}. Start one with 'dask scheduler', or correct --cluster."
            ) from error
        yield client


def check_address(address: str) -> None:
    """Raise UsageError for what is no address of a scheduler."""
    from distributed.comm import get_address_host_port

    number = address.removeprefix(_LOCAL)
    if address != number and number.isdecimal() and int(number):
        return
    try:
        get_address_host_port(address, strict=True)
    except ValueError as error:
        raise UsageError(
            f"--cluster {address!r} is no address of a scheduler ({error}). Write tcp://HOST:8786, or local:4."
        ) from error


def check_workers(client: Client, job: Job) -> int:
    """Return how many workers there are by now; raise RunFailed for one that could not do its part."""
    probe = job.folder / f".probe-{secrets.token_hex(4)}"
    try:
        job.folder.mkdir(parents=True, exist_ok=True)
        probe.touch()
    except OSError as error:
        raise FolderError(f"{job.folder}: can't be written ({error.strerror}). Name another folder with -o.") from error
    try:
        answers = client.run(look, job, probe, on_error="return")
    finally:
        probe.unlink()
    for worker, answer in answers.items():
        if isinstance(answer, BaseException):
            raise RunFailed(f"The worker at {worker} can't read archives: {answer or type(answer).__name__}.")
    return len(answers)


def _started(address: str) -> LocalCluster:
    from distributed import LocalCluster

    return LocalCluster(
        n_workers=int(address.removeprefix(_LOCAL)),
        threads_per_worker=1,
        host="127.0.0.1",
        dashboard_address=None,
        silence_logs=logging.CRITICAL,
    )


def _mute_logs() -> None:
    """Let Dask's own log, which goes to stderr, tell nothing: what matters is told in our words."""
    for name in _LOGGERS:
        logger = logging.getLogger(name)
        logger.handlers[:] = [logging.NullHandler()]
        logger.propagate = False
