"""The classifier with its encoder as a model of `transformers` in PyTorch: what a user has before anything is exported.

Shape and size are those of the encoder in the bundle; the weights are its base's, for the tuned ones are kept as int8 only.
A forward pass costs the same. Heads and rules are the bundle's.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import torch
from numpy.typing import NDArray

from model.bundle import DEFAULT_BUNDLE, verify
from model.classifier import OnnxClassifier
from training.encoder import Encoder, default_base


class TorchClassifier(OnnxClassifier):
    """The default bundle, its encoder run by PyTorch in float32."""

    def __init__(self) -> None:
        manifest = verify(DEFAULT_BUNDLE)
        super().__init__(DEFAULT_BUNDLE, manifest)
        layers = str(manifest.card.get("layers", "all"))
        kept = () if layers == "all" else tuple(int(layer) for layer in layers.split(","))
        self._body = Encoder(default_base(), kept).eval()
        self._encoder = _Session(self._body)

    @property
    def width(self) -> int:
        """The length of an embedding."""
        return self._body.width


class _Session:
    """A PyTorch encoder that is asked as one of ONNX Runtime is."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder

    def run(self, outputs: Sequence[str], feed: Mapping[str, NDArray[Any]]) -> list[NDArray[Any]]:
        """Return the outputs asked for."""
        with torch.inference_mode():
            embedding, states = self._encoder.both(**{name: torch.from_numpy(rows) for name, rows in feed.items()})
        found = {"embedding": embedding.numpy(), "states": states.numpy()}
        return [found[name] for name in outputs]
