from pathlib import Path

import numpy as np
import onnxruntime as ort
import pytest
from sklearn.linear_model import LogisticRegression

from training.heads import Head, Layer, calibrated, export, fit, scale_of, through

RNG = np.random.default_rng(0)
ROWS = RNG.normal(size=(300, 6)).astype(np.float32)
TRUTH = ((ROWS[:, 0] + ROWS[:, 1] + RNG.normal(0, 0.5, 300)) > 0).astype(np.float32)


def test_the_served_graph_equals_scikit_learn(tmp_path: Path) -> None:
    scale = scale_of(ROWS, 2, 4.0)
    head = fit(ROWS, TRUTH, scale, 1.0)
    rows = (ROWS - scale.mean) * scale.gain
    theirs = LogisticRegression(C=1.0, max_iter=2000).fit(rows, TRUTH).predict_proba(rows)[:, 1]
    export([head, head], tmp_path / "heads.onnx")
    (served,) = ort.InferenceSession(str(tmp_path / "heads.onnx")).run(None, {"features": ROWS})
    assert np.allclose(head.probability(ROWS), theirs, atol=1e-6)
    assert np.allclose(served[:, 1], theirs, atol=1e-5)


def test_rows_that_were_not_judged_teach_nothing() -> None:
    partly = TRUTH.copy()
    partly[200:] = np.nan
    scale = scale_of(ROWS, 2, 1.0)
    known = fit(ROWS[:200], TRUTH[:200], scale, 1.0)
    assert np.allclose(fit(ROWS, partly, scale, 1.0).weights, known.weights)


@pytest.mark.parametrize("label", [0.0, 1.0])
def test_one_class_only_gives_its_share(label: float) -> None:
    head = fit(ROWS, np.full(300, label, dtype=np.float32), scale_of(ROWS, 2, 1.0), 1.0)
    chances = head.probability(ROWS)
    assert np.all((chances > 0.9) if label else (chances < 0.1))


def test_calibration_draws_overconfident_scores_in_and_turns_no_verdict_round() -> None:
    scale = scale_of(ROWS, 2, 1.0)
    sure = fit(ROWS, TRUTH, scale, 1e6)
    sure = type(sure)(sure.weights * 20, sure.bias * 20)
    drawn = calibrated(sure, ROWS, TRUTH)
    assert np.mean(np.abs(drawn.probability(ROWS) - 0.5)) < np.mean(np.abs(sure.probability(ROWS) - 0.5))
    order = np.argsort(sure.probability(ROWS) + sure.weights @ ROWS.T * 1e-9)
    assert np.all(np.diff((ROWS @ drawn.weights)[order]) >= -1e-4)


def test_too_few_rows_calibrate_nothing() -> None:
    head = fit(ROWS, TRUTH, scale_of(ROWS, 2, 1.0), 1.0)
    assert calibrated(head, ROWS[:10], TRUTH[:10]) is head


def test_a_head_on_a_layers_scores_is_one_on_what_the_layer_reads() -> None:
    rng = np.random.default_rng(5)
    embedded, ruled = rng.normal(size=(9, 4)).astype(np.float32), rng.normal(size=(9, 3)).astype(np.float32)
    layer = Layer(rng.normal(size=(4, 2)), rng.normal(size=2))
    head = Head(rng.normal(size=5), 0.3)
    on_scores = head.probability(np.concatenate([layer.logits(embedded), ruled], axis=1))
    assert np.allclose(
        through(layer, head).probability(np.concatenate([embedded, ruled], axis=1)), on_scores, atol=1e-5
    )
