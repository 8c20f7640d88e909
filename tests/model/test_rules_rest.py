"""What stands after the verb: a day is parted from its words only where both stay whole."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.criteria import Objective
from model.rules.reading import Reading
from model.rules_rest import rest_of, target_of, tidy, whole_of
from model.statement import compose

DAY = date(2026, 11, 22)


def read(text: str) -> Reading:
    return Reading(compose(Objective(text), DAY))


@pytest.mark.parametrize(
    ("text", "words", "day"),
    [
        ("ring Mum by 3 May", "ring Mum", "by 3 May"),
        ("ring Mum, Tues 6 Oct.", "ring Mum", ", Tues 6 Oct"),
        ("ring Mum (by 3 May)", "ring Mum", "(by 3 May)"),
        ("ring Mum no later than Oct 30", "ring Mum", "no later than Oct 30"),
        ("ring Mum by tomorrow", "ring Mum", "by tomorrow"),
        ("ring Mum in the week beginning 12 October", "ring Mum", "in the week beginning 12 October"),
        ("ring Mum before it lapses at midnight on 4 May", "ring Mum", "before it lapses at midnight on 4 May"),
        ("ring Mum by the Budget on 4 May", "ring Mum", "by the Budget on 4 May"),
        ("ring Mum, whole of October", "ring Mum", ", whole of October"),
        ("ring Mum twice a week till 4 May", "ring Mum twice a week", "till 4 May"),
        # Not parted, for what stands before would hang in the air.
        ("ring Mum between Boxing Day and 26 January", "ring Mum between Boxing Day and 26 January", ""),
        ("ring Mum as from Monday 4 May", "ring Mum as from Monday 4 May", ""),
        ("ring Mum by 3 May about the dog", "ring Mum by 3 May about the dog", ""),
    ],
)
def test_the_day_at_the_end_is_parted_with_all_that_leads_to_it(text: str, words: str, day: str) -> None:
    rest = rest_of(read(text), 0)
    assert (rest.words(), rest.day) == (words, day)


@pytest.mark.parametrize(
    ("text", "words", "after"),
    [
        ("ring Mum. No excuses.", "ring Mum", "No excuses"),
        ("ring Mr. Mori and Dr. Ray.", "ring Mr. Mori and Dr. Ray", ""),
        ("ring 'Out. About' now", "ring 'Out. About' now", ""),
        ("ring Mum at 8 a.m.", "ring Mum at 8 a.m.", ""),
        ("ring Mum. Ongoing.", "ring Mum", ""),
        ("ring... more", "ring... more", ""),
    ],
)
def test_the_sentences_that_follow_are_kept_apart(text: str, words: str, after: str) -> None:
    rest = rest_of(read(text), 0)
    assert (rest.words(), rest.after) == (words, after)


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("get 9 of her 10 spellings right", "9 of her 10"),
        ("stay for the full 60 mins", "the full 60 mins"),
        ("have every one of the 90 forms signed", "every one of the 90 forms"),
        ("cut from clutter rating 8 to 1", "1"),
        ("go from 31 hours a week to none", "none"),
        ("pay the whole ₦96,000", "the whole ₦96,000"),
        ("pass SOC 2 for the firm", None),
        ("test 16-24s in town", None),
        ("walk her home through Ramadan 2027", None),
        ("ring the head and nine governors", None),
        ("make 1 error per 100", "1 error"),
    ],
)
def test_the_figure_aimed_at_is_found_with_the_words_that_belong_to_it(text: str, target: str | None) -> None:
    reading = read(text)
    at = target_of(reading, rest_of(reading, 0), absolute=False)
    assert (None if at is None else text[at:][: len(target or "")]) == target


def test_a_heading_drops_its_bullet_and_its_mark() -> None:
    assert whole_of("• Better bedtimes!! ") == "Better bedtimes"
    assert whole_of("!!") == tidy("!!")


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=80))
def test_parting_loses_no_digit(text: str) -> None:
    rest = rest_of(read(f"x {text}"), 0)
    kept = f"{rest.words()} {rest.day} {rest.after}"
    assert sorted(c for c in text if c in "0123456789") == sorted(c for c in kept if c in "0123456789")
