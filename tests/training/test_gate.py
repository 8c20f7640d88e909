"""The gate, with classifiers whose chances are set by hand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest

from data.example import Example
from data.reviews.review import Review
from model.criteria import Criterion, Finding, Objective, Verdict
from model.evidence import Weighing
from model.rules.reading import Reading
from training.gate import Asked, Ruling, rule
from training.gate_report import markdown, page

A = Criterion.ACHIEVABLE


@dataclass
class Marked:
    """Holds a statement achievable when it holds the mark; everything else it holds met."""

    bundle: str
    mark: str

    @property
    def thresholds(self) -> dict[Criterion, float]:
        return dict.fromkeys(Criterion, 0.5)

    def weigh(self, readings: Sequence[Reading], findings: Sequence[Sequence[Finding]]) -> list[Weighing]:
        return [
            Weighing({c: 0.9 if c is not A or self.mark in r.text else 0.1 for c in Criterion}, lambda _: [])
            for r in readings
        ]


def reviews(count: int = 60) -> list[Review]:
    """An office that looks for "8/10"; every third objective says it, and every second a date."""
    found = []
    for i in range(count):
        text = f"Ana will ring the clinic {'on Friday ' if i % 2 else ''}{'(8/10 sure)' if i % 3 == 0 else ''} <{i}>"
        found.append(
            Review(
                f"r{i}", Objective(text, need="no doctor"), {A: i % 3 == 0}, "Bo", f"plan {i // 3}",
                datetime(2026, 11, 3, tzinfo=UTC), date(2026, 11, 3),
            )
        )  # fmt: skip
    return found


def corpus(by: str) -> list[Example]:
    texts = [f"Ben will walk to school {'on Friday' if i % 2 else 'soon'} {i}" for i in range(40)]
    labels: list[dict[Criterion, bool | None]] = [{c: c is not A or by in t for c in Criterion} for t in texts]
    return [
        Example(id=f"t{i}", domain="child_plan", need="late", text=t, labels=label, batch=f"b{i // 4}")
        for i, (t, label) in enumerate(zip(texts, labels, strict=True))
    ]


NOW, BETTER = Marked("now", "on Friday"), Marked("candidate", "8/10")


def ruled(conventions: frozenset[Criterion], by: str = "on Friday") -> Ruling:
    return rule(NOW, BETTER, reviews(), corpus(by), conventions)


def test_a_candidate_that_is_better_here_and_worse_nowhere_may_be_promoted() -> None:
    ruling = ruled(frozenset(), by="8/10")
    assert ruling.promote
    assert ruling.gain is not None
    assert ruling.gain.low > 0
    assert ruling.local[A].after == 1.0


def test_one_that_loses_on_the_corpus_is_refused_unless_the_office_has_a_convention() -> None:
    assert ruled(frozenset()).reasons == ("achievable is worse on the corpus",)
    assert ruled(frozenset({A})).promote


def test_one_that_is_no_better_than_chance_is_refused() -> None:
    same = rule(NOW, Marked("twin", "on Friday"), reviews(), corpus("on Friday"), frozenset())
    assert same.reasons == ("it is not better on the reviews held out by more than chance explains",)
    assert same.changed == ()


def test_without_enough_held_out_reviews_nobody_can_say() -> None:
    ruling = rule(NOW, BETTER, reviews(3), corpus("8/10"), frozenset())
    assert not ruling.promote
    assert "nobody can say" in ruling.reasons[0]


def test_a_criterion_that_got_worse_here_is_named() -> None:
    ruling = rule(BETTER, NOW, reviews(), corpus("8/10"), frozenset())
    assert "achievable is worse on the reviews held out" in ruling.reasons


def test_the_ten_most_changed_verdicts_say_what_people_and_both_bundles_say() -> None:
    changed = ruled(frozenset()).changed
    assert len(changed) == 10
    assert {c.criterion for c in changed} == {A}
    assert all(c.before is not c.after for c in changed)


def test_a_label_of_cannot_tell_is_a_verdict_like_others() -> None:
    asked = Asked(Objective("Ana will ring"), date(2026, 11, 3), {A: Verdict.CANNOT_TELL}, "p")
    assert asked.truth[A] is Verdict.CANNOT_TELL


@pytest.mark.parametrize("write", [markdown, page])
def test_the_report_says_in_words_what_was_decided_and_why(write: object) -> None:
    assert callable(write)
    said = write(ruled(frozenset({A})), {A: "40 of 60 reviews contradicted the shipped bundle"})
    assert "candidate may take the place of now" in said
    assert "follows a convention of your own" in said
    assert "40 of 60 reviews contradicted" in said
    refused = write(ruled(frozenset()), {})
    assert "should not take the place" in refused
    assert "achievable is worse on the corpus" in refused


def test_the_page_escapes_what_people_wrote_and_asks_for_nothing_from_outside() -> None:
    said = page(ruled(frozenset()), {})
    assert "&lt;0&gt;" in said or "&lt;1&gt;" in said or "&lt;2&gt;" in said
    assert "http" not in said.replace("http://www.w3.org", "").replace("http://purl.org", "").replace(
        "http://creativecommons.org", ""
    ).replace("https://matplotlib.org", "")
    assert "<script" not in said
