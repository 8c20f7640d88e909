"""What the rewrites of a suggester are worth: by figures beside the references, and by a reader who reads them blind.

Only first suggestions are measured, because that is what most people will read. Intervals are 95 % bootstraps over
batches, as in `training/metrics.py`.
"""

import json
import random
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.example import Example
from model.assessor import Assessor
from model.criteria import Objective
from model.errors import InputError
from model.rewriter_input import line
from model.suggester import Suggester, filled
from model.suggestion import read
from training import rewriter_metrics as metrics
from training.corpora import WRITTEN
from training.metrics import Estimate, interval
from training.rewriter_metrics import Encode, Rewritten

SHOWN = 3
"""How many suggestions are asked for, as the service does; the first is measured, the time is that of all."""
REFERENCE = "reference"
VERDICTS = ("unchanged", "edits", "no")
"""What a reader says of a rewrite: would be sent to a colleague unchanged, with edits, or not at all."""
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


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a blind reader gets, as Markdown, and the key that says which letter was which, for JSON."""

    markdown: str
    key: Mapping[str, Any]


def blind_sheet(
    examples: Sequence[Example], suggesters: Mapping[str, Suggester], count: int = 100, seed: int = 7
) -> Sheet:
    """Return `count` records drawn with a seed, each with its reference and the suggesters' first, in shuffled order.

    A record for which a suggester has nothing is passed over, and another drawn, so that a gap gives nobody away; the key
    counts them. A suggester that falls back on another writer answers for it.
    """
    rng = random.Random(seed)  # noqa: S311  (nothing secret is drawn)
    drawn = flawed(examples)
    rng.shuffle(drawn)
    entries: list[str] = []
    records: dict[str, dict[str, str]] = {}
    passed_over = 0
    for example in drawn:
        if len(records) == count:
            break
        firsts = {name: s.suggest(example.objective, SHOWN, WRITTEN)[1][:1] for name, s in suggesters.items()}
        if not all(firsts.values()):
            passed_over += 1
            continue
        written = {REFERENCE: read(example.rewrite or ""), **{name: s[0].draft for name, s in firsts.items()}}
        order = rng.sample(list(written), len(written))
        records[example.id] = {_letter(i): name for i, name in enumerate(order)}
        entries.append(_entry(example, [written[name].marked for name in order]))
    key = {"seed": seed, "passed_over": passed_over, "records": records}
    return Sheet("\n\n".join([_HOW_TO, *entries]) + "\n", key)


_HOW_TO = """# Rewrites to be read blind

Would you send it to a colleague unchanged, with edits, or not at all? `[[when: by 12 May]]` is proposed, `[[when: ]]` is a
blank, and the rest is said to be the author's. Write one line of JSON a record:
`{"id": "…", "A": "unchanged", "B": "edits", "C": "no"}`."""


def _letter(place: int) -> str:
    return chr(ord("A") + place)


def _entry(example: Example, rewrites: Sequence[str]) -> str:
    given = {"Text": example.text, "Need": example.need, "Now": example.baseline}
    told = [f"- {name}: {line(words) if words else NOTHING}" for name, words in given.items()]
    return "\n".join(
        [f"## {example.id}", "", *told, "", *(f"{_letter(i)}. {line(r)}\n" for i, r in enumerate(rewrites))]
    )


def tally(sheet_answers: Iterable[str], key: Mapping[str, Any]) -> dict[str, Counter[str]]:
    """Return how often each system's rewrites got each verdict; records that were not answered are not counted.

    `sheet_answers` are lines of JSON, `{"id": "c01-01-02", "A": "unchanged", "B": "edits", "C": "no"}`, with a verdict for
    each letter; blank lines are passed over.

    Raises:
        InputError: when a line is no such object, or answers a record that is not in the key or was answered before.
    """
    counts: dict[str, Counter[str]] = {}
    answered: set[str] = set()
    for number, words in enumerate(sheet_answers, start=1):
        if words.strip():
            said = _answer(f"line {number}", words, key["records"], answered)
            answered.add(said["id"])
            for letter, system in key["records"][said["id"]].items():
                counts.setdefault(system, Counter())[said[letter]] += 1
    return counts


def _answer(where: str, words: str, records: Mapping[str, Mapping[str, str]], answered: set[str]) -> dict[str, str]:
    try:
        said = json.loads(words)
    except ValueError:
        raise InputError(where, "it is no JSON; write one object a line") from None
    identity = said.get("id") if isinstance(said, dict) else None
    if not isinstance(identity, str) or identity not in records:
        raise InputError(where, f"“{identity}” is not in the key; take the id from the sheet")
    if identity in answered:
        raise InputError(where, f"“{identity}” was answered before; keep one of the two")
    wrong = [letter for letter in records[identity] if said.get(letter) not in VERDICTS]
    if wrong:
        raise InputError(where, f"no verdict on {', '.join(wrong)}; use one of {', '.join(VERDICTS)}")
    return dict(said)


def tally_table(counts: Mapping[str, Counter[str]]) -> str:
    """Return the verdicts as a Markdown table; usable is what would be sent unchanged or with edits."""
    lines = ["| system | read | unchanged | edits | no | usable |", "| --- |" + " --- |" * 5]
    for system, said in sorted(counts.items()):
        shares = [f"{said[v]} ({said[v] / said.total():.2f})" for v in VERDICTS]
        lines.append(f"| {system} | {said.total()} | {' | '.join(shares)} | {1 - said['no'] / said.total():.2f} |")
    return "\n".join(lines)
