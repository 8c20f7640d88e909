"""A rewritten sentence spread over the columns of a plan: who, when and measure go where the plan has a place for them.

A rewrite is one sentence with everything in it. In a plan's table the deadline has its own column, and a sentence that
repeats it there would soon contradict it. So proposals of a column's kind leave the sentence, the column gets them
where its cell is empty or in doubt, and a person named in the plan's own column fills the sentence's blank.
"""

import re
from collections.abc import Collection, Mapping, Sequence

from data.documents.rewriting.wording import Piece, blank, draft_of, pieces_of
from model.criteria import Assessment, Criterion, Field, Objective, Verdict
from model.facts import keys
from model.suggestion import Draft, Kind

COLUMNS: Mapping[Field, Kind] = {Field.WHO: Kind.WHO, Field.WHEN: Kind.WHEN, Field.MEASURE: Kind.METHOD}
"""Which proposals belong into which column."""

WHOLE: Mapping[Field, Criterion] = {Field.WHEN: Criterion.TIME_BOUND, Field.MEASURE: Criterion.MEASURABLE}
"""The criteria that a column answers by itself: one that is not met puts its column in doubt."""

MAX_NAME_WORDS = 6  # "Siobhán Doyle and her health visitor"; what is longer is no subject of a sentence

_LEAD = re.compile(
    r"(?:,?\s*(?:as\s+)?(?:shown|measured|evidenced|seen|recorded|checked)\s+(?:by|in|with|from|on)\s*"
    r"|\s*How we will know:\s*|[,;]?\s*)$"
)
_DANGLING = re.compile(r"(?i)\b(?:by|in|on|at|with|from|through|via|as|of|and|or|to|for|until|than|like|using)\W*$")


def in_doubt(assessment: Assessment) -> frozenset[Field]:
    """Return the columns whose own words stand against a criterion that is not met."""
    failed = [j for j in assessment.judgements.values() if j.verdict is Verdict.NOT_MET]
    blamed = {finding.field for judgement in failed for finding in judgement.findings}
    answered = {field for field, criterion in WHOLE.items() if criterion in {j.criterion for j in failed}}
    return frozenset((blamed & COLUMNS.keys()) | answered)


def spread(
    draft: Draft, objective: Objective, writable: Collection[Field], doubted: Collection[Field]
) -> dict[Field, Draft]:
    """Return the new words of each part that changes, the objective's own sentence among them.

    `writable` are the columns whose cell may be written. A column that the plan has not, or that cannot take what it
    should, leaves the sentence as it is.
    """
    sentence = _without_need(pieces_of(draft), objective.need)
    cells: dict[Field, Draft] = {}
    for field, kind in COLUMNS.items():
        said = objective.part(field)
        wanting = not said or field in doubted
        if wanting and field not in writable:
            continue
        proposed = next((p for p in sentence if p.proposal and p.proposal.kind is kind), None)
        if wanting and proposed:
            cells[field] = draft_of(_cell(field, said, proposed))
        if field is not Field.WHO:
            sentence = _without(sentence, kind)
        elif not wanting:
            sentence = _naming(sentence, said)
    text = draft_of(sentence)
    return {**({} if text.text == objective.text else {Field.TEXT: text}), **cells}


def _without_need(sentence: list[Piece], need: str | None) -> list[Piece]:
    """Return the sentence without the plan's own need said again behind it; the need has its column."""
    last = sentence[-1]
    if need is None or last.proposal or not last.words.rstrip(" .").endswith(f"Why: {need.strip().rstrip('.')}"):
        return sentence
    return [*sentence[:-1], Piece(last.words[: last.words.rindex("Why: ")].rstrip())]


def _cell(field: Field, said: str, proposed: Piece) -> list[Piece]:
    """Return what a column's cell says: the proposal, behind the author's words wherever they say anything of their own.

    "Ongoing" gives way to a date. "End of term" does not: the date is then for its author to give.
    """
    words = Piece(proposed.words[:1].upper() + proposed.words[1:], proposed.proposal)
    if not said or (field is Field.WHEN and not keys(said)):
        return [words]
    asked = blank(COLUMNS[field]) if field is Field.WHEN else proposed
    return [Piece(f"{said.rstrip(' .,;:')}: "), asked]


def _naming(sentence: Sequence[Piece], who: str) -> list[Piece]:
    """Return the sentence with the plan's own person in place of its first open "who"."""
    if len(who.split()) > MAX_NAME_WORDS:
        return list(sentence)
    named = list(sentence)
    for index, piece in enumerate(named):
        if piece.proposal and piece.proposal.kind is Kind.WHO:
            named[index] = Piece(who.strip())
            break
    return named


def _without(sentence: Sequence[Piece], kind: Kind) -> list[Piece]:
    """Return the sentence without its proposals of a kind, and without the words that led up to them.

    The sentence stays as it is where it would be left hanging.
    """
    pieces = list(sentence)
    while (at := next((i for i, p in enumerate(pieces) if p.proposal and p.proposal.kind is kind), None)) is not None:
        before, after = pieces[:at], pieces[at + 1 :]
        if before and before[-1].proposal is None:
            words = _LEAD.sub("", before.pop().words)
            if _DANGLING.search(words):
                return list(sentence)
            before += [Piece(words)] if words else []
        if after and after[0].proposal is None:
            after[0] = Piece(_following(before, after[0].words))
        pieces = [piece for piece in (*before, *after) if piece.words]
    return pieces


def _following(before: Sequence[Piece], words: str) -> str:
    """Return the words behind a proposal that left: with a capital at the start, without a second full stop."""
    if not before:
        words = words.lstrip(" ,;")
        return words[:1].upper() + words[1:]
    return words.removeprefix(".") if before[-1].words.endswith((".", "!", "?")) else words
