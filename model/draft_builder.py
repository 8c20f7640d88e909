"""Putting a draft together from pieces of the author's text and typed blanks, with its spacing and its capitals right."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from model.criteria import Span
from model.suggestion import Draft, Kind, Proposal


@dataclass(frozen=True, slots=True)
class Gap:
    """A blank of a kind, standing for a fact that nobody has given."""

    kind: Kind


Piece = str | Gap


def build(pieces: Iterable[Piece]) -> Draft:
    """Return the draft that the pieces make in order: one space between them, none before a comma, a full stop at the end.

    A blank stands in the draft's text as itself (`[when]`). The first letter of a sentence that opens with words is
    a capital.
    """
    text, proposals = "", []
    for piece in pieces:
        words = piece.kind.blank if isinstance(piece, Gap) else piece.strip()
        if not words:
            continue
        if text and not re.match(r"[,.;:)!?’]", words) and not text.endswith(("(", "“")):
            text += " "
        if isinstance(piece, Gap):
            proposals.append(Proposal(Span(len(text), len(text) + len(words)), piece.kind, blank=True))
        text += words
    if text and text[-1] not in ".!?":
        text += "."
    if text[:1].islower() and not re.match(r"[a-z]+[A-Z0-9]", text):
        text = _capital(text[0]) + text[1:]
    return Draft(text, tuple(proposals))


def _capital(letter: str) -> str:
    """Return the capital of a letter where it is one letter too; "ß" has none."""
    return letter.upper() if len(letter.upper()) == 1 else letter
