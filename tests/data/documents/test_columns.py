import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.documents.columns import part_of, parts_of
from model.criteria import Field

LIAP = (
    "What is the issue/concern?",
    "Who will do this?",
    "What will be done?",
    "When will this be done?",
    "How will we measure progress?",
)


@pytest.mark.parametrize(
    ("part", "headings"),
    [
        (
            Field.NEED,
            [
                "Issue",
                "CONCERNS",
                "Need",
                "Identified needs",
                "Risk",
                "What is the issue?",
                "What are we worried about?",
                "Issue / risk",
                "Concern:",
            ],
        ),
        (
            Field.TEXT,
            [
                "What",
                "What?",
                "Action(s)",
                "Objective",
                "SMART objectives",
                "Goal",
                "Outcome",
                "Target",
                "What will be done",
                "What needs to happen?",
                "Action needed",
                "Actions to address need",
                "Action / intervention",
                "Objective (what, by whom, by when)",
                "Action, by whom and when",
                "Who will do what, by when?",
            ],
        ),
        (
            Field.WHO,
            [
                "Who",
                "By whom?",
                "Responsible",
                "Lead",
                "Lead professional",
                "Owner",
                "Action owner",
                "Person responsible",
                "Who’s responsible?",
                "Action by",
                "Who/by whom",
            ],
        ),
        (
            Field.WHEN,
            [
                "When",
                "By when",
                "Deadline",
                "Date",
                "Timescale",
                "Target date",
                "Time frame",
                "Action due",
                "When will it be done?",
                "Completion date",
            ],
        ),
        (
            Field.MEASURE,
            [
                "How measured",
                "Measure",
                "Evidence",
                "Success criteria",
                "Monitoring",
                "KPI",
                "Outcome measure",
                "How will we know when it is done?",
                "What does success look like?",
                "How will progress be monitored",
            ],
        ),
        (
            Field.BASELINE,
            [
                "Baseline",
                "Starting point",
                "Current position",
                "Where are we now?",
                "What is the current situation?",
            ],
        ),
        (
            None,
            [
                "",
                "No.",
                "Status",
                "Progress",
                "Child's name",
                "Comments",
                "Whatever",
                "Candidate",
                "Leadership",
                "What's working well?",
                "Review date",
                "Date agreed",
                "What resources are there?",
                "Set a target with Alfie.",
                "Joyce will attend the action group with her sister on Mondays and tell the others what she saw",
            ],
        ),
    ],
)
def test_usual_wordings_name_their_part(part: Field | None, headings: list[str]) -> None:
    assert {heading: part_of(heading) for heading in headings} == dict.fromkeys(headings, part)


def test_the_five_liap_headings_are_told_apart() -> None:
    found = parts_of(LIAP)
    assert [found[i] for i in range(5)] == [Field.NEED, Field.WHO, Field.TEXT, Field.WHEN, Field.MEASURE]


@settings(deadline=None)
@given(st.permutations(LIAP))
def test_the_order_of_the_columns_does_not_matter(headings: list[str]) -> None:
    assert {headings[i]: part for i, part in parts_of(headings).items()} == {h: part_of(h) for h in LIAP}


def test_of_two_columns_for_one_part_the_left_one_counts() -> None:
    assert parts_of(["No.", "Objective", "Action", "When"]) == {1: Field.TEXT, 3: Field.WHEN}


@settings(deadline=None)
@given(st.text())
def test_any_heading_gets_an_answer(heading: str) -> None:
    assert part_of(heading) in (None, *Field)
