import json
from typing import Any

import pytest

from data.reviews.files import label_studio
from data.reviews.files.found import Found
from data.reviews.review import Outcome, Review
from model.criteria import Objective
from model.errors import DocumentError
from tests.data.reviews.files.conftest import DEFAULTS, PATH, A, R, S


def choice(name: str, *chosen: str, id_: str = "zLSY-XLk64") -> dict[str, Any]:
    return {
        "id": id_, "from_name": name, "to_name": "text", "type": "choices", "origin": "manual",
        "value": {"choices": list(chosen)},
    }  # fmt: skip


def area(name: str, words: str) -> dict[str, Any]:
    return {"id": "uh87CbF1k3", "from_name": name, "to_name": "text", "type": "textarea", "value": {"text": [words]}}


def task(*annotations: dict[str, Any], **data: Any) -> dict[str, Any]:
    return {"id": 7, "data": {"text": "Ana will ring", **data}, "annotations": list(annotations), "predictions": []}


def annotation(*results: dict[str, Any], **more: Any) -> dict[str, Any]:
    made = {"id": 1001, "completed_by": 10, "created_at": "2026-11-09T21:52:49.513742Z", "was_cancelled": False}
    return {**made, "result": list(results), **more}


def read(*tasks: dict[str, Any]) -> list[Found]:
    return list(label_studio.read(PATH, json.dumps(tasks).encode(), DEFAULTS))


def test_each_annotation_is_a_review_by_whoever_made_it() -> None:
    by_meera = {"id": 2, "email": "meera@office.example"}
    first, second = read(
        task(
            annotation(choice("specific", "met"), choice("relevant", "cannot_tell"), choice("mood", "glad")),
            annotation(
                choice("achievable", "not_met"), area("rewrite", "Ana will ring on 5 May"), completed_by=by_meera
            ),
            annotation(was_cancelled=True),
            need="no doctor",
        )
    )
    assert first.review is not None
    assert second.review is not None
    assert first.review.objective == Objective("Ana will ring", need="no doctor")
    assert dict(first.review.labels) == {S: True, R: None}
    assert (first.review.reviewer, first.place) == ("label-studio-10", "task 1, annotation 1")
    assert first.review.at.year == 2026
    assert (dict(second.review.labels), second.review.reviewer) == ({A: False}, "meera@office.example")
    assert (second.review.kept, second.review.outcome) == ("Ana will ring on 5 May", Outcome.EDITED)


def test_a_task_that_nobody_has_annotated_is_not_judged() -> None:
    assert read(task()) == [Found("task 1")]


@pytest.mark.parametrize("chosen", [("met", "not_met"), ("perhaps",)])
def test_an_unclear_choice_is_reported_and_the_other_tasks_are_read(chosen: tuple[str, ...]) -> None:
    bad, good = read(task(annotation(choice("specific", *chosen))), task(annotation(choice("specific", "met"))))
    assert bad.reason is not None
    assert bad.reason.startswith("specific: ")
    assert good.review is not None


@pytest.mark.parametrize("content", [b"{}", b"no json", b'[{"no": "data"}]', b"[1]"])
def test_what_is_no_export_says_so(content: bytes) -> None:
    with pytest.raises(DocumentError, match="no export of Label Studio"):
        list(label_studio.read(PATH, content, DEFAULTS))


def test_an_annotation_made_there_on_our_task_is_a_review_of_its_own() -> None:
    ours = Review("r1", Objective("Ana will ring"), {S: True}, "Bo", "plan 1", DEFAULTS.at, DEFAULTS.at.date())
    (exported,) = json.loads(label_studio.write([ours]))
    exported["annotations"][0]["completed_by"] = 3  # Label Studio names whoever imported it
    exported["annotations"].append(annotation(choice("specific", "met"), completed_by=10))
    before, after = read(exported)
    assert before.review == ours
    assert after.review is not None
    assert (after.review.reviewer, after.review.corrects, after.review.source) == ("label-studio-10", None, "plan 1")
