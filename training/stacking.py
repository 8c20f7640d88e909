"""How far to trust a tuned encoder beside the rules: by what it says of records that it has not seen.

A tuned encoder is far surer of what it was tuned on than of anything else, and heads that learned from those scores
would not listen to the rules. So encoders are tuned without a part of the records each, and the heads learn from what
they say of that part (stacked generalisation: Wolpert, 1992).
"""

import zlib
from collections.abc import Callable
from itertools import compress

import numpy as np
from numpy.typing import NDArray

from data.example import Example
from model import features
from model.encoder_input import encoder_input, whole_words
from training import heads
from training.corpora import OUTPUTS, Prepared
from training.encoder import Encoder, Pair, Tuning, embed, tune

Say = Callable[[str], None]


def tuned(encoder: Encoder, learned: Prepared, tuning: Tuning, say: Say) -> heads.Layer:
    """Tune an encoder in place on prepared examples, and return the layer that tells their targets from its embedding."""
    return tune(encoder, _pairs(encoder, learned), learned.targets, tuning, say)


def unseen_scores(
    learned: Prepared, folds: int, fresh: Callable[[], Encoder], tuning: Tuning, say: Say
) -> NDArray[np.float32]:
    """Return what encoders that have not seen a record's batch say of it, as logits `[records, outputs]`.

    `fresh` returns an encoder that has not been tuned yet.
    """
    fold_of = np.array([_fold(e, folds) for e in learned.examples])
    scores = np.zeros((len(fold_of), len(OUTPUTS)), dtype=np.float32)
    for fold in range(folds):
        say(f"fold {fold + 1} of {folds}: tuned without it, to hear what is said of unseen records")
        encoder = fresh()
        layer = tuned(encoder, _rows(learned, fold_of != fold), tuning, say)
        held = fold_of == fold
        scores[held] = layer.logits(embed(encoder, _pairs(encoder, _rows(learned, held))))
    return scores


def stacked(
    layer: heads.Layer, learned: Prepared, scores: NDArray[np.float32], ruled_gain: float, strength: float
) -> list[heads.Head]:
    """Return heads on embedding and rules that weigh the layer against the rules by the scores of unseen records."""
    ruled = np.stack([features.vector(r, f) for r, f in zip(learned.readings, learned.findings, strict=True)])
    inputs = np.concatenate([scores, ruled], axis=1)
    scale = heads.scale_of(inputs, len(features.NAMES), ruled_gain)
    fitted = [heads.fit(inputs, learned.targets[:, k], scale, strength) for k in range(len(OUTPUTS))]
    return [heads.through(layer, head) for head in fitted]


def _pairs(encoder: Encoder, prepared: Prepared) -> list[Pair]:
    words = whole_words(encoder.tokenizer.get_vocab())
    return [encoder_input(r, words).pair for r in prepared.readings]


def _rows(prepared: Prepared, chosen: NDArray[np.bool_]) -> Prepared:
    return Prepared(
        list(compress(prepared.examples, chosen)),
        list(compress(prepared.readings, chosen)),
        list(compress(prepared.findings, chosen)),
        prepared.targets[chosen],
    )


def _fold(example: Example, folds: int) -> int:
    return zlib.crc32((example.batch or example.id).encode()) % folds
