"""`GET /healthz` and `GET /readyz`: is the process alive, and can it judge?"""

from fastapi import APIRouter
from pydantic import BaseModel

from model.criteria import Engine
from serve.dependencies import Wired

router = APIRouter(tags=["health"])


class Health(BaseModel):
    """The process is alive."""

    status: str = "ok"


class Readiness(BaseModel):
    """Who answers, and what is missing where the rules answer for a trained model."""

    status: str
    engine: Engine
    bundle: str | None
    warning: str | None


@router.get("/healthz", summary="Is the process alive?")
def healthz() -> Health:
    """Answer as long as the process lives."""
    return Health()


@router.get("/readyz", summary="Can it judge, and with what?")
def readyz(wired: Wired) -> Readiness:
    """Answer once objectives can be judged; "degraded" when something trained is missing and the rules answer for it."""
    status = "ready" if wired.warning is None else "degraded"
    return Readiness(status=status, engine=wired.assessor.engine, bundle=wired.assessor.bundle, warning=wired.warning)
