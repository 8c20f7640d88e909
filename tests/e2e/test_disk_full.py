"""A disk that is really full: every way of writing says so in words, and nothing that was there before is lost.

The disk is a tmpfs of one megabyte, which the system lets root mount. Where it does not, a limit on the size of files
(RLIMIT_FSIZE) stands for it: the system then refuses to write with EFBIG.
"""

import json
import os
import resource
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from data.reviews.opening import open_reviews
from model.bundle import DEFAULT_BUNDLE, verify
from model.places import State
from model.registry import Registry
from tests.e2e.service import service

pytestmark = pytest.mark.e2e
ROWS = 4000
REVIEW = {"text": "Ana will ring the clinic", "labels": {"specific": True}, "reviewer": "Bo", "source": "plan 1"}


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """Return a folder on a disk of one megabyte."""
    folder = tmp_path / "disk"
    folder.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)], capture_output=True, check=False
    )
    if made.returncode:
        pytest.xfail("this machine lets nobody mount a disk to fill")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def fill(disk: Path) -> Path:
    """Write until nothing more fits, and return what it was."""
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as file, suppress(OSError):
        while True:
            file.write(b"\0" * 4096)
    return ballast


def aimwell(state: State, *words: str | Path, program: str = "serve.cli") -> subprocess.CompletedProcess[str]:
    alone = {**os.environ, "AIMWELL_STATE": str(state.folder), "OMP_NUM_THREADS": "1"}
    return subprocess.run(
        [sys.executable, "-m", program, *map(str, words)], env=alone, capture_output=True, text=True, check=False
    )


def said_plainly(done: subprocess.CompletedProcess[str]) -> str:
    """Return the one line that says what is wrong."""
    assert done.returncode not in (0, -signal.SIGXFSZ), done.stdout
    assert "Traceback" not in done.stderr, done.stderr
    lines = [line for line in done.stderr.splitlines() if line.startswith("aimwell")]
    assert len(lines) == 1, done.stderr
    return lines[0]


def count(state: State) -> int:
    store = open_reviews(state)
    found = store.count()
    store.close()
    return found


def reviews(path: Path, rows: int) -> Path:
    lines = (json.dumps({**REVIEW, "text": f"Ana will ring the clinic {n} times"}) for n in range(rows))
    path.write_text("\n".join(lines))
    return path


def test_an_import_says_that_the_disk_is_full_keeps_what_was_stored_and_goes_on_later(
    disk: Path, tmp_path: Path
) -> None:
    state, plan = State(disk / "state"), reviews(tmp_path / "r.jsonl", ROWS)
    assert "the disk is full" in said_plainly(aimwell(state, "reviews", "import", plan))
    kept = count(state)
    assert 0 < kept < ROWS
    assert kept % 100 == 0, "a batch was stored in part"
    subprocess.run(["mount", "-o", "remount,size=16m", str(disk)], check=True)
    done = aimwell(state, "reviews", "import", plan)
    assert f"{ROWS - kept} stored, {kept} known before" in done.stdout


def test_a_first_review_on_a_full_disk_leaves_no_half_key_behind(disk: Path, tmp_path: Path) -> None:
    state, plan = State(disk / "state"), reviews(tmp_path / "r.jsonl", 1)
    ballast = fill(disk)
    said_plainly(aimwell(state, "reviews", "import", plan))
    ballast.unlink()
    assert "1 stored" in aimwell(state, "reviews", "import", plan).stdout
    assert count(state) == 1


def test_a_service_answers_with_a_problem_document_and_takes_reviews_again_when_there_is_room(
    disk: Path, tmp_path: Path
) -> None:
    state = State(disk / "state")
    with service(tmp_path, AIMWELL_STATE=str(state.folder)) as address:
        taken = 1
        assert post(address, 0)[0] == 201
        ballast = fill(disk)
        while (found := post(address, taken))[0] == 201:  # into what the database still has room for
            taken += 1
        status, kind, problem = found
        assert (status, kind, problem["title"]) == (507, "application/problem+json", "The disk is full")
        ballast.unlink()
        assert post(address, taken)[0] == 201
        assert count(state) == taken + 1


def post(address: str, number: int) -> tuple[int, str, dict[str, object]]:
    body = {**REVIEW, "id": f"r{number}", "text": f"Ana will ring the clinic {number} times", "why": "so " * 200}
    request = urllib.request.Request(  # noqa: S310
        f"{address}/v1/reviews", json.dumps(body).encode(), {"Content-Type": "application/json"}
    )
    try:
        with urllib.request.urlopen(request) as reply:  # noqa: S310
            return reply.status, reply.headers.get_content_type(), json.load(reply)
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers.get_content_type(), json.load(error)


def test_a_backup_that_does_not_fit_says_so_and_leaves_the_one_before(disk: Path, tmp_path: Path) -> None:
    state = State(tmp_path / "state")
    assert aimwell(state, "reviews", "import", reviews(tmp_path / "few.jsonl", 10)).returncode == 0
    assert aimwell(state, "reviews", "backup", disk / "kept.sqlite").returncode == 0
    before = (disk / "kept.sqlite").read_bytes()
    assert aimwell(state, "reviews", "import", reviews(tmp_path / "many.jsonl", ROWS)).returncode == 0
    assert "the disk is full" in said_plainly(aimwell(state, "reviews", "backup", disk / "kept.sqlite"))
    assert (disk / "kept.sqlite").read_bytes() == before
    assert [p.name for p in disk.iterdir()] == ["kept.sqlite"]


def test_a_backup_that_does_not_fit_back_leaves_the_reviews_as_they_are(disk: Path, tmp_path: Path) -> None:
    many, few = State(tmp_path / "many"), State(disk / "few")
    aimwell(many, "reviews", "import", reviews(tmp_path / "many.jsonl", ROWS))
    aimwell(many, "reviews", "backup", tmp_path / "kept.sqlite")
    aimwell(few, "reviews", "import", reviews(tmp_path / "few.jsonl", 10))
    assert "the disk is full" in said_plainly(aimwell(few, "reviews", "restore", tmp_path / "kept.sqlite", "--yes"))
    assert count(few) == 10


def test_a_candidate_that_does_not_fit_says_so_and_the_live_bundle_stays(disk: Path, tmp_path: Path) -> None:
    state = State(disk / "state")
    aimwell(state, "reviews", "import", reviews(tmp_path / "r.jsonl", 20))
    script = (
        "import sys; from data import corpus; from model.errors import AimwellError; from model.places import State\n"
        "from training.retraining import Beside, Wish, run\n"
        "some = corpus.load('train')[:20]\n"
        "place = State(__import__('pathlib').Path(sys.argv[1]))\n"
        "try: run(place, place.reviews, Wish('Bo', 'a test'), print, beside=Beside(some, some))\n"
        "except AimwellError as error: sys.exit(f'aimwell-train: {error}')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(state.folder)], capture_output=True, text=True, check=False
    )
    assert "the disk is full" in said_plainly(done)
    registry = Registry(state.bundles)
    assert registry.live() == DEFAULT_BUNDLE
    assert [m.id for m in registry.manifests()] == [verify(DEFAULT_BUNDLE).id]
    assert not list(state.bundles.glob(".making-*")), "what did not fit still takes up room"
    assert count(state) == 20


def test_a_decision_that_cannot_be_written_is_none(disk: Path) -> None:
    state = State(disk / "state")
    (state.bundles / "local-1").mkdir(parents=True)
    manifest = '{"format": 1, "id": "local-1", "files": {}, "heads": {}, "card": {}}'
    (state.bundles / "local-1" / "manifest.json").write_text(manifest)
    promote = ("models", "promote", "local-1", "--why", "a test", "--force", "a test")
    ballast = fill(disk)
    assert "the disk is full" in said_plainly(aimwell(state, *promote))
    assert Registry(state.bundles).live() == DEFAULT_BUNDLE
    ballast.unlink()
    assert "local-1 is live" in aimwell(state, *promote).stdout
    assert len(Registry(state.bundles).history()) == 1


def test_a_limit_on_the_size_of_files_is_told_like_a_full_disk(tmp_path: Path) -> None:
    state, plan = State(tmp_path / "state"), reviews(tmp_path / "r.jsonl", ROWS)

    def limited() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))

    alone = {**os.environ, "AIMWELL_STATE": str(state.folder)}
    done = subprocess.run(
        [sys.executable, "-m", "serve.cli", "reviews", "import", str(plan)],
        env=alone, capture_output=True, text=True, check=False, preexec_fn=limited,
    )  # fmt: skip
    assert "no room" in said_plainly(done)
    assert count(state) % 100 == 0
