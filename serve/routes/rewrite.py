"""`POST /v1/rewrite`: what could it say instead?"""

from fastapi import APIRouter

from serve.dependencies import Wired, day
from serve.errors import PROBLEM_RESPONSES
from serve.schemas import RewriteIn, RewriteOut, assessment_out, suggestion_out

router = APIRouter(prefix="/v1", tags=["rewrite"])


@router.post("/rewrite", response_model=RewriteOut, responses=PROBLEM_RESPONSES, summary="Propose rewrites")
def rewrite(body: RewriteIn, wired: Wired) -> RewriteOut:
    """Propose rewrites in which every detail that somebody must agree to is a typed span with a question."""
    objective = body.objective()
    assessment, suggestions = wired.suggester.suggest(objective, body.n, day(body.as_of), body.review)
    wired.metrics.judged.inc()
    for suggestion in suggestions:
        wired.metrics.rewrites.labels(suggestion.origin).inc()
    return RewriteOut(
        engine=wired.assessor.engine,
        bundle=wired.assessor.bundle,
        assessment=assessment_out(assessment, objective, wired.ignored),
        suggestions=[suggestion_out(s, objective, wired.ignored) for s in suggestions],
    )
