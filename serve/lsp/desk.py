"""The open documents: each judged by itself, once its author has paused, and one after the other.

A document that changes while it is being judged is judged anew; what was under way is given up. Whoever asks for the
remarks on a document waits for those on its newest version.
"""

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TypeVar

from serve.faults import place_of
from serve.lsp.documents import Document
from serve.lsp.remarks import Remarks, Stale

log = logging.getLogger("aimwell")
PAUSE = 0.3
"""Seconds without a change after which an author is taken to have paused."""
Found = TypeVar("Found")
JudgeDocument = Callable[[Document, Callable[[], bool]], Remarks]
"""Returns the remarks on a document, or raises when it is told that nobody wants them any more."""
Judged = tuple[Document, Remarks, int]
"""A version of a document, the remarks on it, and the number of the judgement."""


class Desk:
    """Keeps the open documents and tells `told` of each judgement; one thread judges, so that one core stays free."""

    def __init__(self, judge: JudgeDocument, told: Callable[[Document, Remarks], None], pause: float = PAUSE) -> None:
        self.documents: dict[str, Document] = {}
        self._judge = judge
        self._told = told
        self._pause = pause
        self._turn = 0
        self._turns: dict[str, int] = {}
        self._tasks: dict[str, asyncio.Task[Judged]] = {}
        self._thread = ThreadPoolExecutor(1, "aimwell-judge")

    def open(self, document: Document) -> None:
        """Take a document and judge it at once."""
        self._take(document, 0.0)

    def change(self, document: Document) -> None:
        """Take the next version of a document and judge it after a pause."""
        self._take(document, self._pause)

    def close(self, uri: str) -> None:
        """Put a document away."""
        self.documents.pop(uri, None)
        self._turns.pop(uri, None)
        if task := self._tasks.pop(uri, None):
            task.cancel()

    def judge_again(self) -> None:
        """Judge every document anew, because what counts as a remark has changed."""
        for document in list(self.documents.values()):
            self._take(document, 0.0)

    def clear(self) -> None:
        """Put everything away; what is being judged is given up."""
        for uri in list(self.documents):
            self.close(uri)
        self._thread.shutdown(wait=False, cancel_futures=True)

    async def judged(self, uri: str) -> Judged | None:
        """Return the judgement of a document's newest version, None where it is not open."""
        while (task := self._tasks.get(uri)) is not None:
            try:
                return await asyncio.shield(task)
            except asyncio.CancelledError:
                if not task.cancelled():
                    raise
        return None

    async def aside(self, work: Callable[[], Found]) -> Found:
        """Return what some work returns that is not for the thread which answers the client."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)

    def _take(self, document: Document, pause: float) -> None:
        uri = document.uri
        if task := self._tasks.pop(uri, None):
            task.cancel()
        self._turn += 1
        self.documents[uri], self._turns[uri] = document, self._turn
        task = asyncio.ensure_future(self._judged_after(pause, document, self._turn))
        task.add_done_callback(_noted)
        self._tasks[uri] = task

    def _is_stale(self, uri: str, turn: int) -> bool:
        return self._turns.get(uri) != turn

    async def _judged_after(self, pause: float, document: Document, turn: int) -> Judged:
        await asyncio.sleep(pause)
        remarks = await self.aside(partial(self._judge, document, partial(self._is_stale, document.uri, turn)))
        self._told(document, remarks)
        return document, remarks, turn


def _noted(task: asyncio.Task[Judged]) -> None:
    """Log a judgement that failed: in an editor nobody may be waiting for it."""
    if not task.cancelled() and (error := task.exception()) is not None and not isinstance(error, Stale):
        log.error("a document could not be judged: %s", place_of(error))
