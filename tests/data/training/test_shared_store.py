"""The training room's store, kept by a file or a server, with several processes at it."""

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from data.training.answers import Rewording
from data.training.database import SCHEMA
from data.training.rows import Given
from data.training.session import KEPT_FOR, Step
from data.training.store import TrainingStore
from model.criteria import Criterion, Verdict
from model.errors import TrainingNotKept

DAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
Open = Callable[[], TrainingStore]


class Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.e2e)])
def opened(request: pytest.FixtureRequest, tmp_path: Path, clock: Clock) -> Iterator[Open]:
    """Return how another process would open the same store; it is empty."""
    place: Path | str = tmp_path / "training.sqlite"
    if request.param == "postgresql":
        place = str(request.getfixturevalue("postgres"))
        engine = create_engine(place)
        with engine.begin() as connection:
            connection.exec_driver_sql(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE")
        engine.dispose()
    made: list[TrainingStore] = []

    def another() -> TrainingStore:
        made.append(TrainingStore(place, clock))
        return made[-1]

    yield another
    for store in made:
        store.close()


def words(text: str, id_: str = "answer-0001") -> Given:
    return Given(id_, "rewording-s01", Rewording(text=text))


def test_what_one_process_keeps_another_reads_whole(opened: Open) -> None:
    one, other = opened(), opened()
    session = one.begin("reilly", DAY)
    other.move(session.code, Step.EXERCISE_2)
    person = other.join(session.code, "token", "Heron")
    assert one.participant("token") == person
    one.add(person, [words("by Friday"), words("by Monday", "answer-0002"), words("by Friday")])
    (first, second) = other.answers(session.code)
    assert [first.said, second.said] == [Rewording(text="by Friday"), Rewording(text="by Monday")]
    assert [a.seq for a in other.answers(session.code, first.seq)] == [second.seq]
    assert one.answers_of(person) == other.answers(session.code)
    other.judged(first.seq, dict.fromkeys(Criterion, Verdict.MET))
    assert one.judgements(session.code) == {first.seq: dict.fromkeys(Criterion, Verdict.MET)}
    assert one.session(session.code) == other.session(session.code)
    assert [s.step for s in one.sessions()] == [Step.EXERCISE_2]
    assert str(one.revision(session.code)) == f"1-1-{second.seq}"
    one.delete(session.code)
    assert other.session(session.code) is None
    assert other.participant("token") is None


def test_many_who_join_and_answer_at_two_processes_at_once_are_all_kept_and_seen_in_order(opened: Open) -> None:
    stores = opened(), opened()
    code = stores[0].begin("reilly", DAY).code
    seen: list[int] = []
    done = threading.Event()
    failed: list[Exception] = []

    def answers(store: TrainingStore, name: str) -> None:
        try:
            person = store.join(code, name)
            for n in range(10):
                store.add(person, [words(f"{name} {n}", f"answer-{n:04}")])
        except Exception as error:  # noqa: BLE001  (the test tells of it)
            failed.append(error)

    def follow() -> None:
        while not done.is_set() or len(stores[1].answers(code)) > len(seen):
            seen.extend(a.seq for a in stores[1].answers(code, seen[-1] if seen else 0))

    people = [threading.Thread(target=answers, args=(stores[n % 2], f"person {n}")) for n in range(6)]
    follower = threading.Thread(target=follow)
    for thread in (follower, *people):
        thread.start()
    for thread in people:
        thread.join()
    done.set()
    follower.join(20)
    assert failed == []
    assert [p.number for p in stores[0].participants(code)] == [1, 2, 3, 4, 5, 6]
    assert len(seen) == 60, "whoever reads on from the last number that they saw misses nothing"
    assert seen == sorted(seen)


def test_several_processes_may_open_it_for_the_first_time_at_once(opened: Open) -> None:
    stores = [opened() for _ in range(6)]
    failed: list[Exception] = []

    def begin(store: TrainingStore) -> None:
        try:
            store.begin("reilly", DAY)
        except TrainingNotKept as error:
            failed.append(error)

    threads = [threading.Thread(target=begin, args=(store,)) for store in stores]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert len(stores[0].sessions()) == 6


def test_who_has_a_page_open_is_known_at_the_other_processes_for_a_while(opened: Open, clock: Clock) -> None:
    one, other = opened(), opened()
    code = one.begin("reilly", DAY).code
    one.say_present("one", {code: {2, 1}, "K7P2QX": {1}})
    assert other.present(code, NOW, but_at="other") == {1, 2}
    assert one.present(code, NOW, but_at="one") == frozenset(), "its own it knows"
    assert other.present("K7P2QX", NOW, but_at="other") == frozenset(), "a session that is gone"
    one.say_present("one", {code: {1}})
    assert other.present(code, NOW, but_at="other") == {1}
    clock.now += timedelta(seconds=20)
    assert other.present(code, clock.now - timedelta(seconds=15), but_at="other") == frozenset(), "it has died"


def test_processes_that_say_who_is_present_in_the_same_sessions_wait_for_each_other_in_turn(opened: Open) -> None:
    codes = sorted(opened().begin("reilly", DAY).code for _ in range(6))
    stores = opened(), opened()
    together = threading.Barrier(2)
    failed: list[Exception] = []

    def say(store: TrainingStore, name: str, order: list[str]) -> None:
        try:
            together.wait(10)
            for _ in range(40):
                store.say_present(name, {code: {1} for code in order})
        except Exception as error:  # noqa: BLE001  (the test tells of it)
            failed.append(error)

    ways = (stores[0], "one", codes), (stores[1], "other", codes[::-1])
    threads = [threading.Thread(target=say, args=way) for way in ways]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert all(stores[0].present(code, NOW, but_at="nobody") == {1} for code in codes)


def test_old_sessions_go_whichever_process_keeps_house(opened: Open, clock: Clock) -> None:
    one, other = opened(), opened()
    code = one.begin("reilly", DAY).code
    one.say_present("one", {code: {1}})
    clock.now += KEPT_FOR
    assert (other.delete_old(), one.delete_old()) == (1, 0)
    assert other.present(code, NOW, but_at="other") == frozenset()


@pytest.mark.parametrize("address", ["postgresql+psycopg://aimwell:secret@127.0.0.1:1/none", "nonsense://a:secret@b/c"])
def test_a_server_that_is_not_there_is_named_without_its_password(address: str) -> None:
    with pytest.raises(TrainingNotKept) as told:
        TrainingStore(address).begin("reilly", DAY)
    assert "secret" not in str(told.value)
    assert "cannot be" in str(told.value)
