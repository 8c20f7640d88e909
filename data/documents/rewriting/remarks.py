"""What a comment says of an objective: its verdict, why, what it could say instead, and what is left to settle.

Proposals stand out from the words around them: highlighted where a format can, and in brackets where it cannot.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from data.documents.rewriting.advice import Advice, Rewriting
from data.documents.rewriting.wording import pieces_of, plain
from model.criteria import Assessment, Criterion, Field, Finding, Verdict
from model.plan_rewording import QUESTION
from model.suggestion import Draft

AUTHOR, INITIALS = "Aimwell", "AW"
MAX_MESSAGES = 3  # on one criterion; a comment is read beside the text, not instead of it

COLUMN_NAMES = {
    Field.NEED: "Issue",
    Field.TEXT: "What",
    Field.WHO: "Who",
    Field.WHEN: "When",
    Field.MEASURE: "How measured",
}


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words of a comment; `strong` words head a line, a `proposal` is somebody's to agree to."""

    words: str
    strong: bool = False
    proposal: bool = False


Line = tuple[Phrase, ...]


def remark(advice: Advice) -> list[Line]:
    """Return the lines of the comment on an objective that is not SMART, or whose issue could be worded otherwise."""
    lines: list[Line] = [(Phrase("The issue does not say what was seen.", strong=True),)]
    if advice.findings:
        lines = [(Phrase("Not SMART yet. ", strong=True), Phrase(verdicts(advice.assessment)))]
    lines += reasons(advice)
    for rewriting in advice.rewritings:
        first = rewriting is advice.best
        same = {} if first or advice.best is None else advice.best.parts
        parts = {field: draft for field, draft in rewriting.parts.items() if draft != same.get(field)}
        lines += _rewriting(parts, "It could say: " if first else "Or: ", named=set(rewriting.parts) != {Field.TEXT})
    return [*lines, *_grounds(advice.rewritings)]


def reasons(advice: Advice) -> list[Line]:
    """Return what stands against an objective: a line a criterion."""
    return [_reasons(criterion, advice) for criterion in Criterion if _said_of(criterion, advice)]


def _said_of(criterion: Criterion, advice: Advice) -> list[tuple[Verdict, Finding]]:
    return [(verdict, finding) for verdict, finding in advice.findings if finding.criterion is criterion]


def _reasons(criterion: Criterion, advice: Advice) -> Line:
    """Return what is said of one criterion: the first messages, and every question once."""
    said = _said_of(criterion, advice)
    messages = dict.fromkeys(finding.message for _, finding in said[:MAX_MESSAGES])
    questions = dict.fromkeys(finding.question for _, finding in said[:MAX_MESSAGES])
    open_question = all(verdict is not Verdict.NOT_MET for verdict, _ in said)
    head = f"{_name(criterion)}{'?' if open_question else ':'} "
    return Phrase(head, strong=True), Phrase(" ".join((*messages, *questions)))


def _grounds(rewritings: Sequence[Rewriting]) -> list[Line]:
    """Return where the proposals come from, each once."""
    drafts = [draft for rewriting in rewritings for draft in rewriting.parts.values()]
    said = {
        f"“{p.span.of(draft.text)}”": p.source or "for its author to agree to"
        for draft in drafts
        for p in draft.proposals
        if not p.blank
    }
    return [(Phrase("A proposal: ", strong=True), Phrase(f"{words}, {source}.")) for words, source in said.items()]


def settle(rewriting: Rewriting | None) -> list[Line]:
    """Return what somebody must still agree to before a rewriting can stand: a line a question."""
    parts = rewriting.parts.items() if rewriting else ()
    asked: dict[str, list[str]] = {}
    for field, draft in parts:
        for proposal in draft.proposals:
            words = proposal.span.of(draft.text)
            grounds = f"“{words}” is a proposal{f' ({proposal.source})' if proposal.source else ''}"
            question = QUESTION if field is Field.NEED else proposal.kind.question
            asked.setdefault(question, []).append(words if proposal.blank else grounds)
    return [
        (Phrase("To settle: ", strong=True), Phrase(f"{'; '.join(dict.fromkeys(words))} – {question}"))
        for question, words in asked.items()
    ]


def reasons_text(advice: Advice) -> str:
    """Return what stands against an objective, in one line of plain text."""
    return " ".join(text_of([line]) for line in reasons(advice))


def rewriting_text(rewriting: Rewriting, *, blanks: bool) -> str:
    """Return a rewriting in one line of plain text, its proposals in brackets or, with `blanks`, left open."""
    words = {field: draft.blank_text if blanks else plain(draft) for field, draft in rewriting.parts.items()}
    if set(words) == {Field.TEXT}:
        return words[Field.TEXT]
    return " ".join(f"{COLUMN_NAMES[field]}: {said.rstrip('.')}." for field, said in words.items())


def verdicts(assessment: Assessment) -> str:
    """Return in a sentence or two which criteria are not met, and which cannot be told."""
    by_verdict = {v: [_name(c).casefold() for c in Criterion if assessment[c].verdict is v] for v in Verdict}
    said = []
    if by_verdict[Verdict.NOT_MET]:
        said.append(f"Not met: {_listed(by_verdict[Verdict.NOT_MET])}.")
    if by_verdict[Verdict.CANNOT_TELL]:
        said.append(f"Cannot be told: {_listed(by_verdict[Verdict.CANNOT_TELL])}.")
    return " ".join(said)


def text_of(lines: Iterable[Line]) -> str:
    """Return the lines as plain text, proposals in brackets."""
    return "\n".join("".join(f"[{p.words}]" if _needs_bracket(p) else p.words for p in line) for line in lines)


def _rewriting(parts: Mapping[Field, Draft], lead: str, *, named: bool) -> Iterator[Line]:
    for number, (field, draft) in enumerate(parts.items()):
        yield (*_lead(lead if number == 0 else "", field, named=named), *_phrases(draft))
    for field, draft in parts.items():
        if any(not proposal.blank for proposal in draft.proposals) and len(pieces_of(draft)) > 1:
            yield (*_lead("With blanks: ", field, named=named), Phrase(draft.blank_text))


def _lead(lead: str, field: Field, *, named: bool) -> Sequence[Phrase]:
    heads = [Phrase(lead, strong=True)] if lead else []
    return [*heads, Phrase(f"{COLUMN_NAMES[field]}: ")] if named else heads


def _phrases(draft: Draft) -> Iterator[Phrase]:
    for piece in pieces_of(draft):
        yield Phrase(piece.words, proposal=piece.proposal is not None)


def _needs_bracket(phrase: Phrase) -> bool:
    return phrase.proposal and not phrase.words.startswith("[")


def _name(criterion: Criterion) -> str:
    return criterion.value.replace("_", "-").capitalize()


def _listed(names: Sequence[str]) -> str:
    return " and ".join(part for part in (", ".join(names[:-1]), names[-1]) if part)
