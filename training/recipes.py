"""The judges that are compared: each is made from train and validation with a seed, and judges any records.

Whatever an encoder feeds is calibrated and given its thresholds on validation in the same way, so that two judges differ
in what they see and in nothing else. Encoders stay in float32 here; what int8 costs is in the bundle's manifest.
"""

import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from data.example import Example
from model import features
from model.classifier import PURPOSE
from model.criteria import Criterion
from training import heads, stacking
from training.contrast import Contrast, attract
from training.corpora import OUTPUTS, Prepared, prepare
from training.encoder import Encoder, Tuning, tune
from training.evaluate import Judge
from training.fit import Recipe, taught
from training.judges import Array, beside_rules, calibrated_judge, embedded, pairs_of, rows_of

Say = Callable[[str], None]
Judges = Iterator[tuple[str, Judge]]
FROZEN, FROZEN_WITH_RULES = "frozen encoder", "frozen encoder with rules"
TUNED, TUNED_WITH_RULES = "tuned encoder alone", "tuned encoder with rules"
CONTRASTED_WITH_RULES = "contrastively pre-tuned encoder with rules"
SEPARATE = "five tuned encoders, one a criterion, alone"
OWN_SCORES = [heads.Head(row, 0.0) for row in np.eye(len(OUTPUTS))]
"""Heads that take a tuned layer's score of each output as it is, before they are calibrated."""


@dataclass(frozen=True, slots=True)
class Tuned:
    """A tuned encoder, and the layer that tells the targets from its embedding."""

    encoder: Encoder
    layer: heads.Layer

    def scores(self, prepared: Prepared) -> Array:
        """Return the layer's logits, `[records, outputs]`."""
        return self.layer.logits(embedded(self.encoder, prepared))


@dataclass(frozen=True, slots=True)
class Workshop:
    """Makes the judges that have an encoder; each method yields its judges one by one, as they are ready.

    `recipe` is the bundle's own; the seed of its tuning is each time that of the judge.
    """

    recipe: Recipe
    contrast: Contrast
    base: str | Path
    say: Say

    def frozen(self, train: Sequence[Example], validation: Sequence[Example], seed: int) -> Judges:
        """Yield the judges whose encoder is as it was found: heads on its embedding, then on that and the rules.

        All its layers are kept: without tuning, nothing would mend what leaving some out breaks.
        """
        learned, held_out = self._learned(train, seed), prepare(validation)
        encoder = Encoder(self.base).eval()
        seen = embedded(encoder, learned)
        raw = self._fitted(seen, learned, heads.scale_of(seen, 0, ruled_gain=1.0))
        yield FROZEN, calibrated_judge(lambda p: embedded(encoder, p), raw, held_out)
        both = beside_rules(seen, learned)
        raw = self._fitted(both, learned, heads.scale_of(both, len(features.NAMES), self.recipe.ruled_gain))
        yield FROZEN_WITH_RULES, calibrated_judge(lambda p: beside_rules(embedded(encoder, p), p), raw, held_out)

    def joint(self, train: Sequence[Example], validation: Sequence[Example], seed: int) -> Judges:
        """Yield the judges of one encoder tuned on all criteria: its own scores, then those beside the rules."""
        learned, held_out = self._learned(train, seed), prepare(validation)
        made = self._tuned(learned, seed)
        yield TUNED, calibrated_judge(made.scores, OWN_SCORES, held_out)
        unseen = self._unseen_scores(learned, lambda rest: self._tuned(rest, seed))
        yield TUNED_WITH_RULES, self._stacked(made, learned, unseen, held_out)

    def contrasted(self, train: Sequence[Example], validation: Sequence[Example], seed: int) -> Judges:
        """Yield the judge of scores and rules whose encoders were pre-tuned so that like patterns attract."""
        learned, held_out = self._learned(train, seed), prepare(validation)
        made = self._contrasted(learned, seed)
        unseen = self._unseen_scores(learned, lambda rest: self._contrasted(rest, seed))
        yield CONTRASTED_WITH_RULES, self._stacked(made, learned, unseen, held_out)

    def separate(self, train: Sequence[Example], validation: Sequence[Example], seed: int) -> Judges:
        """Yield the judge of one encoder a criterion, each tuned on its criterion alone."""
        learned, held_out = self._learned(train, seed), prepare(validation)
        tellers = {}
        for criterion in Criterion:
            self.say(f"an encoder for {criterion.value} alone")
            columns = [OUTPUTS.index(o) for o in _outputs_of(criterion)]
            rows = rows_of(learned, np.any(~np.isnan(learned.targets[:, columns]), axis=1))
            tellers[criterion] = self._tuned(replace(rows, targets=rows.targets[:, columns]), seed)

        def scores(prepared: Prepared) -> Array:
            said: dict[str, Array] = {}
            for criterion, teller in tellers.items():
                said.update(zip(_outputs_of(criterion), teller.scores(prepared).T, strict=True))
            return np.stack([said[o] for o in OUTPUTS], axis=1)

        yield SEPARATE, calibrated_judge(scores, OWN_SCORES, held_out)

    def _learned(self, train: Sequence[Example], seed: int) -> Prepared:
        return prepare(taught(train, replace(self.recipe, tuning=self._tuning(seed))), hide_domains=True)

    def _tuning(self, seed: int) -> Tuning:
        return replace(self.recipe.tuning or Tuning(), seed=seed)

    def _tuned(self, learned: Prepared, seed: int, encoder: Encoder | None = None) -> Tuned:
        encoder = encoder or Encoder(self.base, self.recipe.layers)
        pairs = pairs_of(encoder, learned)
        return Tuned(encoder, tune(encoder, pairs, learned.targets, self._tuning(seed), self.say))

    def _contrasted(self, learned: Prepared, seed: int) -> Tuned:
        encoder = Encoder(self.base, self.recipe.layers)
        # copies under strangers' needs are judged on one criterion only and have no pattern to share
        whole = rows_of(learned, np.array(["?" not in e.pattern for e in learned.examples]))
        patterns = [e.pattern for e in whole.examples]
        attract(encoder, pairs_of(encoder, whole), patterns, replace(self.contrast, seed=seed), self.say)
        return self._tuned(learned, seed, encoder)

    def _unseen_scores(self, learned: Prepared, make: Callable[[Prepared], Tuned]) -> Array:
        """Return what encoders made without a record's batch say of it, as `stacking.unseen_scores` does.

        That one hands out encoders without saying what they will be spared, so none could be pre-tuned for it.
        """
        fold_of = np.array([zlib.crc32((e.batch or e.id).encode()) % self.recipe.folds for e in learned.examples])
        scores = np.zeros((len(fold_of), len(OUTPUTS)), dtype=np.float32)
        for fold in range(self.recipe.folds):
            self.say(f"fold {fold + 1} of {self.recipe.folds}")
            held = fold_of == fold
            scores[held] = make(rows_of(learned, ~held)).scores(rows_of(learned, held))
        return scores

    def _stacked(self, made: Tuned, learned: Prepared, unseen: Array, held_out: Prepared) -> Judge:
        raw = stacking.stacked(made.layer, learned, unseen, self.recipe.stacked_gain, self.recipe.strength)
        return calibrated_judge(lambda p: beside_rules(embedded(made.encoder, p), p), raw, held_out)

    def _fitted(self, inputs: Array, learned: Prepared, scale: heads.Scale) -> list[heads.Head]:
        return [heads.fit(inputs, learned.targets[:, k], scale, self.recipe.strength) for k in range(len(OUTPUTS))]


def _outputs_of(criterion: Criterion) -> tuple[str, ...]:
    return (criterion, PURPOSE) if criterion is Criterion.RELEVANT else (criterion,)
