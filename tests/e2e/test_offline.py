"""Scoring writes nothing for, and says nothing to, the makers of the libraries that it computes with."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.e2e
JUDGE = """
import onnxruntime, os, socket
from datetime import date

def refused(*_):
    raise AssertionError("it asked for another machine")

socket.getaddrinfo = socket.create_connection = refused
from model.assessor import Assessor
from model.bundle import load
from model.criteria import Objective
assert Assessor(load()).assess([Objective("John will stop disrupting the class")], date(2027, 3, 1))
"""


def homes(folder: Path) -> dict[str, str]:
    """Return an environment whose home and cache are empty, and in which nothing tells a library that it is being tested."""
    unknown = {name: value for name, value in os.environ.items() if name not in ("CI", "ORT_DISABLE_TELEMETRY")}
    return {
        **unknown,
        "HOME": str(folder),
        "XDG_CACHE_HOME": str(folder / "cache"),
        "AIMWELL_CACHE": str(folder / "own"),
    }


def left_by(script: str, folder: Path) -> list[str]:
    subprocess.run([sys.executable, "-c", script], check=True, env=homes(folder), timeout=60)
    return sorted(path.name for path in folder.rglob("*") if path.is_file() and "own" not in path.parts)


def test_a_score_leaves_nothing_in_the_home_of_whoever_asked(tmp_path: Path) -> None:
    assert left_by(f"import model\n{JUDGE}", tmp_path) == []


def test_the_run_time_would_report_if_it_were_not_told_not_to(tmp_path: Path) -> None:
    """Otherwise the test above shows nothing."""
    by_itself = "import onnxruntime, time; onnxruntime.SessionOptions(); time.sleep(2)"
    assert "onnxruntime.db" in left_by(by_itself, tmp_path)
