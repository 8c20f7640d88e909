"""What the corpus holds, and whether every figure that it is meant to reach holds."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from data.corpus import SPLITS, Split, split_of
from data.corpus_rules import faults
from data.example import Example
from data.second_labels import TwoLabellings
from model.criteria import Criterion, Verdict
from model.features import DOMAINS
from model.rules.examine import examine, verdict
from model.statement import compose
from model.suggestion import read
from training.agreement import table
from training.corpora import WRITTEN
from training.near_duplicates import groups

NATURAL_PATTERNS = 20
RECORDS_A_PATTERN = 40


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of the corpus beside what it is meant to be."""

    name: str
    found: float
    wanted: float
    at_most: bool = False

    @property
    def holds(self) -> bool:
        """Whether the figure is what it is meant to be."""
        return self.found <= self.wanted if self.at_most else self.found >= self.wanted

    def __str__(self) -> str:
        sign = "≤" if self.at_most else "≥"
        shown = (
            f"{self.found:.1%} {sign} {self.wanted:.1%}"
            if self.wanted < 1
            else f"{self.found:g} {sign} {self.wanted:g}"
        )
        return f"{'holds' if self.holds else 'FALLS SHORT':12} {self.name}: {shown}"


def figures(splits: Mapping[Split, Sequence[Example]], twice: Sequence[TwoLabellings]) -> Iterator[Figure]:
    """Yield every figure that the corpus is meant to reach."""
    records = [e for split in SPLITS for e in splits[split]]
    whole = max(1, len(records))
    flawed = [e for e in records if not e.smart]
    with_need = [e for e in records if e.need]
    with_baseline = [e for e in records if e.baseline]
    patterns = Counter(e.pattern for e in records)
    domains = Counter(e.domain for e in records)
    yield Figure("records", len(records), 4000)
    for domain in DOMAINS:
        yield Figure(f"records of {domain}", domains[domain], 900 if domain == "child_plan" else 350)
    yield Figure("share that is fully SMART, at least", 1 - len(flawed) / whole, 0.22)
    yield Figure("share that is fully SMART, at most", 1 - len(flawed) / whole, 0.28, at_most=True)
    yield Figure("of the 32 patterns of met and not met", sum("-" not in p for p in patterns), 28)
    common = [count for _, count in patterns.most_common(NATURAL_PATTERNS)]
    yield Figure(
        f"records in each of the {NATURAL_PATTERNS} commonest patterns", min(common, default=0), RECORDS_A_PATTERN
    )
    yield Figure("share with a need", len(with_need) / whole, 0.55)
    yield Figure("share of those whose objective misses it", _share(with_need, _misses), 0.19)
    yield Figure("share with a baseline", len(with_baseline) / whole, 0.40)
    yield Figure("share of those with an implausible step", _share(with_baseline, _implausible), 0.25)
    yield Figure("share of near-misses", _share(records, fools_the_rules), 1 / 3)
    yield Figure("records that break a rule of the guide", sum(any(faults(e)) for e in records), 0, at_most=True)
    yield Figure("ids that are not unique", len(records) - len({e.id for e in records}), 0, at_most=True)
    yield from _split_figures(splits, records)
    yield from _diversity(records)
    labelled = {p.id for p in twice}
    for split in ("validation", "test"):
        yield Figure(f"share of {split} labelled twice", _share(splits[split], lambda e: e.id in labelled), 0.999)
    yield Figure("records of train labelled twice", sum(e.id in labelled for e in splits["train"]), 1000)


def describe(splits: Mapping[Split, Sequence[Example]], twice: Sequence[TwoLabellings]) -> str:
    """Return the counts by domain, split and pattern and the agreement, as Markdown."""
    records = [e for split in SPLITS for e in splits[split]]
    lines = ["| domain | train | validation | test | all |", "| --- | --- | --- | --- | --- |"]
    for domain in (*DOMAINS, None):
        counts = [sum(domain in (None, e.domain) for e in splits[split]) for split in SPLITS]
        lines.append(f"| {domain or 'all'} | {' | '.join(map(str, counts))} | {sum(counts)} |")
    patterns = Counter(e.pattern for e in records).most_common()
    lines += ["", "Patterns (S M A R T): " + ", ".join(f"{p} {n}" for p, n in patterns)]
    batches = {e.id: e.batch or e.id for e in records}
    return "\n".join([*lines, "", table(twice, batches) if twice else "Nothing is labelled twice yet."])


def fools_the_rules(example: Example) -> bool:
    """Say whether the rules of `model/rules/`, or the simple ones that most tools are made of, judge a criterion wrongly."""
    _, findings = examine(compose(example.objective, WRITTEN))
    truth = {c: _verdict(example.labels.get(c)) for c in Criterion}
    return any(verdict(c, findings) is not truth[c] for c in Criterion) or any(
        simple(example.text) is not (truth[c] is Verdict.MET) for c, simple in _SIMPLE.items()
    )


_SIMPLE: Mapping[Criterion, Callable[[str], bool]] = {
    Criterion.MEASURABLE: lambda text: bool(re.search(r"\d", text)),
    Criterion.TIME_BOUND: lambda text: bool(re.search(r"(?i)\bby\b|\bwithin\b|\bweeks?\b|\bmonths?\b|20\d\d", text)),
}


def _verdict(label: bool | None) -> Verdict:
    return Verdict.CANNOT_TELL if label is None else Verdict.MET if label else Verdict.NOT_MET


def _share(records: Sequence[Example], which: Callable[[Example], bool]) -> float:
    return sum(map(which, records)) / max(1, len(records))


def _misses(example: Example) -> bool:
    return example.labels[Criterion.RELEVANT] is False


def _implausible(example: Example) -> bool:
    """Say whether somebody acts and the step is still not achievable: a leap, an absolute, or another's decision."""
    return example.labels[Criterion.SPECIFIC] is True and example.labels[Criterion.ACHIEVABLE] is False


def _split_figures(splits: Mapping[Split, Sequence[Example]], records: Sequence[Example]) -> Iterator[Figure]:
    astray = sum(e.batch is not None and split_of(e.batch) != split for split in SPLITS for e in splits[split])
    yield Figure("records in a split that is not their batch's", astray, 0, at_most=True)
    for split, share in zip(SPLITS, (0.8, 0.1, 0.1), strict=True):
        off = abs(len(splits[split]) / max(1, len(records)) - share)
        yield Figure(f"share of records in {split}, away from {share:.0%}", off, 0.03, at_most=True)
    split_by_id = {e.id: split for split in SPLITS for e in splits[split]}
    near = groups(records)
    across = [g for g in near if len({split_by_id[i] for i in g}) > 1]
    yield Figure("groups of near-duplicates across splits", len(across), 0, at_most=True)
    yield Figure(
        "share of records that are near-duplicates of another",
        sum(map(len, near)) / max(1, len(records)),
        0.01,
        at_most=True,
    )


def _diversity(records: Sequence[Example]) -> Iterator[Figure]:
    texts = [e.text for e in records]
    rewrites = [read(e.rewrite).text for e in records if e.rewrite]
    yield Figure("commonest opening of three words among texts", _commonest(texts, first=True), 0.015, at_most=True)
    yield Figure(
        "commonest opening of three words among rewrites", _commonest(rewrites, first=True), 0.015, at_most=True
    )
    yield Figure("commonest closing of three words among texts", _commonest(texts, first=False), 0.02, at_most=True)
    yield Figure(
        "commonest closing of three words among rewrites", _commonest(rewrites, first=False), 0.02, at_most=True
    )


def _commonest(texts: Sequence[str], *, first: bool) -> float:
    words = [re.findall(r"[^\W_]+(?:['’][^\W_]+)?", t.lower()) for t in texts]
    runs = Counter(" ".join(w[:3] if first else w[-3:]) for w in words)
    return max(runs.values(), default=0) / max(1, len(texts))
