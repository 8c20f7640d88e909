"""New heads from an office's reviews, in seconds: the encoder stays, nothing leaves the machine.

Always from the shipped bundle, never from one that was retrained: what a withdrawn plan taught is gone with the next run.

    aimwell-train retrain
"""

import hashlib
import json
import shutil
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import onnx
from numpy.typing import NDArray

from data import corpus
from data.example import Example
from data.reviews.review import Review, standing
from model.bundle import DEFAULT_BUNDLE, MANIFEST, Manifest, digest, load, verify
from model.classifier import OnnxClassifier
from model.criteria import Criterion, Finding
from model.errors import BundleError
from model.files import settle, told_where, working_folder
from model.local_phrases import phrases_in
from model.rules.examine import examine
from model.rules.reading import Reading
from model.statement import compose
from training import heads
from training.corpora import OUTPUTS, prepare
from training.correction import Rows
from training.heads import Head
from training.local_heads import Learned, learn
from training.stages import Stages, shared_out

Say = Callable[[str], None]
Record = Callable[[str, Sequence[str]], None]
"""Called with a bundle's id and the ids of the reviews that it learned from, before there is such a bundle."""
HELD_OUT = 0.25
FEWEST_PLANS = 8
"""Fewer plans than this cannot be parted fairly: then single objectives are."""
MAKING = ".making-"
"""How the names begin under which bundles are written until they are whole."""
ENCODER, HEADS, TOKENIZER = "encoder.onnx", "heads.onnx", "tokenizer.json"


@dataclass(frozen=True, slots=True)
class Retrained:
    """A candidate bundle's folder with its manifest, what each criterion learned, and the reviews that it has not seen."""

    folder: Path
    manifest: Manifest
    learned: Mapping[Criterion, Learned]
    held_out: tuple[Review, ...]

    @property
    def conventions(self) -> frozenset[Criterion]:
        """The criteria in which the office departs from the corpus."""
        return frozenset(c for c, learned in self.learned.items() if learned.convention)


def retrain(
    reviews: Sequence[Review],
    folder: Path,
    cache: Path,
    say: Say,
    *,
    shipped: Path = DEFAULT_BUNDLE,
    beside: Sequence[Example] | None = None,
    stages: Stages | None = None,
    record: Record = lambda _, __: None,
) -> Retrained:
    """Return a candidate bundle that learned from three quarters of the reviews, written to a folder inside `folder`.

    The folder is named after the bundle; it is written under a temporary name and renamed when it is whole. `cache`
    keeps what the shipped encoder makes of the corpus, which is the slower half of the work; `beside` are its records, the
    train split unless told. `record` is told of the bundle before it is there. A run that is killed leaves nothing that
    counts, and what it left is removed by the next.

    Raises:
        BundleError: when the shipped bundle cannot be used.
        NotWritten: when the candidate cannot be written; there is none then.
    """
    stages = stages or Stages()
    classifier, parent = load(shipped), verify(shipped)
    taught, held_out = parted(standing(list(reviews)))
    say(f"{len(taught)} reviews to learn from, {len(held_out)} held out to be judged by")
    with stages.during("reading the corpus"):
        base = corpus_rows(classifier, corpus.load("train") if beside is None else beside, cache, say)
    with stages.during("reading the reviews"):
        local = rows_of(classifier, taught)
    before = shipped_heads(shipped)
    learned = {}
    with stages.during("learning"):
        for k, criterion in enumerate(Criterion):
            learned[criterion] = learn(before[k], local(criterion), base(criterion))
            say(f"{criterion.value.replace('_', '-')}: {learned[criterion].note}")
    phrases = tuple(dict.fromkeys(p for one in learned.values() for p in one.phrases))
    width = len(before[0].weights)
    made = [_widened(learned[c].head, learned[c].phrases, phrases, width) for c in Criterion]
    made.append(_widened(before[-1], (), phrases, width))
    with stages.during("writing"), told_where(folder):
        manifest = _write(made, phrases, parent, learned, taught, shipped, folder, record)
    return Retrained(folder / manifest.id, manifest, learned, tuple(held_out))


def parted(reviews: Sequence[Review]) -> tuple[list[Review], list[Review]]:
    """Return what is learned from and what is held out: whole plans, the same ones whenever the reviews are the same."""
    plans = {r.source for r in reviews}
    by_plan = len(plans) >= FEWEST_PLANS

    def held(review: Review) -> bool:
        named = review.source if by_plan else _said(review)
        return zlib.crc32(named.encode()) / 2**32 < HELD_OUT

    return [r for r in reviews if not held(r)], [r for r in reviews if held(r)]


def learned_from(reviews: Iterable[Review]) -> str:
    """Return one SHA-256 over the reviews that a bundle learned from, whatever their order."""
    lines = sorted(
        f"{r.id}\0{_said(r)}\0{json.dumps({c.value: v for c, v in r.labels.items()}, sort_keys=True)}" for r in reviews
    )
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _said(review: Review) -> str:
    o = review.objective
    return "\0".join(p or "" for p in (o.text, o.who, o.when, o.measure, o.need, o.baseline))


def rows_of(classifier: OnnxClassifier, reviews: Sequence[Review]) -> Callable[[Criterion], Rows]:
    """Return the reviews as rows of one criterion; several reviews of one objective share its weight.

    Relevant is learned where a need was given: without one, another head answers, and it stays as it was.
    """
    read = [examine(compose(r.objective, r.as_of)) for r in reviews]
    inputs = _inputs(classifier, read)
    said = [phrases_in(reading.text) for reading, _ in read]

    def of(criterion: Criterion) -> Rows:
        labels = [
            None if criterion is Criterion.RELEVANT and not r.objective.need else r.labels.get(criterion)
            for r in reviews
        ]
        targets = np.array([np.nan if v is None else float(v) for v in labels], dtype=np.float32)
        judged = Counter(_said(r) for r, v in zip(reviews, labels, strict=True) if v is not None)
        weights = np.array([1 / max(1, judged[_said(r)]) for r in reviews], dtype=np.float64)
        return Rows(inputs, said, targets, weights, [r.source for r in reviews])

    return of


def corpus_rows(
    classifier: OnnxClassifier, examples: Sequence[Example], cache: Path, say: Say
) -> Callable[[Criterion], Rows]:
    """Return records of the corpus as rows of one criterion; what the encoder makes of them is kept in `cache`."""
    prepared = prepare(examples)
    about = hashlib.sha256("\n".join(e.model_dump_json() for e in examples).encode()).hexdigest()
    kept = cache / f"corpus-{classifier.bundle}-{about[:12]}.npy"
    inputs = _kept(kept, len(prepared.examples))
    if inputs is None:
        say("reading the corpus with the shipped encoder, once")
        inputs = _inputs(classifier, list(zip(prepared.readings, prepared.findings, strict=True)))
        with suppress(OSError), working_folder(cache, ".reading-") as work:  # it can be made again at any time
            np.save(work / kept.name, inputs)
            (work / kept.name).replace(kept)
    said = [phrases_in(r.text) for r in prepared.readings]
    plans = [e.batch or e.id for e in prepared.examples]
    found = inputs
    return lambda c: Rows(found, said, prepared.targets[:, OUTPUTS.index(c)], np.ones(len(plans)), plans)


def _inputs(classifier: OnnxClassifier, read: Sequence[tuple[Reading, Sequence[Finding]]]) -> NDArray[np.float32]:
    """Return what the heads see of each statement: the encoder takes one at a time, so the parts make what the whole would."""
    return np.concatenate(shared_out(lambda some: classifier.inputs([r for r, _ in some], [f for _, f in some]), read))


def _kept(path: Path, rows: int) -> NDArray[np.float32] | None:
    try:
        found: NDArray[np.float32] = np.load(path)
    except (OSError, ValueError):
        return None
    return found if len(found) == rows else None


def shipped_heads(folder: Path) -> list[Head]:
    """Return the heads of a bundle as it is shipped, in the order of `OUTPUTS`."""
    made = {i.name: onnx.numpy_helper.to_array(i) for i in onnx.load(str(folder / HEADS)).graph.initializer}
    weights, bias = made["weights"].astype(np.float64), made["bias"].astype(np.float64)
    return [Head(weights[:, k], float(bias[k])) for k in range(len(OUTPUTS))]


def _widened(head: Head, own: tuple[str, ...], phrases: tuple[str, ...], width: int) -> Head:
    """Return a head that listens to `own` phrases as one on all `phrases` of the bundle."""
    weights = np.zeros(width + len(phrases))
    weights[:width] = head.weights[:width]
    for phrase, weight in zip(own, head.weights[width:], strict=True):
        weights[width + phrases.index(phrase)] = weight
    return Head(weights, head.bias)


def _write(
    made: Sequence[Head],
    phrases: tuple[str, ...],
    parent: Manifest,
    learned: Mapping[Criterion, Learned],
    taught: Sequence[Review],
    shipped: Path,
    folder: Path,
    record: Record,
) -> Manifest:
    with working_folder(folder, MAKING) as making:
        work = making / "bundle"
        work.mkdir()
        for name in (ENCODER, TOKENIZER):
            shutil.copyfile(shipped / name, work / name)
        heads.export(made, work / HEADS)
        files = {name: digest(work / name) for name in (ENCODER, TOKENIZER, HEADS)}
        card = {
            "what": "heads retrained on an office's reviews",
            "parent": parent.id,
            "licence": parent.card.get("licence"),
            "made": datetime.now(UTC).isoformat(timespec="seconds"),
            "reviews": len(taught),
            "reviews_sha256": learned_from(taught),
            "learned": {c.value: {"convention": one.convention, "note": one.note} for c, one in learned.items()},
        }
        about = {**parent.heads, "phrases": list(phrases)}
        named = f"{files[HEADS]}{card['reviews_sha256']}{json.dumps(about, sort_keys=True)}"
        identity = hashlib.sha256(named.encode()).hexdigest()
        manifest = Manifest(f"local-{identity[:12]}", files, about, card)
        (work / MANIFEST).write_text(manifest.text(), encoding="utf-8")
        for written in (*work.iterdir(), work):
            settle(written)
        record(manifest.id, [r.id for r in taught])
        with suppress(BundleError):  # made before, from the same reviews; where it was damaged since, it is made anew
            return verify(folder / manifest.id)
        if (folder / manifest.id).exists():
            (folder / manifest.id).rename(making / "damaged")
        work.rename(folder / manifest.id)
        settle(folder)
    return manifest
