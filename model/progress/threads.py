"""The same objective at successive reviews, found again by its id or by nearly the same words."""

import calendar
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from model.progress.reviews import Ref, Review, ReviewRow
from model.rules.people import is_name
from model.rules.phrases import words

_IN_DATES = frozenset(name.casefold() for name in (*calendar.month_name, *calendar.day_name))
SAME_WORDS = 0.7
"""The share of their words, without figures, that two rows have in common when they are the same objective."""


@dataclass(frozen=True, slots=True)
class Standing:
    """An objective's row at one review."""

    ref: Ref
    row: ReviewRow


@dataclass(frozen=True, slots=True)
class Thread:
    """One objective through the reviews, oldest first; `by_words` where any step was found by words and not by an id."""

    standings: tuple[Standing, ...]
    by_words: bool = False

    @property
    def first(self) -> Standing:
        """The row at the first review that has the objective."""
        return self.standings[0]

    @property
    def last(self) -> Standing:
        """The row at the last review that has it."""
        return self.standings[-1]


def threads(reviews: Sequence[Review]) -> tuple[Thread, ...]:
    """Return every objective of the reviews, in the order in which they first stand; every row is in exactly one thread.

    Rows with the same id belong together, else rows with nearly the same words; two different ids never do, nor two rows
    of which each names somebody whom the other does not. Of several candidates the most alike counts, and among equals the first.
    """
    found: list[_Open] = []
    for number, review in enumerate(reviews, start=1):
        rows = [_Seen(Standing(Ref(number, i), row)) for i, row in enumerate(review.rows, start=1)]
        taken = _pairs(found, rows)
        for index, seen in enumerate(rows):
            if index in taken:
                thread, by_words = taken[index]
                thread.seen.append(seen)
                thread.by_words |= by_words
            else:
                found.append(_Open([seen]))
    return tuple(Thread(tuple(s.standing for s in thread.seen), thread.by_words) for thread in found)


def likeness(one: str, other: str) -> float:
    """Return which share of their words two texts have in common, 0 to 1; figures do not count, for targets move."""
    return _share(_counted(one), _counted(other))


class _Seen:
    def __init__(self, standing: Standing) -> None:
        self.standing = standing

    @property
    def id(self) -> str | None:
        found = self.standing.row.id
        return " ".join(found.split()).casefold() if found else None

    @cached_property
    def words(self) -> Counter[str]:
        return _counted(self.standing.row.what)

    @cached_property
    def names(self) -> frozenset[str]:
        text = self.standing.row.what
        said = ((s, s.of(text)) for s in words(text))
        names = (re.sub(r"['’]s?$", "", w).casefold() for s, w in said if is_name(w, opens=s.start == 0))
        return frozenset(names) - _IN_DATES


@dataclass(slots=True)
class _Open:
    seen: list[_Seen]
    by_words: bool = field(default=False)


def _pairs(found: Sequence[_Open], rows: Sequence[_Seen]) -> Mapping[int, tuple[_Open, bool]]:
    taken: dict[int, tuple[_Open, bool]] = {}
    free = list(found)
    by_id = {thread.seen[-1].id: thread for thread in reversed(found) if thread.seen[-1].id}
    for index, row in enumerate(rows):
        thread = by_id.pop(row.id, None) if row.id else None
        if thread:
            taken[index] = thread, False
            free.remove(thread)
    scored = [
        (_alike(thread.seen[-1], row), -place, -index)
        for place, thread in enumerate(free)
        for index, row in enumerate(rows)
        if index not in taken
    ]
    used: set[int] = set()
    for score, minus_place, minus_index in sorted(scored, reverse=True):
        place, index = -minus_place, -minus_index
        if score < SAME_WORDS:
            break
        if place not in used and index not in taken:
            taken[index] = free[place], True
            used.add(place)
    return taken


def _alike(before: _Seen, after: _Seen) -> float:
    if (before.id and after.id) or (before.names - after.names and after.names - before.names):
        return 0.0
    if before.standing.row.what == after.standing.row.what:
        return 2.0
    return _share(before.words, after.words)


@lru_cache(maxsize=2048)
def _counted(text: str) -> Counter[str]:
    said = (s.of(text).casefold().replace("’", "'") for s in words(text))
    return Counter(word for word in said if not word[0].isdigit() and word not in "%£$€")


def _share(one: Counter[str], other: Counter[str]) -> float:
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 0.0
