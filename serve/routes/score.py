"""`POST /v1/score`: is each objective SMART, and why not?"""

from functools import partial

from fastapi import APIRouter, Request

from model.errors import InputError
from serve.dependencies import Wired, day
from serve.errors import PROBLEM_RESPONSES
from serve.schemas import ScoreIn, ScoreOut, assessment_out

router = APIRouter(prefix="/v1", tags=["judge"])


@router.post("/score", response_model=ScoreOut, responses=PROBLEM_RESPONSES, summary="Judge objectives")
async def score(body: ScoreIn, wired: Wired, request: Request) -> ScoreOut:
    """Judge each objective on the five criteria, with the words, the reason and a question behind each verdict."""
    limit = wired.settings.max_objectives
    if len(body.objectives) > limit:
        raise InputError("objectives", f"holds {len(body.objectives)}; at most {limit} in one request")
    objectives = [o.objective() for o in body.objectives]
    tell = partial(assessment_out, ignored=wired.ignored)
    results = await wired.judging.judge(wired.assessor, objectives, day(body.as_of), tell, request.is_disconnected)
    wired.metrics.judged.inc(len(objectives))
    return ScoreOut(engine=wired.assessor.engine, bundle=wired.assessor.bundle, results=results)
