from typing import Any

import pytest

from model.plan import Row
from model.plan_findings import people
from tests.model.plans import as_written, reading, row

ABOUT: dict[str, Any] = {"child": "Kwame Mensah", "parents": ("Abena Mensah",)}
BOTH = row("Kwame and Abena will walk to school", who="Kwame and Abena")


def rules(*rows: Row, **about: Any) -> list[str]:
    return [f.rule for f in people.find(reading(*rows, **about))]


@pytest.mark.parametrize(
    ("who", "what", "found"),
    [
        ("School", "Offer a place at the breakfast club", ["agency-actor"]),
        ("Family support service", "Offer a place", ["agency-actor"]),
        ("School / Mrs Lowe", "Offer a place", []),
        ("School", "Mrs Lowe will offer Kwame a place", []),
        ("Health visitor", "Weigh the baby", []),
        ("All agencies", "Share what they know", ["no-owner"]),
        ("tbc", "Share what they know", ["no-owner"]),
        ("", "Share what they know", ["no-owner"]),
        ("", "Mrs Lowe will share what she knows", []),
        ("Mum and Dad", "Read at bedtime", []),
    ],
)
def test_somebody_is_named_or_the_cell_is_at_fault(who: str, what: str, found: list[str]) -> None:
    assert rules(row(what, who=who), row(who="Abena")) == found


def test_a_list_without_that_column_is_judged_by_its_sentences() -> None:
    assert rules(row("Ring the school"), row("Share what they know")) == []


@pytest.mark.parametrize(
    ("rows", "about"),
    [
        ([row("Kwame will raise his hand", who="Mrs Lowe"), row(who="Abena Mensah")], []),
        ([row("Raise a hand", who="Kwame Mensah"), row("Mum will ring", who="Mrs Lowe")], []),
        ([row("Raise a hand", who="The child"), row("Read to Kwame", who="Parents")], []),
        ([row("Teach Kwame", who="Mrs Lowe"), row(who="Abena Mensah")], ["Kwame Mensah"]),
        ([row("Raise a hand", who="Kwame"), row("Tell Abena", who="Mrs Lowe")], ["Abena Mensah"]),
        ([row("Tell Abena", who="Mrs Lowe (teacher)")], ["Kwame Mensah", "Abena Mensah"]),
    ],
)
def test_the_child_and_the_parents_have_actions_of_their_own(rows: list[Row], about: list[str]) -> None:
    found = [f for f in people.find(reading(*rows, **ABOUT)) if f.rule == "child-or-parent-without-action"]
    assert [f.about for f in found] == about
    assert all(f.cell is None for f in found)


def test_a_baby_is_asked_for_nothing() -> None:
    plan = {"child": "Rowan", "parents": ("Lucia",)}
    baby = row("Lucia will feed Rowan", who="Lucia", issue="Rowan, 4 months old, gained 90 g.")
    assert rules(baby, **plan) == []


@pytest.mark.parametrize("domain", ["business", "personal", "adult_social_care"])
def test_other_plans_need_no_parents(domain: str) -> None:
    assert rules(row(who="Ana Reyes (manager)", issue="Ana sells little."), child="Ana", domain=domain) == []


def test_who_most_issues_name_is_the_child_where_nothing_else_says() -> None:
    issues = ("Tomasz was late for school on 9 days.", "Tomasz has toothache.", "The flat is damp.")
    rows = [row("Ring the school", who="Mum", issue=issue) for issue in issues]
    assert [f.about for f in people.find(reading(*rows)) if f.rule.startswith("child")] == ["Tomasz"]
    assert not [f for f in people.find(reading(rows[0], rows[2])) if f.rule.startswith("child")]


def test_somebody_named_without_a_post_may_be_a_parent() -> None:
    assert rules(row("Kwame will read", who="Kwame"), row(who="Siobhán Doyle"), child="Kwame") == []
    assert rules(row("Kwame will read", who="Kwame"), row("Visit", who="Jo Low (health visitor)"), child="Kwame") == [
        "child-or-parent-without-action"
    ]


@pytest.mark.parametrize(
    ("owners", "found"),
    [
        (["Farah Aziz (worker)", "Farah Aziz", "Farah"], ["one-person-carries-all"]),
        (["Farah", "Farah", "Farah", "Farah", "Mum"], ["one-person-carries-all"]),
        (["Farah", "Farah", "Mum"], []),
        (["Farah", "Farah"], []),
        (["Farah and Mum", "Farah", "Farah"], []),
    ],
)
def test_one_person_carries_all_where_nobody_shares_it(owners: list[str], found: list[str]) -> None:
    rows = [row(f"Make call {number}", who=who) for number, who in enumerate(owners)]
    assert rules(*rows) == found


def test_in_a_plan_of_one_s_own_one_person_does_everything() -> None:
    rows = [row(f"Make call {number}", who="Farah") for number in range(4)]
    assert rules(*rows, domain="personal") == []


def test_a_finding_on_a_cell_says_where() -> None:
    (only,) = people.find(reading(row("Offer a place", who=" School ")))
    assert as_written(only) == ("agency-actor", 1, "who")
    assert (only.cells[0].span.start, only.cells[0].span.end) == (1, 7)
