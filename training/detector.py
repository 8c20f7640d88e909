"""The head that says which sentences of running text are objectives: how it learns, and what a detector is worth.

It learns from whole documents and from their lines one at a time, as editors send them, so that it knows what a sentence
is worth without its company. The corpus of objectives adds what people write in the fields of a plan. Documents that it is
measured on are never among those that it learned from: a ninth of them is held out at a time.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from data.example import Example
from data.running_text import FOLDER, Document, read
from model.company import Company
from model.detector import candidates
from model.detector_weights import Head, Weights
from model.lines import lines, trimmed
from model.place import passages
from model.similar import Encode

Mode = Literal["documents", "lines"]
MODES: tuple[Mode, ...] = ("documents", "lines")
WRITTEN = FOLDER / "train.jsonl"
"""Documents written to learn from; nothing is measured on them."""
FOLDS = 9
SEEDS = (0, 1, 2)
FEWEST = 10
"""A sign that fewer sentences show is chance."""
CORPUS_WEIGHT = 0.03
"""What a record of the corpus counts beside a sentence: 3,000 of them would drown out all else."""
STRENGTH = {"by_signs": 1.0, "by_meaning": 0.3}
"""Inverse strength of the penalty (C of scikit-learn), chosen on held-out documents."""
MEANING_SCALE = 0.1
"""An embedding's numbers are made small, so that the penalty holds them down more than the signs."""
SURE: dict[Mode, tuple[float, float]] = {"documents": (0.98, 0.96), "lines": (0.96, 0.96)}
"""The precision asked of held-out documents when a threshold is chosen: of dev, and of dev with those written to learn from."""
FEWEST_WORDS = 5
FEWEST_FOUND = 40
"""A precision on fewer finds than this says nothing."""


@dataclass(frozen=True, slots=True)
class Row:
    """A sentence as the head sees it; `document` numbers where it comes from, `dev` says that it is one to measure on."""

    words: str
    signs: frozenset[str]
    objective: bool
    document: int
    mode: Mode
    dev: bool
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Table:
    """Rows as arrays: `signs` one column a name, `meaning` the embeddings, scaled."""

    rows: Sequence[Row]
    names: Sequence[str]
    signs: NDArray[np.float32]
    meaning: NDArray[np.float32]
    scale: float

    def inputs(self, kind: str) -> NDArray[np.float32]:
        """Return what the head of a kind sees, one row a sentence."""
        return self.signs if kind == "by_signs" else np.hstack([self.signs, self.meaning])


def written_to_learn_from() -> list[Document]:
    """Return the documents that were written for training.

    Raises:
        CorpusError: when their file is not there, or holds something else.
    """
    return list(read(WRITTEN))


def rows_of(document: Document, number: int, *, dev: bool) -> Iterator[Row]:
    """Yield every sentence of a document that could be an objective, twice: in the whole text and in its line alone."""
    wanted = {trimmed(document.text, span) for span in document.objectives}
    for mode in MODES:
        for text, start in texts_of(document.text, mode):
            company = Company(tuple(passages(text)))
            for at in candidates(company):
                passage = company.passages[at]
                objective = passage.span.moved(start) in wanted
                yield Row(passage.words, company.signs(at), objective, number, mode, dev)


def texts_of(text: str, mode: Mode) -> list[tuple[str, int]]:
    """Return what an editor would send, and where it starts: the whole text, or one line at a time without its bullet."""
    if mode == "documents":
        return [(text, 0)]
    return [(line.span.of(text), line.span.start) for line in lines(text)]


def rows_of_corpus(examples: Sequence[Example], document: int) -> Iterator[Row]:
    """Yield the records that are one sentence, each as a line alone; together they are no document, and never held out."""
    for example in examples:
        company = Company(tuple(passages(" ".join(example.text.split()))))
        if len(company.passages) == 1 and candidates(company):
            yield Row(company.passages[0].words, company.signs(0), True, document, "lines", False, CORPUS_WEIGHT)


def rows_among_prose(examples: Sequence[Example], prose: Sequence[str], document: int) -> Iterator[Row]:
    """Yield the records that are one sentence, each typed between two ordinary ones, as people do it in letters."""
    for example in examples:
        said = " ".join(example.text.split())
        said += "" if said[-1] in ".!?" else "."
        drawn = int(hashlib.sha256(example.id.encode()).hexdigest(), 16)
        before, after = prose[drawn % len(prose)], prose[drawn // len(prose) % len(prose)]
        company = Company(tuple(passages(f"{before} {said} {after}")))
        for at in candidates(company):
            span = company.passages[at].span
            if (span.start, span.end) == (len(before) + 1, len(before) + 1 + len(said)):
                words = company.passages[at].words
                yield Row(words, company.signs(at), True, document, "documents", False, CORPUS_WEIGHT)


def gather(dev: Sequence[Document], written: Sequence[Document], examples: Sequence[Example], encode: Encode) -> Table:
    """Return all that the head learns from: the documents to measure on first, then those to learn from, then the corpus."""
    documents = [*((d, True) for d in dev), *((d, False) for d in written)]
    rows = [row for number, (d, is_dev) in enumerate(documents) for row in rows_of(d, number, dev=is_dev)]
    rows += rows_of_corpus(examples, len(documents))
    rows += rows_among_prose(examples, _ordinary(written), len(documents))
    shown: dict[str, int] = {}
    for row in rows:
        for name in row.signs if row.weight == 1.0 else ():
            shown[name] = shown.get(name, 0) + 1
    names = sorted(name for name, times in shown.items() if times >= FEWEST)
    signs = np.array([[name in row.signs for name in names] for row in rows], dtype=np.float32)
    meaning = _embedded([row.words for row in rows], encode)
    scale = MEANING_SCALE / float(np.std(meaning, axis=0).mean())
    return Table(rows, names, signs, meaning * scale, scale)


def train(table: Table, bundle: str, tell: Callable[[str], None], seeds: Sequence[int] = SEEDS) -> Weights:
    """Return the two heads, each with the thresholds that its held-out chances call for.

    `seeds` are the ways to deal the documents into folds, one a pass over them.
    """
    heads = {}
    for kind in STRENGTH:
        chances = held_out(table, kind, seeds)
        sure, of_line = (threshold(table.rows, chances, mode) for mode in MODES)
        tell(f"{kind}: sure from {sure:.3f}, of a line alone from {of_line:.3f}")
        heads[kind] = _head(table, kind, list(range(len(table.rows))), sure, of_line)
    return Weights(heads["by_signs"], heads["by_meaning"], bundle)


def weights_without(table: Table, left_out: frozenset[int], like: Weights) -> Weights:
    """Return heads that have not seen some documents, with the thresholds of `like`."""
    seen = [at for at, row in enumerate(table.rows) if row.document not in left_out]
    by_signs, by_meaning = (
        _head(table, kind, seen, head.sure, head.sure_of_line)
        for kind, head in (("by_signs", like.by_signs), ("by_meaning", like.by_meaning))
    )
    return Weights(by_signs, by_meaning, like.bundle)


def folds(documents: int, seed: int = 0) -> list[frozenset[int]]:
    """Return the numbers of the documents that are held out together, fold by fold."""
    order = np.random.default_rng(seed).permutation(documents)
    return [frozenset(int(n) for n in order[fold::FOLDS]) for fold in range(FOLDS)]


def held_out(table: Table, kind: str, seeds: Sequence[int] = SEEDS) -> NDArray[np.float64]:
    """Return the chance of each row by heads that have not seen its document: the mean over several ways to deal them."""
    inputs = table.inputs(kind)
    documents = max(row.document for row in table.rows) + 1
    chances = np.zeros(len(table.rows))
    for seed in seeds:
        for fold in folds(documents, seed):
            spared = np.array([row.document in fold for row in table.rows])
            if spared.any():
                model = _fitted(table, kind, np.flatnonzero(~spared))
                chances[spared] += model.predict_proba(inputs[spared])[:, 1] / len(seeds)
    return chances


def threshold(rows: Sequence[Row], chances: NDArray[np.float64], mode: Mode) -> float:
    """Return the lowest chance from which precision is what `SURE` asks for.

    Where none is, the highest chance there is.
    """
    of_mode = np.array([row.mode == mode and row.weight == 1.0 for row in rows])
    dev = of_mode & np.array([row.dev for row in rows])
    truth = np.array([row.objective for row in rows])

    def precise(part: NDArray[np.bool_], least: float, asked: float) -> bool:
        found = part & (chances >= least)
        return bool(found.sum() >= FEWEST_FOUND and truth[found].mean() >= asked)

    tried = np.unique(np.round(chances[of_mode], 3))
    on_dev, on_all = SURE[mode]
    enough = (c for c in tried if precise(dev, c, on_dev) and precise(of_mode, c, on_all))
    return float(next(enough, tried[-1]))


def _fitted(table: Table, kind: str, seen: Sequence[int] | NDArray[np.int_]) -> LogisticRegression:
    truth = np.array([table.rows[at].objective for at in seen])
    weight = np.array([table.rows[at].weight for at in seen])
    model = LogisticRegression(C=STRENGTH[kind], max_iter=3000)
    return model.fit(table.inputs(kind)[seen], truth, sample_weight=weight)


def _head(table: Table, kind: str, seen: list[int], sure: float, sure_of_line: float) -> Head:
    model = _fitted(table, kind, seen)
    coefficients = [float(c) for c in model.coef_[0]]
    count = len(table.names)
    signs = {name: round(c, 4) for name, c in zip(table.names, coefficients, strict=False)}
    meaning = tuple(round(c * table.scale, 6) for c in coefficients[count:])
    return Head(round(float(model.intercept_[0]), 4), signs, meaning, sure, sure_of_line)


def _ordinary(documents: Sequence[Document]) -> list[str]:
    """Return the whole sentences of documents that are no objectives."""
    pieces = (p for d in documents for p in d.pieces if not p.objective and p.text[-1] in ".!")
    return [p.text for p in pieces if len(p.text.split()) >= FEWEST_WORDS and "\n" not in p.text]


def _embedded(words: Sequence[str], encode: Encode) -> NDArray[np.float32]:
    once = {said: at for at, said in enumerate(dict.fromkeys(words))}
    return encode([(said, "") for said in once])[[once[said] for said in words]]
