"""`POST /v1/plans/review`: what LIAP asks of a whole plan, and what this one lacks."""

from typing import Annotated

from fastapi import APIRouter, Body

from data.documents.rewriting.advice import Adviser
from data.documents.rewriting.rows import rewrite_rows
from model.plan_review import review
from serve.dependencies import Wired, day
from serve.errors import PROBLEM_RESPONSES
from serve.plan_replies import plan_review_out
from serve.plan_schemas import EXAMPLE, MAX_REWRITTEN, PlanReviewIn, PlanReviewOut

router = APIRouter(prefix="/v1/plans/review", tags=["plans"])
ONE = 1
"""Rewritings of a row: a plan is written once."""


@router.post("", response_model=PlanReviewOut, responses=PROBLEM_RESPONSES, summary="Review a whole plan")
def review_plan(
    body: Annotated[PlanReviewIn, Body(openapi_examples={"a plan with flaws": {"value": EXAMPLE}})], wired: Wired
) -> PlanReviewOut:
    """Review a plan: findings by cell and on the whole, each action judged against its own row's issue, a page of summary.

    With `rewrite` every row comes as it could say, by the rules alone: whatever somebody must agree to is a typed span
    with a question.
    """
    plan = body.plan(day(body.as_of))
    reviewed = review(plan, wired.assessor)
    wired.metrics.judged.inc(len(plan.actions))
    adviser = Adviser(wired.checker.suggester, ONE, wired.ignored, plan.review)
    rewritten = rewrite_rows(plan, adviser, MAX_REWRITTEN) if body.rewrite else None
    return plan_review_out(reviewed, wired.assessor.engine, wired.assessor.bundle, rewritten, wired.ignored)
