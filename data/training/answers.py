"""What participants answer: the shape of each answer as it travels and is stored, and which of several stands.

Answers are only ever added. Where feedback follows an answer, the first one stands, so that nobody's tally is what Aimwell
told them; where people work on something, the last one does.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, ClassVar, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, field_validator, model_validator

from data.reviews.record import clean
from data.training.session import Step
from model.criteria import Criterion, Objective

MAX_WORDS, MAX_CELL, MAX_LETTER = 2_000, 400, 60
MOST_ROWS = 8
MOST_QUESTIONS = 2
"""How many of LIAP's questions may be chosen for one situation: a choice of all is none."""


def _optional(words: object) -> object:
    return clean(words) or "" if isinstance(words, str) else words


Words = Annotated[str, StringConstraints(min_length=1, max_length=MAX_WORDS), BeforeValidator(_optional)]
Cell = Annotated[str, StringConstraints(max_length=MAX_CELL), BeforeValidator(_optional)]
Letter = Annotated[str, StringConstraints(max_length=MAX_LETTER), BeforeValidator(_optional)]
Mark = Annotated[int, Field(ge=1, le=10, strict=True)]


class Said(BaseModel):
    """What one answer says; `first` tells whether the first of several stands, and not the last."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    first: ClassVar[bool] = False


class Measure(Said):
    """LIAP's Measure of Confidence: three marks from 1 to 10."""

    knowledge: Mark
    identifying: Mark
    writing: Mark


class Letters(Said):
    """Exercise 1: what each letter of SMART stands for."""

    first: ClassVar[bool] = True
    specific: Letter = ""
    measurable: Letter = ""
    achievable: Letter = ""
    relevant: Letter = ""
    time_bound: Letter = ""

    def said(self, criterion: Criterion) -> str:
        """Return the word for one letter."""
        return str(getattr(self, criterion.value))


class Decision(Said):
    """Exercise 2: is it SMART? If not, the criteria that it misses, as far as the participant says."""

    first: ClassVar[bool] = True
    smart: bool
    misses: tuple[Criterion, ...] = ()

    @field_validator("misses")
    @classmethod
    def _each_once(cls, misses: tuple[Criterion, ...]) -> tuple[Criterion, ...]:
        return tuple(c for c in Criterion if c in misses)

    @model_validator(mode="after")
    def _one_or_the_other(self) -> "Decision":
        if self.smart and self.misses:
            raise ValueError("an objective that is SMART misses nothing")
        return self


class Rewording(Said):
    """Exercise 2: the statement in the participant's own words."""

    text: Words


class Row(Said):
    """Exercise 3: one row of the action plan, LIAP's five columns; a row that is taken out is blank."""

    issue: Cell = ""
    who: Cell = ""
    what: Cell = ""
    when: Cell = ""
    how: Cell = ""

    @property
    def blank(self) -> bool:
        """True when nothing stands in it."""
        return not any((self.issue, self.who, self.what, self.when, self.how))

    def objective(self) -> Objective:
        """Return the row as the objective that is judged: its need is the row's own issue."""
        return Objective(
            self.what, who=self.who, when=self.when, measure=self.how, need=self.issue, domain="child_plan"
        )


class Choice(Said):
    """Exercise 4: which of LIAP's questions would help most in a situation, and an idea."""

    first: ClassVar[bool] = True
    questions: tuple[str, ...] = Field(min_length=1, max_length=MOST_QUESTIONS)
    idea: Cell = ""


class Consent(Said):
    """Whether the participant's answers to Exercise 2 may become reviews."""

    given: bool


Kind = Literal["measure-1", "measure-2", "letters", "decision", "rewording", "row", "moving", "consent"]
_ITEM = re.compile(r"(measure-1|measure-2|letters|consent)|(decision|rewording|row|moving)-([a-z0-9-]{1,40})")
_SHAPES: Mapping[Kind, tuple[type[Said], Step]] = {
    "measure-1": (Measure, Step.MEASURE_1),
    "measure-2": (Measure, Step.MEASURE_2),
    "letters": (Letters, Step.EXERCISE_1),
    "decision": (Decision, Step.EXERCISE_2),
    "rewording": (Rewording, Step.EXERCISE_2),
    "row": (Row, Step.EXERCISE_3),
    "moving": (Choice, Step.EXERCISE_4),
    "consent": (Consent, Step.WELCOME),
}
EXERCISES = frozenset({"letters", "decision", "rewording", "row", "moving"})


@dataclass(frozen=True, slots=True)
class Item:
    """What an answer is to: its kind, and which one of that kind ("s07" of "decision-s07"), "" where there is only one."""

    kind: Kind
    of: str = ""

    @property
    def step(self) -> Step:
        """The step that it belongs to."""
        return _SHAPES[self.kind][1]

    @property
    def shape(self) -> type[Said]:
        """What an answer to it looks like."""
        return _SHAPES[self.kind][0]

    def __str__(self) -> str:
        return f"{self.kind}-{self.of}" if self.of else self.kind


def item_in(name: str) -> Item | None:
    """Return the item of a name such as "decision-s07" or "letters"; None where it is the name of none."""
    found = _ITEM.fullmatch(name)
    if found is None:
        return None
    kind: Kind = found.group(1) or found.group(2)  # type: ignore[assignment]  # the pattern knows no other
    return Item(kind, found.group(3) or "")


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer as it is stored: `seq` is its place among all that came, `participant` the number of who gave it."""

    seq: int
    participant: int
    item: Item
    said: Said
    at: datetime


Standing = Mapping[Item, Answer]
"""The answers of one participant that stand, by what they are to."""


def standing(answers: Iterable[Answer]) -> dict[int, dict[Item, Answer]]:
    """Return for each participant the answers that stand; they must come in the order in which they were stored.

    The first measure stands as it was when its participant went on to an exercise: nobody looks back at how sure they were.
    """
    found: dict[int, dict[Item, Answer]] = {}
    gone_on: set[int] = set()
    for answer in answers:
        mine = found.setdefault(answer.participant, {})
        if answer.item.kind in EXERCISES:
            gone_on.add(answer.participant)
        settled = answer.said.first or (answer.item.kind == "measure-1" and answer.participant in gone_on)
        if not (settled and answer.item in mine):
            mine[answer.item] = answer
    return found


def said_to(mine: Standing, name: str) -> Said | None:
    """Return what stands of one participant on an item by its name."""
    item = item_in(name)
    answer = mine.get(item) if item else None
    return None if answer is None else answer.said
