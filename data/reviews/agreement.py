"""How far reviewers agree: Cohen's kappa for each criterion and pair of reviewers, and the objectives that they dispute.

Kappa (Cohen, 1960) is agreement beyond chance: 1 is full agreement, 0 what chance alone would give. "Cannot tell" is an
answer like the others. It is None where both say the same of everything: nothing shows then what chance would give.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from data.reviews.review import Review, standing
from data.reviews.rows import said_hash
from model.criteria import Criterion, Objective

Labels = dict[Criterion, bool | None]


@dataclass(frozen=True, slots=True)
class Agreement:
    """What two reviewers said of one criterion of the objectives that both judged."""

    criterion: Criterion
    judged: int
    agreed: int
    kappa: float | None


@dataclass(frozen=True, slots=True)
class Between:
    """How far two reviewers agree: `objectives` is how many both judged, `disputed` on how many of these they differ."""

    reviewers: tuple[str, str]
    objectives: int
    disputed: int
    criteria: tuple[Agreement, ...]


@dataclass(frozen=True, slots=True)
class Judgements:
    """All that stands of one objective: what each reviewer says of it, the latest word on each criterion."""

    objective: Objective
    first: Review
    by_reviewer: Mapping[str, Labels]

    @property
    def disputed(self) -> frozenset[Criterion]:
        """The criteria on which two reviewers differ and no third has judged yet."""
        said = {c: [labels[c] for labels in self.by_reviewer.values() if c in labels] for c in Criterion}
        return frozenset(c for c, found in said.items() if len(found) == 2 and found[0] != found[1])


def judgements_of(reviews: Sequence[Review]) -> dict[str, Judgements]:
    """Return what stands of each objective, by the hash of its words, in the order of the first reviews."""
    found: dict[str, Judgements] = {}
    for review in standing(list(reviews)):
        if review.labels:
            named = said_hash(review.objective)
            one = found.setdefault(named, Judgements(review.objective, review, {}))
            said = {**one.by_reviewer.get(review.reviewer, {}), **review.labels}
            found[named] = Judgements(one.objective, one.first, {**one.by_reviewer, review.reviewer: said})
    return found


def agreements(reviews: Sequence[Review]) -> list[Between]:
    """Return how far each pair of reviewers agrees, pairs by name; those who share no objective are left out."""
    shared: dict[tuple[str, str], list[tuple[Labels, Labels]]] = {}
    for one in judgements_of(reviews).values():
        for first, second in combinations(sorted(one.by_reviewer), 2):
            shared.setdefault((first, second), []).append((one.by_reviewer[first], one.by_reviewer[second]))
    return [_between(names, pairs) for names, pairs in sorted(shared.items())]


def kappa(pairs: Iterable[tuple[bool | None, bool | None]]) -> float | None:
    """Return Cohen's kappa of pairs of answers; None where there are none, or where chance alone agrees always."""
    counted = Counter(pairs)
    total = counted.total()
    if not total:
        return None
    agreed = sum(n for (a, b), n in counted.items() if a == b) / total
    first, second = Counter[bool | None](), Counter[bool | None]()
    for (a, b), n in counted.items():
        first[a] += n
        second[b] += n
    chance = sum(first[answer] * second[answer] for answer in first) / total**2
    return None if chance == 1 else (agreed - chance) / (1 - chance)


def _between(names: tuple[str, str], pairs: Sequence[tuple[Labels, Labels]]) -> Between:
    both = [{c: (a[c], b[c]) for c in Criterion if c in a and c in b} for a, b in pairs]
    disputed = sum(any(a != b for a, b in said.values()) for said in both)
    return Between(names, len(pairs), disputed, tuple(_agreement(c, [s[c] for s in both if c in s]) for c in Criterion))


def _agreement(criterion: Criterion, pairs: Sequence[tuple[bool | None, bool | None]]) -> Agreement:
    return Agreement(criterion, len(pairs), sum(a == b for a, b in pairs), kappa(pairs))
