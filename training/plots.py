"""Whether probabilities can be believed, and what they are worth at any threshold: two figures, as SVG.

Reliability diagrams as in Guo and others, "On Calibration of Modern Neural Networks" (2017). Records whose verdict or
label is "cannot tell" have no probability and are in neither figure.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
from sklearn.metrics import average_precision_score, precision_recall_curve

from data.example import Example
from model.criteria import Criterion
from training.metrics import BINS, calibration_error
from training.standing import met_and_chances
from training.verdicts import Said

mpl.use("Agg")  # needs no screen
from matplotlib import pyplot as plt

SHADES = dict(zip(Criterion, ("#2f6f8f", "#e0a458", "#b5446e", "#5b8c5a", "#6c5b9e"), strict=True))
STYLE: dict[str, Any] = {"svg.hashsalt": "aimwell", "font.size": 9}
"""With a fixed salt the same verdicts make the same file."""


def reliability(examples: Sequence[Example], said: Sequence[Said], path: Path) -> None:
    """Draw, by criterion, how often records of like probability meet it; a dot's area is its number of records."""
    with mpl.rc_context(STYLE):
        figure, panels = plt.subplots(1, len(Criterion), figsize=(13, 3.2), sharey=True, layout="constrained")
        for panel, criterion in zip(panels, Criterion, strict=True):
            met, chances = met_and_chances(examples, said, criterion)
            bins = np.minimum((chances * BINS).astype(int), BINS - 1)
            filled = [bins == b for b in range(BINS) if np.any(bins == b)]
            panel.plot([0, 1], [0, 1], color="#999999", linewidth=0.8, linestyle="--")
            expected, found = [chances[f].mean() for f in filled], [met[f].mean() for f in filled]
            panel.plot(expected, found, color=SHADES[criterion], linewidth=1)
            panel.scatter(expected, found, s=[4 + f.sum() for f in filled], color=SHADES[criterion], alpha=0.7)
            panel.set_title(f"{_name(criterion)}, error {calibration_error(met, chances):.3f}", fontsize=9)
            panel.set_xlabel("probability of “met”")
            panel.set_xlim(-0.02, 1.02)
            panel.set_ylim(-0.04, 1.04)
        panels[0].set_ylabel("share that is met")
        _save(figure, path)


def precision_recall(examples: Sequence[Example], said: Sequence[Said], path: Path) -> None:
    """Draw precision against recall as the threshold moves, of "met" on the left and of "not met" on the right."""
    with mpl.rc_context(STYLE):
        figure, panels = plt.subplots(1, 2, figsize=(9, 4), sharey=True, layout="constrained")
        for panel, positive in zip(panels, (True, False), strict=True):
            for criterion in Criterion:
                met, chances = met_and_chances(examples, said, criterion)
                wanted, score = met == positive, chances if positive else 1 - chances
                if len(set(wanted)) < 2:  # with one class only there is nothing to tell apart
                    continue
                precision, recall, _ = precision_recall_curve(wanted, score)
                label = f"{_name(criterion)}, average precision {average_precision_score(wanted, score):.3f}"
                panel.step(recall, precision, where="post", color=SHADES[criterion], linewidth=1.2, label=label)
            panel.set_title("“met”" if positive else "“not met”", fontsize=9)
            panel.set_xlabel("recall")
            panel.set_ylim(0, 1.04)
            if panel.lines:
                panel.legend(frameon=False, loc="lower left")
        panels[0].set_ylabel("precision")
        _save(figure, path)


def _name(criterion: Criterion) -> str:
    return criterion.value.replace("_", "-")


def _save(figure: Any, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, format="svg", metadata={"Date": None})
    plt.close(figure)
