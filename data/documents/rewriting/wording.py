"""A draft in pieces: the words that stand, and the words that somebody must still agree to."""

import difflib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from model.criteria import Span
from model.suggestion import Draft, Kind, Proposal


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of a draft; `proposal` where they are proposed or blank, None where they stand."""

    words: str
    proposal: Proposal | None = None

    @property
    def plain(self) -> str:
        """The piece for formats that cannot mark words: a proposal as "[when: by 12 May]", a blank as "[when]"."""
        if self.proposal is None or self.proposal.blank:
            return self.words
        return f"[{self.proposal.kind}: {self.words}]"


def pieces_of(draft: Draft) -> list[Piece]:
    """Return the draft's sentence in pieces; between two proposals stand words, if only a blank."""
    pieces, at = [], 0
    for proposal in draft.proposals:
        pieces.append(Piece(draft.text[at : proposal.span.start]))
        pieces.append(Piece(proposal.span.of(draft.text), proposal))
        at = proposal.span.end
    return [piece for piece in (*pieces, Piece(draft.text[at:])) if piece.words]


def draft_of(pieces: Iterable[Piece]) -> Draft:
    """Return the draft that these pieces make."""
    text, proposals = "", []
    for piece in pieces:
        if piece.proposal:
            span = Span(len(text), len(text) + len(piece.words))
            proposals.append(replace(piece.proposal, span=span))
        text += piece.words
    return Draft(text, tuple(proposals))


def blank(kind: Kind) -> Piece:
    """Return the blank of a kind."""
    return Piece(kind.blank, Proposal(Span(0, len(kind.blank)), kind, blank=True))


def plain(draft: Draft) -> str:
    """Return the draft's sentence with every proposal in brackets that name its kind."""
    return "".join(piece.plain for piece in pieces_of(draft))


@dataclass(frozen=True, slots=True)
class Edit:
    """The words of `old` in a text give way to `new`; either may be nothing."""

    old: Span
    new: tuple[Piece, ...]


SAME_ENOUGH = 0.4
"""Texts that share less than this of their words are easier to read as one old text and one new one."""

_WORD = re.compile(r"\s*[\w’'-]+|\s*[^\w\s]|\s+")


def edits(old: str, new: Sequence[Piece]) -> list[Edit]:
    """Return what turns `old` into `new`, word by word, in order; proposals are always new."""
    before = _WORD.findall(old)
    after = [Piece(word, piece.proposal) for piece in new for word in _words(piece)]
    keys = [word.words if word.proposal is None else object() for word in after]
    matcher = difflib.SequenceMatcher(None, before, keys, autojunk=False)
    if matcher.ratio() < SAME_ENOUGH:
        return [Edit(Span(0, len(old)), tuple(new))]
    starts = [0]
    for word in before:
        starts.append(starts[-1] + len(word))
    return [
        Edit(Span(starts[first], starts[last]), tuple(_joined(after[begin:end])))
        for deed, first, last, begin, end in matcher.get_opcodes()
        if deed != "equal"
    ]


def _words(piece: Piece) -> Iterator[str]:
    yield from [piece.words] if piece.proposal else _WORD.findall(piece.words)


def _joined(words: Iterable[Piece]) -> Iterator[Piece]:
    """Yield the pieces with neighbours that stand written as one."""
    standing = ""
    for word in words:
        if word.proposal is None:
            standing += word.words
            continue
        if standing:
            yield Piece(standing)
        standing = ""
        yield word
    if standing:
        yield Piece(standing)
