"""Documents, and an engine of the rules alone."""

from collections.abc import Callable
from datetime import date

import pytest
from pygls.workspace import PositionCodec

from model.assessor import Assessor
from model.detector import RulesDetector
from model.rules_generator import RulesGenerator
from model.suggester import Suggester
from model.text_check import TextChecker
from serve.lsp.client_settings import ClientSettings
from serve.lsp.documents import Document, Kind
from serve.lsp.judge import Judge
from serve.lsp.remarks import Remarks

UTF_16 = PositionCodec("utf-16")


def document(text: str, kind: Kind = Kind.TEXT, version: int = 1) -> Document:
    return Document("file:///plan", version, text, kind)


@pytest.fixture
def checker() -> TextChecker:
    return TextChecker(RulesDetector(), Suggester(Assessor(), [RulesGenerator()]))


@pytest.fixture
def judged(checker: TextChecker, as_of: date) -> Callable[..., Remarks]:
    """Return the remarks on a text of a kind; `settings` are the client's, whose day is the tests' unless told."""

    def remarks(text: str, kind: Kind = Kind.TEXT, **settings: object) -> Remarks:
        chosen = ClientSettings(**{"as_of": as_of, **settings})  # type: ignore[arg-type]
        return Judge(checker).remarks(document(text, kind), chosen, lambda: False)

    return remarks
