"""The hook of `.pre-commit-hooks.yaml` in a repository with plans, run by pre-commit itself.

pre-commit takes Aimwell as it is installed here (`language: system`), for building it anew for each test would take minutes;
which files the hook gets, and how it is called, is as it ships.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fixtures.make_action_plan import FIXTURE

pytestmark = pytest.mark.e2e
ROOT = Path(__file__).parents[2]
CONFIGURATION = """repos:
- repo: {hooks}
  rev: {commit}
  hooks:
  - id: aimwell-check
    language: system
"""
GOOD = "- Meera Nair will take Priya to the dentist in Larch Street on Friday 12 March 2027.\n"
WEAK = "- Support Priya with her dental health.\n"


def git(folder: Path, *arguments: str) -> str:
    who = ("-c", "user.name=Aimwell", "-c", "user.email=aimwell@example.org")
    done = subprocess.run(["git", *who, *arguments], cwd=folder, capture_output=True, text=True, check=True, timeout=60)
    return done.stdout.strip()


@pytest.fixture(scope="module")
def hooks(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A repository with the hook's definition, and its commit."""
    folder = tmp_path_factory.mktemp("hooks")
    shutil.copy(ROOT / ".pre-commit-hooks.yaml", folder)
    git(folder, "init", "--quiet")
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "--message", "hooks")
    return folder, git(folder, "rev-parse", "HEAD")


def run(folder: Path, hooks: tuple[Path, str], files: dict[str, bytes]) -> subprocess.CompletedProcess[str]:
    """Commit these files to a new repository under the hook, and return what it said."""
    git(folder, "init", "--quiet")
    repository, commit = hooks
    (folder / ".pre-commit-config.yaml").write_text(CONFIGURATION.format(hooks=repository, commit=commit))
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    git(folder, "add", ".")
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "PRE_COMMIT_HOME": str(folder / ".git" / "cache"),
    }
    command = [sys.executable, "-m", "pre_commit", "run", "--all-files", "--verbose"]
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=180
    )


def test_a_weak_plan_stops_the_commit_and_other_files_are_not_read(tmp_path: Path, hooks: tuple[Path, str]) -> None:
    files = {
        "README.md": b"- Support everybody\n",
        "notes/explanation.md": b"- Support everybody\n",
        "plans/priya.md": WEAK.encode(),
        "case/action-plan.docx": FIXTURE.read_bytes(),
    }
    done = run(tmp_path, hooks, files)
    assert done.returncode == 1, done.stderr
    assert "plans/priya.md:1: weak-verb" in done.stdout
    assert "case/action-plan.docx" in done.stdout
    assert "README.md" not in done.stdout
    assert "explanation.md" not in done.stdout


def test_a_good_plan_goes_through(tmp_path: Path, hooks: tuple[Path, str]) -> None:
    done = run(tmp_path, hooks, {"plan-for-priya.md": GOOD.encode(), "code.py": b"print()\n"})
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Passed" in done.stdout
