import json
from typing import Any

from data.reviews.files import doccano
from data.reviews.files.found import Found
from data.reviews.review import Review
from model.criteria import Objective
from tests.data.reviews.files.conftest import DEFAULTS, PATH, M, R, S, T


def read(*lines: dict[str, Any] | str) -> list[Found]:
    content = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines).encode()
    return list(doccano.read(PATH, content, DEFAULTS))


def test_labels_name_a_criterion_and_what_was_said_of_it() -> None:
    line = {"id": 5, "text": "Ana rings", "need": "no doctor", "label": ["specific:met", "T:no", "relevant:cannot_tell", "nice"],
            "Comments": ["no day"]}  # fmt: skip
    (found,) = read(line)
    assert found.review is not None
    assert dict(found.review.labels) == {S: True, T: False, R: None}
    assert found.review.objective == Objective("Ana rings", need="no doctor")
    assert (found.review.why, found.review.id) == ("no day", "")


def test_older_exports_with_labels_data_and_meta_are_read() -> None:
    (found,) = read(
        {"id": 5, "data": "Ana rings", "labels": ["M:met"], "meta": {"source": "plan 3"}, "username": "meera"}
    )
    assert found.review is not None
    assert dict(found.review.labels) == {M: True}
    assert (found.review.source, found.review.reviewer) == ("plan 3", "meera")


def test_two_labels_that_contradict_are_reported_and_other_lines_are_read() -> None:
    contrary = {"text": "Ana rings", "label": ["specific:met", "specific:not_met"]}
    odd = {"text": "Ana rings", "label": ["specific:perhaps"]}
    bad, worse, torn, empty, good = read(
        contrary, odd, "{", {"text": "x", "label": []}, {"text": "Bea", "label": ["S:met"]}
    )
    assert bad.reason is not None
    assert "two things" in bad.reason
    assert worse.reason is not None
    assert worse.reason.startswith("label: is no mark")
    assert torn.reason is not None
    assert (empty.review, empty.reason) == (None, None)
    assert good.review is not None


def test_labels_changed_in_doccano_correct_the_review_that_was_exported() -> None:
    ours = Review(
        "r1", Objective("Ana rings", need="no doctor"), {S: True}, "Bo", "plan 1", DEFAULTS.at, DEFAULTS.at.date()
    )
    line = json.loads(doccano.write([ours])) | {"id": 9, "label": ["specific:not_met"], "Comments": []}
    (found,) = read(line)
    assert found.review is not None
    assert (found.review.corrects, dict(found.review.labels)) == ("r1", {S: False})
    assert found.review.objective == ours.objective
