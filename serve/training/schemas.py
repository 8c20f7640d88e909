"""What goes over the wire between the training room and its own pages."""

from datetime import date, datetime
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from data.reviews.record import clean
from data.training.answers import Answer, Decision, Item
from data.training.exercises import MOVING_ON, Scenario, Situation, Statement, scenario, situations, statements
from data.training.letters import Mark
from data.training.session import MAX_PSEUDONYM, Participant, Session, Step
from data.training.store import Revision
from data.training.tallies import Tally
from model.criteria import Criterion, Engine
from serve.schemas import AssessmentOut

MOST_AT_ONCE = 100
"""Answers in one request: a page that was away for long sends them in several."""

Pseudonym = Annotated[Annotated[str, StringConstraints(max_length=MAX_PSEUDONYM)] | None, BeforeValidator(clean)]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class BeginIn(_Frozen):
    """A session to begin."""

    scenario: str | None = None


class StepIn(_Frozen):
    """Where to lead a session."""

    step: Step


class JoinIn(_Frozen):
    """Somebody who wants to join."""

    code: str = Field(max_length=40)
    pseudonym: Pseudonym = None


class AnswerIn(_Frozen):
    """One answer: the id that its sender made for it, what it is to, what it says."""

    id: str = Field(pattern="^[A-Za-z0-9_-]{8,64}$")
    item: str = Field(max_length=60)
    said: dict[str, Any]


class AnswersIn(_Frozen):
    """Answers, in the order in which they were given."""

    answers: list[AnswerIn] = Field(min_length=1, max_length=MOST_AT_ONCE)


class StateOut(_Frozen):
    """Where a session is."""

    step: Step
    open: list[Step]
    ended: bool
    takes_answers: bool


class JoinedOut(_Frozen):
    """Who somebody is from now on."""

    token: str
    code: str


class ShownOut(_Frozen):
    """A statement as participants see it, without its key."""

    id: str
    text: str
    need: str | None
    baseline: str | None


class PersonOut(_Frozen):
    """Somebody in a scenario."""

    name: str
    who: str


class ScenarioOut(_Frozen):
    """A family."""

    id: str
    title: str
    story: str
    people: list[PersonOut]
    worries: list[str]
    strengths: list[str]


class SituationOut(_Frozen):
    """A situation in which nothing moves."""

    id: str
    title: str
    story: str
    tried: list[str]


class MineOut(_Frozen):
    """Everything that a participant's page needs: the session, its exercises, and what they have answered."""

    code: str
    day: date
    pseudonym: str | None
    state: StateOut
    statements: list[ShownOut]
    scenario: ScenarioOut | None
    situations: list[SituationOut]
    questions: dict[str, str]
    answers: dict[str, dict[str, Any]]


class RefusedOut(_Frozen):
    """An answer that is not kept, and why."""

    id: str
    why: str


class KeptOut(_Frozen):
    """Which answers are on the disk, and which are not."""

    kept: list[str]
    refused: list[RefusedOut]


class LetterOut(_Frozen):
    """A word for one letter beside LIAP's."""

    criterion: Criterion
    said: str
    mark: Mark
    liap: str
    passage: str


class KeyOut(_Frozen):
    """The answer key of a statement beside what was `decided`; of what `differs` Aimwell says something else."""

    decided: Decision
    smart: bool
    right: bool
    labels: dict[Criterion, bool | None]
    kinds: list[str]
    why: str
    differs: list[Criterion]


class FeedbackOut(_Frozen):
    """What is said of an answer; only what belongs to its kind is there."""

    letters: list[LetterOut] | None = None
    key: KeyOut | None = None
    objective: dict[str, str] | None = None
    assessment: AssessmentOut | None = None
    engine: Engine | None = None
    cannot_tell: list[Criterion] = Field(default_factory=list)
    without_action: list[str] = Field(default_factory=list)
    points_to: dict[str, str] | None = None


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


class SituationTallyOut(_Frozen):
    """A situation and what was chosen for it."""

    id: str
    title: str
    answered: int
    chosen: dict[str, int]
    split: float | None


class TallyOut(_Frozen):
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


class SessionOut(_Frozen):
    """A session in the list of those that are kept."""

    code: str
    day: date
    scenario: str
    step: Step
    ended: bool
    deleted: date


class SessionsOut(_Frozen):
    """The sessions that are kept, the newest first, and the scenarios for another."""

    sessions: list[SessionOut]
    scenarios: list[ScenarioOut]


class WordsOut(_Frozen):
    """What people wrote, without who."""

    words: list[str]


def state_out(session: Session, now: datetime) -> StateOut:
    """Return where a session is."""
    return StateOut(
        step=session.step,
        open=[step for step in Step if session.is_open(step)],
        ended=not session.takes_people(now),
        takes_answers=session.takes_answers(now),
    )


def mine_out(session: Session, person: Participant, mine: dict[Item, Answer], now: datetime) -> MineOut:
    """Return what somebody's page needs."""
    family = scenario(session.scenario)
    return MineOut(
        code=session.code,
        day=session.day,
        pseudonym=person.pseudonym,
        state=state_out(session, now),
        statements=[ShownOut(**_shown(s.on(session.day))) for s in statements()],
        scenario=scenario_out(family) if family else None,
        situations=[_situation(s) for s in situations()],
        questions=dict(MOVING_ON),
        answers={str(item): answer.said.model_dump(mode="json") for item, answer in mine.items()},
    )


def scenario_out(family: Scenario) -> ScenarioOut:
    """Return a scenario."""
    return ScenarioOut(
        id=family.id,
        title=family.title,
        story=family.story,
        people=[PersonOut(name=p.name, who=p.who) for p in family.people],
        worries=list(family.worries),
        strengths=list(family.strengths),
    )


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
                **_shown(s),
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


def _shown(s: Statement) -> dict[str, Any]:
    return {"id": s.id, "text": s.text, "need": s.need, "baseline": s.baseline}


def _situation(s: Situation) -> SituationOut:
    return SituationOut(id=s.id, title=s.title, story=s.story, tried=list(s.tried))
