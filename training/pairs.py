"""What the rewriter learns from: prompts beside rewrites in the blank form.

Besides the corpus's own pairs there are copies that teach the edit's core skill, to keep every fact: a person's rewrite
with some of its proposals taken out is a flawed objective whose rewrite is known (`infilled`).
"""

import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from data.example import Example
from model.criteria import Criterion
from model.rewriter_input import Neighbour, prompt
from model.suggestion import Draft, Kind, Proposal, read

WEAK_WITHOUT: Mapping[Kind, tuple[Criterion, ...]] = {
    Kind.WHO: (Criterion.SPECIFIC, Criterion.ACHIEVABLE),
    Kind.WHAT: (Criterion.SPECIFIC,),
    Kind.AMOUNT: (Criterion.MEASURABLE,),
    Kind.WHEN: (Criterion.TIME_BOUND,),
    Kind.WHERE: (Criterion.SPECIFIC,),
    Kind.METHOD: (Criterion.MEASURABLE,),
    Kind.WHY: (Criterion.RELEVANT,),
}
"""The criteria that an objective is likely to miss once a proposal of a kind is taken out of it."""
FEWEST_WORDS = 4


@dataclass(frozen=True, slots=True)
class Pair:
    """One lesson: what the model reads, and what it should write."""

    id: str
    prompt: str
    target: str


def blank_pairs(examples: Sequence[Example], neighbours: Mapping[str, Sequence[Neighbour]]) -> list[Pair]:
    """Return a lesson for each flawed record: its text in context, and its rewrite in the blank form."""
    return [
        Pair(
            e.id,
            prompt(e.text, e.need, e.baseline, weak(e), neighbours.get(e.id, ())),
            read(e.rewrite).blank_text,
        )
        for e in examples
        if e.rewrite
    ]


def infilled(examples: Sequence[Example], seed: int) -> list[Pair]:
    """Return a lesson made from each rewrite of two proposals or more: some are taken out, and asked for again."""
    rng = random.Random(seed)  # noqa: S311  (nothing secret is drawn)
    pairs = []
    for example in examples:
        draft = read(example.rewrite) if example.rewrite else Draft("")
        if len(draft.proposals) < 2:
            continue
        out = sorted(rng.sample(draft.proposals, rng.randint(1, len(draft.proposals) - 1)))
        text = without(draft, out)
        if len(text.split()) >= FEWEST_WORDS:
            missed = {c for p in out for c in WEAK_WITHOUT[p.kind]}
            target = Draft(draft.text, tuple(out)).blank_text
            pairs.append(Pair(f"{example.id}/infilled", prompt(text, example.need, example.baseline, missed), target))
    return pairs


def weak(example: Example) -> frozenset[Criterion]:
    """Return the criteria that a record does not meet, "cannot tell" among them."""
    return frozenset(c for c in Criterion if example.labels.get(c) is not True)


def without(draft: Draft, proposals: Sequence[Proposal]) -> str:
    """Return the draft's sentence without some of its proposals, its commas and capitals put right."""
    text, at = "", 0
    for proposal in proposals:
        text += draft.text[at : proposal.span.start]
        at = proposal.span.end
    text += draft.text[at:]
    text = re.sub(r"\s+", " ", text)
    text = re.sub(r"(?:\s*,)+\s*(?=[,.;:!?]|$)", "", text)
    text = re.sub(r"\s+(?=[,.;:!?])", "", text)
    text = re.sub(r"^[\s,;:.]+", "", text).strip()
    return text[:1].upper() + text[1:]
