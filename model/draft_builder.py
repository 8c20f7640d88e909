"""Putting a draft together from pieces of the author's text and typed blanks, with its spacing and its capitals right."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from model.criteria import Span
from model.rules.lexicon import inflected, is_base_verb
from model.rules.numbers import WORDS as NUMBERS
from model.rules.people import is_name
from model.rules.vocabulary import words_of
from model.suggestion import Draft, Kind, Proposal

_FUNCTION_WORDS = words_of("function_words")
_FAMILY = frozenset([
    "mum", "mam", "mom", "dad", "daddy", "mummy", "gran", "granny", "nan", "nana", "nanna", "grandma",
    "grandad", "grandpa", "papa", "auntie", "aunty", "uncle"
])  # fmt: skip
"""Words that are written like names: "Mum", "Nana"."""
_DETERMINED = re.compile(
    r"(?i)(?:the|a|an|his|her|their|my|our|its|your|all|both|each|every|some|any|no|this|that|these|those|\d+|one|two|"
    r"three|something|someone|somebody|anything|anyone|anybody|everything|everyone|everybody|nothing|nobody|more|less|"
    r"fewer|most|several|many|much|few|half|what|whatever|who|whoever|enough|another|other|it|him|them|us|me|you)"
    r"(?![\w'’-])|.+['’]s?\s"
)
_NOUN_ENDING = re.compile(r"(?:tion|sion|ship)s?$|\w{4}ive$")
"""How words end that no list knows and that are no names either: "reintegration", "assistive"."""

_PLURAL_HEAD = re.compile(r"(?:[^sui]s|ies|men|people|children|staff|police|folk)$")
_SINGULAR = ("news", "maths")
_HEAD_END = re.compile(
    r"(?i)\s(?:of|in|on|at|for|with|from|to|about|by|who|whose|which|across|between|among|under|over|within|after|before)\s"
)


@dataclass(frozen=True, slots=True)
class Gap:
    """A blank of a kind, standing for a fact that nobody has given."""

    kind: Kind


Piece = str | Gap


@dataclass(frozen=True, slots=True)
class Parts:
    """The edited sentence before it is put in order: each field is a run of pieces, empty where there is none.

    `heading` is the author's whole text where it could not be edited; `after` the sentences that followed, `need` the
    need that an order may name.
    """

    heading: str = ""
    opening: tuple[Piece, ...] = ()
    actor: tuple[Piece, ...] = ()
    act: tuple[Piece, ...] = ()
    how: tuple[Piece, ...] = ()
    amount: tuple[Piece, ...] = ()
    when: tuple[Piece, ...] = ()
    method: tuple[Piece, ...] = ()
    why: tuple[Piece, ...] = ()
    after: tuple[Piece, ...] = ()
    baseline: tuple[Piece, ...] = ()
    need: tuple[Piece, ...] = ()


def build(pieces: Iterable[Piece]) -> Draft:
    """Return the draft that the pieces make in order: one space between them, none before a comma, a full stop at the end.

    A blank stands in the draft's text as itself (`[when]`). The first letter of a sentence that opens with words is
    a capital. A piece that closes the sentence before it (". Now: 2 of 6") adds no second mark to a "?" or "!".
    """
    text, proposals = "", []
    for piece in pieces:
        words = piece.kind.blank if isinstance(piece, Gap) else piece.strip()
        if words.startswith(".") and text.endswith((".", "!", "?")):
            text, words = f"{text} ", words[1:].strip()
        if not words:
            continue
        if text and not text.endswith((" ", "(", "“")) and not re.match(r"[,.;:)!?’]", words):
            text += " "
        if isinstance(piece, Gap):
            proposals.append(Proposal(Span(len(text), len(text) + len(words)), piece.kind, blank=True))
        text += words
    text = text.rstrip()
    if text and text[-1] not in ".!?":
        text += "."
    if text[:1].islower() and not re.match(r"[a-z]+[A-Z0-9]", text):
        text = _capital(text[0]) + text[1:]
    return Draft(text, tuple(proposals))


def _capital(letter: str) -> str:
    """Return the capital of a letter where it is one letter too; "ß" has none."""
    return letter.upper() if len(letter.upper()) == 1 else letter


def inside(words: str) -> str:
    """Return words that opened a sentence as they stand inside one: a capital stays on names, initials and "I"."""
    words = words.strip()
    first = re.match(r"[^\W\d_]+(?:['’][^\W\d_]+)?", words)
    if not first or len(first.group(0)) < 2 or first.group(0)[:2] in ("I'", "I’") or first.group(0).isupper():
        return words
    low = re.sub(r"['’](?:s|ll|re|ve|m|d)?$", "", first.group(0)).lower()
    plain = low in NUMBERS or low in _FUNCTION_WORDS or _NOUN_ENDING.search(low)
    if not plain and (low in _FAMILY or is_name(first.group(0), opens=True)):
        return words
    return words[0].lower() + words[1:]


def agency(words: str) -> str:
    """Return an agency's name as it stands inside a sentence: "the Council", "Social Work", "school"."""
    words = words.strip()
    if words.lower() in ("police", "council", "court"):
        return f"the {inside(words)}"
    return inside(words) if " " not in words or words.split()[0].lower() in _FUNCTION_WORDS else words


def the(subject: str) -> str:
    """Return a subject as an object: "child" becomes "the child"; names, and nouns that are determined, stay."""
    words = subject.strip()
    first = words.split()[0] if words else ""
    if _DETERMINED.match(words) or first.lower() in _FUNCTION_WORDS:
        return inside(words)
    named = is_name(first, opens=True) and not _NOUN_ENDING.search(first.lower())
    if not words or named or words.isupper() or first.lower() in _FAMILY:
        return words
    return f"the {inside(words)}"


def base(verb: str, lemma: str | None) -> str:
    """Return the form of a verb that follows "will".

    A base form stays as its author wrote it ("lay on" is not "lie on"); of an inflected one the lemma is taken if it
    makes that form, and else the word without its ending ("feeding" is of "feed", and not of "fee").
    """
    low = verb.lower()
    if is_base_verb(low) and not low.endswith("ing"):
        return low
    found = [c for c in (lemma, low[:-1], low[:-2], low[:-3], f"{low[:-3]}e", low[:-4]) if c and is_base_verb(c)]
    made = (c for c in found if low in {inflected(c, tag) for tag in ("VBN", "VBG", "VBZ", "VBD")})
    return next(made, lemma or low)


def participle(verb: str, lemma: str | None) -> str:
    """Return the base form of a passive's participle: "found" is of "find", though "found" is a verb too."""
    if lemma and inflected(lemma, "VBN") == verb.lower():
        return lemma
    return base(verb, lemma)


def is_plural(subject: str) -> bool:
    """Say whether a noun phrase is of several, by the end of its head: "visitors with low vision", "two cars"."""
    low = f"{subject.lower()} "
    head = _HEAD_END.split(low)[0].strip(" ,()")
    last = head.split()[-1] if head.split() else ""
    counted = re.match(r"(?:all|both|many|several|two|three|four|five|six|[2-9]\d*|1\d+)\b(?!\s?%)", head)
    return bool(counted or " and " in head or (_PLURAL_HEAD.search(last) and last not in _SINGULAR))
