from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.criteria import Field, Objective, Span
from model.rules.examine import examine
from model.statement import compose

DAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("objective", "said"),
    [
        (
            Objective("Attend a mutual aid group", who="Alfie", when="2027-03-01"),
            "Alfie will attend a mutual aid group by 1 March 2027",
        ),
        (Objective("to ring Housing", who="Sana"), "Sana to ring Housing"),
        (Objective("Sana rings Housing.", who="Sana", when="by Friday"), "Sana rings Housing by Friday"),
        (Objective("Better bedtimes", who="Mum", when="ongoing"), "Mum: Better bedtimes, ongoing"),
        (Objective("Read aloud", measure="reading log"), "Read aloud, measured by reading log"),
        (Objective("Read aloud", when="2027-13-45"), "Read aloud by 2027-13-45"),
    ],
)
def test_the_parts_of_a_plan_are_judged_as_one_sentence(objective: Objective, said: str) -> None:
    assert compose(objective, DAY).text == said


def test_a_finding_points_into_the_column_where_its_words_stand() -> None:
    objective = Objective("Attend group", who="Social Work", when="ongoing")
    _, findings = examine(compose(objective, DAY))
    places = {f.rule: (f.field, f.span.of(objective.part(f.field))) for f in findings}
    assert places["agency-actor"] == (Field.WHO, "Social Work")
    assert places["ongoing"] == (Field.WHEN, "ongoing")


TEXTS = st.text(max_size=80).filter(lambda t: t.strip())


@given(TEXTS, st.none() | TEXTS, st.none() | TEXTS, st.none() | TEXTS, st.none() | TEXTS)
def test_every_finding_lies_within_its_field_whatever_is_typed(
    text: str, who: str | None, when: str | None, measure: str | None, need: str | None
) -> None:
    objective = Objective(text, who, when, measure, need)
    statement = compose(objective, DAY)
    _, findings = examine(statement)
    for finding in findings:
        assert finding.span.end <= len(objective.part(finding.field))


@given(TEXTS, st.none() | TEXTS, st.integers(0, 60), st.integers(0, 20))
def test_a_word_of_a_field_is_found_again_in_that_field(text: str, who: str | None, start: int, length: int) -> None:
    statement = compose(Objective(text, who), DAY)
    for segment in statement.segments:
        if segment.verbatim and segment.span.end > segment.span.start:
            begin = segment.span.start + start % (segment.span.end - segment.span.start)
            end = min(begin + length, segment.span.end)
            field, span = statement.locate(Span(begin, end))
            assert field is segment.field
            assert span.of(statement.objective.part(field)).lower() == statement.text[begin:end].lower()
