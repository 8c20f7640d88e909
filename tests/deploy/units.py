"""The units of systemd in deploy/ and the settings beside them, as tests read them."""

import shlex
from pathlib import Path

from tests.deploy.container import ROOT

DEPLOY = ROOT / "deploy"
PROGRAM = "/opt/aimwell/bin/aimwell"
Unit = dict[str, list[str]]


def unit(name: str) -> Unit:
    """Return what a unit sets, each setting with all its values in order; sections do not share names here."""
    found: Unit = {}
    for line in (DEPLOY / name).read_text(encoding="utf-8").splitlines():
        if line and line[0] not in "#[":
            key, _, value = line.partition("=")
            found.setdefault(key, []).append(value)
    return found


def words(command: str) -> list[str]:
    """Return the words of a command of a unit, as systemd hands them over."""
    return [word.replace("%%", "%") for word in shlex.split(command.lstrip("-"))]


def settings_of(file: Path) -> dict[str, str]:
    """Return the variables that an environment file of systemd sets."""
    lines = [line for line in file.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    return {name: shlex.split(value)[0] for name, _, value in (line.partition("=") for line in lines)}
