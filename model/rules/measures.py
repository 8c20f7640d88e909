"""How anybody would know: amounts, frequencies, sources of evidence, and acts that are plainly done or not.

LIAP, "Measurable": what does success look like? Realtime evaluation, scaling, questionnaires, the Boxall Profile; "How
will we measure progress?": "by review" is not a method.
"""

import re

from model.criteria import Finding, Span
from model.rules import phrases
from model.rules.clause import Shape
from model.rules.reading import Reading
from model.rules.vocabulary import words_of

_FREQUENCY = re.compile(
    r"(?i)(?<![\w-])(?:daily|nightly|weekly|fortnightly|monthly|quarterly|termly|annually|hourly|once|twice|"
    r"(?:every|each|per)\s+(?:single\s+|other\s+|second\s+|school\s+|working\s+|week)?(?:day|night|morning|afternoon|evening|"
    r"week|weekend|weekday|month|quarter|term|year|hour|lesson|session|visit|shift|meal|mon\w*|tue\w*|wed\w*|thu\w*|fri\w*|"
    r"sat\w*|sun\w*)|on\s+(?:mon|tues|wednes|thurs|fri|satur|sun)days|(?:mondays|tuesdays|wednesdays|thursdays|fridays|saturdays|sundays)|"
    r"(?:mon|tue|tues|wed|thu|thur|thurs|fri|sat)\w*\s*(?:,|/|&|and|-|–)\s*(?:mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun)\w*|"
    r"\d+\s?x\b|x\s?\d+|p/?w\b|p/?m\b|a\s+(?:day|week|month|night|year)|bd|tds|qds|od)(?![\w-])"
)
_INSTRUMENTS = words_of("instruments")
_DELIVERABLES = words_of("deliverable_verbs")
_ONCE_IF_DATED = words_of("once_if_dated_verbs")
_COMPARATIVES = words_of("comparatives")
_REVIEW = re.compile(
    r"(?i)\b(?:by|at|via|through|measured by|monitored (?:by|at|through))\s+(?:the\s+|next\s+|regular\s+)*reviews?\b(?!\s+of)|"
    r"\bto be reviewed\b|\breview(?:ed)? (?:regularly|progress|at (?:next|the))|\breviewed at\b"
)
_RECURS = re.compile(r"(?i)\b(?:when|whenever|if|as soon as|each time|any time|while)\b")


def frequencies(text: str) -> list[Span]:
    """Return each "weekly", "twice a day", "on Mondays", "3x"."""
    return [Span(m.start(), m.end()) for m in _FREQUENCY.finditer(text)]


def evidence(reading: Reading) -> list[Span]:
    """Return the words by which two people could agree whether it happened: amounts, frequencies, instruments."""
    named = [*phrases.occurrences(reading.text, _INSTRUMENTS), *reading.local.instruments_in(reading.text)]
    found = [*reading.figures, *frequencies(reading.text), *named]
    return sorted(s for s in found if not any(s.overlaps(r) for r in _reviews(reading.text)))


def is_deliverable(reading: Reading) -> bool:
    """Say whether the statement is one discrete act, plainly done or not done.

    An act tied to a recurring event ("when the bell goes") is an ongoing behaviour (annotation guide, Measurable).
    """
    clause = reading.clause
    if clause.lemma is None or clause.negated or _RECURS.search(reading.text):
        return False
    rest = clause.rest.of(reading.text).lower()
    two = f"{clause.lemma} {rest.split()[0].strip(',.;')}" if rest.split() else clause.lemma
    if clause.lemma in _DELIVERABLES or two in _DELIVERABLES:
        return True
    dated = any(
        w.day and not re.match(r"(?i)(?:over|within|for|in the next|during|throughout)\b", w.span.of(reading.text))
        for w in reading.deadlines
    )
    return dated and (clause.lemma in _ONCE_IF_DATED or two in _ONCE_IF_DATED)


def find(reading: Reading) -> list[Finding]:
    """Return why nobody could agree whether it happened; nothing where there is evidence or one discrete act."""
    if evidence(reading) or is_deliverable(reading):
        return []
    statement, text = reading.statement, reading.text
    review = next(iter(_reviews(text)), None)
    if review is not None:
        return [statement.finding("by-review", review, f"“{review.of(text)}” does not say what will be looked at.")]
    comparative = next(iter(reading.occurrences(_COMPARATIVES)), None)
    if comparative is not None:
        said = comparative.of(text)
        return [statement.finding("comparative-without-figure", comparative, f"“{said}” gives no figure to compare.")]
    where = reading.clause.verb if reading.clause.shape is not Shape.FRAGMENT else None
    return [
        statement.finding("no-measure", where or statement.whole, "Two people could not agree whether this happened.")
    ]


def _reviews(text: str) -> list[Span]:
    return [Span(m.start(), m.end()) for m in _REVIEW.finditer(text)]
