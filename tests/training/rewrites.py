"""Records, rewrites of them and suggesters that write what they are told, for the tests of what rewrites are worth."""

from collections.abc import Sequence

import numpy as np

from data.example import Example
from model.assessor import Assessor
from model.criteria import Assessment, Criterion, Engine, Finding, Judgement, Objective, Verdict
from model.generator import Generator
from model.rules.reading import Reading
from model.suggester import Suggester
from model.suggestion import Draft, read
from tests.conftest import FakeClassifier
from training.rewriter_metrics import Rewritten, States

TEXT = "Dad will read 3 pages with Ana"
REWRITE = "Dad will read 3 pages with Ana [[amount: twice a week]] [[when: until 3 May]], [[why: so that she sleeps]]."
NOTHING_MET = dict.fromkeys(Criterion, 0.1)


def record(identity: str = "a", text: str = TEXT, rewrite: str | None = REWRITE, **context: str) -> Example:
    labels: dict[Criterion, bool | None] = dict.fromkeys(Criterion, False)
    return Example(id=identity, domain="personal", text=text, labels=labels, rewrite=rewrite, batch=identity, **context)


def met(*missed: Criterion) -> Assessment:
    judged = {
        c: Judgement(c, Verdict.NOT_MET, 0.1) if c in missed else Judgement(c, Verdict.MET, 0.9) for c in Criterion
    }
    return Assessment(judged, Engine.MODEL)


def rewritten(marked: str, *missed: Criterion, **context: str) -> Rewritten:
    return Rewritten(record(**context), read(marked), met(*missed), "model")


class Writes:
    """A generator that rewrites the objectives that it knows, and has nothing for others."""

    origin = "model"

    def __init__(self, marked: dict[str, str]) -> None:
        self.marked = marked

    def generate(self, objective: Objective, reading: Reading, findings: Sequence[Finding]) -> list[Draft]:
        return [read(self.marked[objective.text])] if objective.text in self.marked else []


def suggester(*generators: Generator, chances: dict[Criterion, float] = NOTHING_MET) -> Suggester:
    return Suggester(Assessor(FakeClassifier(chances)), generators)


def letters(texts: Sequence[str]) -> list[States]:
    """Stand for an encoder: a token a letter, alike only to itself."""
    return [np.eye(128, dtype=np.float32)[[min(ord(c), 127) for c in text]] for text in texts]
