"""What a file holds, row by row: a review, a row that nobody has judged, or one that is no review, and why."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from data.reviews.record import Defaults, RecordError, review_from
from data.reviews.review import Review


@dataclass(frozen=True, slots=True)
class Found:
    """One row: `place` is where it stands, in the reader's words; without a `review` and a `reason`, it is not judged."""

    place: str
    review: Review | None = None
    reason: str | None = None


Read = Callable[[Path, bytes, Defaults], Iterator[Found]]


def found_in(place: str, fields: Mapping[str, Any], defaults: Defaults) -> Found:
    """Return what a row's fields say."""
    try:
        return Found(place, review_from(fields, defaults))
    except RecordError as error:
        return Found(place, reason=str(error))
