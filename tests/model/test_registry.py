import json
import os
import signal
import subprocess
import sys
import textwrap
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from model.barred import BARRED
from model.bundle import MANIFEST, Manifest, digest
from model.errors import BundleDamaged, RegistryError
from model.registry import HISTORY, LIVE, Action, Registry


def bundle(folder: Path, name: str, **card: str) -> Path:
    made = folder / name
    made.mkdir(parents=True)
    (made / "heads.onnx").write_text(name)
    manifest = Manifest(name, {"heads.onnx": digest(made / "heads.onnx")}, {}, card)
    (made / MANIFEST).write_text(manifest.text())
    return made


@pytest.fixture
def registry(tmp_path: Path) -> Registry:
    shipped = bundle(tmp_path, "shipped-1")
    for name in ("local-1", "local-2"):
        bundle(tmp_path / "bundles", name, reviews_sha256=f"sha of {name}")
    return Registry(tmp_path / "bundles", shipped)


def test_the_shipped_bundle_is_live_until_another_is(registry: Registry) -> None:
    assert registry.live_id() == "shipped-1"
    assert registry.history() == []
    registry.promote("local-1", by="Ana", why="better on Achievable")
    assert registry.live() == registry.folder / "local-1"


def test_rolling_back_goes_back_step_by_step(registry: Registry) -> None:
    registry.promote("local-1", by="Ana", why="first")
    registry.promote("local-2", by="Ana", why="second")
    assert registry.rollback(by="Ben", why="too strict").bundle == "local-1"
    assert registry.rollback(by="Ben", why="still").bundle == "shipped-1"
    with pytest.raises(RegistryError, match="nothing was before it"):
        registry.rollback(by="Ben", why="further")


def test_rolling_back_passes_over_what_is_barred(registry: Registry) -> None:
    registry.promote("local-1", by="Ana", why="first")
    registry.promote("local-2", by="Ana", why="second")
    registry.bar(["local-1", "rewriter-1"], "a plan was withdrawn")
    assert registry.rollback(by="Ben", why="too strict").bundle == "shipped-1"
    with pytest.raises(RegistryError, match="nothing was before it"):
        registry.rollback(by="Ben", why="further")


def test_a_barred_one_between_two_promotions_of_one_bundle_keeps_nobody_from_rolling_back(registry: Registry) -> None:
    for name in ("local-1", "local-2", "local-1"):
        registry.promote(name, by="Ana", why="better")
    registry.bar(["local-2"], "a plan was withdrawn")
    assert registry.rollback(by="Ben", why="worse").bundle == "shipped-1"


def test_one_whose_bar_cannot_be_read_is_barred(registry: Registry) -> None:
    registry.promote("local-1", by="Ana", why="first")
    registry.promote("local-2", by="Ana", why="second")
    (registry.folder / "local-1" / BARRED).mkdir()
    assert registry.rollback(by="Ben", why="worse").bundle == "shipped-1"


def test_after_passing_over_one_the_next_rollback_goes_on_from_there(registry: Registry) -> None:
    bundle(registry.folder, "local-3")
    for name in ("local-1", "local-2", "local-3"):
        registry.promote(name, by="Ana", why="better")
    registry.bar(["local-2"], "a plan was withdrawn")
    assert [registry.rollback(by="Ben", why="worse").bundle for _ in range(2)] == ["local-1", "shipped-1"]


def test_the_record_says_which_bundle_was_live_when_from_which_data_by_whom_and_why(registry: Registry) -> None:
    decision = registry.promote("local-1", by="Ana", why="better", forced="the manager asked for it")
    assert (decision.by, decision.why, decision.learned_from) == ("Ana", "better", "sha of local-1")
    assert decision.forced == "the manager asked for it"
    assert registry.live_at(date.today() - timedelta(days=2)) == "shipped-1"  # noqa: DTZ011
    assert registry.live_at(datetime.now(UTC)) == "local-1"


def test_a_damaged_or_unknown_bundle_is_never_promoted(registry: Registry) -> None:
    (registry.folder / "local-1" / "heads.onnx").write_text("other")
    with pytest.raises(BundleDamaged):
        registry.promote("local-1", by="Ana", why="…")
    for name in ("local-9", "../shipped-1", ".lock", ""):
        with pytest.raises(RegistryError):
            registry.promote(name, by="Ana", why="…")
    assert registry.live_id() == "shipped-1"
    assert [m.id for m in registry.manifests()] == ["shipped-1", "local-2"]


def test_a_decision_whose_writer_died_before_the_record_is_written_by_the_next(registry: Registry) -> None:
    registry.promote("local-1", by="Ana", why="first")
    kept = (registry.folder / LIVE).read_text()
    (registry.folder / HISTORY).write_text("")
    assert [d.bundle for d in registry.history()] == ["local-1"]
    registry.promote("local-2", by="Ana", why="second")
    assert [json.loads(line)["bundle"] for line in (registry.folder / HISTORY).read_text().splitlines()] == [
        "local-1",
        "local-2",
    ]
    assert json.loads(kept)["number"] == 1


def test_a_torn_last_line_of_the_record_costs_nothing_else(registry: Registry) -> None:
    registry.promote("local-1", by="Ana", why="first")
    with (registry.folder / HISTORY).open("a") as file:
        file.write('{"number": 2, "at"')
    registry.promote("local-2", by="Ana", why="second")
    assert [d.number for d in registry.history()] == [1, 2]


def test_a_broken_pointer_says_what_to_do(registry: Registry) -> None:
    registry.folder.joinpath(LIVE).write_text("{")
    with pytest.raises(RegistryError, match="restore it from a backup"):
        registry.live()


def test_a_process_killed_while_promoting_leaves_a_whole_pointer_and_record(registry: Registry) -> None:
    script = textwrap.dedent(
        f"""
        from pathlib import Path
        from model.registry import Registry
        r = Registry(Path({str(registry.folder)!r}), Path({str(registry.shipped)!r}))
        print("ready", flush=True)
        while True:
            r.promote("local-1" if r.live_id() != "local-1" else "local-2", by="Ana", why="…")
        """
    )
    for _ in range(5):
        with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            process.stdout.readline()
            process.stdout.close()
            os.kill(process.pid, signal.SIGKILL)
        history = registry.history()
        assert [d.number for d in history] == list(range(1, len(history) + 1))
        assert all(d.action is Action.PROMOTE for d in history)
        assert registry.live_id() == (history[-1].bundle if history else "shipped-1")
