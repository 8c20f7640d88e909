"""What judges said of records, kept as JSON, so that a run that was killed goes on where it stopped."""

import hashlib
import json
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from data.corpus import SPLITS, Split
from data.example import Example
from model import features
from model.criteria import Criterion, Verdict
from model.encoder_input import encoder_input
from training.corpora import prepare
from training.evaluate import Judge, judged_by

Said = Mapping[Criterion, tuple[Verdict, float | None]]
"""A verdict a criterion, with the probability that it is met; no probability where it cannot be told."""
Splits = Mapping[Split, Sequence[Example]]


def truth(example: Example, criterion: Criterion) -> Verdict:
    """Return the verdict that the record's label stands for."""
    label = example.labels[criterion]
    return Verdict.CANNOT_TELL if label is None else Verdict.MET if label else Verdict.NOT_MET


@dataclass(frozen=True, slots=True)
class Kept:
    """What one judge, made with one seed, said: by split, then by the record's id."""

    judge: str
    seed: int
    said: Mapping[Split, Mapping[str, Said]]

    def of(self, split: Split, examples: Sequence[Example]) -> list[Said]:
        """Return what was said of these records of a split, in their order."""
        return [self.said[split][e.id] for e in examples]


def hear(name: str, seed: int, judge: Judge, splits: Splits) -> Kept:
    """Return what a judge says of every record of the splits."""
    said = {split: dict(zip((e.id for e in some), judge(some), strict=True)) for split, some in splits.items()}
    return Kept(name, seed, said)


class Shelf:
    """A folder of finished verdicts, one file a judge and seed.

    What was made from other records, under other rules or with other sizes (`about`) lies in another folder beside it
    and is not mistaken for these. Changes to the code of training itself are not seen: remove the folder after them.
    """

    def __init__(self, folder: Path, about: Mapping[str, Any], splits: Splits) -> None:
        self.about = about
        self.folder = folder / _fingerprint(about, splits)[:12]

    def find(self, judge: str, seed: int) -> Kept | None:
        """Return what was kept of a judge; None where it has not been made yet."""
        path = self._path(judge, seed)
        if not path.exists():
            return None
        raw = json.loads(path.read_text(encoding="utf-8"))
        return Kept(judge, seed, {s: {i: _said(v) for i, v in raw[s].items()} for s in SPLITS if s in raw})

    def keep(self, kept: Kept) -> Kept:
        """Write what a judge said, whole or not at all, and return it."""
        by_split = {s: {i: _plain(v) for i, v in said.items()} for s, said in kept.said.items()}
        text = json.dumps({"judge": kept.judge, "seed": kept.seed, "about": self.about, **by_split}, indent=1)
        path = self._path(kept.judge, kept.seed)
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = path.with_suffix(f".{os.getpid()}")
        partial.write_text(text, encoding="utf-8")
        partial.replace(path)
        return kept

    def _path(self, judge: str, seed: int) -> Path:
        return self.folder / f"{re.sub('[^a-z0-9]+', '-', judge.lower()).strip('-')}-{seed}.json"


def _plain(said: Said) -> dict[str, list[str | float | None]]:
    return {c.value: [verdict.value, chance] for c, (verdict, chance) in said.items()}


def _said(plain: Mapping[str, Sequence[Any]]) -> Said:
    return {Criterion(c): (Verdict(verdict), chance) for c, (verdict, chance) in plain.items()}


def _fingerprint(about: Mapping[str, Any], splits: Splits) -> str:
    """Return a hash of the sizes, the records, and what the rules and the encoder read in those that are judged."""
    whole = hashlib.sha256(json.dumps(about, sort_keys=True).encode())
    for split, examples in splits.items():
        whole.update("\n".join([split, *(e.model_dump_json() for e in examples)]).encode())
        if split == "train":  # every rule that matters for it matters for the others, and it is many times as long
            continue
        prepared = prepare(examples)
        for reading, findings in zip(prepared.readings, prepared.findings, strict=True):
            whole.update(features.vector(reading, findings).tobytes())
            whole.update("|".join(encoder_input(reading, {}).pair).encode())
        whole.update(repr([_plain(said) for said in judged_by(None)(examples)]).encode())
    return whole.hexdigest()
