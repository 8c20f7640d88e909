"""Which words moved the model: occlusion, for verdicts that no rule explains.

Each phrase is left out in turn (Zeiler and Fergus, 2014); the one without which the criterion would most nearly be met is
what the finding points at. A phrase is a few words, so one small batch is enough for a request.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from model.criteria import Criterion, Finding, Span
from model.rules import phrases
from model.rules.catalogue import RULES
from model.rules.reading import Reading
from model.statement import Segment, Statement

MOST_PHRASES = 8
LEAST_MOVE = 0.03
"""A phrase that moves the probability by less than this explains nothing."""


class Scorer(Protocol):
    """Scores readings, as the classifier does."""

    def scores(
        self, readings: Sequence[Reading], findings: Sequence[Sequence[Finding]]
    ) -> list[dict[Criterion, float]]:
        """Return the probability of each criterion, for each reading."""
        ...


def pieces(text: str) -> list[Span]:
    """Return the text cut into at most `MOST_PHRASES` runs of whole words of about equal number."""
    found = phrases.words(text)
    if not found:
        return []
    size = -(-len(found) // MOST_PHRASES)
    runs = [found[i : i + size] for i in range(0, len(found), size)]
    return [Span(run[0].start, run[-1].end) for run in runs]


def without(reading: Reading, span: Span) -> Reading:
    """Return a reading of the same statement with the words of `span` left out."""
    text = reading.text[: span.start] + reading.text[span.end :]
    statement = reading.statement
    segment = Segment(Span(0, len(text)), statement.segments[0].field, 0, verbatim=False)
    return Reading(Statement(text, replace(statement.objective, text=text), statement.as_of, (segment,)))


_DOUBT = {
    Criterion.SPECIFIC: "a stranger could picture who does exactly what",
    Criterion.MEASURABLE: "two people could agree whether it happened",
    Criterion.ACHIEVABLE: "this can be done in the time and with the means stated",
    Criterion.RELEVANT: "this would move the need",
    Criterion.TIME_BOUND: "a calendar shows when this is done",
}
_STANDING = {
    Criterion.SPECIFIC: "vague-object",
    Criterion.MEASURABLE: "no-measure",
    Criterion.ACHIEVABLE: "leap",
    Criterion.RELEVANT: "off-need",
    Criterion.TIME_BOUND: "no-deadline",
}
"""The rule whose question and source fit the model's own doubt."""


def explain(
    scorer: Scorer, reading: Reading, findings: Sequence[Finding], criterion: Criterion, chance: float
) -> Finding:
    """Return the finding for a verdict that is the model's own: it says so, and points at the words that weighed most."""
    span = telling_words(scorer, reading, findings, criterion, chance)
    statement = reading.statement
    field, where = statement.locate(span or statement.whole)
    weighed = f", most of all over “{span.of(reading.text)}”" if span else ""
    message = f"No rule finds a fault, but the trained model doubts that {_DOUBT[criterion]}{weighed}."
    rule = RULES[_STANDING[criterion]]
    return Finding("model-evidence", criterion, field, where, message, rule.question, rule.source)


def telling_words(
    scorer: Scorer, reading: Reading, findings: Sequence[Finding], criterion: Criterion, chance: float
) -> Span | None:
    """Return the phrase that most kept `criterion` from being met; None where no phrase stands out.

    The findings stay as they are, so that only what the encoder reads is occluded.
    """
    spans = pieces(reading.text)
    if len(spans) < 2:
        return None
    scored = scorer.scores([without(reading, s) for s in spans], [findings] * len(spans))
    moves = [said[criterion] - chance for said in scored]
    best = max(range(len(spans)), key=moves.__getitem__)
    return spans[best] if moves[best] >= LEAST_MOVE else None
