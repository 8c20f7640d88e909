"""Text to five calibrated probabilities: an int8 encoder and small heads, both ONNX, on the features of the rules.

The encoder reads the statement together with the need and the baseline that it is judged against. Its embedding and the
features of the rules go to the heads: one a criterion, and one that says whether a statement without a need states its
own purpose.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import onnxruntime as ort
from numpy.typing import NDArray
from tokenizers import Tokenizer

from model import features
from model.bundle import Manifest
from model.criteria import Criterion, Finding, Span
from model.encoder_input import MAX_TOKENS, statement_and_context
from model.errors import BundleDamaged
from model.rules.reading import Reading

BATCH = 32
PURPOSE = "purpose"
"""The head for Relevant where there is no need: does the statement itself say what it serves?"""


class OnnxClassifier:
    """The classifier of one verified bundle; safe to share between threads."""

    def __init__(self, folder: Path, manifest: Manifest, *, encoder: str = "encoder.onnx") -> None:
        if tuple(manifest.heads["features"]) != features.NAMES:
            raise BundleDamaged("heads", "the features of this version", "those of another; retrain the bundle")
        options = ort.SessionOptions()
        options.intra_op_num_threads = 2
        options.inter_op_num_threads = 1
        self.bundle = manifest.id
        self.thresholds: Mapping[Criterion, float] = {c: float(manifest.heads["thresholds"][c]) for c in Criterion}
        self._outputs = [str(name) for name in manifest.heads["outputs"]]
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_truncation(MAX_TOKENS, strategy="longest_first")
        self._tokenizer.no_padding()
        self._encoder = ort.InferenceSession(str(folder / encoder), options, providers=["CPUExecutionProvider"])
        if [o.name for o in self._encoder.get_outputs()] != ["embedding", "states"]:
            raise BundleDamaged(encoder, "the outputs embedding and states", "others; retrain the bundle")
        self._heads = ort.InferenceSession(str(folder / "heads.onnx"), options, providers=["CPUExecutionProvider"])

    def probabilities(
        self, readings: Sequence[Reading], findings: Sequence[Sequence[Finding]]
    ) -> list[Mapping[Criterion, float | None]]:
        """Return the probability that each criterion is met, for each statement in order; None where it cannot tell."""
        scored = self._run(readings, findings)
        return [self._chances(reading, said) for reading, said in zip(readings, scored, strict=True)]

    def _run(self, readings: Sequence[Reading], findings: Sequence[Sequence[Finding]]) -> list[dict[str, float]]:
        if not readings:
            return []
        (chances,) = self._heads.run(None, {"features": self.inputs(readings, findings)})
        return [dict(zip(self._outputs, map(float, row), strict=True)) for row in chances]

    def inputs(self, readings: Sequence[Reading], findings: Sequence[Sequence[Finding]]) -> NDArray[np.float32]:
        """Return what the heads see, one row a statement: its embedding in context, then the features of the rules."""
        pairs = [statement_and_context(r) for r in readings]
        ruled = np.stack([features.vector(r, f) for r, f in zip(readings, findings, strict=True)])
        return np.concatenate([self.encode(pairs), ruled], axis=1)

    @property
    def width(self) -> int:
        """The length of an embedding."""
        return int(self._encoder.get_outputs()[0].shape[-1])

    def encode(self, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float32]:
        """Return one embedding a pair of statement and context, in order; like lengths share a batch."""
        encodings = self._tokenizer.encode_batch([pair if pair[1] else pair[0] for pair in pairs])
        order = sorted(range(len(pairs)), key=lambda i: len(encodings[i].ids))
        found = np.zeros((len(pairs), self.width), dtype=np.float32)
        for start in range(0, len(order), BATCH):
            rows = order[start : start + BATCH]
            longest = max(len(encodings[i].ids) for i in rows)
            ids, mask, types = (np.zeros((len(rows), longest), dtype=np.int64) for _ in range(3))
            for at, i in enumerate(rows):
                length = len(encodings[i].ids)
                ids[at, :length] = encodings[i].ids
                mask[at, :length] = 1
                types[at, :length] = encodings[i].type_ids
            feed = {"input_ids": ids, "attention_mask": mask, "token_type_ids": types}
            found[rows] = self._encoder.run(["embedding"], feed)[0]
        return found

    def token_scores(
        self, reading: Reading, findings: Sequence[Finding], criterion: Criterion
    ) -> list[tuple[Span, float]]:
        """Return what each word piece of the statement says for a criterion, as a probability; spans are code points.

        The embedding is the mean of the states of all tokens and a head is linear in it, so a head's score is the mean
        of its scores on each token alone: an exact account, for the price of one more pass.
        """
        statement, context = statement_and_context(reading)
        encoding = self._tokenizer.encode(*((statement, context) if context else (statement,)))
        feed = {
            "input_ids": np.array([encoding.ids], dtype=np.int64),
            "attention_mask": np.ones((1, len(encoding.ids)), dtype=np.int64),
            "token_type_ids": np.array([encoding.type_ids], dtype=np.int64),
        }
        (states,) = self._encoder.run(["states"], feed)
        ruled = np.repeat(features.vector(reading, findings)[None], len(encoding.ids), axis=0)
        (scored,) = self._heads.run(None, {"features": np.concatenate([states[0], ruled], axis=1)})
        column = self._outputs.index(criterion)
        return [
            (Span(*encoding.offsets[i]), float(scored[i, column]))
            for i, sequence in enumerate(encoding.sequence_ids)
            if sequence == 0
        ]

    def _chances(self, reading: Reading, said: Mapping[str, float]) -> Mapping[Criterion, float | None]:
        chances: dict[Criterion, float | None] = {c: said[c] for c in Criterion}
        if reading.statement.objective.need is None:
            purpose = said[PURPOSE]
            chances[Criterion.RELEVANT] = purpose if purpose >= 0.5 else None
        return chances
