"""How many of the names in plans the pseudonymiser finds, and what it replaces that names nobody.

Mentions were marked by hand (`data/names/README.md`). A mention is found when no word of it of two letters or more is left
in the text. Rules were read against `dev`; `test` is for measuring.

    aimwell-train names --split test
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from data import corpus
from data.example import Example
from data.reviews.pseudonyms import Pseudonymiser
from model.errors import CorpusError
from training.metrics import Estimate, interval

FOLDER = Path(corpus.__file__).parent / "names"
SPLITS: Mapping[str, corpus.Split] = {"dev": "train", "test": "validation"}
KINDS = ("person", "place", "organisation")
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Mention:
    """One name in a record, of which kind, and whether it was replaced."""

    words: str
    kind: str
    batch: str
    found: bool


@dataclass(frozen=True, slots=True)
class Recall:
    """The share of mentions that were replaced, by kind, and the share of the other words that were."""

    by_kind: Mapping[str, tuple[int, Estimate]]
    needless: float
    missed: tuple[str, ...]


def measure(split: str) -> Recall:
    """Return what the pseudonymiser is worth on a split of the marked records."""
    records = {e.id: e for e in corpus.load(SPLITS[split])}
    mentions: list[Mention] = []
    replaced = others = 0
    for line in (FOLDER / f"{split}.jsonl").read_text(encoding="utf-8").splitlines():
        marked = json.loads(line)
        example = records.get(marked["id"])
        if example is None:
            raise CorpusError(f"data/names/{split}.jsonl marks {marked['id']}, which is no record of its split")
        found, ours, all_ = _read(example, marked["names"])
        mentions += found
        replaced, others = replaced + ours, others + all_
    by_kind = {kind: _recall([m for m in mentions if m.kind == kind]) for kind in KINDS}
    missed = tuple(m.words for m in mentions if not m.found)
    return Recall(by_kind, replaced / max(others, 1), missed)


def table(recall: Recall) -> str:
    """Return the recall as Markdown."""
    rows = [f"| {kind} | {count} | {estimate} |" for kind, (count, estimate) in recall.by_kind.items() if count]
    return "\n".join(["| kind | mentions | replaced |", "| --- | --- | --- |", *rows])


def _read(example: Example, names: Sequence[Mapping[str, str]]) -> tuple[list[Mention], int, int]:
    """Return the mentions of a record, how many of its other words were replaced, and how many there are."""
    pseudonymiser = Pseudonymiser(b"measured" * 4)
    told = [p for p in (example.text, example.need, example.baseline) if p]
    kept = {w for p in pseudonymiser.texts(told) for w in _WORD.findall(p)}
    named = {w for n in names for w in _WORD.findall(n["words"])}
    found = [
        Mention(
            n["words"], n["kind"], example.batch or example.id,
            all(w not in kept for w in _WORD.findall(n["words"]) if len(w) > 1),
        )
        for n in names
    ]  # fmt: skip
    others = [w for p in told for w in _WORD.findall(p) if w not in named]
    return found, sum(w not in kept for w in others), len(others)


def _recall(mentions: Sequence[Mention]) -> tuple[int, Estimate]:
    hits = np.array([m.found for m in mentions], dtype=float)

    def share(rows: NDArray[np.int_]) -> float:
        return float(hits[rows].mean()) if len(rows) else float("nan")

    if not mentions:
        return 0, Estimate(float("nan"), float("nan"), float("nan"))
    return len(mentions), interval(share, [m.batch for m in mentions])
