"""Training, promoting, backing up, restoring and erasing, killed at any moment: nothing is lost, and the next run finishes.

`make kill-hundred` kills each of them a hundred times. `test_reviews_killed.py` does the same to imports.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.e2e.killing import times

pytestmark = pytest.mark.e2e
WITHIN = 3600
"""Seconds after which a run hangs; a hundred trainings that are killed take minutes."""


USUAL = {"retrain": 12, "promote": 40, "write": 40, "backup": 10, "restore": 10, "erase": 10}


def test_whatever_is_killed_at_any_moment_loses_nothing_and_the_next_run_finishes(tmp_path: Path) -> None:
    deeds = [f"{deed}={times(usual)}" for deed, usual in USUAL.items()]
    command = [sys.executable, "-m", "tests.e2e.killed", str(tmp_path), *deeds]
    alone = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "TOKENIZERS_PARALLELISM": "false"}
    done = subprocess.run(command, env=alone, capture_output=True, text=True, timeout=WITHIN, check=False)
    sys.stdout.write(done.stdout)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("nothing was lost") == len(USUAL)
