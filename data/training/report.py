"""The end report of a session: figures of a whole room, from its answers; no word that anybody typed is in it."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from data.training.answers import Row, Standing
from data.training.change import Change, changes
from data.training.exercises import Person, Situation, Statement, scenario, situations, statements
from data.training.reviewing import consented
from data.training.session import Session
from data.training.tallies import Tally, tally
from data.training.teaching import Lesson, Seen, seen, teach_again
from model.criteria import Criterion, Verdict

Verdicts = Mapping[Criterion, Verdict]


@dataclass(frozen=True, slots=True)
class Judged:
    """How Aimwell judged what people wrote: of `of` texts, how many met each criterion, did not, or could not be told."""

    of: int
    counts: Mapping[Criterion, Mapping[Verdict, int]]


@dataclass(frozen=True, slots=True)
class Plans:
    """Exercise 3: how many plans hold a row, and in how many of them somebody is left without an action of their own."""

    plans: int
    left_out: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Report:
    """All of it. `consented` people let their answers become reviews."""

    session: Session
    tally: Tally
    statements: Sequence[Statement]
    situations: Sequence[Situation]
    changes: Sequence[Change]
    seen: Sequence[Seen]
    lessons: Sequence[Lesson]
    reworded: Judged
    rows: Judged
    plans: Plans
    consented: int


def report(session: Session, people: int, room: Mapping[int, Standing], judgements: Mapping[int, Verdicts]) -> Report:
    """Return the report of a session as it stands; `judgements` are Aimwell's verdicts by the `seq` of answers."""
    everybody = list(room.values())
    shown = [s.on(session.day) for s in statements()]
    counted = tally(people, room)
    changed = changes(room)
    sight = seen(everybody, shown)
    words = _judged(everybody, "rewording", judgements)
    return Report(
        session,
        counted,
        shown,
        situations(),
        changed,
        sight,
        teach_again(counted, sight, changed, shown, words),
        _counted(words),
        _counted(_judged(everybody, "row", judgements)),
        _plans(session, everybody),
        sum(consented(mine) for mine in everybody),
    )


def without_action(people: Iterable[Person], rows: Iterable[Row]) -> list[Person]:
    """Return those of a family who must have an action of their own and are named in no “Who will do this?”.

    LIAP: ensure that all Team members, including the child and parent/carer, have clear actions.
    """
    doers = " ".join(row.who for row in rows).casefold()
    return [p for p in people if p.needs_action and not any(n.casefold() in doers for n in (p.name, p.name.split()[0]))]


def rows_of(mine: Standing) -> list[Row]:
    """Return the rows of somebody's plan that hold anything, in order."""
    found = sorted((item.of, a.said) for item, a in mine.items() if item.kind == "row" and isinstance(a.said, Row))
    return [row for _, row in found if isinstance(row, Row) and not row.blank]


def _plans(session: Session, room: Iterable[Standing]) -> Plans:
    family = scenario(session.scenario)
    plans = [rows for mine in room if (rows := rows_of(mine))]
    people = family.people if family else ()
    left_out = Counter(person.name for rows in plans for person in without_action(people, rows))
    return Plans(len(plans), {p.name: left_out[p.name] for p in people if p.needs_action})


def _judged(room: Iterable[Standing], kind: str, judgements: Mapping[int, Verdicts]) -> list[Verdicts]:
    return [
        judgements[answer.seq]
        for mine in room
        for item, answer in mine.items()
        if item.kind == kind and answer.seq in judgements
    ]


def _counted(judged: Sequence[Verdicts]) -> Judged:
    counts = {c: Counter(v[c] for v in judged) for c in Criterion}
    return Judged(len(judged), {c: {v: counts[c][v] for v in Verdict} for c in Criterion})
