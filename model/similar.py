"""Similar objectives of the corpus: what people made of them, and what they proposed where something was missing.

The index lies beside the rewriter: one line a flawed objective with its rewrite, and its embedding by the classifier's
encoder. Likeness is half of the encoder's (how the objective is built and what it lacks) and half of the rarer words that
two texts share (what they are about). Embeddings of two encoders cannot be compared, though they may be equally long: where
the classifier has another encoder than the index was made with, its texts are embedded anew, and the cache keeps that.
"""

import contextlib
import json
import logging
import math
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from model.bundle import digest
from model.errors import BundleDamaged, CacheUnusable
from model.prepared import make_once
from model.rewriter_input import Neighbour
from model.rules.relevance import stems
from model.suggestion import Draft, Kind, read

RECORDS, EMBEDDINGS = "similar.jsonl", "similar.npy"
log = logging.getLogger("aimwell")
Encode = Callable[[Sequence[tuple[str, str]]], NDArray[np.float32]]


class Embedder(Protocol):
    """What embeds texts: the classifier, as far as the index needs it."""

    @property
    def encoder(self) -> str:
        """The SHA-256 of the encoder's file, in hexadecimal."""
        ...

    @property
    def width(self) -> int:
        """The length of an embedding."""
        ...

    def encode(self, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float32]:
        """Return one embedding a pair of statement and context, in order."""
        ...


@dataclass(frozen=True, slots=True)
class Similar:
    """A flawed objective of the corpus, its rewrite, and how like the objective at hand it is, in 0..1."""

    text: str
    rewrite: Draft
    domain: str
    batch: str
    likeness: float = 0.0

    @property
    def neighbour(self) -> Neighbour:
        """The pair as the rewriter reads it."""
        return Neighbour(self.text, self.rewrite.blank_text)


class SimilarObjectives:
    """The index; safe to share between threads."""

    def __init__(self, records: Sequence[Similar], embeddings: NDArray[np.float32], encode: Encode) -> None:
        self._records = tuple(records)
        self._encode = encode
        self._vectors = _unit(embeddings)
        stemmed = [stems(r.text) for r in records]
        seen = Counter(stem for found in stemmed for stem in found)
        self._weight = {stem: math.log((1 + len(records)) / (1 + n)) for stem, n in seen.items()}
        self._postings: dict[str, list[int]] = {}
        for row, found in enumerate(stemmed):
            for stem in found:
                self._postings.setdefault(stem, []).append(row)
        self._lengths = np.array([self._length(found) for found in stemmed], dtype=np.float32)

    def nearest(self, text: str, n: int, *, not_of: str | None = None) -> list[Similar]:
        """Return the `n` most similar records, best first, none of the batch `not_of`."""
        if not self._records:
            return []
        likeness = 0.5 * self._vectors @ _unit(self._encode([(text, "")]))[0] + 0.5 * self._shared(text)
        found: list[Similar] = []
        for row in map(int, np.argsort(-likeness)):
            if len(found) == n:
                break
            record = self._records[row]
            if record.batch != not_of:
                found.append(Similar(record.text, record.rewrite, record.domain, record.batch, float(likeness[row])))
        return found

    def _shared(self, text: str) -> NDArray[np.float32]:
        """Return the cosine of the rarer words that each record shares with `text`."""
        found = stems(text)
        shared = np.zeros(len(self._records), dtype=np.float32)
        for stem in found:
            shared[self._postings.get(stem, [])] += self._weight.get(stem, 0.0) ** 2
        cosine = shared / np.maximum(self._lengths * max(self._length(found), 1e-6), 1e-6)
        return np.asarray(cosine, dtype=np.float32)

    def _length(self, found: frozenset[str] | set[str]) -> float:
        return math.sqrt(sum(self._weight.get(stem, 0.0) ** 2 for stem in found))


def load(folder: Path, embedder: Embedder, made_with: str, cache: Path | None = None) -> SimilarObjectives:
    """Return the index of a folder, searched with the encoder of `embedder`.

    `made_with` is the encoder that made the folder's embeddings. Where it is another, they are made anew, which takes some
    seconds, and kept in `cache` if there is one.

    Raises:
        BundleDamaged: when a file is missing or the two do not fit each other.
    """
    try:
        lines = (folder / RECORDS).read_text(encoding="utf-8").splitlines()
        records = [Similar(r["text"], read(r["rewrite"]), r["domain"], r["batch"]) for r in map(json.loads, lines)]
        embeddings = np.load(folder / EMBEDDINGS, allow_pickle=False).astype(np.float32)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BundleDamaged(RECORDS, "similar objectives and their embeddings", type(error).__name__) from None
    if not made_with or embedder.encoder != made_with:
        embeddings = _embedded_anew(records, embedder, digest(folder / RECORDS), cache)
    wanted = (len(records), embedder.width)
    if embeddings.shape != wanted:
        raise BundleDamaged(EMBEDDINGS, f"{wanted} numbers", f"{embeddings.shape}")
    return SimilarObjectives(records, embeddings, embedder.encode)


def _embedded_anew(
    records: Sequence[Similar], embedder: Embedder, records_sha256: str, cache: Path | None
) -> NDArray[np.float32]:
    """Return the records' embeddings by an encoder that did not make the folder's: from the cache, or made now."""

    def embed() -> NDArray[np.float32]:
        log.warning(
            "the similar objectives were embedded with another encoder than the classifier's: they are embedded anew, which "
            "takes some seconds"
        )
        return embedder.encode([(r.text, "") for r in records])

    if cache is not None and embedder.encoder:
        folder = cache / f"similar-{records_sha256[:16]}-{embedder.encoder[:16]}"
        with contextlib.suppress(CacheUnusable):  # made for this process alone, then
            kept = make_once(folder, lambda place: np.save(place / EMBEDDINGS, embed().astype(np.float16)))
            return np.asarray(np.load(kept / EMBEDDINGS, allow_pickle=False).astype(np.float32))
    return embed()


def proposals_of(similar: Sequence[Similar], kind: Kind) -> Iterator[tuple[str, str, float]]:
    """Yield the proposals of a kind in similar rewrites, most similar first: the word before it, its words, the likeness."""
    for record in similar:
        for proposal in record.rewrite.proposals:
            if proposal.kind is kind and not proposal.blank:
                before = record.rewrite.text[: proposal.span.start]
                yield word_before(before), proposal.span.of(record.rewrite.text), record.likeness


def word_before(text: str) -> str:
    """Return the last word or mark of a text, in lower case; the empty string where there is none."""
    words = text.rstrip().split()
    if not words:
        return ""
    last = words[-1].lower()
    return last[-1] if last[-1] in ",.:;–—-(" else last


def _unit(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=-1, keepdims=True), 1e-9), dtype=np.float32)
