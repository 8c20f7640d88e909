"""What the judges are worth on a split of the corpus: rules alone, a bag of words, and the bundle, side by side."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from data.example import Example
from model.assessor import Assessor, Classifier
from model.criteria import Assessment, Criterion, Verdict
from training.corpora import WRITTEN
from training.metrics import Estimate, calibration_error, interval, macro_f1

Judge = Callable[[Sequence[Example]], list[Mapping[Criterion, tuple[Verdict, float | None]]]]
BATCH = 256


@dataclass(frozen=True, slots=True)
class Row:
    """One judge's figures: macro-F1 and calibration error by criterion, and the mean macro-F1."""

    judge: str
    f1: Mapping[Criterion, Estimate]
    error: Mapping[Criterion, float]
    mean: Estimate


def judged_by(classifier: Classifier | None) -> Judge:
    """Return the judge that the service would be with this classifier, or with the rules alone."""
    assessor = Assessor(classifier)

    def judge(examples: Sequence[Example]) -> list[Mapping[Criterion, tuple[Verdict, float | None]]]:
        found: list[Assessment] = []
        for start in range(0, len(examples), BATCH):
            found += assessor.assess([e.objective for e in examples[start : start + BATCH]], WRITTEN)
        return [{c: (a[c].verdict, a[c].probability) for c in Criterion} for a in found]

    return judge


def bag_of_words(train: Sequence[Example]) -> Judge:
    """Return the judge that most people would try first: TF-IDF of words and pairs, and logistic regression."""
    vectors = TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True)
    seen = vectors.fit_transform([_words(e) for e in train])
    models = {}
    for criterion in Criterion:
        labels = np.array([_verdict(e, criterion).value for e in train])
        models[criterion] = LogisticRegression(C=10, max_iter=2000, class_weight="balanced").fit(seen, labels)

    def judge(examples: Sequence[Example]) -> list[Mapping[Criterion, tuple[Verdict, float | None]]]:
        rows = vectors.transform([_words(e) for e in examples])
        said = {c: m.predict(rows) for c, m in models.items()}
        chances = {c: m.predict_proba(rows)[:, list(m.classes_).index("met")] for c, m in models.items()}
        return [
            {c: (Verdict(said[c][i]), None if said[c][i] == "cannot_tell" else float(chances[c][i])) for c in Criterion}
            for i in range(len(examples))
        ]

    return judge


def evaluate(name: str, judge: Judge, examples: Sequence[Example]) -> Row:
    """Return a judge's figures on examples that it has not seen."""
    verdicts = judge(examples)
    groups = [e.batch or e.id for e in examples]
    truth = {c: np.array([_verdict(e, c).value for e in examples]) for c in Criterion}
    said = {c: np.array([v[c][0].value for v in verdicts]) for c in Criterion}
    f1 = {c: interval(lambda rows, c=c: macro_f1(truth[c][rows], said[c][rows]), groups) for c in Criterion}  # type: ignore[misc]
    mean = interval(lambda rows: float(np.mean([macro_f1(truth[c][rows], said[c][rows]) for c in Criterion])), groups)
    return Row(name, f1, {c: _error(c, examples, verdicts) for c in Criterion}, mean)


def reliability(examples: Sequence[Example]) -> str:
    """Return how often each criterion is met when the rules alone say that it is, and when they say that it is not."""
    said = judged_by(None)(examples)
    lines = ["| criterion | met when the rules say met | met when they say not met |", "| --- | --- | --- |"]
    for criterion in Criterion:
        shares = []
        for verdict in (Verdict.MET, Verdict.NOT_MET):
            labels = [
                e.labels[criterion] is True for e, v in zip(examples, said, strict=True) if v[criterion][0] is verdict
            ]
            shares.append(f"{np.mean(labels):.2f} ({len(labels)})" if labels else "none")
        lines.append(f"| {criterion.value} | {' | '.join(shares)} |")
    return "\n".join(lines)


def table(rows: Sequence[Row]) -> str:
    """Return the figures as a Markdown table."""
    head = "| judge | " + " | ".join(c.value.replace("_", "-") for c in Criterion) + " | mean | calibration error |"
    lines = [head, "| --- |" + " --- |" * (len(Criterion) + 2)]
    for row in rows:
        errors = ", ".join(f"{row.error[c]:.3f}" for c in Criterion)
        lines.append(
            f"| {row.judge} | " + " | ".join(str(row.f1[c]) for c in Criterion) + f" | {row.mean} | {errors} |"
        )
    return "\n".join(lines)


def _error(
    criterion: Criterion,
    examples: Sequence[Example],
    verdicts: Sequence[Mapping[Criterion, tuple[Verdict, float | None]]],
) -> float:
    judged = [
        (e.labels.get(criterion) is True, chance)
        for e, v in zip(examples, verdicts, strict=True)
        if (chance := v[criterion][1]) is not None and e.labels.get(criterion) is not None
    ]
    return calibration_error(np.array([m for m, _ in judged]), np.array([c for _, c in judged]))


def _words(example: Example) -> str:
    return " ".join(filter(None, [example.text, example.need and f"need {example.need}", example.baseline]))


def _verdict(example: Example, criterion: Criterion) -> Verdict:
    label = example.labels[criterion]
    return Verdict.CANNOT_TELL if label is None else Verdict.MET if label else Verdict.NOT_MET
