"""What a reviewer said of one objective: which criteria it meets, and what became of the suggestion.

A review is never changed: a correction is a review of its own that names the one it corrects. Labels are those of the
annotation guide: absent is not judged, None is judged "cannot tell".
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType

from model.criteria import Criterion, Objective, Verdict


class Outcome(StrEnum):
    """What the reviewer did with the suggestion that was shown."""

    CHOSEN = "chosen"
    EDITED = "edited"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Review:
    """One judgement of one objective by one person.

    `id` is chosen by whoever sends it, so that sending it twice stores it once. `source` is the plan or file that the
    objective stood in, `subject` whom the plan is about, both in the office's own references; erasing goes by either.
    `as_of` is the day that deadlines were judged from, `at` the moment of the review (with its time zone). `shown` are
    the verdicts that the reviewer saw and `bundle` who gave them. `suggestion` is the rewrite that was offered (in the
    form with typed double brackets), `kept` what the reviewer made of it, and `why` their reason.

    Raises:
        ValueError: when nothing is judged and no suggestion is answered, or a moment has no time zone.
    """

    id: str
    objective: Objective
    labels: Mapping[Criterion, bool | None]
    reviewer: str
    source: str
    at: datetime
    as_of: date
    subject: str | None = None
    bundle: str | None = None
    shown: Mapping[Criterion, Verdict] = field(default_factory=dict)
    outcome: Outcome | None = None
    suggestion: str | None = None
    kept: str | None = None
    why: str | None = None
    corrects: str | None = None

    def __post_init__(self) -> None:
        if not self.labels and self.outcome is None:
            raise ValueError("a review judges at least one criterion or answers a suggestion")
        if self.at.tzinfo is None:
            raise ValueError("the moment of a review needs its time zone")
        object.__setattr__(self, "labels", MappingProxyType(dict(self.labels)))
        object.__setattr__(self, "shown", MappingProxyType(dict(self.shown)))


def standing(reviews: list[Review]) -> list[Review]:
    """Return the reviews that no later one corrects, in their order."""
    corrected = {r.corrects for r in reviews if r.corrects}
    return [r for r in reviews if r.id not in corrected]
