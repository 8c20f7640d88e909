"""The rules of the annotation guide that a machine can hold, for one record."""

from collections.abc import Iterator

from data.example import Example
from model.criteria import Criterion
from model.guard import MAX_WORDS, mark_inventions
from model.suggestion import DraftError, read


def faults(example: Example) -> Iterator[str]:
    """Yield what is wrong with a record of the corpus, in words; nothing where it holds.

    A rewrite is at most 60 words, its spans balance and are of known kinds, and every number, date and name that is in
    neither the text nor its context stands inside a span.
    """
    missing = [c.value for c in Criterion if c not in example.labels]
    if missing:
        yield f"not labelled: {', '.join(missing)}"
        return
    if any(example.labels[c] is None for c in Criterion if c is not Criterion.RELEVANT):
        yield "only Relevant may be “cannot tell” in the corpus (DATASHEET.md)"
    relevant = example.labels[Criterion.RELEVANT]
    if relevant is False and not example.need:
        yield "relevant is false without a need"
    if relevant is None and example.need:
        yield "relevant is “cannot tell” although there is a need"
    if example.smart:
        if example.rewrite is not None:
            yield "a SMART record has a rewrite"
        return
    yield from _rewrite_faults(example)


def _rewrite_faults(example: Example) -> Iterator[str]:
    if not example.rewrite:
        yield "a flawed record has no rewrite"
        return
    try:
        draft = read(example.rewrite)
    except DraftError as error:
        yield f"its rewrite: {error}"
        return
    if not draft.proposals:
        yield "its rewrite proposes nothing"
    words = len(draft.text.split())
    if words > MAX_WORDS:
        yield f"its rewrite has {words} words"
    invented = [p for p in mark_inventions(example.objective, draft).proposals if p not in draft.proposals]
    if invented:
        yield f"outside spans, its rewrite invents {', '.join(p.span.of(draft.text) for p in invented)}"
