import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.reviews.pseudonyms import Pseudonymiser
from model.criteria import Objective
from model.errors import StoreError
from tests.data.reviews.conftest import Write

KEY = b"k" * 32


@pytest.fixture
def names() -> Pseudonymiser:
    return Pseudonymiser(KEY)


@pytest.mark.parametrize(
    "text",
    [
        "Tunde will put the key in the vault",
        "Mr Halvorsen will cycle to work",
        "Dr. A. Okonjo-Reid to ring the clinic",
        "Ellie-Mae reads with Aisling on Mondays",
        "Take Siobhán’s spare key to O'Malley",
        "Ring 0131 496 0000 or write to ana@council.example",
        "NHS number 943 476 5919, born 3/4/2015, case AB/12345/9",
        "Move to 14 Stapleton Row, EH1 1AA",
    ],
)
def test_no_name_and_no_identifier_survives(names: Pseudonymiser, text: str) -> None:
    said = names.text(text)
    for gone in ("Tunde", "Halvorsen", "Okonjo", "Ellie", "Aisling", "Siobhán", "O'Malley", "496", "ana@", "943", "2015",
                 "12345", "Stapleton", "EH1"):  # fmt: skip
        assert gone not in said


@pytest.mark.parametrize(
    "text",
    [
        "Mum will ring the GP by Friday 5 March 2027",
        "Reduce complaints from 4200 to 3,000 by 12/05/2027",
        "The SENCO to complete the SDQ before Hallowe'en",
        "I will read in English for 20 minutes, 4 of 5 days",
        "Grade 7 in GCSE Maths; £120000 saved by 2026/27",
    ],
)
def test_what_names_nobody_stays(names: Pseudonymiser, text: str) -> None:
    assert names.text(text) == text


def test_a_name_is_replaced_by_the_same_stand_in_everywhere_and_by_another_under_another_key(
    names: Pseudonymiser,
) -> None:
    once, twice = names.text("Tunde rings"), names.text("We wait for Tunde until TUNDE rings")
    stand_in = once.split()[0]
    assert stand_in in once
    assert stand_in.upper() in twice or stand_in in twice
    assert Pseudonymiser(b"x" * 32).text("Tunde rings") != once


def test_a_name_known_from_the_need_is_replaced_in_small_letters_of_the_text(
    names: Pseudonymiser, write: Write
) -> None:
    review = write(1, objective=Objective("ebiere will ring", need="Ebiere has no doctor"), why="ask Ebiere's aunt")
    kept = names.review(review)
    told = f"{kept.objective.text} {kept.objective.need} {kept.why}".lower()
    assert "ebiere" not in told
    assert told.count(names.stand_in("ebiere")) == 3


def test_plan_and_person_become_references_that_erasing_finds_again(names: Pseudonymiser, write: Write) -> None:
    kept = names.review(write(1, source="Meera's plan.docx", subject="Meera"))
    assert kept.source == names.reference("meera's plan.docx ")
    assert kept.subject == names.reference("Meera")
    assert names.reference(kept.source) == kept.source
    assert "meera" not in f"{kept.source}{kept.subject}".lower()


def test_the_key_is_made_once_and_readable_to_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "office" / "names.key"
    first = Pseudonymiser.of(path).text("Tunde rings")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert Pseudonymiser.of(path).text("Tunde rings") == first
    assert [p.name for p in path.parent.iterdir()] == ["names.key"]


def test_an_empty_key_is_refused_since_anybody_could_try_names_against_it(tmp_path: Path) -> None:
    (tmp_path / "names.key").touch()
    with pytest.raises(StoreError, match="restore it"):
        Pseudonymiser.of(tmp_path / "names.key")


@given(st.text(max_size=80))
def test_replacing_twice_finds_no_third_person(text: str) -> None:
    names = Pseudonymiser(KEY)
    assert len(names.text(text).split()) == len(text.split()) or any(c.isdigit() or c in "@/" for c in text)
