"""The worked examples of the annotation guide: the least that a judge by the guide must get right."""

from collections.abc import Callable, Sequence

import pytest

from model.criteria import Assessment, Criterion, Objective, Verdict

pytestmark = pytest.mark.e2e
SAID = {Verdict.MET: "T", Verdict.NOT_MET: "F", Verdict.CANNOT_TELL: "–"}

EXAMPLES = (
    (Objective("Callum to stop kicking off at home time"), "F F F – F"),
    (Objective("Ms Ncube will phone the surgery.", need="Baby has missed both six-week checks."), "T T T T F"),
    (Objective("Education Welfare to monitor attendance weekly"), "F T F – F"),
    (Objective("Priya will complete 'Understanding Anxiety' (6 sessions) by 30 May"), "T T T – T"),
    (
        Objective(
            "Attend at least 80% of maths lessons this half-term",
            baseline="attended 12 of 40 last half-term",
            domain="personal",
        ),
        "T T F – T",
    ),
    (Objective("Bea Tolland, wound nurse, will heal all of Mr Ray's leg ulcers within 12 weeks"), "T T F – T"),
    (Objective("Leroy will speak to June about his rent on Friday 5 March"), "T T T – T"),
    (Objective("By review, Dad will be spending quality time with the children"), "F F F – F"),
    (Objective("Increase volunteer retention from 61% to 70% by December 2027", domain="programme"), "F T F – T"),
    (
        Objective(
            "Zofia will walk to school with her sister every day next week.", need="Zofia is bullied on the bus."
        ),
        "T T T T T",
    ),
    (
        Objective(
            "Zofia will walk to school with her sister every day next week.", need="Zofia has untreated tooth decay."
        ),
        "T T T F T",
    ),
    (Objective("I am going to try and be a bit nicer to my mum"), "F F F – F"),
    (
        Objective(
            "Keyworker and Ash will look at the bus timetable together on Tuesday 14th, and Ash will feel more independent"
        ),
        "F F F – F",
    ),
    (
        Objective(
            "Reduce inpatient falls per 1,000 bed days from 6.6 to 5.9 by March 2028, led by Deputy Chief Nurse R. Adeyinka (falls register)"
        ),
        "T T T – T",
    ),
)


def test_nearly_every_label_of_the_worked_examples_is_given(
    judge: Callable[[Sequence[Objective]], list[Assessment]],
) -> None:
    wrong = []
    for (objective, wanted), assessment in zip(EXAMPLES, judge([o for o, _ in EXAMPLES]), strict=True):
        said = [SAID[assessment[c].verdict] for c in Criterion]
        wrong += [
            (objective.text[:40], c.value) for c, s, w in zip(Criterion, said, wanted.split(), strict=True) if s != w
        ]
    assert len(wrong) <= 4, wrong
