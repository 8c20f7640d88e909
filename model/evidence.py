"""Which words moved the model, for verdicts that no rule explains.

The classifier says what each word piece of a statement counts for; a phrase is a few words, and the one that speaks most
against the criterion is what the finding points at.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from model.criteria import Criterion, Finding, Span
from model.rules import phrases
from model.rules.catalogue import MODEL_EVIDENCE, RULES
from model.rules.reading import Reading

MOST_PHRASES = 8
STANDS_OUT = 0.05
"""A phrase whose words say less than this below the statement's mean explains nothing."""


@dataclass(frozen=True, slots=True)
class Weighing:
    """What a classifier makes of one statement.

    `chances` is the probability that each criterion is met, None where it cannot tell. `words` says what each piece of
    the statement counts for, by criterion, as a probability, with the stretch of the statement that it stands for; it
    is asked only where an explanation is wanted.
    """

    chances: Mapping[Criterion, float | None]
    words: Callable[[Criterion], Sequence[tuple[Span, float]]]


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


def explain(reading: Reading, criterion: Criterion, words: Sequence[tuple[Span, float]]) -> Finding:
    """Return the finding for a verdict that is the model's own: it says so, and points at the words that weighed most."""
    span = telling_words(reading.text, words)
    statement = reading.statement
    field, where = statement.locate(span or statement.whole)
    weighed = f", most of all over “{span.of(reading.text)}”" if span else ""
    message = f"No rule finds a fault, but the trained model doubts that {_DOUBT[criterion]}{weighed}."
    rule = RULES[_STANDING[criterion]]
    return Finding(MODEL_EVIDENCE, criterion, field, where, message, rule.question, rule.source)


def pieces(text: str) -> list[Span]:
    """Return the text cut into at most `MOST_PHRASES` runs of whole words of about equal number."""
    found = phrases.words(text)
    if not found:
        return []
    size = -(-len(found) // MOST_PHRASES)
    runs = [found[i : i + size] for i in range(0, len(found), size)]
    return [Span(run[0].start, run[-1].end) for run in runs]


def telling_words(text: str, scored: Sequence[tuple[Span, float]]) -> Span | None:
    """Return the phrase whose words speak most against the criterion; None where no phrase stands out."""
    means = [
        (sum(inside) / len(inside), phrase)
        for phrase in pieces(text)
        if (inside := [score for span, score in scored if span.overlaps(phrase)])
    ]
    if len(means) < 2:
        return None
    least, phrase = min(means)
    return phrase if least <= sum(score for score, _ in means) / len(means) - STANDS_OUT else None
