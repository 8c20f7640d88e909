"""The detector's trained weights: how much each sign counts, and each number of an embedding, kept as plain JSON.

There are two heads. One weighs signs alone and is always at hand. The other weighs meaning too; its numbers belong to the
encoder of one bundle, so it serves with that bundle and no other.
"""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from model.errors import BundleDamaged, BundleMissing

DEFAULT_WEIGHTS = Path(__file__).parent / "bundles" / "detector.json"
FORMAT = 1
"""The shape of the file that this code reads."""


@dataclass(frozen=True, slots=True)
class Head:
    """A logistic regression: `signs` by name, `meaning` one weight a number of the embedding (empty where it weighs none).

    `sure` is the chance from which a sentence counts as an objective, `sure_of_line` the same for a line sent alone.
    """

    intercept: float
    signs: Mapping[str, float]
    meaning: tuple[float, ...]
    sure: float
    sure_of_line: float

    def chance(self, signs: frozenset[str], meaning: NDArray[np.float32] | None = None) -> float:
        """Return how likely a sentence is an objective, in 0..1; signs without a weight count nothing."""
        # in one order whatever the hash seed, so that the sum is the same to the last bit
        logit = self.intercept + math.fsum(self.signs.get(name, 0.0) for name in signs)
        if meaning is not None:
            logit += float(np.dot(np.asarray(self.meaning), meaning.astype(np.float64)))
        return 1.0 / (1.0 + math.exp(-max(-500.0, min(500.0, logit))))


@dataclass(frozen=True, slots=True)
class Weights:
    """The two heads, and the id of the bundle whose encoder gives the second its meaning."""

    by_signs: Head
    by_meaning: Head
    bundle: str

    def text(self) -> str:
        """Return the weights as they stand on disk."""
        body = {
            "format": FORMAT,
            "bundle": self.bundle,
            "by_signs": _body(self.by_signs),
            "by_meaning": _body(self.by_meaning),
        }
        return json.dumps(body, indent=1, ensure_ascii=False) + "\n"


def load(path: Path = DEFAULT_WEIGHTS) -> Weights:
    """Return the weights of a file.

    Raises:
        BundleError: when it is missing or holds something else.
    """
    try:
        body = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise BundleMissing(path) from None
    except (OSError, ValueError):
        raise BundleDamaged(path.name, "a JSON object", "something else") from None
    try:
        if body["format"] != FORMAT:
            raise BundleDamaged(path.name, f"format {FORMAT}", f"format {body['format']}")
        return Weights(_head(body["by_signs"]), _head(body["by_meaning"]), str(body["bundle"]))
    except (KeyError, TypeError, ValueError, AttributeError):
        raise BundleDamaged(path.name, "the weights of two heads", "something less") from None


def _head(body: Mapping[str, Any]) -> Head:
    signs = {str(name): float(weight) for name, weight in body["signs"].items()}
    meaning = tuple(float(w) for w in body["meaning"])
    return Head(float(body["intercept"]), signs, meaning, float(body["sure"]), float(body["sure_of_line"]))


def _body(head: Head) -> dict[str, Any]:
    return {
        "intercept": head.intercept,
        "sure": head.sure,
        "sure_of_line": head.sure_of_line,
        "signs": dict(sorted(head.signs.items())),
        "meaning": list(head.meaning),
    }
