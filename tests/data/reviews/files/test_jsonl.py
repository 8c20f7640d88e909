import json
from pathlib import Path

import pytest

from data.reviews.files import jsonl
from data.reviews.review import Outcome
from tests.data.reviews.files.conftest import DEFAULTS, PATH, A, R, S

FIXTURE = Path(__file__).parents[3] / "fixtures" / "office-reviews.jsonl"


def read(*records: object) -> list[object]:
    content = "\n".join(r if isinstance(r, str) else json.dumps(r) for r in records).encode()
    return [f.review or f.reason for f in jsonl.read(PATH, content, DEFAULTS)]


def test_the_records_of_an_office_are_read_whole() -> None:
    found = list(jsonl.read(FIXTURE, FIXTURE.read_bytes(), DEFAULTS))
    assert [f.reason for f in found if f.review is None] == []
    assert {f.review.reviewer for f in found if f.review} == {"reviewer-a", "reviewer-b"}
    assert all(f.review and len(f.review.labels) == 5 for f in found)


def test_absent_is_not_judged_and_null_is_cannot_tell() -> None:
    (found,) = jsonl.read(PATH, b'{"text": "Ana rings", "labels": {"specific": true, "relevant": null}}', DEFAULTS)
    assert found.review is not None
    assert dict(found.review.labels) == {S: True, R: None}
    assert (found.review.reviewer, found.review.source, found.review.as_of) == ("Bo", "plan.docx", DEFAULTS.as_of)


def test_a_rewrite_alone_is_the_reviewer_s_own_words() -> None:
    (found,) = jsonl.read(PATH, b'{"text": "Ana rings", "rewrite": "Ana will ring on 5 May"}', DEFAULTS)
    assert found.review is not None
    assert (found.review.outcome, found.review.kept) == (Outcome.EDITED, "Ana will ring on 5 May")


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "is no JSON"),
        ("[1]", "is no JSON object"),
        ('{"labels": {"specific": true}}', "text: is missing"),
        ('{"text": " ", "labels": {"specific": true}}', "text: is missing"),
        ('{"text": "Ana", "labels": {"clear": true}}', "labels.clear"),
        ('{"text": "Ana", "labels": {"specific": "perhaps"}}', "labels.specific"),
        ('{"text": "Ana", "domain": "cooking", "labels": {"specific": true}}', "domain: is none that is known"),
        ('{"text": "Ana", "as_of": "1066-10-14", "labels": {"specific": true}}', "as_of: lies beyond"),
        ('{"text": "' + "a" * 2001 + '", "labels": {"specific": true}}', "text: String should have at most 2000"),
        ("[" * 100_000, "is no JSON"),
    ],
)
def test_a_bad_line_is_reported_with_its_place_and_reason_and_the_others_are_read(line: str, reason: str) -> None:
    good = '{"text": "Ana rings", "labels": {"specific": true}}'
    first, bad, last = jsonl.read(PATH, f"{good}\n{line}\n\n{good}".encode(), DEFAULTS)
    assert first.review is not None
    assert last.review is not None
    assert (bad.place, bad.review) == ("line 2", None)
    assert bad.reason is not None
    assert bad.reason.startswith(reason)
    assert "aaaa" not in bad.reason


def test_without_a_reviewer_it_says_how_to_name_one() -> None:
    nobody = type(DEFAULTS)(DEFAULTS.source, DEFAULTS.at)
    (found,) = jsonl.read(PATH, b'{"text": "Ana rings", "labels": {"achievable": false}}', nobody)
    assert found.reason is not None
    assert "--reviewer" in found.reason


def test_an_objective_that_nobody_has_judged_is_no_review_and_no_fault() -> None:
    assert read({"text": "Ana rings"}) == [None]
    assert read({"text": "Ana rings", "labels": {}}) == [None]


def test_words_are_kept_as_every_database_can_hold_them() -> None:
    (found,) = jsonl.read(
        PATH, b'{"text": " Ana\\u0000 rings\\r\\nBea\\ud800 ", "labels": {"achievable": true}}', DEFAULTS
    )
    assert found.review is not None
    assert found.review.objective.text == "Ana  rings\nBea\ufffd"
    assert found.review.labels[A] is True
