"""How many drafts to ask of the language model, and how it should look for them: what each way yields, and costs.

Every way writes for the same records, in turn, so that what else the machine does weighs on all alike; times are told beside
greedy search of one. No time limit holds: what a limit cuts off is for `evaluate-rewriter` to see.
"""

import re
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from data.example import Example
from model.assessor import Assessor
from model.continuer import CTranslate2Continuer
from model.generator import Generator
from model.guard import keep
from model.rewriter import Continuer, Rewriter
from model.similar import SimilarObjectives
from model.suggester import Suggester, doubts
from model.suggestion import Kind
from training.corpora import WRITTEN
from training.evaluate_rewriter import NOTHING, SHOWN
from training.rewriter_metrics import Encode, Rewritten, all_five, bert_scores, chrf, facts_kept

ALL = 99
"""More suggestions than any way has."""
AMONG, TEMPERATURE = 8, 0.5
"""How several were drawn before: from the likeliest few, sharpened."""


class Beam(CTranslate2Continuer):
    """Keeps the likeliest beginnings of the whole side by side."""

    def search(self, n: int) -> dict[str, Any]:
        """Return how CTranslate2 looks for `n`; it calls nobody back from a beam, so that no time limit holds."""
        return {"beam_size": n, "num_hypotheses": n, "callback": None}


class Draws(CTranslate2Continuer):
    """Draws each token from the likeliest few."""

    def search(self, n: int) -> dict[str, Any]:
        """Return how CTranslate2 looks for `n`."""
        return {"num_hypotheses": n, "sampling_topk": AMONG, "sampling_temperature": TEMPERATURE}


class Remembers:
    """Asks a continuer for `n` whatever it is asked for, and each prompt once; remembers what was said and how long it took."""

    def __init__(self, continuer: Continuer, n: int) -> None:
        self._continuer = continuer
        self._n = n
        self._said: dict[str, list[str]] = {}
        self.seconds: list[float] = []

    @property
    def said(self) -> list[str]:
        """Every continuation so far."""
        return [line for lines in self._said.values() for line in lines]

    def continuations(self, asked: str, words: Collection[str], n: int) -> list[str]:  # noqa: ARG002  (its own `n` holds)
        """Return what was said to this prompt; see `model.rewriter.Continuer`."""
        if asked not in self._said:
            started = time.perf_counter()
            self._said[asked] = self._continuer.continuations(asked, words, self._n)
            self.seconds.append(time.perf_counter() - started)
        return self._said[asked]


@dataclass
class Yield:
    """What one way made of the records that were not held SMART: counts over all of them, and first suggestions.

    `alone` are the first suggestions of the model with no other generator, `served` those beside the rules' drafts;
    `shown` counts the suggestions that people are shown, `ours` those of them that the model wrote.
    """

    name: str
    continuer: Remembers
    records: int = 0
    drafts: int = 0
    kept: int = 0
    suggestions: int = 0
    shown: int = 0
    ours: int = 0
    alone: list[Rewritten] = field(default_factory=list)
    served: list[Rewritten] = field(default_factory=list)

    @property
    def broken(self) -> int:
        """How many continuations had brackets that do not balance, or that hold no kind."""
        return sum(_BRACKET.search(_BLANK.sub("", line)) is not None for line in self.continuer.said)


_BLANK, _BRACKET = re.compile(r"\[(?:" + "|".join(Kind) + r")\]"), re.compile(r"[\[\]]")


def measure(
    ways: Mapping[str, tuple[Continuer, int]],
    assessor: Assessor,
    rules: Generator,
    index: SimilarObjectives | None,
    examples: Sequence[Example],
    say: Callable[[str], None] = lambda _: None,
) -> list[Yield]:
    """Return what each way, a continuer and how many it is asked for, yields on flawed records."""
    found = [Yield(name, Remembers(continuer, n)) for name, (continuer, n) in ways.items()]
    for number, example in enumerate(examples, start=1):
        examined = assessor.examine([example.objective], WRITTEN)[0]
        if examined.assessment.smart:
            continue
        for way in found:
            rewriter = Rewriter(way.continuer)
            drafts = rewriter.generate(example.objective, examined.reading, doubts(examined))
            own = Suggester(assessor, [rewriter]).suggest(example.objective, ALL, WRITTEN)[1]
            together = Suggester(assessor, [rules, rewriter], index).suggest(example.objective, SHOWN, WRITTEN)[1]
            way.records += 1
            way.drafts += len(drafts)
            way.kept += sum(keep(examined.reading, d).draft is not None for d in drafts)
            way.suggestions += len(own)
            way.shown += len(together)
            way.ours += sum(s.origin == rewriter.origin for s in together)
            way.alone += [Rewritten(example, s.draft, s.after, s.origin) for s in own[:1]]
            way.served += [Rewritten(example, s.draft, s.after, s.origin) for s in together[:1]]
        say(f"{number} of {len(examples)}")
    return found


def table(found: Sequence[Yield], encode: Encode) -> str:
    """Return what the ways yielded as a Markdown table, a row a figure; the first way is the one whose time is 1."""
    base = found[0].continuer.seconds
    rows: list[tuple[str, Callable[[Yield], str]]] = [
        ("time beside the first, median", lambda y: f"{_median_ratio(y.continuer.seconds, base):.2f}"),
        ("finished a record", lambda y: f"{len(y.continuer.said) / y.records:.2f}"),
        ("of these, brackets do not balance", lambda y: str(y.broken)),
        ("drafts a record that read fairly", lambda y: f"{y.drafts / y.records:.2f}"),
        ("of these, kept by the guard", lambda y: f"{y.kept / y.records:.2f}"),
        ("different suggestions a record", lambda y: f"{y.suggestions / y.records:.2f}"),
        ("records with one at least", lambda y: f"{len(y.alone)} of {y.records}"),
        ("alone, the first: all five met, of all records", lambda y: f"{sum(map(all_five, y.alone))}"),
        *_firsts("alone", lambda y: y.alone, encode),
        (
            "as served: suggestions a record, and the model's",
            lambda y: f"{y.shown / y.records:.2f}, {y.ours / y.records:.2f}",
        ),
        *_firsts("as served", lambda y: y.served, encode),
    ]
    lines = ["| figure | " + " | ".join(y.name for y in found) + " |", "| --- |" + " --- |" * len(found)]
    return "\n".join([*lines, *(f"| {label} | {' | '.join(map(figure, found))} |" for label, figure in rows)])


def _firsts(
    whose: str, of: Callable[[Yield], list[Rewritten]], encode: Encode
) -> list[tuple[str, Callable[[Yield], str]]]:
    """Return the figures of first suggestions."""

    def kept(y: Yield) -> str:
        ours, stated = np.array([facts_kept(r) for r in of(y)]).sum(axis=0)
        return f"{ours / max(stated, 1):.3f}"

    figures: list[tuple[str, Callable[[Yield], str]]] = [
        ("criteria met", lambda y: f"{np.mean([len(r.after.met) for r in of(y)]):.2f}"),
        ("facts kept", kept),
        ("chrF, BERTScore F1", lambda y: f"{chrf(of(y)):.1f}, {bert_scores(of(y), encode).mean():.3f}"),
    ]
    return [(f"{whose}, the first: {label}", _or_nothing(figure, of)) for label, figure in figures]


def _or_nothing(figure: Callable[[Yield], str], of: Callable[[Yield], list[Rewritten]]) -> Callable[[Yield], str]:
    return lambda y: figure(y) if of(y) else NOTHING


def _median_ratio(ours: Sequence[float], base: Sequence[float]) -> float:
    return float(np.median(np.array(ours) / np.array(base)))
