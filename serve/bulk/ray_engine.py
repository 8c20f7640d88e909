"""The Ray engine: the same function as a Ray Data job, its actors on the machines of a cluster, or of one made for the job.

What travels to an actor is the place of some blocks; it reads their rows itself. An actor that dies is started again by
Ray, and its blocks are done again. Ray Data keeps the place of every block of a dataset in the memory of the driver, so
that a long input goes through it in waves.
"""

import logging
import os
import signal
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Any

from data.bulk.errors import WorkLost
from data.bulk.rows import Block, Cursor, Finished
from model.errors import AimwellError
from serve.bulk.scoring import Recipe
from serve.cluster.alone import local_cluster, lock_door
from serve.extras import needs

TASK_BLOCKS = 2
"""Blocks that an actor is asked for at once: a second's work, beside some milliseconds of Ray's own."""
WAVE_TASKS = 400
"""Tasks for each actor in one wave: some minutes' work, beside some seconds for new actors."""
ANSWER_SECONDS = 5.0
"""How long the door of a cluster may take to open."""
PLACE = ("number", "row", "offset", "rows", "end")


def run_ray(
    recipe: Recipe, blocks: Iterator[Block], workers: int, address: str | None, wave_tasks: int = WAVE_TASKS
) -> Iterator[Finished]:
    """Yield the blocks finished, in order; a wave has `wave_tasks` tasks for each actor.

    Raises:
        ExtraMissing: when Ray is not installed.
        WorkLost: when the cluster cannot be reached, or the job fails.
    """
    first = next(blocks, None)
    if first is None:
        return
    with _cluster(workers, address) as ray:
        most = workers * wave_tasks * TASK_BLOCKS
        wave = [first, *islice(blocks, most - 1)]
        while wave:
            try:
                yield from _wave(ray, recipe, wave, workers)
            except ray.exceptions.RayError as error:
                raise WorkLost(_told(error)) from None
            wave = list(islice(blocks, most))


class Actor:
    """The block function as Ray Data runs it: made once in each actor."""

    def __init__(self, recipe: Recipe) -> None:
        try:
            self._score = recipe.scorer()
        except AimwellError as error:  # the classes of errors do not all survive the way back
            raise RuntimeError(str(error)) from None

    def __call__(self, places: Any) -> Iterator[Any]:
        """Yield the blocks at some places, finished, each by itself."""
        for place in places.to_pylist():
            try:
                finished = self._score(_block(place))
            except AimwellError as error:
                raise RuntimeError(str(error)) from None
            yield _packed(place, finished)


def _wave(ray: Any, recipe: Recipe, wave: list[Block], workers: int) -> Iterator[Finished]:
    places = [dict(zip(PLACE, _place(block), strict=True)) for block in wave]
    asked = ray.data.from_items(places, override_num_blocks=max(1, len(places) // TASK_BLOCKS))
    done = asked.map_batches(
        Actor,
        fn_constructor_args=(recipe,),
        batch_size=None,
        batch_format="pyarrow",
        zero_copy_batch=True,
        compute=ray.data.ActorPoolStrategy(size=workers, max_tasks_in_flight_per_actor=2),
        num_cpus=1,
    )
    for table in done.iter_batches(batch_size=None, batch_format="pyarrow", prefetch_batches=1):
        for row in table.to_pylist():
            yield Finished(_block(row), row["data"], tuple(row["bad"]))


def _place(block: Block) -> tuple[int, ...]:
    return block.start.block, block.start.row, block.start.offset, block.rows, block.end


def _block(place: dict[str, Any]) -> Block:
    number, row, offset, rows, end = (place[name] for name in PLACE)
    return Block(Cursor(number, row, offset), rows, end)


def _packed(place: dict[str, Any], finished: Finished) -> Any:
    import pyarrow as pa

    columns = {name: pa.array([place[name]], pa.int64()) for name in PLACE}
    bad = pa.array([list(finished.bad)], pa.list_(pa.binary()))
    return pa.table({**columns, "data": pa.array([finished.data], pa.large_binary()), "bad": bad})


def import_ray(address: str | None) -> Any:
    """Return Ray, told to be quiet and to report its usage to nobody; without an address, its door is locked first.

    Raises:
        ExtraMissing: when it is not installed.
        DoorOpen: when the environment would have that door stand open.
    """
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    os.environ.setdefault("RAY_BACKEND_LOG_LEVEL", "fatal")  # what matters comes back as an error
    if not address:
        lock_door()
    with needs("ray", "score --engine ray", "ray", "pyarrow"):
        import pyarrow  # noqa: F401  (Ray Data needs it; better said now than by Ray)
        import ray
        import ray.data
    return ray


@contextmanager
def _cluster(workers: int, address: str | None) -> Iterator[Any]:
    """Connect with a cluster, or start one for this job alone, which listens to nobody without this process's token."""
    ray = import_ray(address)
    if (address or "").startswith("ray://"):
        raise WorkLost("Ray Data is not driven from afar; run the command on a machine of the cluster, with HOST:6379")
    if address:
        _check_answers(address)
    ours: dict[str, Any] = {"address": address} if address else local_cluster(workers)
    try:
        with _unheard(), sigterm_kept():
            ray.init(**ours, logging_level=logging.ERROR, log_to_driver=False)
    except (ConnectionError, OSError, RuntimeError, TimeoutError, ValueError) as error:
        raise _unusable(address, error) from None
    try:
        _settle(ray)
        yield ray
    finally:
        ray.shutdown()


def _check_answers(address: str) -> None:
    """Ray itself would wait for a minute and more where nobody answers."""
    host, _, port = address.rpartition(":")
    if host and port.isdecimal():
        try:
            socket.create_connection((host, int(port)), ANSWER_SECONDS).close()
        except (OSError, OverflowError) as error:
            raise _unusable(address, error) from None


def _unusable(address: str | None, error: Exception) -> WorkLost:
    where = f"the Ray cluster at {address}" if address else "a Ray cluster on this machine"
    advice = "see whether `ray status` finds it, and whether it asks for a token (RAY_AUTH_TOKEN)"
    return WorkLost(f"{where} cannot be used: {type(error).__name__}; {advice}")


@contextmanager
def sigterm_kept() -> Iterator[None]:
    """Put the handler of SIGTERM back: Ray sets one of its own, which ends the process without a word of what is kept."""
    before = signal.getsignal(signal.SIGTERM)
    try:
        yield
    except SystemExit as ended:
        if ended.code != signal.SIGTERM:
            raise
        raise KeyboardInterrupt from None  # the signal came while Ray started, to Ray's handler
    finally:
        if before is not None and threading.current_thread() is threading.main_thread():  # elsewhere Ray sets none
            signal.signal(signal.SIGTERM, before)


@contextmanager
def _unheard() -> Iterator[None]:
    """Keep what Ray's own processes write on standard error from it; what went wrong comes back as an exception."""
    kept = os.dup(2)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)


def _settle(ray: Any) -> None:
    """Have Ray Data keep the order, hand small blocks on at once, and be quiet."""
    context = ray.data.DataContext.get_current()
    context.execution_options.preserve_order = True
    context.target_max_block_size = 1_000_000
    context.enable_progress_bars = False
    logging.getLogger("ray.data").setLevel(logging.ERROR)


def _told(error: Exception) -> str:
    """Return the words of our own error that Ray carries, or else the kind of error that it is; never a traceback."""
    cause: BaseException | None = error
    while cause is not None:
        inner = getattr(cause, "cause", None) or cause.__cause__
        if type(cause) is RuntimeError or inner is None:
            break
        cause = inner
    said = str(cause) if type(cause) is RuntimeError else f"Ray reports {type(error).__name__}"
    return f"{said}; the same command goes on where this one stopped"
