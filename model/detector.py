"""Where objectives stand in running text: which sentences put something forward as to be done.

A trained head weighs the signs of each sentence and of what stands around it and, where the classifier's encoder is at
hand, its meaning. Where the head's weights cannot be used, rules decide. Decision 9 says how each was measured.
"""

from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from model.company import Company
from model.criteria import Span
from model.detector_weights import DEFAULT_WEIGHTS, Weights, load
from model.place import passages
from model.signs import Signs

if TYPE_CHECKING:
    from model.classifier import OnnxClassifier
    from model.similar import Encode

REMEMBERED = 2048
"""Sentences whose meaning is kept: editors send a paragraph again for every word that is typed."""
DOUBTLESS = 0.1
"""A sentence whose signs leave it less likely than this is none: most of prose, and not worth encoding."""
_FEWEST_WORDS = 2
_ELSEWHERE = frozenset(["told_other", "title_rules", "among_rules", "tells_reader"])
"""Signs that a sentence stands where none is an objective: under "Background", in a leaflet, among the rules of a house."""


class Detector(Protocol):
    """Finds objectives in a text."""

    def find(self, text: str) -> tuple[Span, ...]:
        """Return where each objective stands, in order, without bullet marks or white space around it."""
        ...


class RulesDetector:
    """Takes a sentence for an objective when somebody plainly promises an act, or when its heading says that it is one."""

    def find(self, text: str) -> tuple[Span, ...]:
        """Return where each objective stands, in order."""
        company = Company(tuple(passages(text)))
        return tuple(
            company.passages[at].span
            for at in candidates(company)
            if _put_forward(company.own[at], company.signs(at), listed=company.listed(at))
        )


class TrainedDetector:
    """Weighs signs, and meaning where `encode` is given; safe to share between threads.

    A text of one line shows nothing around it, so the detector has to be surer there.
    """

    def __init__(self, weights: Weights, encode: "Encode | None" = None) -> None:
        self.weights = weights
        self._meaning = lru_cache(maxsize=REMEMBERED)(partial(_encoded, encode)) if encode else None
        self._head = weights.by_signs if encode is None else weights.by_meaning

    def find(self, text: str) -> tuple[Span, ...]:
        """Return where each objective stands, in order."""
        company = Company(tuple(passages(text)))
        one_line = len({p.line for p in company.passages}) == 1
        sure = self._head.sure_of_line if one_line else self._head.sure
        return tuple(company.passages[at].span for at in candidates(company) if self._chance(company, at) >= sure)

    def _chance(self, company: Company, at: int) -> float:
        signs = company.signs(at)
        if company.own[at].speaks_of_plans and signs.isdisjoint(_ELSEWHERE):
            return 1.0
        chance = self.weights.by_signs.chance(signs)
        if self._meaning is None or chance < DOUBTLESS:
            return chance
        return self.weights.by_meaning.chance(signs, self._meaning(company.passages[at].words))


ENCODER_DIGITS = 6


def open_detector(classifier: "OnnxClassifier | None" = None, path: Path = DEFAULT_WEIGHTS) -> TrainedDetector:
    """Return the trained detector; it reads meaning only with the encoder for which it was trained.

    A bundle's id ends as its encoder's digest begins (`training/fit.py`), and one that was retrained has the same encoder.

    Raises:
        BundleError: when its weights are missing or damaged.
    """
    weights = load(path)
    fits = (
        classifier is not None
        and classifier.encoder[:ENCODER_DIGITS] == weights.bundle[-ENCODER_DIGITS:]
        and classifier.width == len(weights.by_meaning.meaning)
    )
    return TrainedDetector(weights, classifier.encode if classifier is not None and fits else None)


def _encoded(encode: "Encode", words: str) -> NDArray[np.float32]:
    (meaning,) = encode([(words, "")])
    return np.asarray(meaning, dtype=np.float32)


def candidates(company: Company) -> list[int]:
    """Return which sentences could be objectives at all: no headings, no questions, no greetings, and the like."""
    return [
        at
        for at, passage in enumerate(company.passages)
        if not passage.heads and not company.own[at].excluded and len(passage.words.split()) >= _FEWEST_WORDS
    ]


def _put_forward(own: Signs, signs: frozenset[str], *, listed: bool) -> bool:
    """Say whether a sentence is put forward as something to be done; `listed` when it stands in a list or a table."""
    family = own.family
    if "told_other" in signs:
        return own.promises and family == "to"
    if own.against or not signs.isdisjoint(_ELSEWHERE):
        return own.promises and family == "to" and own.bounded
    if "told_action" in signs:
        if family == "will":
            return own.promises or (listed and signs.isdisjoint(("often", "may", "meets")))
        return family in ("to", "needs", "told") or (listed and own.bounded and family in ("present", "fragment"))
    if family == "to" or own.speaks_of_plans:
        return own.promises or own.speaks_of_plans
    if family == "told":
        return own.bounded and listed and signs.isdisjoint(("you", "your"))
    named = own.bounded or "actor_person" in signs or "framed" in signs
    return (
        family == "will" and own.promises and named and signs.isdisjoint(("subject_readers", "when_later", "because"))
    )
