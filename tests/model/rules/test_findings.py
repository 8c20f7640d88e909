"""Each finding on the words that cause it, and its near-misses left alone."""

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.criteria import Criterion, Objective, Verdict
from model.rules.catalogue import RULES
from model.rules.examine import examine, verdict
from model.statement import compose

Words = Callable[..., list[str]]


@pytest.mark.parametrize(
    ("rule", "text", "words"),
    [
        ("weak-verb", "Priya will understand her feelings", ["understand"]),
        ("weak-verb", "Priya will complete 'Understanding Anxiety' by 30 May", []),
        ("weak-verb", "Dad will be more patient", ["be"]),
        ("weak-verb", "Dad will be at the gate by 3", []),
        ("weak-verb", "Mrs Khan will support Jo by driving her to the clinic", []),
        ("weak-verb", "Sana will reduce complaints", ["reduce"]),
        ("weak-verb", "Sana will reduce complaints from 42 to 30", []),
        ("weak-verb", "John will raise his hand when he wants to ask a question", []),
        ("weak-verb", "Better bedtimes", ["Better bedtimes"]),
        ("vague-object", "Dad will have Ana round for quality time on Friday", ["quality time"]),
        ("vague-object", "Kai will finish the 'Quality Time' course", []),
        ("stop-behaviour", "John will stop disrupting the class", ["stop disrupting the class"]),
        ("stop-behaviour", "John will not shout", ["will not shout"]),
        ("stop-behaviour", "Joy will point to the board instead of crying out", []),
        ("stop-behaviour", "Kai will stop shouting and put his hand up", []),
        ("stop-behaviour", "Kai will stop at the shop", []),
        (
            "two-aims",
            "Ash will ring Mum on Friday, and Ash will feel more independent",
            ["Ash will feel more independent"],
        ),
        ("two-aims", "Ash will ring Mum and book the bus", []),
        ("no-measure", "John will raise his hand", ["raise"]),
        ("no-measure", "John will raise his hand twice a lesson", []),
        ("no-measure", "Ms Ncube will phone the surgery", []),
        ("no-measure", "Ms Ncube will phone the surgery whenever Kai is ill", ["phone"]),
        ("no-measure", "Ana (6) in Year 2 will sit in room 4", ["sit"]),
        ("comparative-without-figure", "Kai will read more", ["more"]),
        ("comparative-without-figure", "Kai will read more: 3 pages", []),
        ("by-review", "Kai will read; measured by review", ["measured by review"]),
        ("by-review", "Kai will read 3 pages; measured by review", []),
        ("absolute", "Leroy will always be on time", ["always"]),
        ("absolute", "Leroy will attend all lessons", ["all"]),
        ("absolute", "Leroy will attend all 3 sessions in March", []),
        ("absolute", "Leroy will ring every Friday", []),
        ("absolute", "Attend 100% of lessons", ["100%"]),
        ("outside-control", "Ana will make sure the court will agree", ["court will"]),
        ("ongoing", "Monitor attendance (ongoing)", ["ongoing"]),
        ("ongoing", "Finish the 'Ongoing Care' course by 3 May", []),
        ("ongoing", "Support forgoing snacks", []),
        ("no-deadline", "Ana will ring Housing", ["Ana will ring Housing"]),
        ("no-deadline", "Ana will ring Housing by Friday", []),
        ("no-deadline", "Ana will ring Housing weekly from 1 May", ["from 1 May"]),
        ("undated-event", "Ana will ring Housing before the next review", ["before the next review"]),
        ("undated-event", "Ana will ring Housing before the review on 4 May", []),
        ("date-past", "Ana will ring Housing by 3 May 2025", ["3 May 2025"]),
        ("date-past", "Ana will ring Housing by 3 May 2027", []),
    ],
)
def test_a_finding_stands_on_the_words_that_cause_it(
    words_found: Words, rule: str, text: str, words: list[str]
) -> None:
    assert list(dict.fromkeys(words_found(rule, text))) == words


@pytest.mark.parametrize(
    ("text", "baseline", "leaps"),
    [
        ("Kai will attend 95% of lessons in 2 weeks", "40% last term", True),
        ("Kai will attend 50% of lessons by Easter", "40% last term", False),
        ("Kai will be in 18 of 20 lessons by Easter", "in 4 of 20", True),
        ("Kai will walk 3 miles", "breathless on stairs", False),
        ("Sana will cut complaints from 42 to 30 by Easter", None, False),
        ("Sana will cut complaints from 42 to 2 by Easter", None, True),
        ("Kai will attend the breakfast club 25 times by Easter", "1 late mark a week", False),
        ("Ana rates her day from 1 to 10 each Friday until Easter", None, False),
        ("Ana will score how safe she feels from 0 (not at all) to 10 each Friday", None, False),
        ("Ana will mark her pain on a scale of 1 to 10 by Easter", None, False),
        ("Ana uses the scale from 1 to 5, and takes her pain from 9 to 2", None, True),
        ("Ana will raise her score from 1 to 10 by Easter", None, True),
        ("Ana's rating to go from 1 to 10 by Easter", None, True),
        ("Ana will take her lengths from 1 to 10 by Easter", None, True),
        ("Ana rates the food; its price is up from 1 to 10", None, True),
        ("Ana rates the course from 2 to 10", None, True),
    ],
)
def test_a_leap_is_seen_where_figures_of_one_kind_disagree(
    rules_on: Callable[..., set[str]], text: str, baseline: str | None, leaps: bool
) -> None:
    assert ("leap" in rules_on(text, baseline=baseline)) is leaps


@pytest.mark.parametrize(
    ("text", "need", "relevant"),
    [
        ("Ms Ncube will phone the surgery", None, Verdict.CANNOT_TELL),
        ("Zofia will walk to school so that she is not bullied on the bus", None, Verdict.MET),
        ("Zofia will brush her teeth at night", "Zofia has untreated tooth decay", Verdict.MET),
        ("Zofia will save £5 a week", "Zofia has untreated tooth decay", Verdict.NOT_MET),
    ],
)
def test_relevance_is_judged_against_the_need_and_never_guessed_without_one(
    text: str, need: str | None, relevant: Verdict
) -> None:
    _, findings = examine(compose(Objective(text, need=need), date(2026, 11, 22)))
    assert verdict(Criterion.RELEVANT, findings) is relevant


@pytest.mark.parametrize(
    "text", ["Kyle will ring Housing by Friday so that he sleeps", "John will stop disrupting the class"]
)
def test_findings_come_in_the_order_of_the_criteria(text: str) -> None:
    _, findings = examine(compose(Objective(text), date(2026, 11, 22)))
    order = list(Criterion)
    assert [order.index(f.criterion) for f in findings] == sorted(order.index(f.criterion) for f in findings)


def test_every_rule_has_a_question_and_cites_the_session() -> None:
    assert all(rule.question.endswith("?") and rule.source.startswith("LIAP, ") for rule in RULES.values())


@given(st.text(max_size=200).filter(str.strip), st.none() | st.text(max_size=60), st.none() | st.text(max_size=60))
def test_no_text_breaks_the_rules(text: str, need: str | None, baseline: str | None) -> None:
    objective = Objective(text, need=need, baseline=baseline)
    _, findings = examine(compose(objective, date(2026, 11, 22)))
    assert all(f.span.end <= len(objective.part(f.field)) for f in findings)
