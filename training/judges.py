"""A judge from an encoder: what it sees of a record, and heads on that, calibrated on records it did not learn from."""

from collections.abc import Callable, Mapping, Sequence
from itertools import compress

import numpy as np
from numpy.typing import NDArray

from data.example import Example
from model import features
from model.classifier import PURPOSE
from model.criteria import Criterion, Verdict
from model.encoder_input import encoder_input, whole_words
from training import heads
from training.corpora import OUTPUTS, Prepared, prepare
from training.encoder import Encoder, Pair, embed
from training.evaluate import Judge
from training.fit import best_threshold
from training.verdicts import Said

Array = NDArray[np.float32]


def calibrated_judge(see: Callable[[Prepared], Array], raw: Sequence[heads.Head], held_out: Prepared) -> Judge:
    """Return the judge of heads on what `see` sees, calibrated and given thresholds on held-out records."""
    unseen = see(held_out)
    fitted = [heads.calibrated(head, unseen, held_out.targets[:, k]) for k, head in enumerate(raw)]
    chances = [head.probability(unseen) for head in fitted]
    thresholds = {c: best_threshold(chances[k], held_out.targets[:, k]) for k, c in enumerate(Criterion)}

    def judge(examples: Sequence[Example]) -> list[Said]:
        seen = see(prepare(examples))
        rows = np.stack([head.probability(seen) for head in fitted], axis=1)
        return [
            _said(e, dict(zip(OUTPUTS, map(float, row), strict=True)), thresholds)
            for e, row in zip(examples, rows, strict=True)
        ]

    return judge


def _said(example: Example, chances: Mapping[str, float], thresholds: Mapping[Criterion, float]) -> Said:
    """Return the verdicts as the served classifier gives them: without a need, only a stated purpose can be relevant."""
    said: dict[Criterion, tuple[Verdict, float | None]] = {}
    for criterion in Criterion:
        purpose = criterion is Criterion.RELEVANT and not example.need
        chance = chances[PURPOSE if purpose else criterion]
        if purpose and chance < 0.5:
            said[criterion] = (Verdict.CANNOT_TELL, None)
        else:
            said[criterion] = (Verdict.MET if chance >= thresholds[criterion] else Verdict.NOT_MET, chance)
    return said


def pairs_of(encoder: Encoder, prepared: Prepared) -> list[Pair]:
    """Return what the encoder reads of each record."""
    words = whole_words(encoder.tokenizer.get_vocab())
    return [encoder_input(r, words).pair for r in prepared.readings]


def embedded(encoder: Encoder, prepared: Prepared) -> Array:
    """Return the embedding of each record, `[records, width]`."""
    return embed(encoder, pairs_of(encoder, prepared))


def beside_rules(embeddings: Array, prepared: Prepared) -> Array:
    """Return the embeddings, and after them what the rules read."""
    ruled = [features.vector(r, f) for r, f in zip(prepared.readings, prepared.findings, strict=True)]
    return np.concatenate([embeddings, np.stack(ruled)], axis=1)


def rows_of(prepared: Prepared, chosen: NDArray[np.bool_]) -> Prepared:
    """Return the chosen ones of prepared records."""
    return Prepared(
        list(compress(prepared.examples, chosen)),
        list(compress(prepared.readings, chosen)),
        list(compress(prepared.findings, chosen)),
        prepared.targets[chosen],
    )
