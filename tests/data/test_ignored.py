import json
import multiprocessing
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.ignored import FILE_NAME, MAX_WORDS, Ignored, IgnoreFile, IgnoreList
from model.errors import IgnoreFileError, InputError

ONE, OTHER = "9f3c0e6a51b27d84", "00aa11bb22cc33dd"
NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)
FINGERPRINTS = st.text("0123456789abcdef", min_size=16, max_size=16)
SAID = st.none() | st.text(st.characters(exclude_categories=["Cs"]), max_size=MAX_WORDS)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / FILE_NAME


def clock() -> datetime:
    return NOON


def lines(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_a_match_is_ignored_for_good_and_by_every_reader(path: Path) -> None:
    IgnoreFile(path, clock).ignore(ONE, rule="no-deadline", who="the office", reason="The court sets the day.")
    read = IgnoreFile(path)
    assert ONE in read
    assert OTHER not in read
    assert read.all() == (Ignored(ONE, NOON, "no-deadline", "the office", "The court sets the day."),)


def test_a_file_holds_no_more_than_was_said(path: Path) -> None:
    IgnoreFile(path, clock).ignore(ONE)
    assert lines(path) == [{"fingerprint": ONE, "ignored": True, "when": "2027-03-01T12:00:00+00:00"}]


def test_a_match_that_is_ignored_twice_keeps_its_first_record_and_its_one_line(path: Path) -> None:
    kept = IgnoreFile(path)
    first = kept.ignore(ONE, reason="first")
    assert kept.ignore(ONE, reason="second") == first
    assert len(lines(path)) == 1


def test_what_is_shown_again_is_a_line_more_and_never_one_less(path: Path) -> None:
    kept = IgnoreFile(path)
    kept.ignore(ONE)
    assert [kept.restore(ONE), kept.restore(ONE), kept.restore(OTHER)] == [True, False, False]
    assert ONE not in IgnoreFile(path)
    assert [line["ignored"] for line in lines(path)] == [True, False]


def test_a_reader_learns_what_others_have_ignored_since(path: Path) -> None:
    here, elsewhere = IgnoreFile(path), IgnoreFile(path)
    assert ONE not in here
    elsewhere.ignore(ONE)
    assert ONE in here
    elsewhere.restore(ONE)
    assert ONE not in here
    path.unlink()
    assert here.all() == ()


def test_a_file_replaced_by_a_merge_is_read_anew(path: Path, tmp_path: Path) -> None:
    kept = IgnoreFile(path)
    kept.ignore(ONE)
    merged = tmp_path / "merged"
    merged.write_text(path.read_text(encoding="utf-8").replace(ONE, OTHER), encoding="utf-8")
    merged.replace(path)
    assert (ONE in kept, OTHER in kept) == (False, True)


TORN = '{"fingerprint": "00aa11bb22cc33dd", "ignored": tr'


@pytest.mark.parametrize(
    "damage",
    [
        TORN,
        "<<<<<<< ours",
        "[]",
        "null",
        "[" * 100_000,
        '{"fingerprint": "no", "ignored": true, "when": "2027-03-01T12:00:00Z"}',
        '{"fingerprint": "00aa11bb22cc33dd", "ignored": "yes", "when": "2027-03-01T12:00:00Z"}',
        '{"fingerprint": "00aa11bb22cc33dd", "ignored": true, "when": "yesterday"}',
        '{"fingerprint": "00aa11bb22cc33dd", "ignored": true, "when": "2027-03-01T12:00:00Z", "reason": 3}',
        '{"fingerprint": "00aa11bb22cc33dd", "ignored": true, "when": "2027-03-01T12:00:00Z", "reason": "\\ud800"}',
        '{"fingerprint": ["00aa11bb22cc33dd"], "ignored": true, "when": "2027-03-01T12:00:00Z"}',
    ],
)
def test_a_damaged_line_is_counted_and_costs_no_other(path: Path, damage: str) -> None:
    kept = IgnoreFile(path, clock)
    kept.ignore(ONE)
    with path.open("a", encoding="utf-8") as file:
        file.write(damage)
    kept.ignore("a" * 16)
    read = IgnoreFile(path)
    assert [e.fingerprint for e in read.all()] == [ONE, "a" * 16]
    assert read.unreadable_lines == 1
    assert damage in path.read_text(encoding="utf-8"), "nobody's line is thrown away"


def test_a_file_saved_by_an_editor_of_windows_is_read_whole(path: Path) -> None:
    line = f'{{"fingerprint": "{ONE}", "ignored": true, "when": "2027-03-01T12:00:00Z"}}\r\n'
    path.write_bytes(b"\xef\xbb\xbf" + line.encode())
    assert ONE in IgnoreFile(path)


def test_times_without_a_zone_are_read_as_utc(path: Path) -> None:
    path.write_text(f'{{"fingerprint": "{ONE}", "ignored": true, "when": "2027-03-01T12:00:00"}}\n')
    assert IgnoreFile(path).all()[0].when == NOON


@pytest.mark.parametrize("wrong", ["", "9F3C0E6A51B27D84", ONE[1:], f"{ONE}\n", "Alfie will ring"])
def test_what_is_no_fingerprint_is_refused_and_nothing_written(path: Path, wrong: str) -> None:
    for deed in (IgnoreFile(path).ignore, IgnoreFile(path).restore):
        with pytest.raises(InputError, match="fingerprint: is none"):
            deed(wrong)
    assert not path.exists()


@pytest.mark.parametrize("wrong", ["so " * MAX_WORDS, "half a \ud800"])
def test_words_that_could_not_be_kept_are_refused(path: Path, wrong: str) -> None:
    with pytest.raises(InputError, match="reason"):
        IgnoreFile(path).ignore(ONE, reason=wrong)
    assert not path.exists()


def test_a_file_that_cannot_be_used_says_what_to_do_and_stops_no_reader(tmp_path: Path) -> None:
    (tmp_path / "plain").write_text("")
    kept = IgnoreFile(tmp_path / "plain" / FILE_NAME)
    assert ONE not in kept
    for deed in (kept.all, lambda: kept.ignore(ONE)):
        with pytest.raises(IgnoreFileError, match=r"set `ignore-file` in aimwell\.toml"):
            deed()


def test_a_folder_that_is_not_there_is_made(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / FILE_NAME
    IgnoreFile(path).ignore(ONE)
    assert ONE in IgnoreFile(path)


@settings(max_examples=40)  # each writes and syncs a file
@given(st.lists(st.tuples(st.booleans(), FINGERPRINTS, SAID, SAID), max_size=12))
def test_a_file_gives_back_what_memory_would(
    tmp_path_factory: pytest.TempPathFactory, deeds: list[tuple[bool, str, str | None, str | None]]
) -> None:
    path = tmp_path_factory.mktemp("kept") / FILE_NAME
    memory, kept = IgnoreList(clock), IgnoreFile(path, clock)
    for ignore, fingerprint, who, reason in deeds:
        for where in (memory, kept):
            if ignore:
                where.ignore(fingerprint, who=who, reason=reason)
            else:
                where.restore(fingerprint)
    assert kept.all() == memory.all() == IgnoreFile(path).all()


def _ignore_many(path: Path, of: range) -> None:
    kept = IgnoreFile(path)
    for number in of:
        kept.ignore(f"{number:016x}", reason="ä" * (number % 7) * 40)


@pytest.fixture
def processes(path: Path) -> Iterator[list[multiprocessing.process.BaseProcess]]:
    spawn = multiprocessing.get_context("spawn")
    started = [spawn.Process(target=_ignore_many, args=(path, range(n * 100, n * 100 + 50))) for n in range(3)]
    yield list(started)
    for process in started:
        process.kill()
        process.join()


def test_several_processes_at_once_lose_nothing(
    path: Path, processes: list[multiprocessing.process.BaseProcess]
) -> None:
    path.write_text(TORN)
    for process in processes:
        process.start()
    for process in processes:
        process.join(30)
    assert [p.exitcode for p in processes] == [0, 0, 0]
    read = IgnoreFile(path)
    wanted = {f"{n * 100 + i:016x}" for n in range(3) for i in range(50)}
    assert {e.fingerprint for e in read.all()} == wanted
    assert read.unreadable_lines == 1
    assert all(lines_of.endswith("}") for lines_of in path.read_text().splitlines()[1:])
