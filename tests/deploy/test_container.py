"""The Containerfile: what a linter says of it, and that it takes what is there and gives away no more than it must."""

import re
import subprocess
import sys
import tomllib
from fnmatch import fnmatch
from pathlib import Path

import pytest

from serve.settings import SECRETS_VARIABLE, Settings
from tests.deploy.container import CONTAINERFILE, ROOT, Stage, stages

STAGES = stages()
SHIPPED = ("service", "keeper")
IGNORED = (ROOT / ".containerignore").read_text(encoding="utf-8").splitlines()
OTHER_VARIABLES = {"AIMWELL_CACHE", SECRETS_VARIABLE}


def copied() -> list[str]:
    """Return every path of the repository that goes into an image."""
    said = [words.split() for stage in STAGES.values() for words in stage.of("COPY")]
    return [path for words in said if not words[0].startswith("--from") for path in words[:-1]]


def in_git(path: str) -> bool:
    done = subprocess.run(["git", "ls-files", path], cwd=ROOT, capture_output=True, text=True, check=True)
    return bool(done.stdout.strip())


def test_the_linter_has_nothing_to_say() -> None:
    hadolint = Path(sys.executable).parent / "hadolint"
    done = subprocess.run([hadolint, "--no-color", CONTAINERFILE], capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, "")


@pytest.mark.parametrize("path", copied())
def test_what_is_copied_is_in_git_and_is_let_into_the_build(path: str) -> None:
    assert in_git(path)
    assert f"!{path}" in IGNORED


def test_nothing_else_is_let_into_the_build() -> None:
    assert IGNORED[1] == "*"
    let_in = {line[1:] for line in IGNORED if line.startswith("!")}
    assert let_in == set(copied())
    assert not any(fnmatch(secret, name) for secret in ("deploy/secrets", ".git", "runs") for name in let_in)


def test_docker_reads_the_same_list_under_its_own_name() -> None:
    assert (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines() == IGNORED


@pytest.mark.parametrize("stage", [s for s in STAGES.values() if s.base not in STAGES], ids=lambda stage: stage.name)
def test_every_base_has_a_version_and_none_is_the_latest(stage: Stage) -> None:
    _, _, tag = stage.base.rpartition("/")[2].partition(":")
    assert tag
    assert "latest" not in tag


@pytest.mark.parametrize("name", SHIPPED)
def test_what_ships_runs_as_a_numeric_user_other_than_root_and_needs_no_shell(name: str) -> None:
    stage = STAGES[name]
    user, _, group = stage.of("USER")[-1].partition(":")
    assert int(user) > 0
    assert int(group) > 0
    assert stage.command("ENTRYPOINT")[:3] == ["python3", "-m", "serve"]
    assert stage.command("CMD")


def test_the_last_stage_is_the_service() -> None:
    assert list(STAGES.values())[-1].base == "service"


def test_the_service_is_asked_how_it_is_without_a_shell_and_is_stopped_by_sigterm() -> None:
    service = STAGES["service"]
    assert service.command("HEALTHCHECK") == ["python3", "-m", "serve.healthy"]
    assert service.of("STOPSIGNAL") == ["SIGTERM"]
    assert service.of("RUN") == []


def test_everything_that_is_written_lies_in_the_one_volume() -> None:
    service = STAGES["service"]
    (volume,) = service.of("VOLUME")
    told = service.environment()
    places = ("HOME", "XDG_CONFIG_HOME", "AIMWELL_STATE", "AIMWELL_CACHE", "AIMWELL_KEYS")
    assert all(Path(told[name]).is_relative_to(volume) for name in places)
    # `aimwell reviews erase` empties the state's own cache; the language model must not go with it.
    assert not Path(told["AIMWELL_CACHE"]).is_relative_to(told["AIMWELL_STATE"])
    assert re.search(rf"--chown={service.of('USER')[0]} \S+ {volume}$", "\n".join(service.of("COPY")), re.MULTILINE)


@pytest.mark.parametrize("name", SHIPPED)
def test_what_is_set_is_a_setting_and_no_library_reports_home(name: str) -> None:
    told = STAGES[name].environment()
    ours = {variable for variable in told if variable.startswith("AIMWELL_")}
    assert {v.removeprefix("AIMWELL_").lower() for v in ours - OTHER_VARIABLES} <= set(Settings.model_fields)
    assert told["ORT_DISABLE_TELEMETRY"] == "1"


def test_no_training_stack_is_installed_and_the_rewriter_s_base_comes_by_its_hash() -> None:
    installs = "\n".join(STAGES["build"].of("RUN"))
    assert "[lsp,mcp,postgres]" in installs
    assert "--no-deps --require-hashes -r requirements-rewriter.txt" in installs
    assert STAGES["build"].environment()["PIP_CONSTRAINT"].endswith("/constraints.txt")


def test_the_label_says_the_version_of_the_package() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    labels = dict(re.findall(r'org\.opencontainers\.image\.(\w+)="([^"]*)"', STAGES["service"].of("LABEL")[0]))
    assert (labels["version"], labels["licenses"]) == (project["version"], project["license"])
