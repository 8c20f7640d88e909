"""What Aimwell proposes: a sentence in which everything that somebody must still agree to is marked.

The written form is that of the corpus, `John will raise his hand [[amount: in 4 of 5 lessons]] [[when: by 12 May]].`;
`read` turns it into a `Draft` and `Draft.marked` turns it back.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from model.criteria import Assessment, Criterion, Span, Verdict


class Kind(StrEnum):
    """What sort of fact a proposed span holds."""

    WHO = "who"
    WHAT = "what"
    AMOUNT = "amount"
    WHEN = "when"
    WHERE = "where"
    METHOD = "method"
    WHY = "why"

    @property
    def question(self) -> str:
        """The question that a blank of this kind asks."""
        return QUESTIONS[self]

    @property
    def blank(self) -> str:
        """The blank as it stands in a sentence: `[when]`."""
        return f"[{self.value}]"


QUESTIONS = {
    Kind.WHO: "Who will do this: which named person?",
    Kind.WHAT: "What exactly will be done?",
    Kind.AMOUNT: "How much, how many or how often?",
    Kind.WHEN: "By when, or over which weeks?",
    Kind.WHERE: "Where will this happen?",
    Kind.METHOD: "How will you know: who or what will show it?",
    Kind.WHY: "What need does this answer?",
}


class DraftError(ValueError):
    """A draft's brackets do not balance, nest, or name a kind that does not exist; the message says which."""


@dataclass(frozen=True, slots=True, order=True)
class Proposal:
    """One proposed stretch of a draft's `text`; `blank` when nothing is proposed and the blank itself stands there.

    `source` says where the proposal comes from, in words for the reader ("seen in similar objectives"); it is empty
    where its writer did not say.
    """

    span: Span
    kind: Kind
    blank: bool = False
    source: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """A candidate rewrite: its sentence with the proposals filled in, and where those proposals stand, in order."""

    text: str
    proposals: tuple[Proposal, ...] = ()

    @property
    def marked(self) -> str:
        """The corpus form, with each proposal in typed double brackets and blanks as `[[when: ]]`."""
        return self._render(lambda p: f"[[{p.kind}: {'' if p.blank else p.span.of(self.text)}]]")

    @property
    def blank_text(self) -> str:
        """The same sentence with a blank of its kind in place of every proposal: `by [who] [when]`."""
        return self._render(lambda p: p.kind.blank)

    @property
    def outside(self) -> str:
        """The words that stand in no proposal, each proposal replaced by a bar, so that nothing joins across it."""
        return self._render(lambda _: "|")

    def _render(self, replacement: Callable[[Proposal], str]) -> str:
        pieces, at = [], 0
        for proposal in self.proposals:
            pieces += [self.text[at : proposal.span.start], replacement(proposal)]
            at = proposal.span.end
        return "".join([*pieces, self.text[at:]])


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A draft that the guard let through, re-scored: what an author may be shown.

    `before` and `after` are the assessments of the objective and of the draft as it stands; `origin` says who wrote
    it ("model", "rules" or "llm"); `changes` says in words what was changed and why.
    """

    draft: Draft
    origin: str
    before: Assessment
    after: Assessment
    changes: tuple[str, ...] = ()

    @property
    def gained(self) -> frozenset[Criterion]:
        """Criteria that the suggestion meets and the original did not."""
        return self.after.met - self.before.met

    @property
    def loses_ground(self) -> bool:
        """True when a criterion that the original met is no longer met."""
        return any(
            self.before[c].verdict is Verdict.MET and self.after[c].verdict is not Verdict.MET for c in Criterion
        )


_MARK = re.compile(r"\[\[\s*([^\[\]:]*?)\s*:\s*([^\[\]]*?)\s*\]\]")


def read(marked: str) -> Draft:
    """Return the draft that a sentence with typed double brackets describes.

    A bracket without words, `[[when: ]]`, is a blank: the draft's text carries `[when]` there.

    Raises:
        DraftError: when a bracket is left open, nested, single, or of an unknown kind.
    """
    pieces: list[str] = []
    proposals: list[Proposal] = []
    at = length = 0
    for match in _MARK.finditer(marked):
        plain = _plain(marked[at : match.start()])
        kind = _kind(match.group(1))
        words = match.group(2) or kind.blank
        start = length + len(plain)
        proposals.append(Proposal(Span(start, start + len(words)), kind, blank=not match.group(2)))
        pieces += [plain, words]
        length = start + len(words)
        at = match.end()
    pieces.append(_plain(marked[at:]))
    return Draft("".join(pieces), tuple(proposals))


def filled_with(draft: Draft, fills: Mapping[Proposal, tuple[str, str]]) -> Draft:
    """Return the draft with other words in some of its proposals: each fill is the words and where they come from."""
    text, at, proposals = "", 0, []
    for proposal in draft.proposals:
        text += draft.text[at : proposal.span.start]
        words, source = fills.get(proposal, (proposal.span.of(draft.text), proposal.source))
        span = Span(len(text), len(text) + len(words))
        proposals.append(Proposal(span, proposal.kind, proposal.blank and proposal not in fills, source))
        text += words
        at = proposal.span.end
    return Draft(text + draft.text[at:], tuple(proposals))


def kinds(draft: Draft) -> Iterator[Kind]:
    """Yield the kind of each proposal, in the order of the sentence."""
    return (p.kind for p in draft.proposals)


def _plain(words: str) -> str:
    if "[" in words or "]" in words:
        raise DraftError(f"brackets do not balance near “{words.strip()[:40]}”")
    return words


def _kind(name: str) -> Kind:
    try:
        return Kind(name)
    except ValueError:
        raise DraftError(f"“{name}” is no kind of proposal; use one of {', '.join(Kind)}") from None
