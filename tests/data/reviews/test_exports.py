from pathlib import Path

import pytest

from data.reviews.exports import LEDGER, export, sweep
from data.reviews.files.formats import read_reviews
from data.reviews.files.names import Format
from data.reviews.store import Named, ReviewStore
from model.places import State
from tests.data.reviews.conftest import Write


@pytest.fixture
def state(tmp_path: Path) -> State:
    return State(tmp_path / "state")


@pytest.fixture
def office(tmp_path: Path, write: Write) -> ReviewStore:
    made = ReviewStore.in_file(tmp_path / "r.sqlite")
    made.add([write(1), write(20)])
    return made


def sources(path: Path) -> list[str]:
    return [f.review.source for f in read_reviews(path) if f.review]


def test_a_withdrawn_plan_leaves_the_exports_as_well(state: State, office: ReviewStore, tmp_path: Path) -> None:
    files = [tmp_path / "a.csv", tmp_path / "b.docx"]
    for path, format_ in zip(files, (Format.CSV, Format.DOCX), strict=True):
        assert export(state, office, path, format_) == 2
    office.erase(Named.SOURCE, "plan 0", "Bo")
    assert sweep(state, office).anew == tuple(files)
    assert [sources(path) for path in files] == [["plan 2"], ["plan 2"]]
    assert sweep(state, office).anew == tuple(files)


def test_an_export_that_somebody_changed_is_left_and_named(state: State, office: ReviewStore, tmp_path: Path) -> None:
    path, gone = tmp_path / "a.jsonl", tmp_path / "gone.jsonl"
    export(state, office, path, Format.JSONL)
    export(state, office, gone, Format.JSONL)
    gone.unlink()
    path.write_text(path.read_text() + "\n")
    swept = sweep(state, office)
    assert (swept.anew, swept.by_hand) == ((), (path,))
    assert not gone.exists()


def test_a_torn_ledger_keeps_its_other_lines(state: State, office: ReviewStore, tmp_path: Path) -> None:
    export(state, office, tmp_path / "a.jsonl", Format.JSONL)
    with (state.folder / LEDGER).open("a") as ledger:
        ledger.write('{"path": "/torn')
    assert sweep(state, office).anew == (tmp_path / "a.jsonl",)


def test_without_any_export_there_is_nothing_to_sweep(state: State, office: ReviewStore) -> None:
    assert sweep(state, office).anew == ()
