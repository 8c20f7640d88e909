"""What the rewrites of a suggester are worth: by figures beside the references.

Only first suggestions are measured, because that is what most people will read. Intervals are 95 % bootstraps over
batches, as in `training/metrics.py`.
"""

import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data.example import Example
from model.assessor import Assessor
from model.criteria import Objective
from model.suggester import Suggester, filled
from model.suggestion import read
from training import rewriter_metrics as metrics
from training.corpora import WRITTEN
from training.metrics import Estimate, interval
from training.rewriter_metrics import Encode, Rewritten

SHOWN = 3
"""How many suggestions are asked for, as the service does; the first is measured, the time is that of all."""
SECONDS = 1.8
"""What the service gives a rewriter for one objective unless told (`serve/settings.py`)."""
REFERENCE = "reference"
NOTHING = "–"


@dataclass(frozen=True, slots=True)
class Run:
    """What one writer made of the flawed records of a split.

    `rewritten` holds the records with a suggestion, in order; `likeness` the BERTScore F1 of each. `smart` counts those
    without one that the assessor holds SMART as they stand. `milliseconds` has one figure a record, answered or not.
    """

    name: str
    rewritten: Sequence[Rewritten]
    unanswered: int = 0
    smart: int = 0
    milliseconds: Sequence[float] = ()
    likeness: NDArray[np.float64] | None = None


def flawed(examples: Sequence[Example], limit: int | None = None) -> list[Example]:
    """Return the records that have a reference, at most `limit`, spread evenly over the file so that all domains are in."""
    found = [e for e in examples if e.rewrite]
    if limit is None or limit >= len(found):
        return found
    return [found[i * len(found) // limit] for i in range(limit)]


def evaluate(
    suggesters: Mapping[str, Suggester], assessor: Assessor, examples: Sequence[Example], encode: Encode
) -> list[Run]:
    """Return the references as a run of their own, judged by `assessor`, then one run a suggester."""
    return [
        references(assessor, examples),
        *(measure(name, suggester, examples, encode) for name, suggester in suggesters.items()),
    ]


def measure(name: str, suggester: Suggester, examples: Sequence[Example], encode: Encode) -> Run:
    """Return what a suggester makes of flawed records; its first call, which loads what is loaded late, is not timed."""
    suggester.suggest(Objective("John will stop disrupting the class"), SHOWN, WRITTEN)
    rewritten, milliseconds, smart = [], [], 0
    for example in examples:
        started = time.perf_counter()
        before, suggestions = suggester.suggest(example.objective, SHOWN, WRITTEN)
        milliseconds.append((time.perf_counter() - started) * 1000)
        smart += before.smart
        rewritten += [Rewritten(example, s.draft, s.after, s.origin) for s in suggestions[:1]]
    likeness = metrics.bert_scores(rewritten, encode) if rewritten else None
    return Run(name, rewritten, len(examples) - len(rewritten), smart, milliseconds, likeness)


def references(assessor: Assessor, examples: Sequence[Example]) -> Run:
    """Return the references as if they were suggestions."""
    drafts = [read(e.rewrite or "") for e in examples]
    after = assessor.assess([e.objective.saying(filled(d)) for e, d in zip(examples, drafts, strict=True)], WRITTEN)
    rows = zip(examples, drafts, after, strict=True)
    return Run(f"{REFERENCE}s", [Rewritten(e, d, a, REFERENCE) for e, d, a in rows])


def table(runs: Sequence[Run]) -> str:
    """Return the figures as a Markdown table, a row a figure and a column a run; the floors are those of issue 5."""
    lines = ["| figure | " + " | ".join(r.name for r in runs) + " |", "| --- |" + " --- |" * len(runs)]
    for label, figure, of_all in _FIGURES:
        cells = [figure(r) if r.rewritten or of_all else NOTHING for r in runs]
        lines.append(f"| {label} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _unanswered(run: Run) -> str:
    return f"{run.unanswered} ({run.smart} held SMART as they stand)" if run.milliseconds else NOTHING


def _origins(run: Run) -> str:
    return ", ".join(f"{origin} {n}" for origin, n in Counter(r.origin for r in run.rewritten).most_common())


def _facts_kept(run: Run) -> str:
    kept, stated = np.array([metrics.facts_kept(r) for r in run.rewritten]).T
    if not stated.any():
        return NOTHING
    return _interval(run, lambda rows: float(kept[rows].sum() / stated[rows].sum()) if stated[rows].any() else np.nan)


def _all_five(run: Run) -> str:
    met = np.array([metrics.all_five(r) for r in run.rewritten])
    return _interval(run, lambda rows: float(met[rows].mean()))


def _likeness(run: Run) -> str:
    scores = run.likeness
    return NOTHING if scores is None else _interval(run, lambda rows: float(scores[rows].mean()))


def _share(counts: Callable[[Rewritten], bool]) -> Callable[[Run], str]:
    def figure(run: Run) -> str:
        n = sum(map(counts, run.rewritten))
        return f"{n / len(run.rewritten):.3f} ({n})"

    return figure


def _beside_theirs(counts: Callable[[Rewritten], int]) -> Callable[[Run], str]:
    """Mean a rewrite, and how many times that of the references of the same records it is."""

    def figure(run: Run) -> str:
        ours = np.mean([counts(r) for r in run.rewritten])
        theirs = np.mean([counts(Rewritten(r.example, r.reference, r.after, REFERENCE)) for r in run.rewritten])
        return f"{ours:.2f} ({ours / theirs:.2f} of theirs)" if theirs else f"{ours:.2f}"

    return figure


def _form(run: Run) -> str:
    faults = [metrics.form_faults(r.draft.blank_text) for r in run.rewritten]
    named = Counter(f for found in faults for f in found).most_common()
    share = sum(not found for found in faults) / len(faults)
    return "; ".join([f"{share:.3f}", *(f"{fault} {n}" for fault, n in named)])


def _openings(run: Run) -> str:
    ours, theirs = metrics.distinct_openings(run.rewritten)
    return f"{ours / theirs:.3f} ({ours} of {theirs})"


def _chrf(run: Run) -> str:
    return f"{metrics.chrf(run.rewritten):.1f}" if run.milliseconds else NOTHING


def _latency(percentile: int) -> Callable[[Run], str]:
    return lambda run: f"{np.percentile(run.milliseconds, percentile):.0f}" if run.milliseconds else NOTHING


def _interval(run: Run, figure: Callable[[NDArray[np.int_]], float]) -> str:
    estimate: Estimate = interval(figure, [r.example.batch or r.example.id for r in run.rewritten])
    return str(estimate)


_FIGURES: Sequence[tuple[str, Callable[[Run], str], bool]] = (
    ("rewrites measured", lambda run: str(len(run.rewritten)), True),
    ("records without any suggestion", _unanswered, True),
    ("written by", _origins, False),
    ("unmarked inventions (0)", lambda run: str(sum(map(metrics.unmarked_inventions, run.rewritten))), False),
    ("facts kept (at least 0.98)", _facts_kept, False),
    ("all five by the classifier (at least 0.95)", _all_five, False),
    ("all that it could", _share(metrics.all_it_could), False),
    ("new content words outside spans (at most 0.05)", _share(metrics.adds_words), False),
    ("blanks and spans a rewrite (0.75 to 1.25 of theirs)", _beside_theirs(metrics.spans), False),
    ("`[what]` a rewrite (at most theirs)", _beside_theirs(metrics.whats), False),
    ("blank form reads as a sentence", _form, False),
    ("exact copies of the input (under 0.01)", _share(metrics.copies), False),
    ("distinct first four words (at least 0.8 of theirs)", _openings, False),
    ("chrF against the reference", _chrf, False),
    ("BERTScore F1 against the reference", _likeness, False),
    ("p50, ms (at most 1200)", _latency(50), True),
    ("p95, ms (at most 2000)", _latency(95), True),
)
