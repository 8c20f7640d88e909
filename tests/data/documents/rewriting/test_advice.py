import pytest

from data.documents.entry import Entry, Passage
from data.documents.rewriting.advice import Adviser, rewritten
from model.assessor import Assessor
from model.criteria import Criterion, Field, Objective, Span, Verdict
from model.fingerprint import fingerprint, plan_fingerprint
from model.plan import Plan, Row
from model.plan_findings import language
from model.plan_findings.finding import PlanReading
from model.rules_generator import RulesGenerator
from model.suggester import Suggester
from tests.conftest import AS_OF
from tests.data.documents.rewriting.conftest import Rewriter

CELL = Passage(0, Span(0, 0))
IN_COLUMNS = dict.fromkeys((Field.TEXT, Field.WHO, Field.WHEN, Field.MEASURE), CELL)


def entry(text: str, **parts: str) -> Entry:
    return Entry("row 2", None, Objective(text, **parts), IN_COLUMNS)


WEAK = [
    entry("Support Priya with her dental health.", who="Family support service", when="Ongoing", measure="By review"),
    entry("Kwame will stop disrupting the class.", who="Kwame", need="Kwame was sent out of class 6 times."),
    entry("Reduce missed medication", when="asap"),
    entry("Ring the school weekly"),
    Entry("list item 1", None, Objective("Ring the school weekly"), {Field.TEXT: CELL}),
]


@pytest.mark.parametrize("weak", WEAK, ids=lambda e: e.objective.text)
def test_a_weak_objective_gets_rewritings_that_gain_a_criterion_and_lose_none(weak: Entry, rewriter: Rewriter) -> None:
    advice = rewriter.advise(weak)
    assert advice.findings
    assert advice.rewritings
    for rewriting in advice.rewritings:
        (after,) = Assessor().assess([rewritten(weak.objective, rewriting)], AS_OF)
        assert after.met > advice.assessment.met


def test_a_row_says_its_deadline_in_one_place(rewriter: Rewriter) -> None:
    best = rewriter.advise(WEAK[0]).best
    assert best is not None
    assert "2026" in best.parts[Field.WHEN].text
    assert "2026" not in best.parts[Field.TEXT].text


def test_a_smart_objective_and_one_that_only_asks_get_no_advice(rewriter: Rewriter) -> None:
    smart = entry(
        "Meera will take Priya to the check-up at Larch Street Dental Practice.",
        who="Meera Nair",
        when="12 March 2027",
        measure="The appointment letter is shown.",
    )
    asks = rewriter.advise(smart)
    assert asks.assessment[Criterion.RELEVANT].verdict is Verdict.CANNOT_TELL
    assert (asks.findings, asks.rewritings) == ((), ())


def test_what_is_ignored_is_not_advised_on() -> None:
    weak = entry("Meera will take Priya to the dentist.", who="Meera Nair", when="Ongoing", need="Priya has toothache.")
    suggester = Suggester(Assessor(), [RulesGenerator()])
    findings = Adviser(suggester).advise(weak, AS_OF).findings
    failed = {fingerprint(f, weak.objective) for verdict, f in findings if verdict is Verdict.NOT_MET}
    assert failed
    assert Adviser(suggester, ignored=failed).advise(weak, AS_OF).findings == ()


NAUGHTY = Entry("row 2", None, Objective("Ring the school by 4 December 2026", who="Abena", need="Kwame is naughty."), {**IN_COLUMNS, Field.NEED: CELL})  # fmt: skip


def test_an_issue_that_judges_gets_neutral_words_even_where_the_objective_is_smart(rewriter: Rewriter) -> None:
    advice = rewriter.advise(NAUGHTY)
    assert advice.findings == ()
    assert advice.best is not None
    assert {field: draft.text for field, draft in advice.best.parts.items()} == {Field.NEED: "Kwame is [what]."}


def test_an_issue_whose_words_are_ignored_or_whose_cell_cannot_be_written_stays(rewriter: Rewriter) -> None:
    elsewhere = Entry("row 2", None, NAUGHTY.objective, IN_COLUMNS)
    assert rewriter.advise(elsewhere).best is None
    plan = Plan((Row("Kwame is naughty.", "Abena", "Ring the school by 4 December 2026"),), AS_OF)
    (found,) = language.find(PlanReading(plan))
    deaf = Adviser(Suggester(Assessor(), [RulesGenerator()]), ignored={plan_fingerprint(found, plan)})
    assert deaf.advise(NAUGHTY, AS_OF).best is None
