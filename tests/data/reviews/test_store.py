import os
import signal
import subprocess
import sys
import textwrap
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.reviews.review import Outcome, Review, standing
from data.reviews.store import Named, ReviewStore, said_hash
from model.criteria import Criterion, Objective, Verdict
from model.errors import StoreError
from tests.data.reviews.conftest import Write


def test_what_was_stored_comes_back_as_it_was_sent(store: ReviewStore, write: Write) -> None:
    sent = write(
        1,
        subject="child 7",
        bundle="classifier-1",
        shown={Criterion.SPECIFIC: Verdict.MET, Criterion.RELEVANT: Verdict.CANNOT_TELL},
        outcome=Outcome.EDITED,
        suggestion="Ana will ring [[when: ]]",
        kept="Ana will ring on Friday",
        why="she works on Fridays",
        corrects="r0",
    )
    assert store.add([sent]).stored == ("r1",)
    assert store.all() == [sent]
    assert store.find("r1") == sent
    assert store.find("r9") is None


def test_sending_a_review_twice_stores_it_once(store: ReviewStore, write: Write) -> None:
    store.add([write(1)])
    again = store.add([write(1), write(2), write(2)])
    assert (again.stored, again.known) == (("r2",), ("r1",))
    assert store.count() == 2


def test_a_review_is_never_changed_and_a_correction_is_a_review_of_its_own(store: ReviewStore, write: Write) -> None:
    store.add([write(1), write(2, labels={Criterion.SPECIFIC: False}, corrects="r1")])
    assert [r.id for r in standing(store.all())] == ["r2"]
    with pytest.raises(Exception, match="never changed"), store._engine.begin() as connection:
        connection.exec_driver_sql("UPDATE reviews SET reviewer = 'nobody'")


def test_erasing_a_plan_names_the_bundles_that_learned_from_it_and_lets_nothing_of_it_in_again(
    store: ReviewStore, write: Write
) -> None:
    store.add([write(i) for i in range(20)])
    store.learned("local-1", ["r3", "r15"])
    store.learned("local-2", ["r15"])
    erased = store.erase(Named.SOURCE, "plan 0", by="Bo")
    assert (erased.count, erased.bundles) == (10, ("local-1",))
    assert store.count() == 10
    assert store.taught("local-1") == ["r15", "r3"]
    again = store.add([write(3), write(30)])
    assert (again.stored, again.withdrawn) == (("r30",), ("r3",))


def test_erasing_a_person_goes_by_the_subject(store: ReviewStore, write: Write) -> None:
    store.add([write(1, subject="child 7"), write(2, subject="child 8"), write(3)])
    assert store.erase(Named.SUBJECT, "child 7", by="Bo").count == 1
    assert [r.id for r in store.all()] == ["r2", "r3"]
    assert store.add([write(4, subject="child 7")]).withdrawn == ("r4",)


def test_no_byte_of_an_erased_text_is_left_in_the_file(tmp_path: Path, write: Write) -> None:
    store = ReviewStore.in_file(tmp_path / "reviews.sqlite")
    store.add([write(1, objective=Objective("Zwetschgenknödel every Tuesday")), write(20)])
    store.erase(Named.SOURCE, "plan 0", by="Bo")
    store.close()
    held = b"".join(p.read_bytes() for p in tmp_path.iterdir() if p.is_file())
    assert b"Zwetschgenkn" not in held
    assert b"clinic 20" in held


def test_what_is_prepared_is_what_is_stored(tmp_path: Path, write: Write) -> None:
    store = ReviewStore.in_file(tmp_path / "r.sqlite", prepare=lambda r: write(7, id=r.id))
    store.add([write(1)])
    assert store.all()[0].objective.text == "Ana will ring the clinic 7 times"


def test_the_same_words_in_the_same_context_are_the_same_objective() -> None:
    assert said_hash(Objective("Ana  rings", need="x")) == said_hash(Objective("ana rings", need="x"))
    assert said_hash(Objective("Ana rings", need="x")) != said_hash(Objective("Ana rings", need="y"))


def test_moments_of_any_zone_come_back_as_the_same_moment(store: ReviewStore, write: Write) -> None:
    at = datetime(2026, 11, 3, 9, 30, tzinfo=timezone(timedelta(hours=-5)))
    store.add([write(1, at=at)])
    assert store.all()[0].at == at


def test_a_damaged_file_and_a_folder_that_cannot_be_written_say_what_to_do(tmp_path: Path) -> None:
    broken = tmp_path / "broken.sqlite"
    broken.write_bytes(b"no database at all" * 100)
    with pytest.raises(StoreError, match="restore a backup"):
        ReviewStore.in_file(broken)
    with pytest.raises(StoreError, match="no database that can be used"):
        ReviewStore("nonsense://x")
    with pytest.raises(StoreError):
        ReviewStore("sqlite:////proc/nowhere/reviews.sqlite")


def test_a_locked_database_says_that_another_program_uses_it(tmp_path: Path, write: Write) -> None:
    store = ReviewStore.in_file(tmp_path / "r.sqlite")
    with store._engine.connect() as other:
        other.exec_driver_sql("PRAGMA busy_timeout=1")
        other.exec_driver_sql("BEGIN IMMEDIATE")
        impatient = ReviewStore.in_file(tmp_path / "r.sqlite")
        impatient._engine.dispose()
        from sqlalchemy import event

        event.listen(impatient._engine, "connect", lambda c, _: c.execute("PRAGMA busy_timeout=1"))
        with pytest.raises(StoreError, match="in use by another program"):
            impatient.add([write(1)])
        other.exec_driver_sql("ROLLBACK")
    assert impatient.add([write(1)]).stored == ("r1",)


def test_a_password_is_in_no_message() -> None:
    with pytest.raises(StoreError) as said:
        ReviewStore("postgresql+psycopg://bo:secret-word@127.0.0.1:1/reviews")
    assert "secret-word" not in str(said.value)
    assert "cannot be reached" in str(said.value)


def test_every_acknowledged_review_outlives_a_killed_process(tmp_path: Path) -> None:
    path = tmp_path / "reviews.sqlite"
    script = textwrap.dedent(
        f"""
        from datetime import UTC, date, datetime
        from pathlib import Path
        from data.reviews.review import Review
        from data.reviews.store import ReviewStore
        from model.criteria import Criterion, Objective
        store = ReviewStore.in_file(Path({str(path)!r}))
        number = store.count()
        while True:
            some = [Review(f"r{{i}}", Objective(f"Ana will ring {{i}}"), {{Criterion.SPECIFIC: True}}, "Bo", "plan",
                           datetime.now(UTC), date(2026, 11, 3)) for i in range(number, number + 3)]
            store.add(some)
            number += 3
            print(number, flush=True)
        """
    )
    for turn in range(3):
        with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            for _ in range(turn + 2):
                acknowledged = int(process.stdout.readline())
            os.kill(process.pid, signal.SIGKILL)
            acknowledged = max([acknowledged, *(int(line) for line in process.stdout.read().split())])
        store = ReviewStore.in_file(path)
        assert store.count() >= acknowledged
        assert store.count() % 3 == 0
        assert len({r.id for r in store.all()}) == store.count()
        store.close()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20)
@given(
    st.lists(
        st.tuples(
            st.integers(0, 9), st.dictionaries(st.sampled_from(list(Criterion)), st.none() | st.booleans(), min_size=1)
        ),
        max_size=12,
    ),
    st.text(min_size=1, max_size=20).filter(lambda t: t.strip() and "\x00" not in t),
)
def test_whatever_is_sent_in_whatever_pieces_each_id_is_kept_once(
    tmp_path: Path, write: Write, sent: list[tuple[int, dict[Criterion, bool | None]]], words: str
) -> None:
    store = ReviewStore("sqlite://")
    firsts: dict[str, Review] = {}
    for number, labels in sent:
        review = write(number, labels=labels, objective=Objective(words.encode("utf-8", "ignore").decode() or "x"))
        firsts.setdefault(review.id, review)
        store.add([review])
    assert store.all() == list(firsts.values())
    store.close()


def test_a_review_that_judges_nothing_or_has_no_time_zone_is_refused(write: Write) -> None:
    with pytest.raises(ValueError, match="judges at least one"):
        write(1, labels={})
    with pytest.raises(ValueError, match="time zone"):
        write(1, at=datetime(2026, 11, 3, tzinfo=UTC).replace(tzinfo=None))
