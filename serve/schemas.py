"""What goes over the wire: pydantic at the edge, frozen dataclasses inside, one function from each to the other.

Offsets are Unicode code points. Limits stand in the schema, so that OpenAPI states them and a refusal names the field.
"""

import re
from collections.abc import Container
from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, WithJsonSchema

from model.criteria import Assessment, Criterion, Engine, Judgement, Objective, Verdict
from model.fingerprint import fingerprint
from model.suggestion import Kind, Suggestion
from serve.guide.address import address

MAX_TEXT = 2_000
MAX_CONTEXT = 2_000
MAX_PART = 400
Domain = Literal[
    "child_plan",
    "education",
    "health_care",
    "youth_justice",
    "adult_social_care",
    "workplace",
    "business",
    "programme",
    "public_policy",
    "personal",
]


def _sayable(text: str) -> str:
    if any(0xD800 <= ord(c) <= 0xDFFF for c in text):
        raise ValueError("holds half a character (a lone surrogate); send whole Unicode characters")
    if not text.strip():
        raise ValueError("is blank; write the objective, or leave the field out")
    return text


def _optional(text: str) -> str:
    return _sayable(text) if text.strip() else ""


Text = Annotated[str, StringConstraints(min_length=1, max_length=MAX_TEXT), AfterValidator(_sayable)]
Context = Annotated[str, StringConstraints(max_length=MAX_CONTEXT), AfterValidator(_optional)]
Part = Annotated[str, StringConstraints(max_length=MAX_PART), AfterValidator(_optional)]


EARLIEST, LATEST = date(1950, 1, 1), date(2149, 12, 31)
"""Plans are of our time; a day beyond these is a slip."""
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def _as_documented(day: object) -> object:
    if isinstance(day, date) or (isinstance(day, str) and _DAY.fullmatch(day)):
        return day
    raise ValueError("is no day; write it as 2027-03-01")  # a number would be read as seconds since 1970


Day = Annotated[
    date,
    BeforeValidator(_as_documented),
    WithJsonSchema(
        {"type": "string", "format": "date", "pattern": "^(19[5-9]|20[0-9]|21[0-4])[0-9]-[0-9]{2}-[0-9]{2}$"}
    ),
]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ObjectiveIn(_Frozen):
    """An objective as one sentence, or in the parts of a plan's columns, with its context."""

    text: Text = Field(
        description="What is to be done, exactly as typed.", examples=["John will stop disrupting the class"]
    )
    who: Part | None = Field(None, description="The plan's own column for who does it.", examples=["Alfie"])
    when: Part | None = Field(None, description="The plan's own column for the deadline.", examples=["2027-03-01"])
    measure: Part | None = Field(None, description="The plan's own column for how progress is measured.")
    need: Context | None = Field(None, description="The need, risk or issue that the objective answers.")
    baseline: Context | None = Field(None, description="Where things stand today.")
    domain: Domain | None = Field(None, description="What sort of plan it stands in.", examples=["child_plan"])

    def objective(self) -> Objective:
        """Return the objective inside the house."""
        return Objective(self.text, self.who, self.when, self.measure, self.need, self.baseline, self.domain)


class ScoreIn(_Frozen):
    """Objectives to judge; `as_of` is the day to judge from, today unless told."""

    objectives: list[ObjectiveIn] = Field(min_length=1)
    as_of: Day | None = Field(
        None, ge=EARLIEST, le=LATEST, description="The day to judge deadlines from; today unless told."
    )


class RewriteIn(ObjectiveIn):
    """One objective to rewrite, and how many suggestions to return."""

    n: int = Field(3, ge=1, le=5, description="How many suggestions at most.")
    as_of: Day | None = Field(
        None, ge=EARLIEST, le=LATEST, description="The day to judge deadlines from; today unless told."
    )
    review: Day | None = Field(
        None, ge=EARLIEST, le=LATEST, description="The day of the plan's next review: dates are proposed by it."
    )


class FindingOut(_Frozen):
    """One reason against a criterion, on the words of one field."""

    rule: str
    field: str
    start: int = Field(description="Where the words start, in Unicode code points of the field.")
    end: int
    message: str
    question: str
    source: str = Field(description="The passage of the LIAP session that asks for it.")
    url: str = Field(
        description="Where the guide explains it, from the root of the service.", examples=["/guide/specific#no-actor"]
    )
    fingerprint: str = Field(
        description="Its name for good: `POST /v1/ignored` takes it.", examples=["9f3c0e6a51b27d84"]
    )
    ignored: bool = Field(description="Somebody has asked not to be shown it again; the verdict is as it was.")


class CriterionOut(_Frozen):
    """The verdict on one criterion; `probability` is null exactly when the verdict is "cannot_tell"."""

    verdict: Verdict
    probability: float | None = Field(ge=0, le=1)
    findings: list[FindingOut]


class CriteriaOut(_Frozen):
    """The five verdicts."""

    specific: CriterionOut
    measurable: CriterionOut
    achievable: CriterionOut
    relevant: CriterionOut
    time_bound: CriterionOut


class AssessmentOut(_Frozen):
    """What Aimwell says of one objective."""

    smart: bool
    criteria: CriteriaOut


class ScoreOut(_Frozen):
    """One assessment an objective, in order; who judged, and by which bundle (null when the rules judged alone)."""

    engine: Engine
    bundle: str | None
    results: list[AssessmentOut]


class SpanOut(_Frozen):
    """A stretch of a suggestion that somebody must still agree to, and the question that it asks."""

    start: int
    end: int
    kind: Kind
    question: str
    source: str | None = Field(
        description="Where a proposal comes from; null where nothing is proposed or nobody said."
    )


class SuggestionOut(_Frozen):
    """A rewrite: `text` carries the proposal, `blank_text` the same sentence with blanks such as `[when]`."""

    text: str
    spans: list[SpanOut]
    blank_text: str
    criteria: CriteriaOut = Field(description="The verdicts once the blanks are filled.")
    origin: Literal["model", "rules", "llm"]
    changes: list[str]


class RewriteOut(_Frozen):
    """The objective's own assessment and up to `n` rewrites, best first; none when it is SMART already."""

    engine: Engine
    bundle: str | None
    assessment: AssessmentOut
    suggestions: list[SuggestionOut]


def assessment_out(
    assessment: Assessment, objective: Objective, ignored: Container[str] = frozenset()
) -> AssessmentOut:
    """Return the assessment of an objective as it goes over the wire; `ignored` knows the fingerprints that are."""
    judged = {c.value: _criterion_out(assessment[c], objective, ignored) for c in Criterion}
    return AssessmentOut(smart=assessment.smart, criteria=CriteriaOut.model_validate(judged))


def _criterion_out(judgement: Judgement, objective: Objective, ignored: Container[str]) -> CriterionOut:
    found = [
        FindingOut(
            fingerprint=(known_as := fingerprint(f, objective)),
            ignored=known_as in ignored,
            rule=f.rule,
            field=f.field.value,
            start=f.span.start,
            end=f.span.end,
            message=f.message,
            question=f.question,
            source=f.source,
            url=address(f.rule, f.criterion),
        )
        for f in judgement.findings
    ]
    chance = None if judgement.probability is None else round(judgement.probability, 4)
    return CriterionOut(verdict=judgement.verdict, probability=chance, findings=found)


def suggestion_out(
    suggestion: Suggestion, objective: Objective, ignored: Container[str] = frozenset()
) -> SuggestionOut:
    """Return a suggestion for an objective as it goes over the wire."""
    from model.suggester import filled  # here: the schemas alone are enough to introduce a server, and are light

    draft = suggestion.draft
    return SuggestionOut(
        text=draft.text,
        spans=[
            SpanOut(start=p.span.start, end=p.span.end, kind=p.kind, question=p.kind.question, source=p.source or None)
            for p in draft.proposals
        ],
        blank_text=draft.blank_text,
        criteria=assessment_out(suggestion.after, objective.saying(filled(draft)), ignored).criteria,
        origin=suggestion.origin,  # type: ignore[arg-type]  # a Generator's origin is one of the three
        changes=list(suggestion.changes),
    )
