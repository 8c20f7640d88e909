"""What goes over the wire between the training room and its own pages."""

from datetime import date, datetime
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from data.reviews.record import clean
from data.training.answers import Answer, Decision, Item
from data.training.exercises import MOVING_ON, Scenario, Situation, Statement, scenario, situations, statements
from data.training.letters import Mark
from data.training.session import MAX_PSEUDONYM, Participant, Session, Step
from model.criteria import Criterion, Engine
from serve.schemas import AssessmentOut

MOST_AT_ONCE = 100
"""Answers in one request: a page that was away for long sends them in several."""

Pseudonym = Annotated[Annotated[str, StringConstraints(max_length=MAX_PSEUDONYM)] | None, BeforeValidator(clean)]


class Frozen(BaseModel):
    """What never changes, and holds no field that nobody knows."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class JoinIn(Frozen):
    """Somebody who wants to join."""

    code: str = Field(max_length=40)
    pseudonym: Pseudonym = None


class AnswerIn(Frozen):
    """One answer: the id that its sender made for it, what it is to, what it says."""

    id: str = Field(pattern="^[A-Za-z0-9_-]{8,64}$")
    item: str = Field(max_length=60)
    said: dict[str, Any]


class AnswersIn(Frozen):
    """Answers, in the order in which they were given."""

    answers: list[AnswerIn] = Field(min_length=1, max_length=MOST_AT_ONCE)


class StateOut(Frozen):
    """Where a session is."""

    step: Step
    open: list[Step]
    ended: bool
    takes_answers: bool


class JoinedOut(Frozen):
    """Who somebody is from now on."""

    token: str
    code: str


class ShownOut(Frozen):
    """A statement as participants see it, without its key."""

    id: str
    text: str
    need: str | None
    baseline: str | None


class PersonOut(Frozen):
    """Somebody in a scenario."""

    name: str
    who: str


class ScenarioOut(Frozen):
    """A family."""

    id: str
    title: str
    story: str
    people: list[PersonOut]
    worries: list[str]
    strengths: list[str]


class SituationOut(Frozen):
    """A situation in which nothing moves."""

    id: str
    title: str
    story: str
    tried: list[str]


class MineOut(Frozen):
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


class RefusedOut(Frozen):
    """An answer that is not kept, and why."""

    id: str
    why: str


class KeptOut(Frozen):
    """Which answers are on the disk, and which are not."""

    kept: list[str]
    refused: list[RefusedOut]


class LetterOut(Frozen):
    """A word for one letter beside LIAP's."""

    criterion: Criterion
    said: str
    mark: Mark
    liap: str
    passage: str


class KeyOut(Frozen):
    """The answer key of a statement beside what was `decided`; of what `differs` Aimwell says something else."""

    decided: Decision
    smart: bool
    right: bool
    labels: dict[Criterion, bool | None]
    kinds: list[str]
    why: str
    differs: list[Criterion]


class FeedbackOut(Frozen):
    """What is said of an answer; only what belongs to its kind is there."""

    letters: list[LetterOut] | None = None
    key: KeyOut | None = None
    objective: dict[str, str] | None = None
    assessment: AssessmentOut | None = None
    engine: Engine | None = None
    cannot_tell: list[Criterion] = Field(default_factory=list)
    without_action: list[str] = Field(default_factory=list)
    points_to: dict[str, str] | None = None


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
        statements=[ShownOut(**shown_of(s.on(session.day))) for s in statements()],
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


def shown_of(s: Statement) -> dict[str, Any]:
    """Return the fields of a statement that anybody may see."""
    return {"id": s.id, "text": s.text, "need": s.need, "baseline": s.baseline}


def _situation(s: Situation) -> SituationOut:
    return SituationOut(id=s.id, title=s.title, story=s.story, tried=list(s.tried))
