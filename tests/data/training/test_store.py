"""The file of the training room: what is acknowledged stays, and what is deleted is gone."""

import sqlite3
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from data.training.answers import Rewording, item_in
from data.training.rows import Given
from data.training.session import CODE_LENGTH, KEPT_FOR, LATE, OPEN_FOR, Step, code_in
from data.training.store import TrainingStore
from model.criteria import Criterion, Verdict
from model.errors import TrainingNotKept

DAY = date(2026, 11, 23)


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(tmp_path: Path, clock: Clock) -> Iterator[TrainingStore]:
    opened = TrainingStore(tmp_path / "state" / "training.sqlite", clock)
    yield opened
    opened.close()


def words(text: str, id_: str = "answer-0001") -> Given:
    return Given(id_, "rewording-s01", Rewording(text=text))


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("k7p2qx", "K7P2QX"),
        (" K7P 2QX ", "K7P2QX"),
        ("k7p-2qx", "K7P2QX"),
        ("K7P2Q", None),
        ("K7P2QO", None),
        ("", None),
    ],
)
def test_a_code_is_read_however_it_is_typed(typed: str, code: str | None) -> None:
    assert code_in(typed) == code


def test_nothing_is_made_before_the_first_session(store: TrainingStore) -> None:
    assert store.session("K7P2QX") is None
    assert store.participant("nobody") is None
    assert store.sessions() == []
    assert store.delete_old() == 0
    assert not Path(store.place).exists()


def test_what_was_acknowledged_is_there_after_a_restart(store: TrainingStore, clock: Clock) -> None:
    session = store.begin("reilly", DAY)
    store.move(session.code, Step.EXERCISE_2)
    person = store.join(session.code, "token", "Heron")
    store.add(person, [words("by Friday")])
    store.judged(1, dict.fromkeys(Criterion, Verdict.MET))
    again = TrainingStore(store.place, clock)  # the other was never closed, as after a crash
    assert again.session(session.code) == store.session(session.code)
    assert again.participant("token") == person
    assert [a.said for a in again.answers(session.code)] == [Rewording(text="by Friday")]
    assert again.judgements(session.code) == {1: dict.fromkeys(Criterion, Verdict.MET)}
    assert again.revision(session.code) == store.revision(session.code)
    again.close()


def test_an_answer_that_is_sent_twice_is_kept_once(store: TrainingStore) -> None:
    session = store.begin("reilly", DAY)
    one, other = store.join(session.code, "one"), store.join(session.code, "other")
    store.add(one, [words("first")])
    store.add(one, [words("first"), words("second", "answer-0002")])
    store.add(other, [words("mine")])
    assert [(a.participant, a.said) for a in store.answers(session.code)] == [
        (1, Rewording(text="first")),
        (1, Rewording(text="second")),
        (2, Rewording(text="mine")),
    ]
    assert store.count_of(one) == 2
    assert [a.item for a in store.answers_of(other)] == [item_in("rewording-s01")]


def test_sessions_know_nothing_of_each_other(store: TrainingStore) -> None:
    first, second = store.begin("reilly", DAY), store.begin("osei", DAY)
    assert first.code != second.code
    assert len(first.code) == CODE_LENGTH
    store.add(store.join(first.code, "a"), [words("here")])
    store.move(second.code, Step.END)
    assert store.answers(second.code) == []
    assert store.participants(second.code) == []
    assert store.session(first.code) == first
    assert [s.code for s in store.sessions()] == [first.code, second.code]


def test_a_step_that_was_opened_stays_open_when_the_room_goes_back(store: TrainingStore) -> None:
    code = store.begin("reilly", DAY).code
    store.move(code, Step.EXERCISE_3)
    store.move(code, Step.EXERCISE_1)
    found = store.session(code)
    assert found is not None
    assert (found.step, found.furthest, found.moves) == (Step.EXERCISE_1, Step.EXERCISE_3, 2)
    assert found.is_open(Step.EXERCISE_3)
    assert not found.is_open(Step.EXERCISE_4)


def test_a_session_closes_an_hour_after_its_end_or_a_day_after_its_beginning(
    store: TrainingStore, clock: Clock
) -> None:
    code, begun = store.begin("reilly", DAY).code, clock.now
    clock.now += timedelta(hours=2)
    store.move(code, Step.END)
    found = store.session(code)
    assert found is not None
    assert not found.takes_people(clock.now)
    assert found.closes == clock.now + LATE
    forgotten = store.session(store.begin("osei", DAY).code)
    assert forgotten is not None
    assert forgotten.takes_people(clock.now + OPEN_FOR - timedelta(seconds=1))
    assert not forgotten.takes_answers(clock.now + OPEN_FOR)
    assert found.deleted_from == begun + KEPT_FOR


def test_after_thirty_days_nothing_of_a_session_is_left_on_the_disk(store: TrainingStore, clock: Clock) -> None:
    old = store.begin("reilly", DAY)
    store.add(store.join(old.code, "token", "Zebedee"), [words("an unmistakable sentence")])
    clock.now += timedelta(days=20)
    young = store.begin("osei", DAY)
    clock.now += timedelta(days=9, hours=23)
    assert store.delete_old() == 0
    clock.now += timedelta(hours=1)
    assert store.session(old.code) is None, "it is not shown, even before it is deleted"
    assert store.delete_old() == 1
    left = b"".join(p.read_bytes() for p in Path(store.place).parent.iterdir())
    assert b"unmistakable" not in left
    assert b"Zebedee" not in left
    assert old.code.encode() not in left
    assert store.participant("token") is None
    assert [s.code for s in store.sessions()] == [young.code]


def test_neither_tokens_nor_anything_of_a_device_is_on_the_disk(store: TrainingStore) -> None:
    session = store.begin("reilly", DAY)
    store.join(session.code, "a-token-that-is-secret")
    store.close()
    assert b"a-token-that-is-secret" not in Path(store.place).read_bytes()
    columns = sqlite3.connect(store.place).execute("SELECT name FROM pragma_table_info('participants')").fetchall()
    assert [name for (name,) in columns] == ["id", "code", "number", "token", "pseudonym"]
    assert Path(store.place).stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("found", [b"this is no database at all, whatever its name may say" * 40, None])
def test_a_file_that_cannot_be_used_says_what_to_do(tmp_path: Path, found: bytes | None) -> None:
    path = tmp_path / "training.sqlite"
    if found is None:
        path.mkdir()
    else:
        path.write_bytes(found)
    with pytest.raises(TrainingNotKept, match=r"damaged|cannot be opened"):
        TrainingStore(path).begin("reilly", DAY)


def test_a_file_of_a_later_version_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "training.sqlite"
    later = sqlite3.connect(path)
    later.execute("PRAGMA user_version = 9")
    later.close()
    with pytest.raises(TrainingNotKept, match="later version"):
        TrainingStore(path).begin("reilly", DAY)
