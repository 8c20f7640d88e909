"""The units of systemd: what systemd says of them, and that they agree with what the service does."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from serve.server import MOST_CONNECTIONS
from serve.settings import Settings
from tests.deploy.units import DEPLOY, PROGRAM, settings_of, unit, words

SERVICES = ("aimwell.service", "aimwell-backup.service")
ANALYZE = shutil.which("systemd-analyze")
EXPOSED = 15
"""Tenths, as `systemd-analyze security` counts: a service that may do everything has 96."""
EXAMPLE = DEPLOY / "aimwell.env.example"
OTHER_VARIABLES = {"AIMWELL_CACHE"}
systemd = pytest.mark.skipif(ANALYZE is None, reason="systemd is not installed")


def settings() -> Settings:
    told = settings_of(EXAMPLE)
    fields = {name.removeprefix("AIMWELL_").lower(): value for name, value in told.items()}
    return Settings.model_validate({name: value for name, value in fields.items() if name in Settings.model_fields})


@systemd
def test_systemd_understands_every_line(tmp_path: Path) -> None:
    for file in sorted(DEPLOY.glob("aimwell*.*er*")):  # the program is not installed where this is tested
        said = file.read_text(encoding="utf-8").replace(PROGRAM, sys.executable)
        (tmp_path / file.name).write_text(said, encoding="utf-8")
    units = sorted(tmp_path.iterdir())
    assert {u.name for u in units} == {*SERVICES, "aimwell-backup.timer"}
    done = subprocess.run([str(ANALYZE), "verify", "--man=no", *units], capture_output=True, text=True)
    ours = [line for line in done.stderr.splitlines() if str(tmp_path) in line or "aimwell" in line]
    assert (done.returncode, ours) == (0, [])


@systemd
@pytest.mark.parametrize("name", SERVICES)
def test_systemd_holds_it_for_well_closed(name: str) -> None:
    command = [str(ANALYZE), "security", "--offline=yes", "--no-pager", f"--threshold={EXPOSED}", str(DEPLOY / name)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("name", SERVICES)
def test_it_is_closed_in_each_of_these_ways(name: str) -> None:
    told = unit(name)
    assert told["User"] == ["aimwell"]
    assert (told["CapabilityBoundingSet"], told["AmbientCapabilities"]) == ([""], [""])
    assert (told["ProtectSystem"], told["ProtectHome"]) == (["strict"], ["yes"])
    assert told["IPAddressDeny"] == ["any"]
    assert told["SystemCallFilter"] == ["@system-service", "~@privileged @resources"]
    yes = ("NoNewPrivileges", "PrivateTmp", "PrivateDevices", "MemoryDenyWriteExecute", "RestrictNamespaces")
    assert [told[setting] for setting in yes] == [["yes"]] * len(yes)


def test_the_two_are_closed_alike() -> None:
    closed = re.compile(
        "Capab|Ambient|NoNew|Protect|Private|Restrict|Remove|Lock|MemoryDeny|SystemCall|IPAddress|Device"
    )
    first, second = ({k: v for k, v in unit(name).items() if closed.match(k)} for name in SERVICES)
    assert first == second


def test_a_stopping_service_is_given_the_time_that_it_takes() -> None:
    told = unit("aimwell.service")
    given = settings()
    assert int(told["TimeoutStopSec"][0]) > given.stop_seconds + given.drain_seconds + 3
    assert told["KillMode"] == ["mixed"]
    assert told["Type"] == ["exec"]


def test_it_may_hold_as_many_files_as_its_workers_hold_connections() -> None:
    assert int(unit("aimwell.service")["LimitNOFILE"][0]) > 2 * MOST_CONNECTIONS * settings().workers


def test_it_serves_and_makes_the_language_model_first_where_it_can() -> None:
    told = unit("aimwell.service")
    assert words(told["ExecStart"][0]) == [PROGRAM, "serve"]
    assert told["ExecStartPre"] == [f"-{PROGRAM} prepare"]


def test_backups_go_where_the_service_may_write_and_old_ones_go_away() -> None:
    told = unit("aimwell-backup.service")
    (folder,) = told["WorkingDirectory"]
    assert Path(folder).name in told["StateDirectory"][0].split()
    shell, flag, script = words(told["ExecStart"][0])
    assert (shell, flag) == ("/bin/sh", "-c")
    assert script.startswith(f'exec {PROGRAM} reviews backup "reviews-$(date')
    assert words(told["ExecStartPost"][0])[1] == folder
    assert unit("aimwell-backup.timer")["Persistent"] == ["yes"]


def test_the_example_s_settings_are_settings_and_lie_where_the_unit_lets_them() -> None:
    told = settings_of(EXAMPLE)
    ours = {name for name in told if name.startswith("AIMWELL_")}
    assert {name.removeprefix("AIMWELL_").lower() for name in ours - OTHER_VARIABLES} <= set(Settings.model_fields)
    assert told["ORT_DISABLE_TELEMETRY"] == "1"
    places = unit("aimwell.service")
    state = f"/var/lib/{places['StateDirectory'][0]}/"
    assert told["AIMWELL_STATE"].startswith(state)
    assert told["AIMWELL_KEYS"].startswith(state)
    assert told["AIMWELL_CACHE"] == f"/var/cache/{places['CacheDirectory'][0]}"
    assert places["EnvironmentFile"] == ["/etc/aimwell/aimwell.env"]


def test_the_shell_reads_the_example_as_systemd_does() -> None:
    shown = subprocess.run(
        ["/bin/sh", "-c", 'set -a; . "$1"; exec env -0', "sh", EXAMPLE],
        capture_output=True,
        text=True,
        env={},
        check=True,
    )
    found = dict(line.split("=", 1) for line in shown.stdout.split("\0") if "=" in line)
    assert settings_of(EXAMPLE).items() <= found.items()
