"""The rewriter that was trained: a small language model edits the author's sentence and leaves typed blanks.

It reads the objective in its context beside the most similar objective of the corpus and what a person made of it. It may
write only words that the author or the neighbour's frame gives it, and blanks: facts are copied, never imagined. The guard
trusts it no more than any other generator.
"""

import re
from collections import Counter
from collections.abc import Collection, Sequence
from typing import Protocol

from model.criteria import Criterion, Finding, Objective
from model.facts import FactKind, facts
from model.reasons import quotes_context_fairly, with_own_reason
from model.rewriter_input import prompt
from model.rules import phrases, relevance
from model.rules.lexicon import inflected, lemma
from model.rules.reading import Reading
from model.rules.verbs import STOP
from model.rules.vocabulary import words_of
from model.similar import SimilarObjectives
from model.suggestion import Draft, DraftError, Kind, read

CANDIDATES = 4
"""Written side by side, they take a quarter longer than one; nearly three times as many may be shown (`docs/results.md`)."""
LONGEST_SPOKEN = 400
"""Code points of an objective beyond which a model of this size garbles it: the rules edit those."""
MOST_LOST = 0.1
FEW = 4
"""A rewrite may lose a tenth of its author's content words, or one where there are more than a few."""
_MAY_GO = relevance.stems(
    " ".join(STOP | words_of("open_ended") | words_of("absolutes") | words_of("comparatives") | words_of("weak_verbs"))
)
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
        """Return what the model makes of it, likeliest first; what cannot be read, or adds nothing, is left out."""
        if len(reading.text) > LONGEST_SPOKEN:
            return []
        near = self.similar.nearest(reading.text, self.neighbours) if self.similar and self.neighbours else []
        weak = {f.criterion for f in findings}
        asked = prompt(reading.text, objective.need, objective.baseline, weak, [s.neighbour for s in near])
        said = self.continuer.continuations(asked, vocabulary(objective, reading.text), CANDIDATES)
        named = [with_names(words, objective, reading.text) for words in said]
        doubted = Criterion.RELEVANT in weak
        grounded = [with_own_reason(words, objective, reading.text, asked=doubted) for words in named]
        drafts = [d for words in grounded if (d := draft_of(words)) is not None]
        stopped = any(f.rule == "stop-behaviour" for f in findings)
        fair = [
            d
            for d in drafts
            if quotes_context_fairly(objective, reading.text, d.outside)
            and keeps_the_words(reading.text, d)
            and reads_well(objective, reading.text, d)
            and not (stopped and _stops(d))
        ]
        return list(dict.fromkeys(fair))


def draft_of(words: str) -> Draft | None:
    """Return a continuation in the blank form (`by [who] [when]`) as a draft; None where its brackets do not balance."""
    line = words.strip()
    try:
        draft = read(_BLANK.sub(r"[[\1: ]]", line))
    except DraftError:
        return None
    return draft if draft.text and draft.proposals else None


def with_names(words: str, objective: Objective, text: str) -> str:
    """Return a continuation with the author's names as the author writes them: pieces may join to "meera"."""
    parts = [p for p in (text, objective.need, objective.baseline) if p]
    names = {f.span.of(p) for p in parts for f in facts(p) if f.kind is FactKind.NAME}
    common = {w for p in parts for s in phrases.words(p) if (w := s.of(p)).islower()}
    spelled = {n.lower(): n for n in names if n.lower() not in common}
    return re.sub(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", lambda m: spelled.get(m.group(0), m.group(0)), words)


def vocabulary(objective: Objective, text: str) -> frozenset[str]:
    """Return the words that a rewrite may be written with: the author's, in their forms, and those that only frame."""
    parts = (text, objective.need, objective.baseline)
    said = {s.of(part) for part in parts if part for s in phrases.words(part)}
    names = {f.span.of(part) for part in parts if part for f in facts(part)}
    forms = {inflected(base, tag) for w in said - names if (base := lemma(w)) for tag in _FORMS}
    return frozenset(
        said | forms | words_of("framing") | words_of("function_words") | {"will", "I", "we", "I'll", "we'll"}
    )


def keeps_the_words(text: str, draft: Draft) -> bool:
    """Say whether a draft has nearly all that the author said: what is no deadline or all too absolute may go."""
    said = relevance.stems(text) - _MAY_GO
    return (
        len(said - relevance.stems(draft.text)) <= max(1, round(len(said) * MOST_LOST))
        if len(said) > 3
        else said <= (relevance.stems(draft.text))
    )


_FIRST = (Kind.WHO, Kind.WHEN)
"""The blanks that a sentence may begin with; of 315 references five begin with another."""


def reads_well(objective: Objective, text: str, draft: Draft) -> bool:
    """Say whether a draft begins as a sentence may, and says no word again that its author says but once, names aside."""
    first = draft.proposals[0]
    if first.span.start == 0 and first.kind not in _FIRST:
        return False
    given = " ".join(p for p in (text, objective.need, objective.baseline) if p)
    names = {stem for f in facts(given) if f.kind is FactKind.NAME for stem in relevance.stems(f.span.of(given))}
    again = _stem_counts(draft.outside) - _stem_counts(given)
    return not relevance.stems(given) & again.keys() - names


def _stem_counts(text: str) -> Counter[str]:
    return Counter(stem for span in phrases.words(text) for stem in relevance.stems(span.of(text)))


_STOPPING = re.compile(r"(?i)\b(?:stop|stops|not|never|no longer|no more|quit)\b")
_INSTEAD = re.compile(r"(?i)\b(?:instead of|rather than|in place of)\b")


def _stops(draft: Draft) -> bool:
    """Say whether a draft may still say only what is to stop: it denies, or names nothing that is done instead."""
    return _STOPPING.search(draft.outside) is not None or _INSTEAD.search(draft.outside) is None
