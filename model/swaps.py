"""Facts that are all there and say the reverse: "Ben rings Ana" for "Ana rings Ben", "from 30 to 42" for "from 42 to 30".

A guard that only counts facts lets these pass.
"""

import re

from model.facts import FactKind, facts
from model.rules.clause import Clause, Shape, parse
from model.rules.numbers import NUMBER, value
from model.rules.people import Actor
from model.rules.reading import Reading
from model.suggestion import Draft

_UNIT = r"(?:\s?%|\s+[^\W\d_]+){0,3}?"
_FROM_TO = re.compile(rf"(?i)\bfrom\s+(?P<a>{NUMBER}){_UNIT}\s+(?:down |up )?to\s+(?P<b>{NUMBER})(?!\w)")
_TO_FROM = re.compile(rf"(?i)\bto\s+(?P<b>{NUMBER}){_UNIT}\s+from\s+(?P<a>{NUMBER})(?!\w)")
_OUT_OF = re.compile(
    rf"(?i)(?<![\w.])(?P<a>{NUMBER}){_UNIT}\s+(?:out\s+)?of\s+(?:the\s+|every\s+)?(?P<b>{NUMBER})(?!\w)"
)


def swaps_facts(reading: Reading, draft: Draft) -> bool:
    """Say whether the draft puts one person of the statement in another's place, or turns a pair of numbers round."""
    return _turns_numbers(reading.text, draft.text) or _puts_another_in_charge(reading, draft)


def _turns_numbers(ours: str, theirs: str) -> bool:
    for patterns in ((_FROM_TO, _TO_FROM), (_OUT_OF,)):
        said, now = _pairs(ours, patterns), _pairs(theirs, patterns)
        if any((b, a) in said and (b, a) not in now for a, b in now - said):
            return True
    return False


def _pairs(text: str, patterns: tuple[re.Pattern[str], ...]) -> set[tuple[float | str, float | str]]:
    found = ((_amount(m["a"]), _amount(m["b"])) for p in patterns for m in p.finditer(text))
    return {(a, b) for a, b in found if a != b}


def _amount(word: str) -> float | str:
    try:
        return value(word)
    except ValueError:  # "1.2.3" is a section, no number
        return word


def _puts_another_in_charge(reading: Reading, draft: Draft) -> bool:
    ours, theirs = reading.clause, parse(draft.text)
    if ours.actor is not Actor.PERSON or theirs.actor is not Actor.PERSON:
        return False
    said, now = _doer(ours, reading.text), _doer(theirs, draft.text)
    return bool(said and now) and not said & now and now <= _names(reading.text)


def _doer(clause: Clause, text: str) -> frozenset[str]:
    span = clause.agent if clause.shape is Shape.PASSIVE else clause.subject
    return _names(text[: span.end], span.start) if span else frozenset()


def _names(text: str, start: int = 0) -> frozenset[str]:
    return frozenset(f.key for f in facts(text) if f.kind is FactKind.NAME and f.span.start >= start)
