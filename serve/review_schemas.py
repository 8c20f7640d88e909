"""What goes over the wire about reviews; `docs/api.md` and the OpenAPI document say it to others."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    WithJsonSchema,
    model_validator,
)
from pydantic.config import JsonDict

from data.reviews.agreement import Between
from data.reviews.candidate import Candidate
from data.reviews.queue import Queue, Waiting, Why
from data.reviews.record import (
    EARLIEST,
    LATEST,
    MAX_BUNDLE,
    MAX_NAME,
    MAX_REWRITE,
    MAX_SOURCE,
    Defaults,
    RecordError,
    review_from,
)
from data.reviews.review import Outcome, Review
from model.criteria import Criterion, Verdict
from model.errors import InputError
from serve.schemas import Context, Day, ObjectiveIn, Text

ID = r"^[A-Za-z0-9][A-Za-z0-9._:-]*$"
MOST = 100
"""Reviews in one request."""
_Label = Annotated[bool | None, Field(strict=True)]


def _near(at: datetime) -> datetime:
    if not EARLIEST <= at.date() <= LATEST:
        raise ValueError(f"lies beyond {EARLIEST.year} to {LATEST.year}")
    return at


def _written(at: object) -> object:
    if isinstance(at, datetime | str):
        return at
    raise ValueError("is no moment; write it as 2027-03-01T09:30:00Z")  # a number would be read as seconds since 1970


def _told(words: str) -> str:
    if not words.strip():
        raise ValueError("is blank")
    return words


_Told = AfterValidator(_told)
_Words = r"[^\s\x00-\x1f\x7f]"
"""Something that can be seen: control characters are no words, and are not kept."""


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class LabelsIn(_Frozen):
    """What the reviewer judged: true, false, null for "cannot tell"; what is left out was not judged."""

    specific: _Label = None
    measurable: _Label = None
    achievable: _Label = None
    relevant: _Label = None
    time_bound: _Label = None


class ShownIn(_Frozen):
    """The verdicts that the reviewer saw before judging."""

    specific: Verdict | None = None
    measurable: Verdict | None = None
    achievable: Verdict | None = None
    relevant: Verdict | None = None
    time_bound: Verdict | None = None


_Moment = Annotated[
    AwareDatetime,
    BeforeValidator(_written),
    AfterValidator(_near),
    WithJsonSchema({"type": "string", "format": "date-time", "pattern": "^(19[5-9]|20[0-9]|21[0-4])[0-9]-"}),
]
_Id = Annotated[str, StringConstraints(pattern=ID, max_length=MAX_NAME)]
_Rewrite = Annotated[str, StringConstraints(max_length=MAX_REWRITE)]


_SAYS_SOMETHING: JsonDict = {
    "anyOf": [
        {"required": ["labels"], "properties": {"labels": {"type": "object", "minProperties": 1}}},
        {"required": ["outcome"], "properties": {"outcome": {"type": "string"}}},
    ]
}


class ReviewIn(ObjectiveIn):
    """One judgement of one objective by one person, or what became of a suggestion, or both."""

    model_config = ConfigDict(json_schema_extra=_SAYS_SOMETHING)

    text: Annotated[Text, StringConstraints(pattern=_Words)] = Field(
        description="What is to be done, exactly as typed.", examples=["Ana will ring the clinic by 5 March 2027"]
    )
    id: _Id | None = Field(None, description="Chosen by the sender: sent twice, it is stored once.", examples=["ed-17"])
    labels: LabelsIn = Field(
        default_factory=LabelsIn, examples=[{"specific": True, "achievable": False, "relevant": None}]
    )
    reviewer: Annotated[str, StringConstraints(min_length=1, max_length=MAX_NAME, pattern=_Words), _Told] = Field(
        description="Who judges, by the office's own reference.", examples=["reviewer-a"]
    )
    source: Annotated[str, StringConstraints(min_length=1, max_length=MAX_SOURCE, pattern=_Words), _Told] = Field(
        description="The plan, by the office's own reference: a withdrawn plan is erased by it.", examples=["plan-01"]
    )
    subject: Annotated[str, StringConstraints(max_length=MAX_SOURCE)] | None = Field(
        None, description="Whom the plan is about, likewise."
    )
    at: _Moment | None = Field(None, description="The moment of the review, with its time zone; now unless told.")
    as_of: Day | None = Field(None, ge=EARLIEST, le=LATEST, description="The day that deadlines were judged from.")
    bundle: Annotated[str, StringConstraints(max_length=MAX_BUNDLE)] | None = Field(
        None, description="The bundle whose verdicts were shown."
    )
    shown: ShownIn = Field(default_factory=ShownIn)
    outcome: Outcome | None = Field(None, description="What the reviewer did with the suggestion.")
    suggestion: _Rewrite | None = Field(
        None, description="The suggestion that was offered, [[kind: words]] in brackets."
    )
    kept: _Rewrite | None = Field(None, description="What the reviewer made of it.")
    why: Context | None = Field(None, description="The reviewer's reason.")
    corrects: _Id | None = Field(None, description="The id of the review that this one corrects.")

    @model_validator(mode="after")
    def _says_something(self) -> "ReviewIn":
        if not self.labels.model_fields_set and self.outcome is None:
            raise ValueError("judges no criterion and answers no suggestion; give labels or an outcome")
        return self

    def review(self, now: datetime, place: str) -> Review:
        """Return the review inside the house; `place` names it where it holds no word that can be kept.

        Raises:
            InputError: when nothing is left of its text.
        """
        fields: dict[str, Any] = self.model_dump(exclude_none=True, exclude={"labels", "shown"})
        fields["labels"] = self.labels.model_dump(exclude_unset=True)
        fields["shown"] = self.shown.model_dump(exclude_none=True)
        try:
            review = review_from(fields, Defaults(self.source, now))
        except RecordError as error:
            raise InputError(place, str(error)) from None
        assert review is not None  # noqa: S101  (`_says_something` holds)
        return review


class ReviewOut(_Frozen):
    """What became of one review: it is stored, or its plan was withdrawn and nothing of it is."""

    id: str = Field(examples=["ed-17"])
    state: Literal["stored", "withdrawn"]


class ReviewsOut(_Frozen):
    """What became of each review, in order."""

    reviews: list[ReviewOut]


class WaitingOut(_Frozen):
    """An objective to review; send its fields back with the review, as they are."""

    objective: ObjectiveIn
    source: str
    subject: str | None
    as_of: date
    why: Why = Field(description="Nobody has judged it, a second reviewer is asked, or two dispute it.")
    criteria: list[Criterion] = Field(description="Those in dispute.")


class QueueOut(_Frozen):
    """What to review next, how many objectives wait for this reviewer, and how many they have judged."""

    next: list[WaitingOut]
    waiting: int
    judged: int


class CriterionAgreement(_Frozen):
    """How far two reviewers agree on one criterion; kappa is null where nothing shows what chance would give."""

    judged: int
    agreed: int
    kappa: float | None = Field(ge=-1, le=1)


class BetweenOut(_Frozen):
    """How far two reviewers agree on the objectives that both judged."""

    reviewers: tuple[str, str]
    objectives: int
    disputed: int
    criteria: dict[Criterion, CriterionAgreement]


class AgreementOut(_Frozen):
    """Each pair of reviewers who judged a common objective."""

    pairs: list[BetweenOut]


def queue_out(queue: Queue) -> QueueOut:
    """Return the queue as it goes over the wire."""
    return QueueOut(next=[_waiting(w) for w in queue.next], waiting=queue.waiting, judged=queue.judged)


def agreement_out(pairs: list[Between]) -> AgreementOut:
    """Return agreement as it goes over the wire."""
    return AgreementOut(pairs=[_between(pair) for pair in pairs])


def _waiting(waiting: Waiting) -> WaitingOut:
    c: Candidate = waiting.candidate
    fields: Mapping[str, Any] = {n: getattr(c.objective, n) for n in ObjectiveIn.model_fields}
    return WaitingOut(
        objective=ObjectiveIn.model_construct(**fields),
        source=c.source,
        subject=c.subject,
        as_of=c.as_of,
        why=waiting.why,
        criteria=[c for c in Criterion if c in waiting.criteria],
    )


def _between(pair: Between) -> BetweenOut:
    said = {a.criterion: CriterionAgreement(judged=a.judged, agreed=a.agreed, kappa=a.kappa) for a in pair.criteria}
    return BetweenOut(reviewers=pair.reviewers, objectives=pair.objectives, disputed=pair.disputed, criteria=said)


def now() -> datetime:
    """Return the moment of a review that does not say its own."""
    return datetime.now(UTC)
