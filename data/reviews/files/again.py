"""An exported review that comes back from another program: the same review, or what somebody has made of it since.

Formats that show only the words and the marks carry the whole record along. Where the marks, the rewrite and the reason
are as they were, the record is what comes back, whole. Where they are not, somebody has judged anew: that is a review of its
own, and it corrects the earlier one when nobody else is named.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from data.reviews.record import ReviewRecord
from model.criteria import Criterion


@dataclass(frozen=True, slots=True)
class Judged:
    """What can be seen in a file: the marks, a rewrite, a reason, and who made them, None where they are not told."""

    labels: Mapping[Criterion, bool | None]
    rewrite: str | None = None
    why: str | None = None
    reviewer: str | None = None


def come_back(carried: object, judged: Judged, fresh: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the fields of the review: those carried along, with what was judged since; `fresh` where none were."""
    record = _record(carried)
    if record is None:
        said = {"labels": judged.labels, "rewrite": judged.rewrite, "why": judged.why, "reviewer": judged.reviewer}
        return {**fresh, **{name: value for name, value in said.items() if value is not None}}
    fields = record.model_dump(exclude_none=True)
    if _as_it_was(record, judged):
        return fields
    anew = {"labels": judged.labels or record.labels, "why": judged.why or record.why}
    if judged.rewrite and not _same(judged.rewrite, record.rewrite or record.kept):
        anew |= {"rewrite": judged.rewrite, "kept": None, "outcome": None}
    other = judged.reviewer is not None and judged.reviewer != record.reviewer
    who = {"reviewer": judged.reviewer, "corrects": None} if other else {"corrects": record.id}
    return {**fields, **anew, **who, "id": None, "at": None}


def _as_it_was(record: ReviewRecord, judged: Judged) -> bool:
    kept = record.rewrite or record.kept
    return (
        judged.reviewer in (None, record.reviewer)
        and (not judged.labels or dict(judged.labels) == record.labels)
        and (not judged.rewrite or _same(judged.rewrite, kept))
        and (not judged.why or _same(judged.why, record.why))
    )


def _same(one: str | None, other: str | None) -> bool:
    return (one or "").split() == (other or "").split()


def _record(carried: object) -> ReviewRecord | None:
    try:
        return ReviewRecord.model_validate(json.loads(carried) if isinstance(carried, str) else carried)
    except (ValidationError, ValueError, RecursionError):
        return None
