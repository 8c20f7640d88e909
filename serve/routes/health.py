"""`GET /healthz` and `GET /readyz`: is the process alive, and may requests be sent here?"""

from typing import Any, Literal

from fastapi import APIRouter, Response
from pydantic import BaseModel

from model.criteria import Engine
from serve.dependencies import Wired
from serve.life import Stage

router = APIRouter(tags=["health"])


class Health(BaseModel):
    """The process is alive."""

    status: Literal["ok"] = "ok"


class Readiness(BaseModel):
    """Whether requests may be sent here, who answers them, and what is missing where the rules answer for a trained model."""

    status: Stage | Literal["degraded"]
    engine: Engine
    bundle: str | None
    warning: str | None


NOT_READY: dict[int | str, dict[str, Any]] = {
    503: {
        "model": Readiness,
        "description": "Not ready: it is starting, it is stopping, or it could not judge its first objective.",
    }
}


@router.get("/healthz", summary="Is the process alive?")
def healthz() -> Health:
    """Answer as long as the process lives."""
    return Health()


@router.get("/readyz", responses=NOT_READY, summary="May requests be sent here, and who answers?")
def readyz(wired: Wired, response: Response) -> Readiness:
    """Say "ready" once a first objective was judged, "degraded" when something trained is missing and the rules stand in."""
    stage = wired.life.stage
    if stage is not Stage.READY:
        response.status_code = 503
    status: Stage | Literal["degraded"] = "degraded" if stage is Stage.READY and wired.warning is not None else stage
    return Readiness(status=status, engine=wired.assessor.engine, bundle=wired.assessor.bundle, warning=wired.warning)
