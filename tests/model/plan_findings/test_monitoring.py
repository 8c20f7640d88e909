import pytest

from model.house_rules import HouseRules
from model.plan_findings import monitoring
from model.plan_findings.monitoring import Monitoring, kinds, kinds_in
from model.rules.local_words import LocalWords
from tests.model.plans import as_written, reading, row

SEEN, COUNTED, FELT, WRITTEN, TOLD = Monitoring


@pytest.mark.parametrize(
    ("measure", "used"),
    [
        ("Mrs Lowe sees him raise his hand", (SEEN,)),
        ("No longer appears unkempt", (SEEN,)),
        ("School register: at most 1 late mark a week", (COUNTED,)),
        ("60% of appointments kept", (COUNTED,)),
        ("Boxall Profile in January and in June", (FELT,)),
        ("On a scale from 1 to 10", (FELT,)),
        ("Reading age and the school report", (WRITTEN,)),
        ("Kwame tells his teacher how lunch was", (TOLD,)),
        ("Kwame rates his day from 1 to 10", (FELT, TOLD)),
        ("Sleep diary: 7 hours on 4 of 5 nights", (COUNTED, TOLD)),
        ("Teachers will see an improvement", ()),
        ("Better attendance", ()),
        ("On 12 March 2027", ()),
        ("By review", ()),
    ],
)
def test_the_kinds_of_monitoring_are_told_from_the_words(measure: str, used: tuple[Monitoring, ...]) -> None:
    assert kinds_in(measure) == used


def test_a_plan_uses_the_kinds_of_its_rows_and_lacks_the_others() -> None:
    found = kinds(reading(row(measure="The register"), row(measure="Mum says how it went"), row(measure="A tally")))
    assert dict(found.used) == {COUNTED: (0, 2), TOLD: (1,)}
    assert found.lacking == (SEEN, FELT, WRITTEN)


@pytest.mark.parametrize(
    ("measure", "rules"),
    [
        ("By review", ["by-review"]),
        ("To be reviewed at next TAC", ["by-review"]),
        ("At the next core group meeting", ["by-review"]),
        ("Review meeting on 12 March 2027", ["by-review"]),
        ("At the review Mum rates her week from 1 to 10", []),
        ("Teachers will see an improvement.", ["no-method"]),
        ("n/a", ["no-method"]),
        ("Questionnaire", []),
        ("Weekly", []),
    ],
)
def test_a_cell_names_a_method(measure: str, rules: list[str]) -> None:
    assert [as_written(f) for f in monitoring.find(reading(row(measure=measure)))] == [(r, 1, "measure") for r in rules]


@pytest.mark.parametrize(
    ("what", "rules"),
    [
        ("Improve home conditions", ["no-method"]),
        ("Walk to school on 4 of 5 days", []),
        ("Ring the dentist", []),
        ("Improve home conditions, reviewed at the next meeting", ["by-review"]),
    ],
)
def test_an_empty_cell_is_let_be_where_the_action_shows_whether_it_was_done(what: str, rules: list[str]) -> None:
    read = reading(row(what, who="Abena", when="18 December 2026"), row(who="Abena", when="4 December 2026"))
    assert [f.rule for f in monitoring.find(read)] == rules


def test_a_list_without_columns_is_no_plan_of_this_form() -> None:
    assert monitoring.find(reading(row("Improve home conditions"))) == []


def test_the_office_s_own_instrument_is_a_method() -> None:
    house = HouseRules(local=LocalWords(instruments=("Kinnect wheel",)))
    assert monitoring.find(reading(row(measure="Kinnect wheel"), house=house)) == []
    assert monitoring.find(reading(row(measure="Kinnect wheel")))
