"""The load tools on a real service: a steady rate is answered, and a service that is stopped loses nothing it admitted."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from training.cli import app

pytestmark = pytest.mark.e2e


CROSSING = 0.05
"""Seconds: a server may end an idle connection while a request is on its way there; HTTP has the client ask again."""


def crossed(one: dict[str, Any], closed: float) -> bool:
    return bool(one["kept_open"]) and closed - one["sent"] < CROSSING


@pytest.fixture
def step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return how to run a step on a service of its own, whose rewrites are the rules'; it gives the figures that were kept."""
    monkeypatch.setenv("AIMWELL_CACHE", str(tmp_path / "cache"))

    def run(name: str, *arguments: str, workers: int = 1) -> dict[str, Any]:
        shared = ["--folder", str(tmp_path / "load"), "--workers", str(workers), "--warm", "1"]
        done = CliRunner().invoke(app, ["load", *shared, name, *arguments], catch_exceptions=False)
        assert done.exit_code == 0, done.output
        found: dict[str, Any] = json.loads((tmp_path / "load" / f"{name}.json").read_text())["figures"]
        return found

    return run


def test_a_steady_rate_of_scores_is_answered(step: Any) -> None:
    found = step("rate", "--rate", "20", "--seconds", "5")
    assert found["load"]["outcomes"] == {"200": found["load"]["requests"]}
    assert 60 <= found["load"]["requests"] <= 140
    assert found["load"]["latency"]["p99"] < 2_000  # the tests share two cores with whatever else runs there
    assert found["footprint"]["pss"] > 50


@pytest.mark.parametrize("workers", [1, 2])
def test_a_service_that_is_stopped_under_load_ends_in_time_and_answers_what_it_admitted(
    step: Any, workers: int
) -> None:
    found = step("stop", "--rate", "50", "--seconds", "2", workers=workers)
    assert found["gone"] <= 10
    assert found["code"] in (0, -15)
    assert found["requests"] >= 60
    assert [one for one in found["lost"] if not crossed(one, found["closed"])] == []


def test_another_server_around_our_assessor_is_measured_as_ours_is(tmp_path: Path) -> None:
    asked = ["--only", "lit-1", "--rates", "10", "--seconds", "2", "--repeats", "1", "--clients", "2"]
    done = CliRunner().invoke(app, ["compare-serving", *asked, "--folder", str(tmp_path)], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    found = json.loads((tmp_path / "lit-1-turn-1.json").read_text())["figures"]
    assert found["rates"]["10"]["outcomes"] == {"200": found["rates"]["10"]["requests"]}
    assert found["most"]["served"] > 1
    assert "| LitServe, same assessor | 1 |" in done.output
