"""What is written in a format is read again as it was, whatever the reviews say."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.reviews.files.formats import READERS, WRITERS, format_of, read_reviews, write_reviews
from data.reviews.files.names import Format
from data.reviews.review import Outcome, Review
from model.criteria import Objective
from model.errors import DocumentError
from tests.data.reviews.files.conftest import DEFAULTS, PATH, S, reviews


def same_again(format_: Format, some: list[Review]) -> None:
    found = list(READERS[format_](PATH, WRITERS[format_](some), DEFAULTS))
    assert [f.reason for f in found if f.reason] == []
    assert [f.review for f in found] == some


@pytest.mark.parametrize("format_", [Format.JSONL, Format.CSV, Format.LABEL_STUDIO, Format.DOCCANO])
@settings(max_examples=30)
@given(some=st.lists(reviews(), max_size=3))
def test_text_formats_give_back_what_was_written(format_: Format, some: list[Review]) -> None:
    same_again(format_, some)


@pytest.mark.parametrize("format_", [Format.XLSX, Format.DOCX])
@settings(max_examples=8)
@given(some=st.lists(reviews(), max_size=4))
def test_office_formats_give_back_what_was_written(format_: Format, some: list[Review]) -> None:
    same_again(format_, some)


@pytest.mark.parametrize("format_", Format)
def test_a_file_is_known_by_its_name_and_json_lines_by_their_labels(tmp_path: Path, format_: Format) -> None:
    suffix = {Format.LABEL_STUDIO: "json", Format.DOCCANO: "jsonl"}.get(format_, format_.value)
    path = tmp_path / f"reviews.{suffix}"
    review = Review("r1", Objective("Ana rings"), {S: True}, "Bo", "plan", DEFAULTS.at, DEFAULTS.at.date())
    answered = Review("r2", Objective("Bea"), {}, "Bo", "p", DEFAULTS.at, DEFAULTS.at.date(), outcome=Outcome.REJECTED)
    write_reviews(path, [review, answered], format_)
    assert [f.review for f in read_reviews(path)] == [review, answered]


def test_a_name_that_tells_no_format_says_what_to_do() -> None:
    with pytest.raises(DocumentError, match="--format"):
        format_of(Path("reviews.pdf"))


def test_a_file_says_the_same_whenever_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "marks.csv"
    path.write_text("text,S,reviewer\nAna rings,yes,Bo\n")
    (first,), (second,) = read_reviews(path), read_reviews(path)
    assert first == second
    assert first.review is not None
    assert first.review.source == "marks.csv"
