"""Text to five calibrated probabilities: an int8 encoder and small heads, both ONNX, on the features of the rules.

The encoder reads the statement together with the need and the baseline that it is judged against. Its embedding and the
features of the rules go to the heads: one a criterion, and one that says whether a statement without a need states its
own purpose.
"""

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

import numpy as np
import onnxruntime as ort
from numpy.typing import NDArray
from tokenizers import Encoding, Tokenizer

from model import features
from model.bundle import Manifest
from model.criteria import Criterion, Finding, Span
from model.encoder_input import MAX_TOKENS, encoder_input, whole_words
from model.encoder_view import View
from model.errors import BundleDamaged, CacheUnusable
from model.evidence import Weighing
from model.local_phrases import presence
from model.mapped_encoder import mapped_encoder
from model.rules.reading import Reading

BATCH = 1
"""One statement a pass: the int8 encoder scales its activations by all that it sees at once, so a statement's verdict would
hang on its neighbours in a batch. On two cores a batch of sixteen is only a fifth faster."""
PURPOSE = "purpose"
"""The head for Relevant where there is no need: does the statement itself say what it serves?"""


_PROVIDERS = ["CPUExecutionProvider"]


class _Batch:
    """Some rows as the encoder takes them."""

    def __init__(self, rows: list[int], encodings: list[Encoding]) -> None:
        self.rows = rows
        self.encodings = encodings
        longest = max(len(e.ids) for e in encodings)
        ids, mask, types = (np.zeros((len(rows), longest), dtype=np.int64) for _ in range(3))
        for at, encoding in enumerate(encodings):
            length = len(encoding.ids)
            ids[at, :length] = encoding.ids
            mask[at, :length] = 1
            types[at, :length] = encoding.type_ids
        self.feed = {"input_ids": ids, "attention_mask": mask, "token_type_ids": types}


class OnnxClassifier:
    """The classifier of one verified bundle; safe to share between threads."""

    def __init__(
        self,
        folder: Path,
        manifest: Manifest,
        *,
        encoder: str = "encoder.onnx",
        threads: int = 1,
        cache: Path | None = None,
    ) -> None:
        if tuple(manifest.heads["features"]) != features.NAMES:
            raise BundleDamaged("heads", "the features of this version", "those of another; retrain the bundle")
        options = ort.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        self.bundle = manifest.id
        self.encoder = manifest.files.get(encoder, "")
        self.thresholds: Mapping[Criterion, float] = {c: float(manifest.heads["thresholds"][c]) for c in Criterion}
        self._phrases = tuple(map(str, manifest.heads.get("phrases", ())))
        self._outputs = [str(name) for name in manifest.heads["outputs"]]
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_truncation(MAX_TOKENS, strategy="longest_first")
        self._tokenizer.no_padding()
        self._words = whole_words(self._tokenizer.get_vocab())
        self._encoder = _encoder(folder / encoder, self.encoder, options, cache)
        if [o.name for o in self._encoder.get_outputs()] != ["embedding", "states"]:
            raise BundleDamaged(encoder, "the outputs embedding and states", "others; retrain the bundle")
        self._heads = ort.InferenceSession(str(folder / "heads.onnx"), options, providers=_PROVIDERS)

    def weigh(self, readings: Sequence[Reading], findings: Sequence[Sequence[Finding]]) -> list[Weighing]:
        """Return what the classifier makes of each statement, in order.

        The embedding is the mean of the states of all tokens and a head is linear in it, so a head's logit is the mean
        of its logits on each token alone: what a word counts for costs one small matrix product.
        """
        seen = [encoder_input(r, self._words) for r in readings]
        ruled = self._ruled(readings, findings)
        weighed: dict[int, Weighing] = {}
        for batch in self._batches([s.pair for s in seen]):
            embedded, states = self._encoder.run(["embedding", "states"], batch.feed)
            chances = self._chances(np.concatenate([embedded, ruled[batch.rows]], axis=1))
            for at, row in enumerate(batch.rows):
                words = partial(self._words_say, seen[row].statement, batch.encodings[at], states[at], ruled[row])
                weighed[row] = Weighing(self._by_criterion(readings[row], chances[at]), words)
        return [weighed[row] for row in range(len(readings))]

    def inputs(self, readings: Sequence[Reading], findings: Sequence[Sequence[Finding]]) -> NDArray[np.float32]:
        """Return what the heads see, one row a statement: its embedding in context, the features of the rules, and phrases."""
        pairs = [encoder_input(r, self._words).pair for r in readings]
        return np.concatenate([self.encode(pairs), self._ruled(readings, findings)], axis=1)

    @property
    def width(self) -> int:
        """The length of an embedding."""
        return int(self._encoder.get_outputs()[0].shape[-1])

    def encode(self, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float32]:
        """Return one embedding a pair of statement and context, in order."""
        found = np.zeros((len(pairs), self.width), dtype=np.float32)
        for batch in self._batches(pairs):
            found[batch.rows] = self._encoder.run(["embedding"], batch.feed)[0]
        return found

    def _batches(self, pairs: Sequence[tuple[str, str]]) -> Iterator[_Batch]:
        """Yield the pairs as tensors; like lengths share a batch, so that little of it is padding."""
        encodings = self._tokenizer.encode_batch([pair if pair[1] else pair[0] for pair in pairs])
        order = sorted(range(len(pairs)), key=lambda i: len(encodings[i].ids))
        for start in range(0, len(order), BATCH):
            rows = order[start : start + BATCH]
            yield _Batch(rows, [encodings[i] for i in rows])

    def _ruled(self, readings: Sequence[Reading], findings: Sequence[Sequence[Finding]]) -> NDArray[np.float32]:
        """Return the features of the rules, and which of the phrases that the heads listen to each statement holds."""
        ruled = [
            [*features.vector(r, f), *presence(r.text, self._phrases)] for r, f in zip(readings, findings, strict=True)
        ]
        return np.array(ruled, dtype=np.float32).reshape(len(ruled), len(features.NAMES) + len(self._phrases))

    def _chances(self, inputs: NDArray[np.float32]) -> NDArray[np.float32]:
        (chances,) = self._heads.run(None, {"features": inputs})
        return np.asarray(chances)

    def _by_criterion(self, reading: Reading, said: NDArray[np.float32]) -> dict[Criterion, float | None]:
        chances: dict[Criterion, float | None] = {c: float(said[self._outputs.index(c)]) for c in Criterion}
        if reading.statement.objective.need is None:
            purpose = float(said[self._outputs.index(PURPOSE)])
            chances[Criterion.RELEVANT] = purpose if purpose >= 0.5 else None
        return chances

    def _words_say(
        self,
        statement: View,
        encoding: Encoding,
        states: NDArray[np.float32],
        ruled: NDArray[np.float32],
        criterion: Criterion,
    ) -> list[tuple[Span, float]]:
        own = [i for i, sequence in enumerate(encoding.sequence_ids) if sequence == 0]
        tokens = np.concatenate([states[own], np.repeat(ruled[None], len(own), axis=0)], axis=1)
        said = self._chances(tokens)[:, self._outputs.index(criterion)]
        return [(statement.original(Span(*encoding.offsets[i])), float(s)) for i, s in zip(own, said, strict=True)]


def _encoder(path: Path, sha256: str, options: ort.SessionOptions, cache: Path | None) -> ort.InferenceSession:
    """Return the encoder, its weights mapped from the cache where there is one that can be used."""
    if cache is not None:
        with contextlib.suppress(CacheUnusable):  # it judges all the same, only from memory of its own
            return ort.InferenceSession(str(mapped_encoder(path, sha256, cache)), options, providers=_PROVIDERS)
    return ort.InferenceSession(str(path), options, providers=_PROVIDERS)
