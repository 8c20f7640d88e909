"""The examples of the guide are true: the rules find in the weak wording what its section is about, and in the strong nothing."""

from datetime import date, datetime

import pytest

from model.assessor import Assessor
from model.criteria import Objective, Verdict
from model.plan import Plan, Row
from model.plan_review import review as review_plan
from model.rules.catalogue import NO_NEED, RULES
from model.rules.examine import examine
from model.statement import compose
from serve.guide.book import Example, pages, places, rows_in

AS_OF = date(2027, 1, 11)
"""The day on which the guide has its examples read."""
DOMAINS = {
    "Child’s plan": "child_plan",
    "Education": "education",
    "Health care": "health_care",
    "Youth justice": "youth_justice",
    "Adult social care": "adult_social_care",
    "Workplace": "workplace",
    "Business": "business",
    "Programme": "programme",
    "Public policy": "public_policy",
    "Personal": "personal",
}
EXAMPLES = [(rule, example) for rule in RULES for example in places()[rule][1].examples]
EACH = pytest.mark.parametrize(("rule", "example"), EXAMPLES, ids=[f"{r}-{e.weak[:24]}" for r, e in EXAMPLES])
OF_PLANS = [(section.id, example) for section in pages()["plan"].sections for example in section.examples]
PLANS = pytest.mark.parametrize(("rule", "example"), OF_PLANS, ids=[f"{r}-{e.weak[:24]}" for r, e in OF_PLANS])
COLUMNS = {"Issue": "issue", "Who": "who", "What": "what", "When": "when", "How measured": "measure"}
LET_STAND = [
    ("specific", "weak-verb", "Ms Cruz will support Ali by sitting beside him for the first ten minutes of maths"),
    ("specific", "weak-verb", "Lena will improve her score from 6 to 8 by June 2027"),
    ("specific", "vague-object", "Ade will count to ten when he feels himself ‘kicking off’"),
    ("specific", "stop-behaviour", "Jamal will stop shouting out and will put his hand up instead"),
    ("specific", "two-aims", "Mum will phone the clinic and book a check-up by 22 January 2027"),
    ("measurable", "no-measure", "Kwame will phone the dentist by Friday"),
    ("measurable", "by-review", "Dr Mensah will write a review of the care record by 3 May 2027"),
    ("achievable", "absolute", "Nina will attend all 3 sessions in March 2027"),
    ("achievable", "outside-control", "Ms Rahman, landlord, will replace the boiler by 5 March 2027"),
    ("time-bound", "ongoing", "Sam will finish the ‘Ongoing Care’ course by 3 May 2027"),
    ("time-bound", "no-deadline", "Ms Ito will tell Dad the date by 12 March 2027"),
]
"""What the guide says is left alone: the page, the finding that does not come, the words."""


def objective(example: Example, *, strong: bool) -> Objective:
    need = example.beside.get("Need") or (example.beside.get("Need of the strong one") if strong else None)
    return Objective(example.strong if strong else example.weak, need=need, domain=DOMAINS[example.plan])


def found_in_plan(words: str, example: Example) -> set[str]:
    cells = ([cell.split(": ", 1) for cell in row] for row in rows_in(words))
    rows = tuple(Row(**{COLUMNS[column]: said for column, said in row}) for row in cells)
    day = example.beside.get("Review")
    review = datetime.strptime(day, "%d %B %Y").date() if day else None  # noqa: DTZ007  (a day of the calendar)
    plan = Plan(rows, AS_OF, child=example.beside.get("Child", ""), review=review, domain=DOMAINS[example.plan])
    return {finding.rule for finding in review_plan(plan, Assessor()).findings}


def found(said: Objective) -> set[str]:
    return {finding.rule for finding in examine(compose(said, AS_OF))[1]}


@EACH
def test_the_weak_wording_is_found_fault_with(rule: str, example: Example) -> None:
    assert rule in found(objective(example, strong=False))


@EACH
def test_the_strong_wording_is_free_of_every_fault(rule: str, example: Example) -> None:
    assert found(objective(example, strong=True)) <= ({NO_NEED} - {rule})


@pytest.mark.e2e
@EACH
def test_the_trained_model_has_nothing_against_the_strong_wording(
    rule: str, example: Example, assessor: Assessor
) -> None:
    (said,) = assessor.assess([objective(example, strong=True)], AS_OF)
    assert [c for c, j in said.judgements.items() if j.verdict is Verdict.NOT_MET] == []


@pytest.mark.parametrize(("page", "rule", "words"), LET_STAND)
def test_what_the_guide_says_is_let_stand_is(page: str, rule: str, words: str) -> None:
    assert rule not in found(Objective(words))
    assert places()[rule][0].name == page


def test_the_guide_names_the_day_on_which_its_examples_are_read() -> None:
    assert f"today were {AS_OF:%A} {AS_OF.day} {AS_OF:%B %Y}" in pages()["index"].opening


def test_no_two_examples_share_a_sentence() -> None:
    said = [words for _, example in EXAMPLES for words in {example.weak, example.strong}]
    assert [w for w in said if said.count(w) > 1] == []


@PLANS
def test_the_weak_plan_is_found_fault_with_and_the_strong_one_is_not(rule: str, example: Example) -> None:
    assert rule in found_in_plan(example.weak, example)
    assert rule not in found_in_plan(example.strong, example)
