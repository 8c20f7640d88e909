"""The process that writes for all workers: a fake language model behind a real socket."""

import sys
import time
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.connection import Client, Listener
from pathlib import Path
from threading import Thread

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from serve.workers import Writer
from serve.writer import NOTHING_TO_DO, RemoteContinuer, serve

WITHIN = 10.0


class Echo:
    """Says what it was asked, word by word; what begins with "slow" takes longer than anybody waits."""

    def continuations(self, asked: str, words: Collection[str], n: int) -> list[str]:
        if asked.startswith("slow"):
            time.sleep(0.6)
        return [f"{asked}: {word}" for word in words][:n]


@pytest.fixture
def address(tmp_path: Path) -> Iterator[Path]:
    path = tmp_path / "writer"
    with Listener(str(path), family="AF_UNIX", backlog=64) as listener:
        Thread(target=serve, args=(listener, Echo()), daemon=True).start()
        yield path


def until(so: Callable[[], bool]) -> None:
    give_up = time.monotonic() + WITHIN
    while not so():
        assert time.monotonic() < give_up
        time.sleep(0.02)


@given(asked=st.text(max_size=40), words=st.sets(st.text(min_size=1, max_size=8), max_size=5), n=st.integers(1, 4))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
def test_it_answers_as_the_language_model_beside_it_would(address: Path, asked: str, words: set[str], n: int) -> None:
    asked = f"said {asked}".encode("utf-8", "replace").decode()
    words = {word.encode("utf-8", "replace").decode() for word in words}
    assert RemoteContinuer(address, 5).continuations(asked, words, n) == Echo().continuations(asked, sorted(words), n)


def test_many_may_ask_at_once(address: Path) -> None:
    remote = RemoteContinuer(address, 5)
    with ThreadPoolExecutor(8) as pool:
        said = list(pool.map(lambda i: remote.continuations(str(i), ["a"], 1), range(40)))
    assert said == [[f"{i}: a"] for i in range(40)]


def test_whoever_waits_too_long_gets_nothing_and_the_next_is_answered(address: Path) -> None:
    assert RemoteContinuer(address, -0.2).continuations("slow", ["a"], 1) == []
    assert RemoteContinuer(address, 5).continuations("quick", ["a"], 1) == ["quick: a"]


def test_while_it_is_away_nothing_is_written(tmp_path: Path) -> None:
    assert RemoteContinuer(tmp_path / "nobody", 5).continuations("John", ["a"], 1) == []


@pytest.mark.parametrize("sent", [b"", b"not json", b"[1, 2]", b'{"a": 1}'])
def test_a_question_that_cannot_be_read_harms_no_other(address: Path, sent: bytes) -> None:
    with Client(str(address), family="AF_UNIX") as connection:
        connection.send_bytes(sent)
        with pytest.raises(EOFError):
            connection.recv_bytes()
    assert RemoteContinuer(address, 5).continuations("quick", ["a"], 1) == ["quick: a"]


def ending_with(code: int, note: Path) -> list[str]:
    return [sys.executable, "-c", f"import sys; open({str(note)!r}, 'a').write('.'); sys.exit({code})"]


def test_a_writer_that_dies_is_started_again_but_not_at_once(tmp_path: Path) -> None:
    note = tmp_path / "starts"
    writer = Writer(ending_with(1, note), again_after=0.4)
    begun = time.monotonic()

    def started_twice() -> bool:
        writer.keep_alive()
        return note.exists() and note.read_text() == ".."

    until(started_twice)
    assert time.monotonic() - begun > 0.4
    writer.end()


def test_a_writer_with_nothing_to_do_is_left_alone(tmp_path: Path) -> None:
    note = tmp_path / "starts"
    writer = Writer(ending_with(NOTHING_TO_DO, note), again_after=0.0)
    writer.keep_alive()
    until(note.exists)
    for _ in range(20):
        writer.keep_alive()
        time.sleep(0.02)
    assert note.read_text() == "."
    writer.end()


def test_a_writer_ends_when_its_parent_lets_it(tmp_path: Path) -> None:
    writer = Writer([sys.executable, "-c", "import sys; sys.stdin.buffer.read()"])
    writer.keep_alive()
    writer.end()
