"""One calibrated head a criterion: scikit-learn's logistic regression, folded into one ONNX graph.

Each head is an L2-regularised logistic regression on standardised inputs, learned on train; its scores are calibrated by
Platt's method (Platt, 1999) on validation, because an encoder that was tuned on train is too sure of train.
Standardising, weighing and calibrating are all affine, so the served graph is a matrix product, a sum and a sigmoid, equal
to scikit-learn's to rounding (a test holds it).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from sklearn.linear_model import LogisticRegression

Array = NDArray[np.float64]
ENOUGH_TO_CALIBRATE = 40


@dataclass(frozen=True, slots=True)
class Head:
    """A head as it is served: the probability is `sigmoid(inputs @ weights + bias)`."""

    weights: Array
    bias: float

    def probability(self, inputs: NDArray[np.float32]) -> Array:
        """Return the probability of each row."""
        return _sigmoid(inputs.astype(np.float64) @ self.weights + self.bias)


@dataclass(frozen=True, slots=True)
class Layer:
    """A linear layer on an embedding, one output a head: `embedding @ weights + bias`, `weights` `[width, outputs]`."""

    weights: Array
    bias: Array

    def logits(self, embedded: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the layer's score of each embedding, `[rows, outputs]`."""
        return np.asarray(embedded @ self.weights + self.bias, dtype=np.float32)


def through(layer: Layer, head: Head) -> Head:
    """Return a head on the layer's scores and other inputs as one on the embedding and those inputs: both are linear."""
    scores = len(layer.bias)
    on_scores, others = head.weights[:scores], head.weights[scores:]
    return Head(np.concatenate([layer.weights @ on_scores, others]), float(layer.bias @ on_scores + head.bias))


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


def fit(inputs: NDArray[np.float32], target: NDArray[np.float32], scale: Scale, strength: float) -> Head:
    """Return the head for one output, not yet calibrated; rows whose target is NaN teach nothing.

    `strength` is the inverse of the regularisation (scikit-learn's C). With one class only, the head says its share,
    smoothed.
    """
    known = ~np.isnan(target)
    truth = target[known].astype(int)
    if len(set(truth)) < 2:
        share = (truth.sum() + 1) / (len(truth) + 2)
        return Head(np.zeros(inputs.shape[1]), float(np.log(share / (1 - share))))
    rows = (inputs[known] - scale.mean) * scale.gain
    fitted = LogisticRegression(C=strength, max_iter=2000).fit(rows, truth)
    weights = fitted.coef_[0] * scale.gain
    return Head(weights, float(fitted.intercept_[0] - scale.mean @ weights))


def calibrated(head: Head, inputs: NDArray[np.float32], target: NDArray[np.float32]) -> Head:
    """Return the head with its scores calibrated on held-out rows; as it is where these are too few to say.

    The slope is never negative, so that calibration turns no verdict round.
    """
    known = ~np.isnan(target)
    truth = target[known].astype(int)
    if len(truth) < ENOUGH_TO_CALIBRATE or len(set(truth)) < 2 or not head.weights.any():
        return head
    scores = inputs[known].astype(np.float64) @ head.weights + head.bias
    fitted = LogisticRegression(C=10.0, max_iter=2000).fit(scores[:, None], truth)
    slope, offset = float(fitted.coef_[0, 0]), float(fitted.intercept_[0])
    return Head(head.weights * slope, head.bias * slope + offset) if slope > 0 else head


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
