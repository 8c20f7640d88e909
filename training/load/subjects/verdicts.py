"""One objective in and its verdicts out, as JSON; the same for every subject, and the words that Aimwell's own route says."""

from datetime import date
from typing import Any

from model.assessor import Assessor
from model.criteria import Assessment, Criterion, Objective


def objective_of(body: dict[str, Any]) -> Objective:
    """Return the one objective of a request."""
    (said,) = body["objectives"]
    return Objective(said["text"], need=said.get("need"), baseline=said.get("baseline"), domain=said.get("domain"))


def reply(assessor: Assessor, assessment: Assessment) -> dict[str, Any]:
    """Return an assessment as JSON."""
    criteria = {
        c.value: {
            "verdict": assessment[c].verdict.value,
            "probability": assessment[c].probability,
            "findings": [
                {
                    "rule": f.rule,
                    "field": f.field.value,
                    "start": f.span.start,
                    "end": f.span.end,
                    "message": f.message,
                    "question": f.question,
                }
                for f in assessment[c].findings
            ],
        }
        for c in Criterion
    }
    result = {"smart": assessment.smart, "criteria": criteria}
    return {"engine": assessor.engine.value, "bundle": assessor.bundle, "results": [result]}


def day(body: dict[str, Any]) -> date:
    """Return the day to judge from."""
    return date.fromisoformat(body["as_of"])
