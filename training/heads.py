"""One calibrated head a criterion: scikit-learn's logistic regression, folded into one ONNX graph.

Each head is an L2-regularised logistic regression on standardised inputs; its scores are calibrated by Platt's method
(Platt, 1999) on out-of-fold scores. Standardising, weighing and calibrating are all affine, so the served graph is a
matrix product, a sum and a sigmoid, equal to scikit-learn's to rounding (a test holds it).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedGroupKFold

Array = NDArray[np.float64]
FOLDS = 5


@dataclass(frozen=True, slots=True)
class Head:
    """A head as it is served: the probability is `sigmoid(inputs @ weights + bias)`."""

    weights: Array
    bias: float

    def probability(self, inputs: NDArray[np.float32]) -> Array:
        """Return the probability of each row."""
        return _sigmoid(inputs.astype(np.float64) @ self.weights + self.bias)


@dataclass(frozen=True, slots=True)
class Scale:
    """How inputs are standardised: `(inputs - mean) * gain`; rule features may be given a larger gain than embeddings."""

    mean: Array
    gain: Array


def scale_of(inputs: NDArray[np.float32], ruled: int, ruled_gain: float) -> Scale:
    """Return the scale that gives every input unit variance, and the last `ruled` of them `ruled_gain`."""
    spread = inputs.std(axis=0)
    gain = np.where(spread > 1e-6, 1.0 / np.maximum(spread, 1e-6), 0.0) / np.sqrt(inputs.shape[1])
    gain[-ruled:] *= ruled_gain
    return Scale(inputs.mean(axis=0).astype(np.float64), gain.astype(np.float64))


def fit(
    inputs: NDArray[np.float32], target: NDArray[np.float32], groups: Sequence[str], scale: Scale, strength: float
) -> Head:
    """Return the calibrated head for one output; rows whose target is NaN teach nothing.

    `strength` is the inverse of the regularisation (scikit-learn's C). Folds for calibration keep the records of one
    group (a batch of the corpus) together. With one class only, the head says its share, smoothed.
    """
    known = ~np.isnan(target)
    truth = target[known].astype(int)
    rows = (inputs[known] - scale.mean) * scale.gain
    if len(set(truth)) < 2:
        share = (truth.sum() + 1) / (len(truth) + 2)
        return Head(np.zeros(inputs.shape[1]), float(np.log(share / (1 - share))))
    whole = _regression(rows, truth, strength)
    held_out = _out_of_fold(rows, truth, [g for g, k in zip(groups, known, strict=True) if k], strength)
    slope, offset = _platt(held_out, truth)
    weights = whole.coef_[0] * scale.gain * slope
    bias = (whole.intercept_[0] - float(scale.mean @ (whole.coef_[0] * scale.gain))) * slope + offset
    return Head(weights, float(bias))


def _regression(rows: Array, truth: NDArray[np.int_], strength: float) -> LogisticRegression:
    return LogisticRegression(C=strength, max_iter=2000).fit(rows, truth)


def _out_of_fold(rows: Array, truth: NDArray[np.int_], groups: Sequence[str], strength: float) -> Array:
    folds = min(FOLDS, len(set(groups)), int(np.bincount(truth).min()))
    scores = np.zeros(len(truth))
    if folds < 2:
        return np.asarray(_regression(rows, truth, strength).decision_function(rows))
    for train, held in StratifiedGroupKFold(folds, shuffle=True, random_state=0).split(rows, truth, groups):
        if len(set(truth[train])) < 2:
            continue
        scores[held] = _regression(rows[train], truth[train], strength).decision_function(rows[held])
    return scores


def _platt(scores: Array, truth: NDArray[np.int_]) -> tuple[float, float]:
    """Return slope and offset that calibrate the scores; the slope never turns a verdict round."""
    fitted = LogisticRegression(C=1e6, max_iter=2000).fit(scores[:, None], truth)
    slope = float(fitted.coef_[0, 0])
    return (slope, float(fitted.intercept_[0])) if slope > 0 else (1.0, 0.0)


def export(heads: Sequence[Head], path: Path) -> None:
    """Write the heads as one ONNX graph: "features" `[n, inputs]` float32 to "probabilities" `[n, heads]` float32."""
    weights = np.stack([h.weights for h in heads], axis=1).astype(np.float32)
    bias = np.array([h.bias for h in heads], dtype=np.float32)
    graph = helper.make_graph(
        [
            helper.make_node("Gemm", ["features", "weights", "bias"], ["logits"]),
            helper.make_node("Sigmoid", ["logits"], ["probabilities"]),
        ],
        "heads",
        [helper.make_tensor_value_info("features", TensorProto.FLOAT, ["n", weights.shape[0]])],
        [helper.make_tensor_value_info("probabilities", TensorProto.FLOAT, ["n", len(heads)])],
        [numpy_helper.from_array(weights, "weights"), numpy_helper.from_array(bias, "bias")],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    onnx.checker.check_model(model)
    onnx.save(model, str(path))


def _sigmoid(x: Array) -> Array:
    return 1.0 / (1.0 + np.exp(-x))
