"""How fast Aimwell judges beside what a user would pick instead, in one run, as ratios; `make bench`.

The rivals read the same pairs with the same encoder in float32: the `transformers` feature-extraction pipeline, and
mean-pooled embeddings by PyTorch with scikit-learn heads (what sentence-transformers does). Neither runs the rules.
"""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Sequence

import numpy as np
import torch
from sklearn.linear_model import LogisticRegression
from transformers import pipeline

from data import corpus
from model.assessor import Assessor
from model.bundle import DEFAULT_BUNDLE, load, verify
from model.encoder_input import encoder_input, whole_words
from training.corpora import WRITTEN, prepare
from training.encoder import Encoder, default_base

MANY = 1000
ONE_BY_ONE = 300
COLD = """
import time; started = time.perf_counter()
from datetime import date
from model.assessor import Assessor
from model.bundle import load
from model.criteria import Objective
assessor = Assessor(load())
assessor.assess([Objective("John will stop disrupting the class")], date(2026, 8, 20))
taken = time.perf_counter() - started
resident = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
import json
print(json.dumps([taken, int(resident.split()[1]) / 1024]))
"""


def run(say: Callable[[str], None]) -> None:
    """Measure latency, throughput, cold start and memory, and print each beside its rivals."""
    torch.set_num_threads(2)
    examples = (corpus.load("validation") * 20)[:MANY]
    words = whole_words(Encoder(default_base()).tokenizer.get_vocab())
    pairs = [encoder_input(r, words).pair for r in prepare(examples).readings]
    objectives = [e.objective for e in examples]
    assessor = Assessor(load(DEFAULT_BUNDLE))
    encoder = Encoder(default_base()).eval()
    pipe = pipeline("feature-extraction", model=encoder.body, tokenizer=encoder.tokenizer, device="cpu")
    heads = _heads(encoder, pairs[:64])

    def ours(rows: slice) -> None:
        assessor.assess(objectives[rows], WRITTEN)

    def by_pipeline(rows: slice) -> None:
        for states in pipe([f"{s} {c}" for s, c in pairs[rows]], batch_size=32):
            np.mean(states[0], axis=0)

    def by_torch(rows: slice) -> None:
        heads(encoder, pairs[rows])

    rivals = {"aimwell": ours, "transformers pipeline, float32": by_pipeline, "PyTorch and scikit-learn": by_torch}
    single = {name: _latencies(judge) for name, judge in rivals.items()}
    bulk = {name: _rate(judge) for name, judge in rivals.items()}
    for name in rivals:
        p50, p99 = np.percentile(single[name], [50, 99])
        mine = np.percentile(single["aimwell"], 50)
        say(
            f"{name}: one objective p50 {p50:.1f} ms, p99 {p99:.1f} ms ({p50 / mine:.1f} times ours); "
            f"{bulk[name]:.0f} a second in bulk (ours is {bulk['aimwell'] / bulk[name]:.1f} times that)"
        )
    runs = [
        json.loads(subprocess.check_output([sys.executable, "-c", COLD]))  # noqa: S603
        for _ in range(3)
    ]
    seconds, megabytes = np.median(np.array(runs), axis=0)
    say(f"cold start to first verdict {seconds:.2f} s, resident memory {megabytes:.0f} MB (median of 3 processes)")
    card = verify(DEFAULT_BUNDLE).card
    say(
        f"int8 agrees with float32 on {card['int8_agreement']:.2%} of verdicts (validation; measured when it was trained)"
    )


def _heads(
    encoder: Encoder, pairs: Sequence[tuple[str, str]]
) -> Callable[[Encoder, Sequence[tuple[str, str]]], object]:
    """Return what sentence-transformers with scikit-learn does: embed in batches of 32, then five regressions."""

    def embed(rows: Sequence[tuple[str, str]]) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
        with torch.inference_mode():
            found = [encoder(**encoder.tokens(rows[i : i + 32])).numpy() for i in range(0, len(rows), 32)]
        return np.concatenate(found)

    rows = embed(pairs)
    labels = np.arange(len(pairs)) % 2
    fitted = [LogisticRegression().fit(rows, labels) for _ in range(5)]
    return lambda _, wanted: [head.predict_proba(embed(wanted)) for head in fitted[:1]]


def _rate(judge: Callable[[slice], None]) -> float:
    judge(slice(0, 64))
    started = time.perf_counter()
    judge(slice(0, MANY))
    return MANY / (time.perf_counter() - started)


def _latencies(judge: Callable[[slice], None]) -> list[float]:
    for i in range(20):
        judge(slice(i, i + 1))
    found = []
    for i in range(ONE_BY_ONE):
        started = time.perf_counter()
        judge(slice(i, i + 1))
        found.append((time.perf_counter() - started) * 1000)
    return found
