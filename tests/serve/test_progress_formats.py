import json

from model.progress.report import progress
from model.progress.reviews import ReviewRow
from serve.progress_formats import WIDTH, render_html, render_json, render_text
from serve.progress_schemas import ProgressOut
from tests.model.progress.plans import reviews

STALLED = ReviewRow("Be in class", baseline="1 of 5", target="4 of 5", result="1 of 5")
FOUND = progress(reviews([STALLED, ReviewRow("Ring the dentist", result="Done")]))


def test_text_lists_objectives_under_their_trends_then_the_questions() -> None:
    lines = render_text(FOUND).splitlines()
    assert lines[0] == "R1  20 January 2027"
    assert lines.index("MET") < lines.index("  Ring the dentist [R1, row 2]") < lines.index("STALLED")
    assert lines.index("STALLED") < lines.index("  Be in class [R1, row 1]") < lines.index("MOVING ON")
    assert "? Do you need to escalate the plan?" in lines
    assert max(map(len, lines)) <= WIDTH


def test_nothing_in_a_plan_moves_the_cursor_of_a_terminal() -> None:
    shown = render_text(progress(reviews([ReviewRow("Ring\x1b[2J the school", result="Done\x07")])))
    assert "\x1b" not in shown
    assert "\x07" not in shown


def test_json_is_what_the_service_answers() -> None:
    assert ProgressOut.model_validate(json.loads(render_json(FOUND))).objectives[0].trend == "stalled"


def test_html_is_a_page_with_the_name_of_the_plan() -> None:
    assert "<h1>Evidence pack: Sam&#x27;s plan</h1>" in render_html(FOUND, "Sam's plan")
