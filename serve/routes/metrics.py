"""`GET /metrics`: what a monitor may count."""

import os
import socket

from fastapi import APIRouter, Response
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4

from serve.dependencies import Wired
from serve.life import Stage

router = APIRouter(tags=["health"])


class _Figures(Response):
    media_type = CONTENT_TYPE_PLAIN_0_0_4


@router.get("/metrics", response_class=_Figures, summary="Figures for Prometheus")
def metrics(wired: Wired) -> Response:
    """Give the figures of this service; none says what was asked, or by whom."""
    ready = wired.life.stage is Stage.READY
    process = f"{socket.gethostname()}-{os.getpid()}" if wired.settings.workers > 1 else None
    text = wired.metrics.text(engine=wired.assessor.engine, bundle=wired.assessor.bundle, ready=ready, process=process)
    return _Figures(text)
