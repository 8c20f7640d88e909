"""Rewrites of one row of a plan: what its own cells could say, so that nothing is said in two columns.

A suggestion is one sentence with actor, deadline and measure. In a plan these stand in columns of their own, so the
objective's cell gets the sentence without them, and a column gets what is proposed for it. Each is judged in its row:
one that does not meet a criterion more, or loses one, is not offered.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from model.assessor import Assessor
from model.criteria import Assessment, Criterion, Field, Objective, Span
from model.statement import Statement, compose
from model.suggester import filled
from model.suggestion import Draft, DraftError, Kind, Proposal, Suggestion, read

COLUMNS = {Field.WHO: Kind.WHO, Field.WHEN: Kind.WHEN, Field.MEASURE: Kind.METHOD}
"""The columns that a proposal may fill, and of which kind it is."""

_BY_A_DAY = re.compile(r"(?i)\Aby (?=\d)")
"""What a sentence needs before its deadline and a column does not."""


@dataclass(frozen=True, slots=True)
class RowRewrite:
    """Other words for one part of an objective, and the criteria that its row then meets, once blanks are filled."""

    field: Field
    draft: Draft
    met: frozenset[Criterion]


def row_rewrites(
    objective: Objective, before: Assessment, suggestions: Sequence[Suggestion], assessor: Assessor, as_of: date
) -> list[RowRewrite]:
    """Return what the row's cells could say, the objective's own words first; nothing is lost and something is gained."""
    drafts = list(dict.fromkeys(_drafts(objective, suggestions, as_of)))
    rows = [replace(objective, **{field.value: filled(draft)}) for field, draft in drafts]
    after = assessor.assess(rows, as_of) if rows else []
    return [RowRewrite(f, d, a.met) for (f, d), a in zip(drafts, after, strict=True) if before.met < a.met]


def _drafts(objective: Objective, suggestions: Sequence[Suggestion], as_of: date) -> Iterator[tuple[Field, Draft]]:
    statement = compose(objective, as_of)
    for suggestion in suggestions:
        own = _own_words(suggestion.draft, statement)
        if own is not None and own.text != objective.text:
            yield Field.TEXT, own
    for field, kind in COLUMNS.items():
        for draft in (s.draft for s in suggestions):
            for proposal in draft.proposals:
                if proposal.kind is kind:
                    words = _BY_A_DAY.sub("", proposal.span.of(draft.text))
                    yield field, _lone(words, kind, blank=proposal.blank)


def _own_words(draft: Draft, statement: Statement) -> Draft | None:
    """Return the draft without what the other columns say; None where it does not say that as they do."""
    said = draft.marked
    actor, after = _around(statement)
    if actor and said.startswith(actor):
        said = said.removeprefix(actor)
    elif actor and statement.objective.part(Field.WHO).strip() not in said:
        return None
    for part in after:
        if said.count(part) != 1:
            return None
        said = said.replace(part, "")
    try:
        return read(said[:1].upper() + said[1:])
    except DraftError:
        return None


def _around(statement: Statement) -> tuple[str, list[str]]:
    """Return what the other columns say before the objective's own words and after them, with the words that join them."""
    own = next(i for i, segment in enumerate(statement.segments) if segment.field is Field.TEXT)
    ends = [segment.span.end for segment in statement.segments[own:]]
    return statement.text[: statement.segments[own].span.start], [
        statement.text[start:end] for start, end in pairwise(ends)
    ]


def _lone(words: str, kind: Kind, *, blank: bool) -> Draft:
    return Draft(words, (Proposal(Span(0, len(words)), kind, blank),))
