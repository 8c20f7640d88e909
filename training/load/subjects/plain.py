"""A plain synchronous FastAPI handler: the model is loaded once, and each request is judged in a thread of the pool.

uvicorn training.load.subjects.plain:app --workers 2
"""

from typing import Any

from fastapi import FastAPI

from model.assessor import Assessor
from training.load.subjects.torch_classifier import TorchClassifier
from training.load.subjects.verdicts import day, objective_of, reply

app = FastAPI()
assessor = Assessor(TorchClassifier())


@app.post("/v1/score")
def score(body: dict[str, Any]) -> dict[str, Any]:
    """Judge one objective."""
    return reply(assessor, assessor.assess([objective_of(body)], day(body))[0])


@app.get("/healthz")
def healthz() -> dict[str, str]:
    """Say that it is there."""
    return {"status": "ok"}
