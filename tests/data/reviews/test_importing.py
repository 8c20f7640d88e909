from datetime import date
from pathlib import Path

import pytest

from data.reviews.files.formats import read_reviews, write_reviews
from data.reviews.files.found import Found
from data.reviews.files.names import Format
from data.reviews.importing import take_in
from data.reviews.opening import open_reviews
from data.reviews.store import Named, ReviewStore
from model.criteria import Criterion
from model.places import State
from tests.data.reviews.conftest import Write

FIXTURE = Path(__file__).parents[2] / "fixtures" / "office-reviews.jsonl"
COUNT = len(FIXTURE.read_text(encoding="utf-8").splitlines())


@pytest.fixture
def office(tmp_path: Path) -> ReviewStore:
    return open_reviews(State(tmp_path / "office"))


def test_a_second_import_of_the_same_file_changes_nothing(office: ReviewStore, tmp_path: Path) -> None:
    plain = tmp_path / "plan.csv"
    plain.write_text("text,S,T,reviewer\nAna will ring,yes,no,Bo\nBea will read,yes,,Bo\n")
    for path, count in ((FIXTURE, COUNT), (plain, 2)):
        first, before = take_in(office, read_reviews(path)), office.all()
        again = take_in(office, read_reviews(path))
        assert (first.stored, again.stored, again.known, again.bad) == (count, 0, count, [])
        assert office.all() == before


def test_an_id_made_from_the_words_tells_nobody_the_names_in_them(tmp_path: Path) -> None:
    plan = tmp_path / "plan.csv"
    plan.write_text("text,S,reviewer\nTunde will ring,yes,Bo\n")
    ids = []
    for office in ("one", "other"):
        store = open_reviews(State(tmp_path / office))
        take_in(store, read_reviews(plan))
        ids.append(store.all()[0].id)
        assert "Tunde" not in store.all()[0].objective.text
        assert "plan" not in store.all()[0].source
    assert ids[0] != ids[1]


def test_bad_rows_are_reported_and_good_ones_go_in(office: ReviewStore, tmp_path: Path) -> None:
    path = tmp_path / "plan.csv"
    path.write_text(
        "text,S,reviewer\nAna will ring,yes,Bo\nBea will read,perhaps,Bo\nCem will go,,Bo\nDee will go,no,Bo\n"
    )
    done = take_in(office, read_reviews(path))
    assert (done.stored, done.not_judged, [f.place for f in done.bad], done.rows) == (2, 1, ["line 3"], 4)


def test_an_id_that_says_something_else_is_reported_and_changes_nothing(office: ReviewStore, write: Write) -> None:
    take_in(office, [Found("line 1", write(1)), Found("line 2", write(2))])
    other = write(1, labels={Criterion.SPECIFIC: False})
    done = take_in(office, [Found("line 1", other), Found("line 2", write(3)), Found("line 3", write(3, why="late"))])
    assert (done.stored, [(f.place, "corrects" in str(f.reason)) for f in done.bad]) == (
        1,
        [("line 1", True), ("line 3", True)],
    )
    assert office.count() == 3


def test_what_comes_back_from_an_export_is_known(office: ReviewStore, write: Write, tmp_path: Path) -> None:
    take_in(office, read_reviews(FIXTURE))
    for format_, name in ((Format.JSONL, "a.jsonl"), (Format.CSV, "a.csv"), (Format.LABEL_STUDIO, "a.json")):
        write_reviews(tmp_path / name, office.all(), format_)
        again = take_in(office, read_reviews(tmp_path / name))
        assert (again.stored, again.known, again.bad) == (0, COUNT, [])


def test_a_withdrawn_plan_does_not_come_in_again(office: ReviewStore, write: Write) -> None:
    take_in(office, [Found("line 1", write(1))])
    office.erase(Named.SOURCE, office.all()[0].source, "Bo")
    assert take_in(office, [Found("line 1", write(1)), Found("line 2", write(20))]).withdrawn == 1
    assert office.count() == 1


def test_every_hundred_rows_are_acknowledged_once_they_are_stored(office: ReviewStore, write: Write) -> None:
    seen: list[tuple[int, int]] = []
    take_in(office, (Found(f"line {i}", write(i)) for i in range(250)), lambda n: seen.append((n, office.count())))
    assert seen == [(100, 100), (200, 200), (250, 250)]
    assert office.all()[0].as_of == date(2026, 11, 3)
