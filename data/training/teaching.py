"""What to teach again: where a room's answers part from LIAP, the widest gap first, each with its figures and passage."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from data.training.answers import Decision, Standing
from data.training.change import HIGHEST, SCALES, Change
from data.training.exercises import Statement
from data.training.letters import LIAP, Mark
from data.training.tallies import LEAST, Tally
from model.criteria import Criterion, Verdict

ENOUGH = 2 / 3
"""The share of right answers from which something counts as learned."""
PASSAGES: Mapping[Criterion, str] = {
    Criterion.SPECIFIC: "S = Specific: “What exactly are we going to do, with/for whom?”",
    Criterion.MEASURABLE: "M = Measurable: “How will we know we have made a difference?”",
    Criterion.ACHIEVABLE: "A = Achievable: “Can we realistically get this done in the timeframe?”",
    Criterion.RELEVANT: "R = Relevant: “Will this objective lead to the desired results?”",
    Criterion.TIME_BOUND: "Time bound: “By when do we want to achieve each change?”",
}


@dataclass(frozen=True, slots=True)
class Lesson:
    """Something to teach again: `right` of `of` answers agreed with LIAP. `examples` are ids of statements to talk about."""

    what: str
    right: int
    of: int
    passage: str
    examples: tuple[str, ...] = ()

    @property
    def share(self) -> float:
        """The share of right answers, 0 to 1."""
        return self.right / self.of


@dataclass(frozen=True, slots=True)
class Seen:
    """How well people see one criterion in Exercise 2.

    `found` of `faults`: they marked it where the key says that it is missing (a tick misses it). `alarms` of `fine`: they
    marked it where the key says that it is met.
    """

    criterion: Criterion
    found: int
    faults: int
    alarms: int
    fine: int


def seen(room: Iterable[Standing], statements: Sequence[Statement]) -> list[Seen]:
    """Return how well a room sees each criterion; where the key cannot tell, nobody can be wrong."""
    key = {s.id: s.labels for s in statements}
    given = [
        (item.of, answer.said)
        for mine in room
        for item, answer in mine.items()
        if isinstance(answer.said, Decision) and item.of in key
        # Somebody who says “not SMART” and no more has said nothing of any one criterion.
        if answer.said.smart or answer.said.misses
    ]
    found = []
    for criterion in Criterion:
        faults = [criterion in d.misses for id_, d in given if key[id_][criterion] is False]
        fine = [criterion in d.misses for id_, d in given if key[id_][criterion] is True]
        found.append(Seen(criterion, sum(faults), len(faults), sum(fine), len(fine)))
    return found


def teach_again(
    tally: Tally,
    sight: Sequence[Seen],
    changes: Sequence[Change],
    statements: Sequence[Statement],
    reworded: Sequence[Mapping[Criterion, Verdict]],
) -> list[Lesson]:
    """Return what to teach again, the widest gap first. Nothing is said on fewer than three answers."""
    lessons = [*_letters(tally), *_criteria(tally, sight, statements), *_rewordings(reworded), *_confidence(changes)]
    return sorted((x for x in lessons if x.of >= LEAST and x.share < ENOUGH), key=lambda x: x.share)


def _letters(tally: Tally) -> list[Lesson]:
    lessons = []
    for criterion, marks in tally.letters.items():
        right, of = marks[Mark.LIAP] + marks[Mark.SAME], sum(marks.values())
        elsewhere = marks[Mark.ELSEWHERE]
        also = f" ({elsewhere} gave a word that other courses use)" if elsewhere else ""
        if of:
            lessons.append(
                Lesson(f"What {LIAP[criterion][0]} stands for: {LIAP[criterion]}{also}", right, of, PASSAGES[criterion])
            )
    return lessons


def _criteria(tally: Tally, sight: Sequence[Seen], statements: Sequence[Statement]) -> list[Lesson]:
    lessons = []
    for one in sight:
        name = LIAP[one.criterion]
        faulty = [s.id for s in statements if s.labels[one.criterion] is False]
        if one.faults:
            hard = _hardest(tally, one.criterion, faulty)
            lessons.append(
                Lesson(f"Seeing that “{name}” is missing", one.found, one.faults, PASSAGES[one.criterion], hard)
            )
        if one.fine:
            lessons.append(
                Lesson(f"Seeing that “{name}” is met", one.fine - one.alarms, one.fine, PASSAGES[one.criterion])
            )
    return lessons


def _hardest(tally: Tally, criterion: Criterion, ids: Sequence[str]) -> tuple[str, ...]:
    """Return the two statements in which the fewest saw that the criterion is missing."""
    answered = [s for s in tally.statements if s.id in ids and s.answered]
    return tuple(s.id for s in sorted(answered, key=lambda s: s.misses[criterion] / s.answered)[:2])


def _rewordings(reworded: Sequence[Mapping[Criterion, Verdict]]) -> list[Lesson]:
    """Return how often people's own words met each criterion, by Aimwell's verdict; what it cannot tell is left out."""
    lessons = []
    for criterion in Criterion:
        told = [v[criterion] for v in reworded if v.get(criterion) not in (None, Verdict.CANNOT_TELL)]
        met = sum(v is Verdict.MET for v in told)
        if told:
            lessons.append(Lesson(f"Writing so that “{LIAP[criterion]}” is met", met, len(told), PASSAGES[criterion]))
    return lessons


def _confidence(changes: Sequence[Change]) -> list[Lesson]:
    """Return how many felt surer afterwards; who was at the top already could not rise."""
    lessons = []
    for change in changes:
        could = [(b, a) for b, a in change.pairs if b < HIGHEST]
        rose = sum(a > b for b, a in could)
        if could:
            lessons.append(
                Lesson(f"{SCALES[change.scale]}: who felt surer afterwards", rose, len(could), "Aims of the Session")
            )
    return lessons
