from hypothesis import given, settings
from hypothesis import strategies as st

from data.documents import prose
from data.documents.read import entries_of
from model.criteria import Field
from model.detector import RulesDetector
from tests.data.documents.builders import PATH

TEXT = (
    "# Meera will win\n\nWe met on Monday. **Joyce** will ring the\r\nschool by 5 March 2027. It went well.\n\n"
    "> Tom will not come.\n\n```\nAna will run.\n```\n\nMeera will see the dentist in May.\n"
)


def test_objectives_in_running_text_are_placed_by_their_lines() -> None:
    entries = prose.read(PATH, TEXT.encode(), RulesDetector())
    assert [(e.place, e.objective.text) for e in entries] == [
        ("line 3", "Joyce will ring the school by 5 March 2027."),
        ("line 12", "Meera will see the dentist in May."),
    ]
    assert [e.passages[Field.TEXT].span.of(TEXT) for e in entries] == [
        "**Joyce** will ring the\r\nschool by 5 March 2027.",
        "Meera will see the dentist in May.",
    ]


def test_a_list_is_the_plan_and_the_text_around_it_is_not() -> None:
    path = PATH.with_suffix(".md")
    entries = entries_of(path, f"{TEXT}\n- Call\n".encode(), RulesDetector())
    assert [entry.objective.text for entry in entries] == ["Call"]


@settings(deadline=None, max_examples=40)
@given(st.text(alphabet="Joyce will ring.\n\r# >-*"))
def test_every_objective_stands_where_it_is_said_to(text: str) -> None:
    for entry in prose.read(PATH, text.encode(), RulesDetector()):
        words = entry.passages[Field.TEXT].span.of(text)
        assert entry.objective.text.replace("*", "").split() == words.replace("*", "").split()
