"""Taking reviews in, a hundred at a time: what was acknowledged is on the disk, a second run adds the rest."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from data.reviews.files.found import Found
from data.reviews.review import Review
from data.reviews.store import ReviewStore

BATCH = 100
Acknowledge = Callable[[int], None]
"""Called with how many reviews of a file are on the disk, each time that some more are."""


@dataclass(slots=True)
class Imported:
    """What became of the rows of a file; `bad` are the places of those that could not be taken, with the reason."""

    stored: int = 0
    known: int = 0
    withdrawn: int = 0
    not_judged: int = 0
    bad: list[Found] = field(default_factory=list)

    @property
    def rows(self) -> int:
        """How many rows there were."""
        return self.stored + self.known + self.withdrawn + self.not_judged + len(self.bad)


def take_in(store: ReviewStore, rows: Iterable[Found], acknowledge: Acknowledge = lambda _: None) -> Imported:
    """Store the reviews among the rows of a file; bad rows keep none of the good ones out.

    Raises:
        StoreError: when the store cannot be written; what was acknowledged is stored.
    """
    done = Imported()
    for batch in _batches(_reviews(rows, done)):
        added = store.add([review for _, review in batch])
        places = dict(zip(added.ids, (place for place, _ in batch), strict=True))
        done.bad += [Found(places[i], reason=_DIFFERS) for i in added.differing]
        done.stored += len(added.stored)
        done.withdrawn += len(added.withdrawn)
        done.known += len(batch) - len(added.stored) - len(added.withdrawn) - len(added.differing)
        acknowledge(done.stored + done.known)
    return done


_DIFFERS = "another review has this id and says something else; leave the id out, and name that one under “corrects”"


def _reviews(rows: Iterable[Found], done: Imported) -> Iterator[tuple[str, Review]]:
    for found in rows:
        if found.review is not None:
            yield found.place, found.review
        elif found.reason is not None:
            done.bad.append(found)
        else:
            done.not_judged += 1


def _batches(reviews: Iterator[tuple[str, Review]]) -> Iterator[list[tuple[str, Review]]]:
    while batch := list(islice(reviews, BATCH)):
        yield batch
