import pytest

from model.plan_findings.owners import acts, call_name, is_named, owners_in
from model.rules.local_words import NO_LOCAL_WORDS


@pytest.mark.parametrize(
    ("who", "keys"),
    [
        ("Yusuf Demir (health visitor)", ["yusuf"]),
        ("Yusuf", ["yusuf"]),
        ("Mr Okoro, form tutor", ["okoro"]),
        ("Kwame Mensah and Mrs Lowe (class teacher)", ["kwame", "lowe"]),
        ("Health visitor / Mum", ["health visitor", "mum"]),
    ],
)
def test_everybody_whom_a_cell_names_is_known_by_what_they_are_called(who: str, keys: list[str]) -> None:
    assert [owner.key for owner in owners_in(who, NO_LOCAL_WORDS)] == keys


@pytest.mark.parametrize("who", ["School", "All agencies", "tbc", "To be agreed", "Everyone", "CAMHS"])
def test_an_agency_a_crowd_and_nobody_answer_for_nothing(who: str) -> None:
    assert not any(owner.accountable for owner in owners_in(who, NO_LOCAL_WORDS))


@pytest.mark.parametrize(
    ("name", "called"),
    [("Abena Mensah", "Abena"), ("Mrs Mensah", "Mensah"), ("Baby Rowan Ferreira", "Rowan"), ("Kwame", "Kwame")],
)
def test_a_name_is_called_by_its_first_part_or_behind_a_title_by_its_last(name: str, called: str) -> None:
    assert call_name(name) == called


@pytest.mark.parametrize(
    ("what", "does"),
    [
        ("Kwame will raise his hand", True),
        ("When the bell rings Kwame will line up", True),
        ("Mrs Lowe will start the game. Kwame to choose the teams.", True),
        ("Abena and Kwame will read together", True),
        ("Kwame raises his hand before he speaks", True),
        ("Farah will meet Kwame and walk with him to school", False),
        ("Kwame's mother will ring the school", False),
        ("Farah will help Kwame to read", False),
        ("Kwameha will ring", False),
    ],
)
def test_somebody_acts_who_is_the_one_that_will(what: str, does: bool) -> None:
    assert acts("Kwame", what, NO_LOCAL_WORDS) is does


def test_who_is_only_somebody_s_mother_is_not_named() -> None:
    assert not is_named("Tomasz", "Agnieszka, Tomasz’s mother")
    assert is_named("Tomasz", "Agnieszka and Tomasz")
