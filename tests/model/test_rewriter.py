"""The trained rewriter: what it asks, what it may write with, and what is left out of what it says."""

from collections.abc import Collection
from datetime import date

import pytest

from model.criteria import Objective
from model.rewriter import LONGEST_SPOKEN, Rewriter, draft_of, reads_well, vocabulary
from model.rewriter_input import Neighbour, prompt
from model.rules.examine import examine
from model.statement import compose
from model.suggestion import Draft

DAY = date(2026, 11, 22)


class Says:
    """A continuer that says what it was told to, and remembers what it was asked."""

    def __init__(self, *lines: str) -> None:
        self.lines = list(lines)
        self.asked: list[str] = []

    def continuations(self, asked: str, words: Collection[str], n: int) -> list[str]:
        self.asked.append(asked)
        return self.lines[:n]


def drafts(text: str, *lines: str, **context: str) -> list[Draft]:
    objective = Objective(text, **context)
    reading, findings = examine(compose(objective, DAY))
    return Rewriter(Says(*lines)).generate(objective, reading, findings)


def test_blanks_become_proposals_that_ask() -> None:
    draft = drafts("John will stop shouting", "Instead of shouting, John will [what] [when].")[0]
    assert draft.blank_text == "Instead of shouting, John will [what] [when]."
    assert [p.blank for p in draft.proposals] == [True, True]


@pytest.mark.parametrize(
    "line",
    ["John will stop shouting.", "John will [what", "John will [dance] now.", "John will [what]] now.", "", "[why"],
)
def test_copies_and_broken_brackets_are_left_out(line: str) -> None:
    assert drafts("John will stop shouting", line) == []


def test_the_same_rewrite_twice_is_one() -> None:
    assert len(drafts("John will sit", *["John will sit [amount] [when]."] * 3)) == 1


def test_several_are_asked_for_and_stand_likeliest_first() -> None:
    lines = ["John will sit [when].", "[when] John will sit.", "To sit, John will [what].", "John will [what], sit."]
    assert [d.blank_text for d in drafts("John will sit", *lines, "John sits [why].")] == lines


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("[who] will reduce the number of late buses [when], [why].", True),
        ("[when] reduce the number of late buses [what].", True),
        ("[why] reduce the number of late buses [when].", False),
        ("[amount] reduce the number of late buses [when].", False),
        ("For the late buses, [who] will reduce the number of late buses [when].", False),
        ("Reduce the number of late buses [when], as Mr Bui waits and Mr Bui is ill.", True),
        ("Reduce the number of late buses [when], as Mr Bui waits and waits.", False),
    ],
)
def test_a_draft_that_begins_oddly_or_says_things_twice_is_left_out(line: str, shown: bool) -> None:
    objective = Objective("Reduce the number of late buses", need="Mr Bui waits and is ill")
    draft = draft_of(line)
    assert draft is not None
    assert reads_well(objective, objective.text, draft) is shown


def test_a_draft_that_does_not_read_well_is_not_shown() -> None:
    lines = ("[why] John will sit [when].", "In class John will sit in class [when].", "John will sit in class [when].")
    assert [d.blank_text for d in drafts("John will sit in class", *lines)] == [lines[2]]


def test_what_is_longer_than_the_model_can_follow_is_left_to_the_rules() -> None:
    assert drafts("John will stop " + "shouting " * (LONGEST_SPOKEN // 8), "John will [what].") == []


def test_the_prompt_holds_the_context_and_what_is_weak_and_ends_where_the_rewrite_begins() -> None:
    says = Says()
    objective = Objective("John will stop\nshouting", need="Noise in class", baseline="12 a day")
    reading, findings = examine(compose(objective, DAY))
    Rewriter(says).generate(objective, reading, findings)
    assert says.asked[0].splitlines() == [
        "Need: Noise in class",
        "Now: 12 a day",
        "Weak: specific, measurable, achievable, time-bound",
        "Text: John will stop shouting",
        "SMART:",
    ]


def test_the_nearest_neighbour_stands_last_before_the_objective() -> None:
    asked = prompt("c", None, None, (), [Neighbour("near", "N [when]."), Neighbour("far", "F [when].")])
    assert asked.index("far") < asked.index("near") < asked.index("Text: c")


def test_it_may_write_with_the_authors_words_and_their_forms_and_no_others() -> None:
    words = vocabulary(Objective("Kai attends late", need="Mum is ill"), "Kai attends late")
    assert {"Kai", "attends", "attending", "attend", "Mum", "ill", "will", "so", "instead"} <= words
    assert not {"Ana", "homework", "12"} & words


def test_a_line_without_a_blank_changes_nothing_that_anybody_must_agree_to() -> None:
    assert draft_of("John will stop.") is None


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("Ana will explain the order to Mum [when], as it was explained in twelve minutes.", True),
        ("Ana will explain the order to Mum [when], because it was explained.", True),
        ("Ana will explain the order to Mum [when], in twelve minutes.", False),
        ("Ana will explain the order to Mum in English [when].", False),
        ("Ana will explain the order to Mum as soon as [when].", True),
    ],
)
def test_the_context_is_quoted_in_its_own_order_and_as_a_reason_only(line: str, shown: bool) -> None:
    need = "To Mum it was explained in twelve minutes, in English."
    assert bool(drafts("Ana will explain the order to Mum", line, need=need)) is shown


def test_what_is_to_stop_must_become_what_is_done_instead() -> None:
    lines = ("John will stop shouting [when].", "Instead of shouting, John will [what] [when].")
    assert [d.blank_text for d in drafts("John will stop shouting", *lines)] == [lines[1]]


def test_names_are_written_as_their_author_writes_them() -> None:
    line = "Kwame will phone [when], because meera has toothache."
    assert "Meera has" in drafts("Kwame will phone", line, need="Meera has toothache")[0].text


def test_a_draft_that_drops_what_was_asked_for_is_left_out() -> None:
    text = "New wallpaper, curtains and brightening of the day room to be looked at by Easter"
    assert drafts(text, "[who] will look at the curtains by Easter, [what].") == []
    assert drafts(text, "[who] will look at new wallpaper, curtains and brightening of the day room by Easter, [what].")
