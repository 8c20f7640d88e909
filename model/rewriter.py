"""The rewriter that was trained: a small language model edits the author's sentence and leaves typed blanks.

It reads the objective in its context beside the most similar objective of the corpus and what a person made of it. It may
write only words that the author or the neighbour's frame gives it, and blanks: facts are copied, never imagined. The guard
trusts it no more than any other generator.
"""

import re
from collections.abc import Collection, Sequence
from typing import Protocol

from model.criteria import Finding, Objective
from model.facts import facts
from model.rewriter_input import prompt
from model.rules import phrases
from model.rules.lexicon import inflected, lemma
from model.rules.reading import Reading
from model.rules.vocabulary import words_of
from model.similar import SimilarObjectives
from model.suggestion import Draft, DraftError, Kind, read

CANDIDATES = 4
LONGEST_SPOKEN = 400
"""Code points of an objective beyond which a model of this size garbles it: the rules edit those."""
_BLANK = re.compile(r"\[(" + "|".join(Kind) + r")\]")
_FORMS = ("VBG", "VBZ", "VB")


class Continuer(Protocol):
    """Continues a prompt, as `model/continuer.py` does."""

    def continuations(self, asked: str, words: Collection[str], n: int) -> list[str]:
        """Return up to `n` different continuations, one line each, likeliest first, written with `words` and marks only."""
        ...


class Rewriter:
    """Writes drafts of one objective with a trained model; see `Generator`."""

    origin = "model"

    def __init__(self, continuer: Continuer, similar: SimilarObjectives | None = None, neighbours: int = 0) -> None:
        self.continuer = continuer
        self.similar = similar
        self.neighbours = neighbours

    def generate(self, objective: Objective, reading: Reading, findings: Sequence[Finding]) -> list[Draft]:
        """Return what the model makes of it, likeliest first; what cannot be read, or copies the original, is left out."""
        if len(reading.text) > LONGEST_SPOKEN:
            return []
        near = self.similar.nearest(reading.text, self.neighbours) if self.similar and self.neighbours else []
        weak = {f.criterion for f in findings}
        asked = prompt(reading.text, objective.need, objective.baseline, weak, [s.neighbour for s in near])
        said = self.continuer.continuations(asked, vocabulary(objective, reading.text), CANDIDATES)
        drafts = [d for words in said if (d := draft_of(words)) is not None and _differs(d, reading.text)]
        return list(dict.fromkeys(drafts))


def draft_of(words: str) -> Draft | None:
    """Return a continuation in the blank form (`by [who] [when]`) as a draft; None where its brackets do not balance."""
    line = words.strip()
    try:
        draft = read(_BLANK.sub(r"[[\1: ]]", line))
    except DraftError:
        return None
    return draft if draft.text and draft.proposals else None


def vocabulary(objective: Objective, text: str) -> frozenset[str]:
    """Return the words that a rewrite may be written with: the author's, in their forms, and those that only frame."""
    parts = (text, objective.need, objective.baseline)
    said = {s.of(part) for part in parts if part for s in phrases.words(part)}
    names = {f.span.of(part) for part in parts if part for f in facts(part)}
    forms = {inflected(base, tag) for w in said - names if (base := lemma(w)) for tag in _FORMS}
    return frozenset(
        said | forms | words_of("framing") | words_of("function_words") | {"will", "I", "we", "I'll", "we'll"}
    )


def _differs(draft: Draft, original: str) -> bool:
    return draft.outside.strip(" .|").lower() != original.strip(" .").lower()
