"""What goes over the wire between the training room and the page of a facilitator."""

from datetime import date, datetime

from data.training.exercises import MOVING_ON, situations, statements
from data.training.letters import Mark
from data.training.rows import Revision
from data.training.session import Session, Step
from data.training.tallies import Tally
from model.criteria import Criterion
from serve.training.schemas import Frozen, ScenarioOut, ShownOut, StateOut, shown_of, state_out


class BeginIn(Frozen):
    """A session to begin."""

    scenario: str | None = None


class StepIn(Frozen):
    """Where to lead a session."""

    step: Step


class StatementTallyOut(ShownOut):
    """A statement with its key and what was decided of it."""

    smart: bool
    labels: dict[Criterion, bool | None]
    answered: int
    ticked: int
    misses: dict[Criterion, int]
    right: int
    split: float | None
    over: Criterion | None


class SituationTallyOut(Frozen):
    """A situation and what was chosen for it."""

    id: str
    title: str
    answered: int
    chosen: dict[str, int]
    split: float | None


class TallyOut(Frozen):
    """A session as its facilitator sees it."""

    code: str
    day: date
    scenario: str
    state: StateOut
    closes: datetime
    deleted: date
    people: int
    online: int
    done: dict[Step, int]
    letters: dict[Criterion, dict[Mark, int]]
    statements: list[StatementTallyOut]
    disagreed: list[str]
    reworded: int
    rows: int
    situations: list[SituationTallyOut]
    questions: dict[str, str]


class SessionOut(Frozen):
    """A session in the list of those that are kept."""

    code: str
    day: date
    scenario: str
    step: Step
    ended: bool
    deleted: date


class SessionsOut(Frozen):
    """The sessions that are kept, the newest first, and the scenarios for another."""

    sessions: list[SessionOut]
    scenarios: list[ScenarioOut]


class WordsOut(Frozen):
    """What people wrote, without who."""

    words: list[str]


def session_out(session: Session, now: datetime) -> SessionOut:
    """Return a session for the list."""
    return SessionOut(
        code=session.code,
        day=session.day,
        scenario=session.scenario,
        step=session.step,
        ended=not session.takes_people(now),
        deleted=session.deleted_from.date(),
    )


def tally_out(session: Session, found: Tally, online: int, now: datetime) -> TallyOut:
    """Return a session as its facilitator sees it."""
    shown = [s.on(session.day) for s in statements()]
    return TallyOut(
        code=session.code,
        day=session.day,
        scenario=session.scenario,
        state=state_out(session, now),
        closes=session.closes,
        deleted=session.deleted_from.date(),
        people=found.people,
        online=online,
        done=dict(found.done),
        letters={c: dict(m) for c, m in found.letters.items()},
        statements=[
            StatementTallyOut(
                **shown_of(s),
                smart=s.smart,
                labels=dict(s.labels),
                answered=t.answered,
                ticked=t.ticked,
                misses=dict(t.misses),
                right=t.right,
                split=t.split,
                over=t.over,
            )
            for s, t in zip(shown, found.statements, strict=True)
        ],
        disagreed=[t.id for t in found.disagreed],
        reworded=found.reworded,
        rows=found.rows,
        situations=[
            SituationTallyOut(id=t.id, title=s.title, answered=t.answered, chosen=dict(t.chosen), split=t.split)
            for s, t in zip(situations(), found.situations, strict=True)
        ],
        questions=dict(MOVING_ON),
    )


def event_id(session: Session, revision: Revision, online: int, now: datetime) -> str:
    """Return the name of how things are for a facilitator: it differs whenever their page would."""
    return f"{revision}-{online}{'' if session.takes_answers(now) else '-closed'}"
