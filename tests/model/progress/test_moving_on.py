import re
from pathlib import Path

import pytest

from model.progress.moving_on import Question
from model.progress.report import progress
from model.progress.reviews import Ref, ReviewRow
from tests.model.progress.plans import reviews

STALLED = ReviewRow(
    "Be in class", id="1", issue="Late", who="Sam Osei", baseline="1 of 5", target="at least 4 of 5", result="1 of 5"
)
MET = ReviewRow("Ring the dentist", id="2", who="Meera Nair", result="Done")
CONCERNS, ASSESSMENT, UNKNOWN, PROFESSIONALS, WORKS, ESCALATE = range(6)


def asked(number: int, *rows: list[ReviewRow]) -> Question:
    return progress(reviews(*rows)).questions[number]


def said(question: Question) -> list[str]:
    return [statement.text for statement in question.evidence]


def test_concerns_are_told_apart_by_when_they_are_named() -> None:
    new = ReviewRow("Find a flat", id="3", issue="The family has to leave its flat")
    gone = ReviewRow("Ring", id="4", issue="Toothache at night")
    assert said(asked(CONCERNS, [STALLED, gone], [STALLED, new])) == [
        "Named at the first review and at the last: “Late” [R1, row 1] [R2, row 1].",
        "Named before, and not at the last review: “Toothache at night” [R1, row 2].",
        "New at the last review: “The family has to leave its flat” [R2, row 2].",
    ]


def test_one_review_does_not_show_whether_concerns_are_new() -> None:
    assert "nothing shows" in asked(CONCERNS, [STALLED]).silence


def test_a_row_that_speaks_of_the_assessment_is_quoted() -> None:
    row = ReviewRow("Ring", note="The assessment was looked at again.")
    assert said(asked(ASSESSMENT, [STALLED, row])) == ["A row says: “The assessment was looked at again.” [R1, row 2]."]


def test_silence_on_the_assessment_is_said() -> None:
    question = asked(ASSESSMENT, [STALLED])
    assert (question.evidence, question.silence) == ((), "No row of these reviews speaks of the assessment.")


def test_what_was_not_measured_and_what_cannot_be_told_is_not_known() -> None:
    found = said(asked(UNKNOWN, [STALLED, ReviewRow("Keep a diary"), ReviewRow("Smile", result="He smiles")]))
    assert "Not measured: “Keep a diary” [R1, row 2]." in found
    assert "Of “Smile” [R1, row 3] the results do not say which way it went." in found


def test_people_are_named_with_since_when_and_consent_is_quoted_or_missed() -> None:
    joined = ReviewRow("Visit", id="3", who="Yusuf Demir", note="Mum gave consent.")
    before, after = asked(PROFESSIONALS, [STALLED]), asked(PROFESSIONALS, [STALLED], [STALLED, joined])
    assert "consent" in before.silence
    assert not after.silence
    assert "By whom, since a later review than the first: “Yusuf Demir” [R2, row 2]." in said(after)
    assert "A row says: “Mum gave consent.” [R2, row 2]." in said(after)


def test_what_works_stands_apart_from_what_does_not_with_every_result_in_order() -> None:
    rows = [[ReviewRow("Be in class", id="1", target="at least 4", result=str(n)), MET] for n in (1, 2, 2)]
    assert said(asked(WORKS, *rows)) == [
        "Moved or met: “Ring the dentist” [R3, row 2]. The review itself says “Done” [R3, row 2]. "
        "In order: “Done” [R1, row 2]; “Done” [R2, row 2]; “Done” [R3, row 2].",
        "Stalled or slipped: “Be in class” [R3, row 1]. The result is “2” [R3, row 1], and before it stands “2” [R2, row 1]; "
        "the target is “at least 4” [R3, row 1]. In order: “1” [R1, row 1]; “2” [R2, row 1]; “2” [R3, row 1].",
    ]


def test_escalating_is_a_question_with_what_has_not_moved_beside_it() -> None:
    question = asked(ESCALATE, [STALLED], [STALLED])
    assert said(question) == ["Reviewed, and stalled or slipped at the last: “Be in class” [R1, row 1] [R2, row 1]."]
    assert question.evidence[0].refs == (Ref(1, 1), Ref(2, 1))


def test_nothing_says_what_should_become_of_a_child() -> None:
    found = progress(reviews([STALLED, ReviewRow("Keep a diary")], [STALLED, MET]))
    words = " ".join(text for q in found.questions for text in (*said(q), q.silence))
    assert not re.search(r"(?i)\b(?:should|must|recommend\w*|conclude\w*|advise\w*|has to be|ought)\b", words)


@pytest.mark.parametrize("number", range(6))
def test_the_questions_are_those_of_the_guide_page_in_liap_s_words(number: int) -> None:
    page = (Path(__file__).parents[3] / "docs/guide/moving-on.md").read_text(encoding="utf-8")
    assert asked(number, [STALLED]).text.partition("? ")[0].rstrip("?") in page
