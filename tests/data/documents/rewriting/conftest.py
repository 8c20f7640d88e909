"""Advice without a model: what the writers put into files."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from data.documents.entry import Entry
from data.documents.read import entries_of
from data.documents.rewriting.advice import Advice, Adviser
from data.documents.rewriting.changes import Way, Written
from data.documents.rewriting.write import write
from model.assessor import Assessor
from model.rules_generator import RulesGenerator
from model.suggester import Suggester
from tests.conftest import AS_OF

NOW = datetime(2026, 11, 22, 10, 30, tzinfo=UTC)


class Rewriter:
    """Reads a plan and writes it anew, as the rules see it."""

    def __init__(self) -> None:
        self.adviser = Adviser(Suggester(Assessor(), [RulesGenerator()]))

    def advise(self, entry: Entry, as_of: date = AS_OF) -> Advice:
        return self.adviser.advise(entry, as_of)

    def __call__(self, name: str, content: bytes, way: Way) -> Written:
        path = Path(name)
        return write(path, content, [self.advise(entry) for entry in entries_of(path, content)], way, NOW)


@pytest.fixture(scope="session")
def rewriter() -> Rewriter:
    return Rewriter()
