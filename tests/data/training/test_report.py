"""The report: what to teach again, and how it is written out."""

from typing import Any
from xml.etree import ElementTree

from data.training.answers import Row
from data.training.exercises import scenarios
from data.training.report import report, without_action
from data.training.report_text import markdown, page
from model.criteria import Criterion, Verdict
from tests.data.training.builders import SESSION, marks, room

HOSTILE = "<script>alert(1)</script> | Zebedee"


def full() -> dict[int, Any]:
    given: list[tuple[int, str, dict[str, Any]]] = []
    for n in range(1, 5):
        given += [
            (n, "measure-1", marks(3, 4, 5)),
            (n, "letters", {"specific": "specific", "relevant": "realistic", "time_bound": HOSTILE}),
            (n, "decision-s01", {"smart": False, "misses": ["specific"]}),
            (n, "decision-s07", {"smart": True}),
            (n, "rewording-s01", {"text": HOSTILE}),
            (n, "row-1", {"issue": HOSTILE, "who": "Sinead", "what": "Set the table"}),
            (n, "moving-m1", {"questions": ["evidence"], "idea": HOSTILE}),
            (n, "measure-2", marks(5 + n % 3, 6, 5)),
        ]
    return room(*given, (1, "consent", {"given": True}))


def test_what_few_got_right_is_to_be_taught_again_the_widest_gap_first() -> None:
    lessons = report(SESSION, 4, full(), {}).lessons
    by_name = {lesson.what: lesson for lesson in lessons}
    leap = by_name["Seeing that “Achievable” is missing"]
    assert (leap.right, leap.of) == (0, 8)
    assert set(leap.examples) == {"s01", "s07"}
    assert by_name["What R stands for: Relevant (4 gave a word that other courses use)"].right == 0
    assert not any(what.startswith("What S stands for") for what in by_name)
    assert [x.share for x in lessons] == sorted(x.share for x in lessons)


def test_nothing_is_taught_again_on_two_answers() -> None:
    found = report(SESSION, 2, room((1, "decision-s07", {"smart": True}), (2, "decision-s07", {"smart": True})), {})
    assert found.lessons == []
    assert "Nothing stands out" in markdown(found)


def test_a_no_without_letters_says_nothing_of_any_one_criterion() -> None:
    found = report(SESSION, 3, room(*((n, "decision-s01", {"smart": False}) for n in (1, 2, 3))), {})
    assert all(s.faults == s.fine == 0 for s in found.seen)


def test_verdicts_on_peoples_own_words_are_counted() -> None:
    everybody = full()
    words = [a for mine in everybody.values() for item, a in mine.items() if item.kind == "rewording"]
    verdicts = {c: Verdict.CANNOT_TELL if c is Criterion.RELEVANT else Verdict.NOT_MET for c in Criterion}
    found = report(SESSION, 4, everybody, {a.seq: verdicts for a in words})
    assert found.reworded.of == 4
    assert found.reworded.counts[Criterion.RELEVANT][Verdict.CANNOT_TELL] == 4
    assert "Writing so that “Measurable” is met" in {lesson.what for lesson in found.lessons}


def test_the_child_and_the_parent_need_an_action_of_their_own() -> None:
    people = scenarios()[0].people
    assert [p.name for p in without_action(people, [])] == ["Dylan", "Sinead"]
    assert [p.name for p in without_action(people, [Row(who="Sinead and Mr Bello", what="x")])] == ["Dylan"]
    assert without_action(people, [Row(who="dylan"), Row(who="Sinead Reilly")]) == []


def test_no_word_that_anybody_typed_is_in_the_report() -> None:
    found = report(SESSION, 4, full(), {})
    for written in (markdown(found), page(found)):
        assert "Zebedee" not in written
        assert "<script" not in written


def test_markdown_holds_whole_tables() -> None:
    lines = markdown(report(SESSION, 4, full(), {})).splitlines()
    heads = [i for i, line in enumerate(lines) if line.startswith("| ---")]
    assert len(heads) >= 5
    for i in heads:
        assert lines[i - 1].count(" | ") == lines[i].count(" | ") == lines[i + 1].replace("\\|", "").count(" | ")


def test_the_page_stands_alone_and_its_plot_is_sound() -> None:
    written = page(report(SESSION, 4, full(), {}))
    assert "http://" not in written.replace("http://www.w3.org/2000/svg", "")
    assert " style=" not in written, "the room's page shows it too, and allows no inline style"
    svg = ElementTree.fromstring(written[written.index("<svg") : written.index("</svg>") + 6])  # noqa: S314
    said = svg.findtext("{http://www.w3.org/2000/svg}title") or ""
    assert "Knowledge of SMART objectives: +3.0" in said.replace("−", "-")
    assert "1 let their answers" in written


def test_an_empty_session_has_a_report_too() -> None:
    found = report(SESSION, 0, {}, {})
    assert "nobody gave both" in page(found)
    assert "0 participants" in markdown(found)
