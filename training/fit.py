"""From examples to a bundle: embed, fit the heads, choose thresholds on validation, write and seal the folder."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.example import Example
from model import features
from model.bundle import MANIFEST, Manifest, digest, load
from model.classifier import OnnxClassifier
from model.criteria import Criterion
from model.files import working_folder
from training import encoder as encoders
from training import heads, stacking
from training.augment import with_strangers_needs
from training.corpora import OUTPUTS, Prepared, prepare
from training.encoder import Encoder, Tuning

Say = Callable[[str], None]
NO_BETTER = 0.01
"""A difference of macro-F1 on a few hundred records that says nothing: its own bootstrap error is larger."""
ENCODER_FILES = (encoders.INT8, "tokenizer.json")


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a classifier is made.

    `tuning` tunes the encoder, not at all where None; `layers` are those of the base that are kept, all where empty;
    `strangers` is the number of copies of each relevant record under needs that it does not serve; `folds` is how often
    an encoder is tuned without a part of the records, to hear what it says of unseen ones (0: heads learn from the
    embeddings themselves); `strength` says how freely the heads learn, the gains how much more freely from the rules.
    """

    tuning: Tuning | None = None
    layers: tuple[int, ...] = ()
    strangers: int = 0
    folds: int = 0
    strength: float = 1.0
    ruled_gain: float = 4.0
    stacked_gain: float = 1.0


def make_bundle(
    train: Sequence[Example],
    validation: Sequence[Example],
    folder: Path,
    recipe: Recipe,
    say: Say,
    *,
    base: str | Path | None = None,
    card: Mapping[str, Any] | None = None,
) -> OnnxClassifier:
    """Train on `train`, choose thresholds on `validation`, write the bundle to `folder`, and return it loaded.

    The folder is written under a temporary name beside it and renamed when it is whole.
    """
    with working_folder(folder.parent, ".making-") as making:
        work = making / "bundle"
        work.mkdir()
        learned = prepare(taught(train, recipe), hide_domains=True)
        encoder = Encoder(base or encoders.default_base(), recipe.layers)
        layer = None if recipe.tuning is None else stacking.tuned(encoder, learned, recipe.tuning, say)
        say("exporting the encoder")
        encoders.export(encoder, work)
        held_out = prepare(validation)
        if layer is not None and recipe.tuning is not None and recipe.folds:
            fresh = partial(Encoder, base or encoders.default_base(), recipe.layers)
            scores = stacking.unseen_scores(learned, recipe.folds, fresh, recipe.tuning, say)
            raw = stacking.stacked(layer, learned, scores, recipe.stacked_gain, recipe.strength)
        else:
            raw = _heads_on_embeddings(work, learned, recipe, card or {})
        manifest = _seal(work, raw, held_out, card or {})
        agreed = int8_agreement(work, manifest, held_out)
        (work / encoders.FLOAT32).unlink()
        say(f"int8 agrees with float32 on {agreed:.2%} of verdicts")
        sealed = replace(manifest, card={**manifest.card, "int8_agreement": round(agreed, 4)})
        (work / MANIFEST).write_text(sealed.text(), encoding="utf-8")
        if folder.exists():
            folder.rename(making / "before")
        work.rename(folder)
    return load(folder)


def taught(train: Sequence[Example], recipe: Recipe) -> list[Example]:
    """Return what is learned from: the records, and the copies that the recipe asks for."""
    if not recipe.strangers:
        return list(train)
    return [*train, *with_strangers_needs(train, recipe.strangers, recipe.tuning.seed if recipe.tuning else 0)]


def _heads_on_embeddings(work: Path, learned: Prepared, recipe: Recipe, card: Mapping[str, Any]) -> list[heads.Head]:
    """Return heads fitted on the embeddings of the folder's int8 encoder and the rules: right where it was not tuned."""
    inputs = _draft(work, card).inputs(learned.readings, learned.findings)
    scale = heads.scale_of(inputs, len(features.NAMES), recipe.ruled_gain)
    return [heads.fit(inputs, learned.targets[:, k], scale, recipe.strength) for k in range(len(OUTPUTS))]


def _draft(work: Path, card: Mapping[str, Any]) -> OnnxClassifier:
    """Return the folder's encoder as a classifier whose heads are not made yet."""
    heads.export([heads.Head(np.zeros(1), 0.0)] * len(OUTPUTS), work / "heads.onnx")
    return OnnxClassifier(work, _manifest(work, dict.fromkeys(Criterion, 0.5), card))


def _seal(work: Path, raw: Sequence[heads.Head], held_out: Prepared, card: Mapping[str, Any]) -> Manifest:
    """Calibrate the heads and choose thresholds on the held-out records, and write heads and manifest."""
    unseen = _draft(work, card).inputs(held_out.readings, held_out.findings)
    fitted = [heads.calibrated(head, unseen, held_out.targets[:, k]) for k, head in enumerate(raw)]
    heads.export(fitted, work / "heads.onnx")
    chances = np.stack([h.probability(unseen) for h in fitted], axis=1)
    thresholds = {c: best_threshold(chances[:, k], held_out.targets[:, k]) for k, c in enumerate(Criterion)}
    manifest = _manifest(work, thresholds, card)
    (work / MANIFEST).write_text(manifest.text(), encoding="utf-8")
    return manifest


def int8_agreement(work: Path, manifest: Manifest, held_out: Prepared) -> float:
    """Return the share of verdicts that the int8 encoder and the float32 one beside it have in common."""
    said = []
    for encoder in (encoders.INT8, encoders.FLOAT32):
        classifier = OnnxClassifier(work, manifest, encoder=encoder)
        found = [w.chances for w in classifier.weigh(held_out.readings, held_out.findings)]
        said.append(np.array([[(row[c] or 0.0) >= classifier.thresholds[c] for c in Criterion] for row in found]))
    return float(np.mean(said[0] == said[1])) if len(held_out.examples) else 1.0


def best_threshold(chances: NDArray[np.float64], truth: NDArray[np.float32]) -> float:
    """Return the threshold nearest one half of those whose macro-F1 is within `NO_BETTER` of the best.

    One half where there is little to go by.
    """
    known = ~np.isnan(truth)
    if known.sum() < 50 or len(set(truth[known])) < 2:
        return 0.5
    tried = np.round(np.arange(0.35, 0.651, 0.01), 2)
    merits = [macro_f1(truth[known] == 1, chances[known] >= t) for t in tried]
    good = [t for merit, t in zip(merits, tried, strict=True) if merit >= max(merits) - NO_BETTER]
    return float(min(good, key=lambda t: abs(t - 0.5)))


def macro_f1(truth: NDArray[np.bool_], said: NDArray[np.bool_]) -> float:
    """Return the mean of the F1 of "met" and of "not met"."""
    scores = []
    for positive in (True, False):
        hits = np.sum((truth == positive) & (said == positive))
        total = np.sum(truth == positive) + np.sum(said == positive)
        scores.append(2 * hits / total if total else 1.0)
    return float(np.mean(scores))


def _manifest(work: Path, thresholds: Mapping[Criterion, float], card: Mapping[str, Any]) -> Manifest:
    files = {name: digest(work / name) for name in (*ENCODER_FILES, "heads.onnx")}
    about = {
        "features": list(features.NAMES),
        "outputs": list(OUTPUTS),
        "thresholds": {c.value: t for c, t in thresholds.items()},
    }
    made_with = {name: version(name) for name in ("torch", "transformers", "scikit-learn", "onnxruntime")}
    identity = files["heads.onnx"][:6] + files["encoder.onnx"][:6]
    return Manifest(f"classifier-{identity}", files, about, json.loads(json.dumps({**card, "versions": made_with})))
