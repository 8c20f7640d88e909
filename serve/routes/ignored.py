"""`/v1/ignored`: the matches that nobody wants to be told of again, from whichever editor they were ignored."""

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request, Response
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from data.ignored import Ignored
from model.fingerprint import LENGTH
from serve.access import ANYBODY, allowed
from serve.dependencies import Wired
from serve.errors import PROBLEM_RESPONSES, PROBLEM_TYPE, Problem
from serve.keys import KeyScope
from serve.schemas import Part

router = APIRouter(prefix="/v1", tags=["ignored"])

_SHAPE = f"^[0-9a-f]{{{LENGTH}}}$"
_EXAMPLE = "9f3c0e6a51b27d84"
Fingerprint = Annotated[str, StringConstraints(pattern=_SHAPE)]
NOT_KEPT: dict[int | str, dict[str, Any]] = {
    503: {"model": Problem, "description": "The file of ignored matches cannot be used.", "content": {PROBLEM_TYPE: {}}}
}
_MALFORMED: dict[int | str, dict[str, Any]] = {422: PROBLEM_RESPONSES[422]}


class IgnoreIn(BaseModel):
    """A match to ignore from now on."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    fingerprint: Fingerprint = Field(description="As it stands at the finding.", examples=[_EXAMPLE])
    rule: str | None = Field(
        None,
        max_length=40,
        pattern="^[a-z]+([_-][a-z]+)*$",
        description="The finding's rule.",
        examples=["no-deadline"],
    )
    reason: Part | None = Field(
        None,
        description="Why it is no fault, for colleagues; kept as written, so name nobody.",
        examples=["Set by court"],
    )


class IgnoredOut(BaseModel):
    """A match that is ignored, and since when."""

    fingerprint: str = Field(examples=[_EXAMPLE])
    rule: str | None
    when: datetime
    who: str | None = Field(description="Who ignored it: the name of a key, or what was said on the command line.")
    reason: str | None


class IgnoredMatches(BaseModel):
    """Every match that is ignored now, in the order in which they were."""

    ignored: list[IgnoredOut]


@router.get("/ignored", responses=NOT_KEPT, summary="What is ignored?")
def all_ignored(wired: Wired) -> IgnoredMatches:
    """List the matches that are ignored now."""
    return IgnoredMatches(ignored=[_out(entry) for entry in wired.ignored.all()])


@router.post("/ignored", status_code=201, responses={
    200: {"model": IgnoredOut, "description": "It was ignored already; this is its record."},
    **PROBLEM_RESPONSES, **NOT_KEPT,
}, summary="Ignore a match for good")  # fmt: skip
def ignore(body: IgnoreIn, wired: Wired, request: Request, response: Response) -> IgnoredOut:
    """Ignore one match for good, whichever editor shows it; once is enough, and twice does no harm."""
    if body.fingerprint in wired.ignored:
        response.status_code = 200
    asker = allowed(request, KeyScope.SCORE)
    who = None if asker is ANYBODY else asker.name
    return _out(wired.ignored.ignore(body.fingerprint, rule=body.rule, who=who, reason=body.reason or None))


@router.delete("/ignored/{fingerprint}", status_code=204, responses={**_MALFORMED, **NOT_KEPT},
    summary="Show a match again")  # fmt: skip
def restore(fingerprint: Annotated[str, Path(pattern=_SHAPE, examples=[_EXAMPLE])], wired: Wired) -> None:
    """Show a match again; one that was not ignored stays as it is."""
    wired.ignored.restore(fingerprint)


def _out(entry: Ignored) -> IgnoredOut:
    return IgnoredOut(
        fingerprint=entry.fingerprint, rule=entry.rule, when=entry.when, who=entry.who, reason=entry.reason
    )
