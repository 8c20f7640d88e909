"""`/v1/reviews`: what reviewers say, what to review next, and how far they agree; `/review` is the page for it."""

import hashlib
from importlib.resources import files
from typing import Annotated, Any

from fastapi import APIRouter, Body, Header, Query, Response
from fastapi.responses import FileResponse
from pydantic import Discriminator, Field, Tag

from data.reviews.agreement import agreements
from data.reviews.store import Once
from serve.dependencies import Wired
from serve.errors import PROBLEM_RESPONSES, PROBLEM_TYPE, Problem
from serve.review_schemas import (
    MOST,
    AgreementOut,
    QueueOut,
    ReviewIn,
    ReviewOut,
    ReviewsOut,
    agreement_out,
    now,
    queue_out,
)

router = APIRouter(tags=["reviews"])
NOT_KEPT: dict[int | str, dict[str, Any]] = {
    503: {"model": Problem, "description": "The reviews cannot be used now.", "content": {PROBLEM_TYPE: {}}},
    507: {"model": Problem, "description": "The disk is full; nothing was kept.", "content": {PROBLEM_TYPE: {}}},
}
_CONFLICT: dict[int | str, dict[str, Any]] = {
    409: {
        "model": Problem,
        "description": "The key was used for another request, or a review with this id says something else.",
        "content": {PROBLEM_TYPE: {}},
    }
}
_EXAMPLES: dict[str, Any] = {
    "labels": {
        "summary": "What somebody judged",
        "value": {
            "text": "Ana will ring the clinic by 5 March 2027",
            "need": "Ana has no doctor",
            "labels": {"specific": True, "achievable": False, "relevant": None},
            "reviewer": "reviewer-a",
            "source": "plan-01",
            "why": "nobody says how sure she is",
        },
    },
    "outcome": {
        "summary": "What became of a suggestion in an editor",
        "value": [
            {
                "id": "editor-17",
                "text": "Ana will ring the clinic",
                "outcome": "edited",
                "suggestion": "Ana will ring the clinic [[when: by 5 March]]",
                "kept": "Ana will ring the clinic by 9 March",
                "reviewer": "reviewer-a",
                "source": "plan-01",
            }
        ],
    },
}


def _shape(given: Any) -> str:
    return "reviews" if isinstance(given, list) else "review"


Sent = Annotated[
    Annotated[ReviewIn, Tag("review")]
    | Annotated[Annotated[list[ReviewIn], Field(min_length=1, max_length=MOST)], Tag("reviews")],
    Discriminator(_shape),
]
Key = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=200,
        pattern=r"^[\x21-\x7e]+$",
        description="Chosen by the sender: the same request under the same key counts once, and is answered alike.",
    ),
]


@router.post("/v1/reviews", status_code=201, responses={
    200: {"model": ReviewsOut, "description": "All of it was there already, or its plans were withdrawn."},
    **PROBLEM_RESPONSES, **_CONFLICT, **NOT_KEPT,
}, summary="Keep what reviewers say")  # fmt: skip
def add(
    body: Annotated[Sent, Body(openapi_examples=_EXAMPLES)], wired: Wired, response: Response, key: Key = None
) -> ReviewsOut:
    """Keep one review or up to a hundred, all or none; once this is answered they are on the disk.

    Names and identifiers are replaced before anything is kept, unless the operator has switched that off.
    """
    sent = body if isinstance(body, list) else [body]
    places = [f"reviews.{i}" for i in range(len(sent))] if isinstance(body, list) else ["review"]
    moment = now()
    reviews = [one.review(moment, place) for one, place in zip(sent, places, strict=True)]
    added = wired.reviews.store.add(reviews, _once(key, sent), whole=True)
    if added.again or not added.stored:
        response.status_code = 200
    gone = set(added.withdrawn)
    return ReviewsOut(reviews=[ReviewOut(id=i, state="withdrawn" if i in gone else "stored") for i in added.ids])


@router.get("/v1/reviews/queue", responses={422: PROBLEM_RESPONSES[422], **NOT_KEPT}, summary="What to review next?")
def queue(
    wired: Wired,
    reviewer: Annotated[
        str | None, Query(min_length=1, max_length=200, description="Who asks: nothing comes that they have judged.")
    ] = None,
    limit: Annotated[int, Query(ge=1, le=50, description="How many at most.")] = 10,
) -> QueueOut:
    """List the objectives to review next, those first that teach most; no verdict is among them, so that nobody is led."""
    return queue_out(wired.reviews.queue(reviewer, limit, wired.assessor))


@router.get("/v1/reviews/agreement", responses=NOT_KEPT, summary="How far do reviewers agree?")
def agreement(wired: Wired) -> AgreementOut:
    """Give Cohen's kappa for each pair of reviewers and each criterion, and on how many objectives they differ."""
    return agreement_out(agreements(wired.reviews.store.all()))


@router.get("/review", include_in_schema=False)
def page() -> FileResponse:
    """Show the page on which objectives are reviewed."""
    return FileResponse(str(files("serve") / "web" / "review.html"))


def _once(key: str | None, sent: list[ReviewIn]) -> Once | None:
    """Return the key with a hash of what was sent; salted by the key, of which only a hash is kept."""
    if key is None:
        return None
    said = "\n".join(one.model_dump_json(exclude_unset=True) for one in sent)
    return Once(key, hashlib.sha256(f"{key}\0{said}".encode()).hexdigest())
