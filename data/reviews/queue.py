"""What to review next: first what two reviewers dispute, then what teaches most.

An objective teaches where the live bundle is unsure of it (a probability near one half), and where nothing like it has been
reviewed or is about to be. The order is greedy: next comes the objective with the largest product of the two.
Every fifth objective is asked of two reviewers, so that an office knows how far they agree.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from data.reviews.agreement import Judgements, judgements_of
from data.reviews.candidate import Candidate
from data.reviews.review import Review
from data.reviews.rows import said_hash
from model.criteria import Criterion
from model.local_phrases import phrases_in

TWICE = 5
"""One objective in so many is asked of two reviewers."""
REMEMBERED = 200
"""How many of the latest reviews a candidate is compared with."""
FLOOR, AT_FIRST = 0.05, 40
"""What the surest verdict still counts: the bundle may be surely wrong. Over the first so many reviews it falls from 1: what
the shipped bundle doubts says little of a convention that it has never met (`aimwell-train queue-order`)."""
Chances = Mapping[Criterion, float | None]
Judge = Callable[[Sequence[Candidate]], Sequence[Chances | None]]
"""What the live bundle gives each candidate; None where there was no time to ask it: that one waits."""


class Why(StrEnum):
    """Why an objective is in the queue."""

    DISPUTED = "disputed"
    """Two reviewers differ, and a third is asked."""
    NEW = "new"
    """Nobody has judged it."""
    SECOND = "second"
    """One reviewer has, and a second is asked so that agreement is known."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """An objective in the queue; `criteria` are those in dispute, none where it is not."""

    candidate: Candidate
    why: Why
    criteria: frozenset[Criterion] = frozenset()


@dataclass(frozen=True, slots=True)
class Queue:
    """What one reviewer is asked next, how many more wait for them, and how many they have judged."""

    next: tuple[Waiting, ...]
    waiting: int
    judged: int


def queue_for(
    reviewer: str | None, candidates: Sequence[Candidate], reviews: Sequence[Review], judge: Judge, limit: int
) -> Queue:
    """Return what a reviewer is asked next: nothing that they have judged; without a reviewer, what anybody could be."""
    judged = judgements_of(reviews)
    disputed = [
        Waiting(_candidate(one), Why.DISPUTED, one.disputed)
        for one in judged.values()
        if one.disputed and reviewer not in one.by_reviewer
    ]
    open_ = [w for c in candidates if (w := _waiting(c, judged.get(said_hash(c.objective)), reviewer)) is not None]
    already = {said_hash(w.candidate.objective) for w in disputed}
    open_ = [w for w in open_ if said_hash(w.candidate.objective) not in already]
    room = max(0, limit - len(disputed))
    chosen = _taught_by(open_, list(judged.values()), judge, room)
    mine = sum(reviewer in one.by_reviewer for one in judged.values())
    return Queue((*disputed[:limit], *chosen), len(disputed) + len(open_), mine)


def order(
    chances: Sequence[Chances], phrases: Sequence[frozenset[str]], seen: Sequence[frozenset[str]], limit: int
) -> list[int]:
    """Return the numbers of the objectives that teach most, best first; `seen` are the phrases of those reviewed before."""
    floor = max(FLOOR, 1 - len(seen) / AT_FIRST)
    unsure = [floor + uncertainty(c) for c in chances]
    far = [min((_distance(p, s) for s in seen), default=1.0) for p in phrases]
    left, chosen = set(range(len(phrases))), list[int]()
    while left and len(chosen) < limit:
        best = max(left, key=lambda i: (unsure[i] * far[i], -i))
        left.remove(best)
        chosen.append(best)
        for i in left:
            far[i] = min(far[i], _distance(phrases[i], phrases[best]))
    return chosen


def uncertainty(chances: Chances) -> float:
    """Return how unsure the verdicts on one objective are: 1 where all are even, 0 where all are certain."""
    given = [1 - abs(2 * p - 1) for p in chances.values() if p is not None]
    return sum(given) / len(given) if given else 0.0


def _taught_by(open_: Sequence[Waiting], judged: Sequence[Judgements], judge: Judge, limit: int) -> list[Waiting]:
    if not open_ or not limit:
        return []
    given = judge([w.candidate for w in open_])
    known = [(w, chances) for w, chances in zip(open_, given, strict=True) if chances is not None]
    phrases = [phrases_in(w.candidate.objective.text) for w, _ in known]
    seen = [phrases_in(one.objective.text) for one in judged[-REMEMBERED:]]
    return [known[i][0] for i in order([chances for _, chances in known], phrases, seen, limit)]


def _waiting(candidate: Candidate, judged: Judgements | None, reviewer: str | None) -> Waiting | None:
    if judged is None:
        return Waiting(candidate, Why.NEW)
    once = len(judged.by_reviewer) == 1 and reviewer not in judged.by_reviewer
    asked_twice = int(said_hash(candidate.objective)[:8], 16) % TWICE == 0
    return Waiting(candidate, Why.SECOND) if once and asked_twice else None


def _candidate(one: Judgements) -> Candidate:
    first = one.first
    return Candidate(first.objective, first.source, first.as_of, first.subject)


def _distance(one: frozenset[str], other: frozenset[str]) -> float:
    """Return how little two objectives share: Jaccard's distance of their words and pairs of words."""
    both = len(one | other)
    return 1 - len(one & other) / both if both else 0.0
