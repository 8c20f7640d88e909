"""What rewrites are worth: small figures, each of which says exactly what it counts, after the floors of the rewriter.

All of them read a `Rewritten`: a flawed record and one rewrite of it. Where a rewrite is put beside the reference, both
stand in the blank form (`by [who] [when]`), because what either proposes for a blank is not the other's to guess.
Inventions, lost facts and new words are found by the guard's own eyes: what neither can see, no figure here counts.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from sacrebleu.metrics.chrf import CHRF

from data.example import Example
from model.criteria import Assessment, Criterion
from model.facts import facts, given, keys
from model.guard import MAX_WORDS, lost_facts, new_words
from model.statement import compose
from model.suggestion import Draft, Kind, kinds, read
from training.corpora import WRITTEN
from training.encoder import EMBEDDED_AT_ONCE, Encoder

States = NDArray[np.float32]
Encode = Callable[[Sequence[str]], list[States]]
OPENING = 4
"""How many words are a rewrite's opening."""


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A flawed record with one rewrite of it: a suggester's first suggestion, or the reference itself.

    `after` is the assessment of the rewrite with a stand-in where each blank is; `origin` says who wrote it.
    """

    example: Example
    draft: Draft
    after: Assessment
    origin: str

    @property
    def reference(self) -> Draft:
        """What a person made of the record."""
        return read(self.example.rewrite or "")


def unmarked_inventions(r: Rewritten) -> int:
    """Count the numbers, days, months and capitalised names outside spans that neither text, need nor baseline gives."""
    known = given(r.example.objective)
    return sum(
        (f.kind, f.key) not in known and not any(f.span.overlaps(p.span) for p in r.draft.proposals)
        for f in facts(r.draft.text)
    )


def facts_kept(r: Rewritten) -> tuple[int, int]:
    """Count the different facts of the text (not of its context) that the rewrite has, in spans or outside; and all."""
    statement = compose(r.example.objective, WRITTEN)
    stated = {key for _, key in keys(statement.text)}
    return len(stated - lost_facts(statement, r.draft)), len(stated)


def all_five(r: Rewritten) -> bool:
    """Say whether the classifier holds all five criteria met, "cannot tell" being not met."""
    return r.after.smart


def all_it_could(r: Rewritten) -> bool:
    """Say whether all five are met, where Relevant counts as met when no need was given and a `why` span stands there."""
    purpose = r.example.objective.need is None and Kind.WHY in kinds(r.draft)
    return all(r.after[c].met or (c is Criterion.RELEVANT and purpose) for c in Criterion)


def adds_words(r: Rewritten) -> bool:
    """Say whether a content word outside spans is neither the author's (by its stem) nor one of the framing words."""
    return bool(new_words(r.example.objective, r.draft))


def spans(r: Rewritten) -> int:
    """Count the blanks and spans, whatever their kind."""
    return len(r.draft.proposals)


def whats(r: Rewritten) -> int:
    """Count the blanks and spans that stand for an activity."""
    return sum(kind is Kind.WHAT for kind in kinds(r.draft))


def copies(r: Rewritten) -> bool:
    """Say whether the rewrite has the text's own words in their order and no others, whatever is marked, case and marks aside."""
    return _words(r.draft.text) == _words(r.example.text)


def opening(draft: Draft) -> tuple[str, ...]:
    """Return the first four words of the blank form, a blank being one word, case and marks aside."""
    return _words(draft.blank_text)[:OPENING]


def distinct_openings(rewritten: Sequence[Rewritten]) -> tuple[int, int]:
    """Count the different openings of the rewrites, and those of the references of the same records."""
    return len({opening(r.draft) for r in rewritten}), len({opening(r.reference) for r in rewritten})


_BLANK = re.compile(r"\[(?:" + "|".join(Kind) + r")\]")
_FAULTS = (
    ("two marks", re.compile(r"([.!?])\s*\1|[,;:]\s*[,.;:!?]")),
    ("two spaces", re.compile(r"\s\s")),
    ("a space before a mark", re.compile(r"\s[,.;:!?](?![\w()])")),
    ("the same blank twice", re.compile(r"(\[\w+\])\s*\1")),
    (
        "a word that leads nowhere",
        re.compile(
            r"\b(?:by|with|from|of|into|until|till|during|via|per|than|the|an)\s*[,.;:!?]|\b(?:and|or)\s*[.;:!?]"
        ),
    ),
)


def form_faults(blank_text: str) -> tuple[str, ...]:
    """Return why a blank form does not read as a sentence; nothing when it does, as far as a rule can tell.

    Behind a quotation mark, bracket or currency sign, if there is one, it begins with a capital, a digit or a blank; it
    ends with a full stop, exclamation or question mark; it has at most 60 words, a blank being one; no stray bracket; no
    two spaces; no two marks that do not go together ("p.m.," is fine) and none after a space; no blank directly after the
    same blank; and no preposition or article before a mark ("by ,"), nor an "and" or "or" before any but a comma.
    Prepositions that often end a clause ("signed up for.") are let be. One reference in a hundred, mostly in its author's
    own spelling, is at fault.
    """
    plain = _BLANK.sub("", blank_text)
    start = blank_text.lstrip("“‘\"'(£$€")
    shape = (
        (start[:1].isupper() or start[:1].isdigit() or _BLANK.match(start) is not None, "its beginning"),
        (re.search(r"[.!?][”’\"')]*$", blank_text) is not None, "its end"),
        (len(blank_text.split()) <= MAX_WORDS, f"over {MAX_WORDS} words"),
        ("[" not in plain and "]" not in plain, "a stray bracket"),
    )
    return (
        *(fault for holds, fault in shape if not holds),
        *(fault for fault, pattern in _FAULTS if pattern.search(blank_text)),
    )


def chrf(rewritten: Sequence[Rewritten]) -> float:
    """Return chrF (Popović 2015; sacrebleu's defaults: six characters, beta 2) over the set, in 0..100, on blank forms."""
    ours, theirs = [r.draft.blank_text for r in rewritten], [r.reference.blank_text for r in rewritten]
    return float(CHRF().corpus_score(ours, [theirs]).score)


def bert_scores(rewritten: Sequence[Rewritten], encode: Encode) -> NDArray[np.float64]:
    """Return BERTScore F1 (Zhang and others 2020) of each blank form against its reference's."""
    ours = encode([r.draft.blank_text for r in rewritten])
    theirs = encode([r.reference.blank_text for r in rewritten])
    return np.array([greedy_f1(a, b) for a, b in zip(ours, theirs, strict=True)], dtype=np.float64)


def greedy_f1(ours: States, theirs: States) -> float:
    """Return the F1 of greedy matching: each token counts its best cosine on the other side; no idf, no rescaling.

    Both hold one state of unit length a row.
    """
    alike = ours @ theirs.T
    precision, recall = float(alike.max(axis=1).mean()), float(alike.max(axis=0).mean())
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def token_states(encoder: Encoder, texts: Sequence[str]) -> list[States]:
    """Return the last layer's state of each token of each text, of unit length, without those that open and close it.

    The paper takes the layer that agrees best with people; with six layers and nobody asked, the last is taken. A text
    beyond the encoder's 128 tokens loses its end.
    """
    found: list[States] = []
    with torch.inference_mode():
        for start in range(0, len(texts), EMBEDDED_AT_ONCE):
            tokens = encoder.tokens([(t, "") for t in texts[start : start + EMBEDDED_AT_ONCE]])
            states = torch.nn.functional.normalize(encoder.both(**tokens)[1], dim=-1)
            lengths = tokens["attention_mask"].sum(1).tolist()
            found += [s[1 : int(n) - 1].numpy() for s, n in zip(states, lengths, strict=True)]
    return found


def _words(text: str) -> tuple[str, ...]:
    return tuple(w for raw in text.lower().split() if (w := raw.strip(".,;:!?“”‘’\"'()–—-")))
