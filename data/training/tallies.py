"""What a whole room answered: how many, how, and where people disagree. Counts only; nobody is told apart in them."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from data.training.answers import Choice, Decision, Item, Letters, Measure, Row, Said, Standing
from data.training.exercises import MOVING_ON, situations, statements
from data.training.letters import Mark, mark
from data.training.session import Step
from model.criteria import Criterion

LEAST = 3
"""Answers from which people can be said to disagree: two of two are a pair, not a room."""


@dataclass(frozen=True, slots=True)
class StatementTally:
    """What was decided of one statement.

    `ticked` of `answered` hold it SMART; `misses` counts who marked a criterion as missing; `right` agree with the key on
    whether it is SMART. `split` is how evenly people are divided, from 0 (all alike) to 1 (half and half): over whether it is
    SMART, or over the criterion `over`, whichever divides them more. None below `LEAST` answers.
    """

    id: str
    answered: int
    ticked: int
    misses: Mapping[Criterion, int]
    right: int
    split: float | None
    over: Criterion | None


@dataclass(frozen=True, slots=True)
class SituationTally:
    """What was chosen for one situation: how often each question, and how far people are from choosing the same."""

    id: str
    answered: int
    chosen: Mapping[str, int]
    split: float | None


@dataclass(frozen=True, slots=True)
class Tally:
    """A room at one moment. `done` counts who has begun each step; `reworded` who re-worded at least one statement."""

    people: int
    done: Mapping[Step, int]
    letters: Mapping[Criterion, Mapping[Mark, int]]
    statements: Sequence[StatementTally]
    reworded: int
    rows: int
    situations: Sequence[SituationTally]

    @property
    def disagreed(self) -> list[StatementTally]:
        """The statements that divide people, the one that divides them most first."""
        divided = [s for s in self.statements if s.split]
        return sorted(divided, key=lambda s: -(s.split or 0))


def tally(people: int, room: Mapping[int, Standing]) -> Tally:
    """Return what a room of so many people answered."""
    everybody = list(room.values())
    given = _by_item(everybody)
    done = Counter(step for mine in everybody for step in {i.step for i in mine if i.kind != "consent"})
    rows = [row for row in _said(everybody, "row") if isinstance(row, Row) and not row.blank]
    return Tally(
        people,
        {step: done[step] for step in Step},
        letters_of(everybody),
        [_statement(s.id, s.smart, given[Item("decision", s.id)]) for s in statements()],
        sum(any(i.kind == "rewording" for i in mine) for mine in everybody),
        len(rows),
        [_situation(s.id, given[Item("moving", s.id)]) for s in situations()],
    )


def split(yes: int, of: int) -> float | None:
    """Return how evenly people are divided, from 0 to 1; None where there are too few."""
    return None if of < LEAST else round(1 - abs(2 * yes / of - 1), 3)


def letters_of(room: Iterable[Standing]) -> dict[Criterion, Mapping[Mark, int]]:
    """Return for each letter how many words were LIAP's, were used elsewhere, or were others."""
    given = [said for said in _said(room, "letters") if isinstance(said, Letters)]
    counted = {c: Counter(mark(c, said.said(c)) for said in given) for c in Criterion}
    return {c: {m: counted[c][m] for m in Mark} for c in Criterion}


def measures(room: Iterable[Standing], kind: str) -> list[Measure]:
    """Return what people gave as one of the two measures."""
    return [said for said in _said(room, kind) if isinstance(said, Measure)]


def _statement(id_: str, smart: bool, given: Sequence[Said]) -> StatementTally:
    decisions = [said for said in given if isinstance(said, Decision)]
    ticked = sum(d.smart for d in decisions)
    misses = {c: sum(c in d.misses for d in decisions) for c in Criterion}
    marked = [d for d in decisions if d.misses]
    divided: list[tuple[float, Criterion | None]] = []
    if (whole := split(ticked, len(decisions))) is not None:
        divided.append((whole, None))
    divided += [(found, c) for c in Criterion if (found := split(misses[c], len(marked))) is not None]
    most, over = max(divided, key=lambda one: one[0], default=(None, None))
    right = sum(d.smart is smart for d in decisions)
    return StatementTally(id_, len(decisions), ticked, misses, right, most, over)


def _situation(id_: str, given: Sequence[Said]) -> SituationTally:
    choices = [said for said in given if isinstance(said, Choice)]
    counted = Counter(question for choice in choices for question in choice.questions)
    apart = None if len(choices) < LEAST else round(1 - max(counted.values()) / len(choices), 3)
    return SituationTally(id_, len(choices), {q: counted[q] for q in MOVING_ON}, apart)


def _said(room: Iterable[Standing], kind: str) -> list[Said]:
    return [answer.said for mine in room for item, answer in mine.items() if item.kind == kind]


def _by_item(room: Iterable[Standing]) -> defaultdict[Item, list[Said]]:
    found: defaultdict[Item, list[Said]] = defaultdict(list)
    for mine in room:
        for item, answer in mine.items():
            found[item].append(answer.said)
    return found
