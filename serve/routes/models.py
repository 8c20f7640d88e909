"""`/v1/models`: which bundles there are and which is live; promote one, or take it back. For administrators."""

from dataclasses import asdict
from datetime import UTC, date, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from model.errors import RegistryError
from model.promotion import promote, said_of
from model.registry import Decision, Registry
from serve.access import ANYBODY, allowed
from serve.dependencies import Services, Wired
from serve.errors import PROBLEM_RESPONSES, PROBLEM_TYPE, Problem
from serve.keys import KeyScope

router = APIRouter(prefix="/v1/models", tags=["models"])
Name = Annotated[str, StringConstraints(pattern=r"^[a-z]+-[0-9a-f]{6,40}$")]
Reason = Annotated[str, StringConstraints(min_length=1, max_length=400)]
CONFLICT: dict[int | str, dict[str, Any]] = {
    409: {
        "model": Problem,
        "description": "The gate is against it, there is no such bundle, or it is live already.",
        "content": {PROBLEM_TYPE: {}},
    }
}


class BundleOut(BaseModel):
    """A bundle: whether it is live, when and from how many reviews it was made, and what the gate said of it."""

    id: str
    live: bool
    made: str | None
    reviews: int | None
    gate: list[str] | None = Field(
        description="What speaks against it; empty where it passed, null where nobody asked."
    )


class Bundles(BaseModel):
    """Every whole bundle, the shipped one first."""

    bundles: list[BundleOut]


class DecisionOut(BaseModel):
    """One change of the live bundle."""

    number: int
    at: str
    action: str
    bundle: str
    previous: str
    by: str
    why: str
    learned_from: str | None
    gate: str | None
    forced: str | None


class Decisions(BaseModel):
    """Every decision, the first one first."""

    decisions: list[DecisionOut]


class LiveOut(BaseModel):
    """The bundle that was live."""

    bundle: str


class WhyIn(BaseModel):
    """Why it is decided, for the record."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    why: Reason = Field(examples=["better on Achievable"])


class PromoteIn(WhyIn):
    """Why a bundle is promoted, and the reason to go against the gate, if need be."""

    force: Reason | None = None


@router.get("", responses=CONFLICT, summary="Which bundles are there?")
def bundles(wired: Wired) -> Bundles:
    """List the bundles that could be live."""
    registry = _registry(wired)
    live = registry.live_id()
    return Bundles(
        bundles=[
            BundleOut(
                id=m.id,
                live=m.id == live,
                made=m.card.get("made"),
                reviews=m.card.get("reviews"),
                gate=None if (said := said_of(registry.path(m.id))) is None else list(said.reasons),
            )
            for m in registry.manifests()
        ]
    )


@router.get("/history", responses=CONFLICT, summary="Who decided what?")
def history(wired: Wired) -> Decisions:
    """List every change of the live bundle: when, from which data, by whom and why."""
    return Decisions(decisions=[_out(d) for d in _registry(wired).history()])


@router.get(
    "/live-at/{day}", responses={**PROBLEM_RESPONSES, **CONFLICT}, summary="Which bundle was live at a day's end?"
)
def live_at(day: Annotated[date, Path(examples=["2026-11-03"])], wired: Wired) -> LiveOut:
    """Say which bundle was live at the end of a day."""
    end = datetime(day.year, day.month, day.day, 23, 59, 59, 999_999, tzinfo=UTC)
    return LiveOut(bundle=_registry(wired).live_at(end))


@router.post("/{bundle}/promote", responses={**PROBLEM_RESPONSES, **CONFLICT}, summary="Make a bundle live")
def promote_(bundle: Annotated[Name, Path()], body: PromoteIn, wired: Wired, request: Request) -> DecisionOut:
    """Make a bundle live that the gate let through; running services pick it up without dropping a request."""
    return _out(promote(_registry(wired), bundle, by=_who(request), why=body.why, force=body.force))


@router.post("/rollback", responses={**PROBLEM_RESPONSES, **CONFLICT}, summary="Take the last promotion back")
def rollback(body: WhyIn, wired: Wired, request: Request) -> DecisionOut:
    """Make the bundle live that was live before the live one was promoted."""
    return _out(_registry(wired).rollback(by=_who(request), why=body.why))


def _registry(wired: Services) -> Registry:
    if wired.registry is None:
        raise RegistryError("this service serves one bundle for good (AIMWELL_BUNDLE); nothing can be promoted here")
    return wired.registry


def _who(request: Request) -> str:
    asker = allowed(request, KeyScope.ADMIN)
    return "somebody at this machine" if asker is ANYBODY else asker.name


def _out(decision: Decision) -> DecisionOut:
    return DecisionOut(**asdict(decision))
