"""The SARIF report under Microsoft's validator, with its rules for SARIF itself and for GitHub's code scanning."""

import hashlib
import json
import os
import shutil
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from model.assessor import Assessor
from model.detector import RulesDetector
from model.fingerprint import fingerprint
from serve.check import Report, check_at_home, check_files
from serve.check_formats import render_sarif
from serve.houses import Houses
from tests.fixtures.make_action_plan import FIXTURE

pytestmark = pytest.mark.e2e
HERE = Path(__file__).with_name("sarif")
VALIDATOR = HERE / "node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool"
AS_OF = date(2026, 11, 22)
NO_LINES = "SARIF2017"
"""What the validator would like: a line for each result, which an office document has not."""
NO_CULTURES = {"DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"}
"""The validator then needs no library of the world's languages."""


@pytest.fixture(scope="module")
def validator() -> Path:
    """Install the validator as the lock file says, unless it is there already."""
    wanted = hashlib.sha256((HERE / "package-lock.json").read_bytes()).hexdigest()
    stamp = HERE / "node_modules/.aimwell-installed"
    if not stamp.exists() or stamp.read_text() != wanted:
        if shutil.which("npm") is None:
            missing("npm is not installed (apt-get install npm)")
        command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
        done = subprocess.run(command, cwd=HERE, capture_output=True, text=True, check=False, timeout=300)
        if done.returncode:
            missing(f"the packages of tests/e2e/sarif could not be installed: {done.stderr[-300:]}")
        VALIDATOR.chmod(0o755)
        stamp.write_text(wanted)
    return VALIDATOR


def missing(what: str) -> None:
    if os.environ.get("CI") == "true":
        pytest.fail(what)
    pytest.skip(what)


def said(validator: Path, sarif: dict[str, Any], folder: Path) -> dict[str, str]:
    """Return the ids of the rules that the validator holds against a log, each with its level."""
    log, reply = folder / "report.sarif", folder / "reply.sarif"
    log.write_text(json.dumps(sarif), encoding="utf-8")
    command: list[str | Path] = [
        validator,
        "validate",
        log,
        "--rule-kind",
        "Sarif;Gh",
        "--log",
        "ForceOverwrite",
        "--output",
        reply,
    ]
    subprocess.run(command, env={**os.environ, **NO_CULTURES}, capture_output=True, check=True, timeout=120)
    (run,) = json.loads(reply.read_text(encoding="utf-8-sig"))["runs"]
    return {result["ruleId"]: result.get("level", "warning") for result in run["results"]}


def report(folder: Path) -> Report:
    """A report with everything in it: lines and places, a file that cannot be read, and one match that is ignored."""
    plan, broken = folder / "März plan.md", folder / "broken.docx"
    plan.write_text("- Support Priya with her dental health.\n- Reduce missed doses asap\n", encoding="utf-8")
    broken.write_bytes(b"junk")
    paths = [FIXTURE, plan, broken]
    first = check_at_home(paths, Assessor(), Houses(isolated=True), AS_OF, RulesDetector()).rows[1]
    ignored = {fingerprint(first.reasons[0][1], first.entry.objective)}
    return check_files(paths, Assessor().assess, AS_OF, ignored)


def test_the_validator_finds_no_error_in_the_report(validator: Path, tmp_path: Path) -> None:
    sarif = json.loads(render_sarif(report(tmp_path)))
    (run,) = sarif["runs"]
    assert any(result["suppressions"] for result in run["results"])
    assert run["invocations"][0]["toolExecutionNotifications"]
    found = said(validator, sarif, tmp_path)
    assert "error" not in found.values()
    assert NO_LINES in found  # so it has read the results


@pytest.mark.parametrize(
    ("spoil", "rule"),
    [
        (lambda result: result.pop("message"), "JSON1002"),
        (lambda result: result.update(nonsense=1), "JSON1005"),
        (lambda result: result.update(ruleIndex=99), "SARIF1009"),
    ],
)
def test_the_validator_sees_what_is_wrong(
    validator: Path, tmp_path: Path, spoil: Callable[[dict[str, Any]], object], rule: str
) -> None:
    sarif = json.loads(render_sarif(report(tmp_path)))
    spoil(sarif["runs"][0]["results"][0])
    assert said(validator, sarif, tmp_path).get(rule) == "error"
