"""From the corpus to the rewriter's folder: lessons with their neighbours, training, adapter, tokenizer and index."""

import json
from collections.abc import Callable, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from data.example import Example
from model.bundle import MANIFEST, Manifest, digest
from model.classifier import OnnxClassifier
from model.files import put_folder, working_folder
from model.rewriter_input import Neighbour
from model.similar import EMBEDDINGS, RECORDS, Similar, SimilarObjectives
from model.suggestion import read
from training.pairs import Pair, blank_pairs, infilled
from training.rewriter import Lessons, Say, Trained, train
from training.rewriter_export import ADAPTER, TOKENIZER, export_adapter, export_similar, export_tokenizer

FILES = (ADAPTER, TOKENIZER, RECORDS, EMBEDDINGS)


def lessons_of(
    train_split: Sequence[Example], validation: Sequence[Example], classifier: OnnxClassifier, neighbours: int
) -> tuple[list[Pair], list[Pair]]:
    """Return what is taught and what is held out; a lesson's neighbours are of the train split and never of its batch."""
    near: dict[str, list[Neighbour]] = {}
    if neighbours:
        index = index_of(train_split, classifier)
        for example in (*train_split, *validation):
            if example.rewrite:
                found = index.nearest(example.text, neighbours, not_of=example.batch or example.id)
                near[example.id] = [s.neighbour for s in found]
    return blank_pairs(train_split, near), blank_pairs(validation, near)


def index_of(examples: Sequence[Example], classifier: OnnxClassifier) -> SimilarObjectives:
    """Return the flawed records as an index of similar objectives."""
    flawed = [e for e in examples if e.rewrite]
    records = [Similar(e.text, read(e.rewrite or ""), e.domain, e.batch or e.id) for e in flawed]
    return SimilarObjectives(records, classifier.encode([(e.text, "") for e in flawed]), classifier.encode)


def make_rewriter(
    train_split: Sequence[Example],
    validation: Sequence[Example],
    classifier: OnnxClassifier,
    folder: Path,
    work: Path,
    lessons: Lessons,
    say: Say,
    *,
    neighbours: int = 1,
    copies: bool = True,
    base: str | Path | None = None,
    card: Mapping[str, Any] | None = None,
    shown: Sequence[Example] | None = None,
    record: Callable[[str], None] = lambda _: None,
) -> Trained:
    """Train on `train_split`, stop by `validation`, and write the rewriter to `folder`; `work` keeps the checkpoints.

    `copies` adds the lessons made of the rewrites themselves (`pairs.infilled`). `shown` are the records that the index
    holds, those of `train_split` unless told; `record` is told the rewriter's id before it is there. The folder is written
    under a temporary name beside it and renamed when it is whole. Only adapters are written: a fully tuned model stays in
    `work`.
    """
    taught, held_out = lessons_of(train_split, validation, classifier, neighbours)
    if copies:
        taught += infilled(train_split, lessons.seed)
    trained = train(base, taught, held_out, lessons, work, say)
    with working_folder(folder.parent, ".making-") as making:
        made = making / "rewriter"
        made.mkdir()
        if lessons.rank:
            export_adapter(trained.model, made)
        else:
            trained.model.save_pretrained(made / "whole")
        export_tokenizer(trained.tokenizer, made)
        export_similar(train_split if shown is None else shown, classifier, made)
        files = {name: digest(made / name) for name in FILES if (made / name).exists()}
        about = {
            **(card or {}),
            "validation_loss": round(float(np.min(trained.losses)), 4) if trained.losses else None,
            "versions": {name: version(name) for name in ("torch", "transformers", "peft", "ctranslate2")},
        }
        identity = next(iter(files.values()))[:12]
        heads = {"neighbours": neighbours, "encoder": classifier.encoder}
        body = Manifest(f"rewriter-{identity}", files, heads, json.loads(json.dumps(about)))
        (made / MANIFEST).write_text(body.text(), encoding="utf-8")
        record(body.id)
        put_folder(made, folder)
    return trained
