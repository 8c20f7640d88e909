"""What is proposed has a ground, fits where it stands, and is never in the past."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.criteria import Objective
from model.grounding import USUAL_WEEKS, grounded
from model.rules.reading import Reading
from model.similar import Similar
from model.statement import compose
from model.suggestion import Draft, read

DAY = date(2026, 11, 22)


def ground(marked: str, *similar: Similar, review: date | None = None, as_of: date = DAY, **context: str) -> Draft:
    objective = Objective(context.pop("text", "John will stop disrupting the class"), **context)
    return grounded(read(marked), Reading(compose(objective, as_of)), similar, review)


def like(rewrite: str, likeness: float = 0.9) -> Similar:
    return Similar("Kyle to stop shouting out", read(rewrite), "education", "c1", likeness)


def test_a_day_comes_from_the_day_of_judging_and_the_domains_usual_period() -> None:
    draft = ground("John will wait [[when: ]].", domain="child_plan")
    assert draft.text == "John will wait by 18 December 2026."
    assert draft.proposals[0].source == "4 weeks from 22 November, usual in child plan objectives"
    assert draft.blank_text == "John will wait [when]."


@pytest.mark.parametrize(
    ("marked", "said"),
    [
        ("[[when: ]], John will wait.", "By 18 December 2026, John will wait."),
        ("John will wait until [[when: ]].", "John will wait until 18 December 2026."),
    ],
)
def test_a_day_fits_the_words_around_it(marked: str, said: str) -> None:
    assert ground(marked).text == said


def test_the_review_gives_the_day_where_it_is_near_and_ahead() -> None:
    near, past = date(2027, 2, 3), date(2026, 11, 1)
    assert "3 February 2027" in ground("John will wait [[when: ]].", review=near).text
    assert "2026" in ground("John will wait [[when: ]].", review=past, domain="child_plan").text


@given(st.dates(date(2024, 1, 1), date(2035, 1, 1)), st.sampled_from([*USUAL_WEEKS, ""]))
def test_no_day_is_in_the_past_or_between_the_years(as_of: date, domain: str) -> None:
    draft = ground("John will wait [[when: ]].", as_of=as_of, domain=domain)
    words = draft.text.removeprefix("John will wait by ").removesuffix(".")
    day = next(d for i in range(400) if f"{(d := as_of + timedelta(i)).day} {d:%B %Y}" == words)
    assert day > as_of
    assert (day.month, day.day) not in {(12, 25), (1, 1)}


@pytest.mark.parametrize(
    ("text", "baseline", "amount"),
    [
        ("Kai will improve his attendance", "12 of 40 lessons last half-term", "at least 18 of 40 lessons"),
        ("Mum to reduce drinking", "5 nights a week", "at most 4 nights a week"),
        ("Attend more", "46%", "at least 60%"),
        ("Attend more", "7 of 7 mornings", "[amount]"),
        ("John will stop and improve", "3 of 7 nights", "[amount]"),
        ("Kai will change", "3 of 7 nights", "[amount]"),
        ("Kai will improve", "poor", "[amount]"),
        ("Amira will improve her attendance", "misses 3 of 5 lessons", "[amount]"),
        ("Amira will improve her punctuality", "late 4 of 5 days", "[amount]"),
        ("Amira will walk more", "walks 3,500 steps a day", "[amount]"),
        ("Amira will attend more", "since 3/12 she has come to 40% of lessons", "[amount]"),
        ("Amira will attend more", "passed 6 in 2025", "[amount]"),
        ("Amira will attend more", "attends 2 of 5 at present", "at least 3 of 5"),
        ("Tom will increase his puffs", "takes 2 of 4 puffs a day", "[amount]"),
    ],
)
def test_an_amount_is_one_small_step_from_the_baseline(text: str, baseline: str, amount: str) -> None:
    assert ground("Kai will do it [[amount: ]].", text=text, baseline=baseline).text == f"Kai will do it {amount}."


def test_a_method_is_what_people_wrote_in_the_same_place_of_similar_objectives() -> None:
    draft = ground("John will wait, [[method: ]].", like("Kyle waits, [[method: tallied on a card]]."))
    assert draft.text == "John will wait, tallied on a card."
    assert draft.proposals[0].source == "seen in similar objectives"


@pytest.mark.parametrize(
    ("marked", "rewrite", "likeness"),
    [
        ("John will wait, [[method: ]].", "Kyle waits, [[method: tallied on a card]].", 0.1),
        ("John will wait, shown by [[method: ]].", "Kyle waits, [[method: tallied on a card]].", 0.9),
        ("John will wait, [[method: ]].", "Kyle waits, [[method: tallied by Mrs Okoro]].", 0.9),
        ("John will wait, [[method: ]].", "Kyle waits, [[method: tallied on his card]].", 0.9),
        ("John will [[what: ]] in class.", "Kyle will [[what: stand up]] first.", 0.9),
        ("John will [[what: ]].", "Kyle will [[what: be restrained]].", 0.9),
        ("[[who: ]] will wait.", "[[who: The teacher]] will wait.", 0.9),
        ("John will wait within [[when: ]].", "Kyle will wait.", 0.9),
        ("John will wait from [[when: ]] to [[when: ]].", "Kyle will wait.", 0.9),
    ],
)
def test_where_nothing_fits_the_blank_stands(marked: str, rewrite: str, likeness: float) -> None:
    assert ground(marked, like(rewrite, likeness)).text == read(marked).text


def test_the_index_finds_what_shares_the_rarer_words() -> None:
    from model.similar import SimilarObjectives

    records = [like("Kyle waits [[when: ]]."), Similar("Mum to pay the rent", read("Mum pays [[when: ]]."), "x", "c2")]
    index = SimilarObjectives(
        records, np.zeros((2, 4), dtype=np.float32), lambda pairs: np.zeros((len(pairs), 4), dtype=np.float32)
    )
    assert index.nearest("Dad will pay the rent", 1)[0].text == "Mum to pay the rent"
    assert index.nearest("Dad will pay the rent", 2, not_of="c2")[0].text == "Kyle to stop shouting out"
