"""Where objectives stand in running text: which sentences promise that somebody will do something."""

import re
from typing import Protocol

from model.criteria import Span
from model.rules.clause import Shape, parse

_SENTENCE = re.compile(r"[^\s.!?][^.!?\n]*(?:[.!?](?!\s|$)[^.!?\n]*)*[.!?]?")
_FEWEST_WORDS = 3


class Detector(Protocol):
    """Finds objectives in a text."""

    def find(self, text: str) -> tuple[Span, ...]:
        """Return where each objective stands, in order, without bullet marks or white space around it."""
        ...


class RulesDetector:
    """Takes a sentence for an objective when it promises: an actor who will, or a verb that tells somebody to."""

    def find(self, text: str) -> tuple[Span, ...]:
        """Return where each objective stands, in order."""
        return tuple(Span(m.start(), m.end()) for m in _SENTENCE.finditer(text) if _promises(m.group()))


def _promises(sentence: str) -> bool:
    clause = parse(sentence)
    if len(sentence.split()) < _FEWEST_WORDS or sentence.endswith("?"):
        return False
    return clause.promise is not None or clause.shape is Shape.IMPERATIVE
