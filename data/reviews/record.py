"""A review as one JSON object: the record of the annotation guide with who said it, when, and of what.

    {"text": "Ana will ring the clinic by 5 March", "need": "no doctor", "labels": {"specific": true, "relevant": null},
     "rewrite": null, "reviewer": "reviewer-a", "source": "plan-01", "at": "2026-10-05T10:15:00+00:00", "as_of": "2026-10-05"}

Only `text` has to be there, with a label or a rewrite. A `rewrite` is what the reviewer would write instead; where nobody
says what became of a suggestion, it counts as their own words.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, ValidationError

from data.reviews.opening import UNNAMED
from data.reviews.review import Outcome, Review
from model.criteria import Criterion, Objective, Verdict
from model.features import DOMAINS

MAX_TEXT, MAX_PART, MAX_REWRITE = 2_000, 400, 4_000
MAX_NAME, MAX_SOURCE, MAX_BUNDLE = 200, 400, 80
EARLIEST, LATEST = date(1950, 1, 1), date(2149, 12, 31)
"""Plans are of our time; a day beyond these is a slip."""
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_HALF = re.compile("[\ud800-\udfff]")


class RecordError(ValueError):
    """A row is no review; the message names the field and says what to do, and quotes nothing."""


def clean(words: object) -> object:
    """Return words as every format and database can hold them: one kind of line end, nothing unprintable."""
    if not isinstance(words, str):
        return words
    ends = words.replace("\r\n", "\n").replace("\r", "\n")
    return _HALF.sub("\ufffd", _CONTROL.sub(" ", ends)).strip() or None


def _known_domain(domain: str) -> str:
    if domain not in DOMAINS:
        raise ValueError(f"is none that is known; use one of {', '.join(DOMAINS)}")
    return domain


def _near(day: date) -> date:
    if not EARLIEST <= day <= LATEST:
        raise ValueError(f"lies beyond {EARLIEST.year} to {LATEST.year}")
    return day


Clean = BeforeValidator(clean)
Said = Annotated[Annotated[str, StringConstraints(max_length=MAX_TEXT)] | None, Clean]
Part = Annotated[Annotated[str, StringConstraints(max_length=MAX_PART)] | None, Clean]
Rewrite = Annotated[Annotated[str, StringConstraints(max_length=MAX_REWRITE)] | None, Clean]
Name = Annotated[Annotated[str, StringConstraints(max_length=MAX_NAME)] | None, Clean]
Source = Annotated[Annotated[str, StringConstraints(max_length=MAX_SOURCE)] | None, Clean]
Labels = Annotated[dict[Criterion, bool | None], BeforeValidator(lambda given: {} if given is None else given)]


class ReviewRecord(BaseModel):
    """The fields of a review; others are passed over, for files hold much that is not about it."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: Name = None
    text: Annotated[str, StringConstraints(max_length=MAX_TEXT), Clean]
    who: Part = None
    when: Part = None
    measure: Part = None
    need: Said = None
    baseline: Said = None
    domain: Annotated[str, AfterValidator(_known_domain)] | None = None
    labels: Labels = Field(default_factory=dict)
    reviewer: Name = None
    source: Source = None
    subject: Source = None
    at: datetime | None = None
    as_of: Annotated[date, AfterValidator(_near)] | None = None
    bundle: Annotated[Annotated[str, StringConstraints(max_length=MAX_BUNDLE)] | None, Clean] = None
    shown: dict[Criterion, Verdict] = Field(default_factory=dict)
    outcome: Outcome | None = None
    suggestion: Rewrite = None
    rewrite: Rewrite = None
    kept: Rewrite = None
    why: Said = None
    corrects: Name = None


@dataclass(frozen=True, slots=True)
class Defaults:
    """What counts where a row does not say it: the file it stands in, who read it, when, and the day to judge from."""

    source: str
    at: datetime
    reviewer: str | None = None
    as_of: date | None = None


def review_from(fields: Mapping[str, Any], defaults: Defaults) -> Review | None:
    """Return the review that a record holds; None where nobody has said anything of its objective.

    Raises:
        RecordError: when it is no record, or nobody says who the reviewer is.
    """
    try:
        record = ReviewRecord.model_validate(fields)
    except ValidationError as error:
        first = error.errors()[0]
        raise RecordError(f"{'.'.join(map(str, first['loc'])) or 'the row'}: {_said(first)}") from None
    outcome = record.outcome or (Outcome.EDITED if record.rewrite else None)
    if not record.labels and outcome is None:
        return None
    reviewer = record.reviewer or defaults.reviewer
    if reviewer is None:
        raise RecordError("reviewer: nobody is named; add a column “reviewer”, or name one with --reviewer")
    at = record.at or defaults.at
    at = at if at.tzinfo else at.astimezone()  # a moment without a zone is one of this office's clock
    return Review(
        id=record.id or UNNAMED,
        objective=objective_of(record),
        labels=record.labels,
        reviewer=reviewer,
        source=record.source or defaults.source,
        at=at,
        as_of=record.as_of or defaults.as_of or at.date(),
        subject=record.subject,
        bundle=record.bundle,
        shown=record.shown,
        outcome=outcome,
        suggestion=record.suggestion,
        kept=record.kept or record.rewrite,
        why=record.why,
        corrects=record.corrects,
    )


def objective_of(record: ReviewRecord) -> Objective:
    """Return the objective that a record is about."""
    return Objective(
        record.text, record.who, record.when, record.measure, record.need, record.baseline, record.domain
    )  # fmt: skip


def record_of(review: Review) -> dict[str, Any]:
    """Return a review as its record; what is not known is left out."""
    o = review.objective
    fields = {
        "id": review.id or None,
        "domain": o.domain,
        "need": o.need,
        "baseline": o.baseline,
        "text": o.text,
        "who": o.who,
        "when": o.when,
        "measure": o.measure,
        "labels": {c.value: v for c, v in review.labels.items()},
        ("rewrite" if review.outcome in (Outcome.CHOSEN, Outcome.EDITED) else "kept"): review.kept,
        "source": review.source,
        "subject": review.subject,
        "reviewer": review.reviewer,
        "at": review.at.isoformat(),
        "as_of": review.as_of.isoformat(),
        "bundle": review.bundle,
        "shown": {c.value: v.value for c, v in review.shown.items()} or None,
        "outcome": review.outcome.value if review.outcome else None,
        "suggestion": review.suggestion,
        "why": review.why,
        "corrects": review.corrects,
    }
    return {name: value for name, value in fields.items() if value is not None}


def _said(error: Mapping[str, Any]) -> str:
    """Return pydantic's message without the input that it would quote."""
    if error["type"] == "missing" or (error["type"] == "string_type" and error["input"] is None):
        return "is missing"
    return str(error["msg"]).removeprefix("Value error, ")
