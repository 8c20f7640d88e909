"""The local engine: processes of this machine, each on one core; a block whose process dies is done again.

Finished blocks come in the order of the input. How far the processes may run ahead of the slowest is bounded, and with it
the memory, whatever the input's size.
"""

import contextlib
import multiprocessing as mp
import signal
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess

from data.bulk.errors import WorkLost
from data.bulk.rows import Block, Finished
from model.errors import AimwellError
from serve.bulk.scoring import Recipe
from serve.faults import place_of

AHEAD = 4
"""Blocks for each process that may be finished or under way beyond the first unfinished one."""
TRIES = 3
"""How often a block may cost a process its life before the job gives up."""
_STOP_SECONDS = 5.0


@dataclass(slots=True)
class _Worker:
    """A process, the pipe to it, and the block that it has."""

    process: BaseProcess
    pipe: Connection
    block: Block | None = None


def run_local(recipe: Recipe, blocks: Iterator[Block], workers: int) -> Iterator[Finished]:
    """Yield the blocks finished, in order.

    Raises:
        WorkLost: when a process cannot start or fail a block, or when a block kills every process that takes it.
    """
    crew = _Crew(recipe, workers)
    try:
        yield from crew.run(blocks)
    finally:
        crew.stop()


class _Crew:
    def __init__(self, recipe: Recipe, workers: int) -> None:
        self._context = mp.get_context("spawn")
        self._recipe = recipe
        self._most = workers
        self._workers: list[_Worker] = []
        self._again: list[Block] = []
        self._deaths: dict[int, int] = {}

    def run(self, blocks: Iterator[Block]) -> Iterator[Finished]:
        done: dict[int, Finished] = {}
        block = next(blocks, None)
        if block is None:
            return
        following = block.start.block
        self._workers = [self._hire() for _ in range(self._most)]
        while block is not None or self._under_way() or self._again:
            for worker in self._workers:
                if worker.block is None and self._again:
                    self._give(worker, self._again.pop(0))
                elif worker.block is None and block is not None and block.start.block < following + AHEAD * self._most:
                    self._give(worker, block)
                    block = next(blocks, None)
            for finished in self._gather():
                done[finished.block.start.block] = finished
            while following in done:
                yield done.pop(following)
                following += 1

    def stop(self) -> None:
        for worker in self._workers:
            with contextlib.suppress(OSError):
                worker.pipe.close()  # by which it knows
        for worker in self._workers:
            worker.process.join(_STOP_SECONDS)
            if worker.process.is_alive():
                worker.process.kill()
                worker.process.join()
            worker.process.close()

    def _under_way(self) -> bool:
        return any(worker.block is not None for worker in self._workers)

    def _give(self, worker: _Worker, block: Block) -> None:
        worker.block = block
        with contextlib.suppress(OSError):  # it is dead, and `_gather` will hear of it
            worker.pipe.send(block)

    def _gather(self) -> list[Finished]:
        found = []
        by_pipe = {worker.pipe: worker for worker in self._workers if worker.block is not None}
        for ready in wait(list(by_pipe)):
            assert isinstance(ready, Connection)  # noqa: S101  (nothing else was waited for)
            worker = by_pipe[ready]
            try:
                said: Finished | str = ready.recv()
            except (EOFError, OSError):
                self._bury(worker)
                continue
            if isinstance(said, str):
                raise WorkLost(said)
            found.append(said)
            worker.block = None
        return found

    def _bury(self, worker: _Worker) -> None:
        """Have the block of a process that died done again, by a new one."""
        block = worker.block
        assert block is not None  # noqa: S101  (only who died at work is buried)
        number = block.start.block
        self._deaths[number] = self._deaths.get(number, 0) + 1
        worker.pipe.close()
        worker.process.join()
        died_of = worker.process.exitcode
        worker.process.close()
        self._workers.remove(worker)
        if self._deaths[number] == TRIES:
            raise WorkLost(
                f"rows {block.start.row + 1} to {block.start.row + block.rows} ended {TRIES} processes, the last with "
                f"code {died_of}; see whether memory runs out. The same command goes on from there"
            )
        self._workers.append(self._hire())
        self._again.append(block)

    def _hire(self) -> _Worker:
        ours, theirs = self._context.Pipe()
        process = self._context.Process(target=_work, args=(self._recipe, theirs), daemon=True, name="aimwell-bulk")
        process.start()
        theirs.close()
        return _Worker(process, ours)


def _work(recipe: Recipe, pipe: Connection) -> None:
    """Score blocks until nobody asks for more; this runs in a process of its own."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C reaches every process of a terminal; the first one decides
    with contextlib.suppress(EOFError, OSError):
        try:
            score = recipe.scorer()
            while True:
                pipe.send(score(pipe.recv()))
        except (EOFError, OSError):
            raise
        except AimwellError as error:
            pipe.send(str(error))
        except Exception as error:  # noqa: BLE001  (another process reports it)
            pipe.send(f"a block cannot be scored: {place_of(error)}; please report that")
