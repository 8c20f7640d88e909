"""The desk of the reviews: opens the store when the first review arrives, and knows what the live bundle makes of the queue."""

import shutil
import tempfile
import weakref
from collections import OrderedDict
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from model.assessor import Assessor
from model.places import State
from serve.settings import Settings

if TYPE_CHECKING:
    from data.reviews.candidate import Candidate
    from data.reviews.queue import Chances, Queue
    from data.reviews.store import ReviewStore

NEW_AT_ONCE = 64
"""Objectives of the queue that one request may have judged; the others wait for the next, for a reviewer waits as well."""
REMEMBERED = 5_000


class ReviewDesk:
    """Holds the store of the reviews; nothing is opened before it is asked for. Safe among threads."""

    def __init__(self, opening: "Callable[[], ReviewStore]") -> None:
        self._opening = opening
        self._opened: ReviewStore | None = None
        self._lock = Lock()
        self._chances: OrderedDict[tuple[str | None, str], Chances] = OrderedDict()

    @classmethod
    def of(cls, settings: Settings) -> "ReviewDesk":
        """Return the desk of an office, as its settings say."""

        def opening() -> "ReviewStore":
            from data.reviews.opening import open_reviews

            return open_reviews(State(settings.state), settings.reviews, pseudonyms=settings.pseudonyms)

        return cls(opening)

    @classmethod
    def forgetful(cls) -> "ReviewDesk":
        """Return a desk whose reviews are gone when the process ends."""

        def opening() -> "ReviewStore":
            from data.reviews.opening import open_reviews

            folder = tempfile.mkdtemp(prefix="aimwell-reviews-")
            weakref.finalize(desk, shutil.rmtree, folder, ignore_errors=True)
            return open_reviews(State(Path(folder)))

        desk = cls(opening)
        return desk

    @property
    def opened(self) -> bool:
        """Whether the store has been asked for."""
        return self._opened is not None

    @property
    def store(self) -> "ReviewStore":
        """The review store, opened once.

        Raises:
            StoreError: when it cannot be opened; it is tried again the next time.
        """
        with self._lock:
            if self._opened is None:
                self._opened = self._opening()
            return self._opened

    def queue(self, reviewer: str | None, limit: int, assessor: Assessor) -> "Queue":
        """Return what a reviewer is asked next, by what the live bundle is unsure of.

        Raises:
            StoreError: when the store cannot be read.
        """
        from data.reviews.queue import queue_for

        store = self.store
        return queue_for(reviewer, store.candidates(), store.all(), lambda some: self._judged(some, assessor), limit)

    def _judged(self, some: "Sequence[Candidate]", assessor: Assessor) -> "list[Chances | None]":
        from data.reviews.rows import said_hash

        named = [(assessor.bundle, said_hash(c.objective)) for c in some]
        with self._lock:
            new = [i for i, name in enumerate(named) if name not in self._chances][:NEW_AT_ONCE]
        for i in new:
            (assessment,) = assessor.assess([some[i].objective], some[i].as_of)
            chances = {c: judgement.probability for c, judgement in assessment.judgements.items()}
            with self._lock:
                self._chances[named[i]] = chances
                while len(self._chances) > REMEMBERED:
                    self._chances.popitem(last=False)
        with self._lock:
            return [self._chances.get(name) for name in named]
