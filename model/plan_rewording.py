"""An issue in neutral words: each term that LIAP would not have there gives way to a blank, or to plain words for it."""

import re
from collections.abc import Callable, Iterator

from model.criteria import Span
from model.plan_findings.finding import PlanReading
from model.plan_findings.language import terms
from model.suggestion import Draft, Kind, Proposal

QUESTION = "What has somebody seen or heard: what exactly, where, and how often?"
"""What a blank in an issue asks; it is about what is, and not about what will be done."""
_BLANK = re.compile(r"\[(\w+)\]")
_ALONE = "[what]"


def reworded(reading: PlanReading, row: int, wanted: Callable[[str, Span], bool]) -> Draft | None:
    """Return a row's issue in neutral words, None where nothing is to be changed.

    `wanted` says of a rule and the words that it would change whether they may be.
    Nothing is made up: what was seen is for its author to say. Plain words stand in where they fit: for an abbreviation,
    whose meaning is known, and around the blanks for what a generic term leaves open.
    """
    issue = reading.plan.rows[row].issue
    found = [(rule, span, wording) for rule, span, wording in terms(issue, reading) if wanted(rule, span)]
    if not found:
        return None
    text, proposals, at = "", list[Proposal](), 0
    for rule, span, wording in found:
        text += issue[at : span.start]
        fits = rule == "generic-language" or span.of(issue).isupper() or not wording.instead
        said = wording.instead if fits else _ALONE
        opens = issue[span.start].isupper() and not span.of(issue).isupper()
        for words, kind in _pieces(said[:1].upper() + said[1:] if opens else said):
            if kind:
                proposals.append(Proposal(Span(len(text), len(text) + len(words)), kind, blank=True))
            text += words
        at = span.end
    return Draft(text + issue[at:], tuple(proposals))


def _pieces(said: str) -> Iterator[tuple[str, Kind | None]]:
    """Yield the words that take a term's place, blanks with their kind."""
    at = 0
    for match in _BLANK.finditer(said):
        if match.start() > at:
            yield said[at : match.start()], None
        yield match[0], Kind(match[1])
        at = match.end()
    if at < len(said):
        yield said[at:], None
