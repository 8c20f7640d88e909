import pytest

from model.house_rules import HouseRules
from model.plan_findings import language
from model.rules.local_words import LocalWords
from tests.model.plans import reading, row


@pytest.mark.parametrize(
    ("issue", "found"),
    [
        ("Challenging behaviour in class.", [("generic-language", "Challenging behaviour")]),
        ("Challenging behaviour: he threw a chair at his brother.", []),
        ("Poor attendance, 12 of 20 days in May.", []),
        ("Poor attendance since September", []),
        ("Poor attendance and poor hygiene.", [("generic-language", "Poor attendance"), ("generic-language", "poor hygiene")]),
        ("Mum is lazy.", [("emotive-language", "lazy")]),
        ("Maya says that she feels useless.", []),
        ("Maya says that the corridors are \"a nightmare\" and is a nightmare", []),
        ("School says that he is out of control.", [("emotive-language", "out of control")]),
        ("The house is filthy; Maya says it is horrible.", [("emotive-language", "filthy")]),
        ("A report with SEMH needs.", [("agency-language", "SEMH")]),
        ("Social, emotional and mental health (SEMH) needs.", []),
        ("SEMH (social, emotional and mental health) needs.", []),
        ("Has been putting himself at risk.", [("emotive-language", "putting himself at risk")]),
        ("Kwame was late on 11 of 20 mornings in October.", []),
        ("", []),
    ],
)  # fmt: skip
def test_words_of_an_issue_are_found_where_nobody_is_quoted_and_nothing_explains_them(
    issue: str, found: list[tuple[str, str]]
) -> None:
    read = reading(row(issue=issue))
    assert [(f.rule, f.cells[0].words(read.plan)) for f in language.find(read)] == found


def test_each_says_what_to_write_instead() -> None:
    (lazy,) = language.find(reading(row(issue="Mum is lazy.")))
    assert lazy.instead == "[what]: for example “was not out of bed when the bus came, on 8 of 10 mornings”"
    assert lazy.question == "What has somebody seen or heard?"


def test_an_issue_that_two_rows_repeat_is_told_once() -> None:
    assert len(language.find(reading(row(issue="Poor hygiene"), row(issue="Poor hygiene")))) == 1


def test_what_is_plain_in_an_office_is_let_stand() -> None:
    house = HouseRules(local=LocalWords(plain=("filthy",)))
    assert language.find(reading(row(issue="A filthy joke about school"), house=house)) == []


def test_only_the_issue_is_read() -> None:
    assert language.find(reading(row("Abena will not be lazy", measure="Poor attendance"))) == []
