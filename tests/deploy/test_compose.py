"""The compose file: closed containers, a database that nobody outside reaches, secrets in files."""

import ipaddress
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]

from serve.settings import SECRETS_VARIABLE, Settings
from tests.deploy.container import ROOT, stages

FILE = ROOT / "deploy" / "compose.yaml"
COMPOSE: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
RUNNING = {name: s for name, s in SERVICES.items() if s["restart"] != "no"}
OURS = {name: s for name, s in SERVICES.items() if "build" in s}
of_each = pytest.mark.parametrize("name", SERVICES)


def seconds(said: str) -> int:
    found = re.fullmatch(r"(\d+)s", said)
    assert found
    return int(found[1])


@pytest.mark.parametrize("file", ["compose.yaml", "alerts.yaml"])
def test_the_linter_has_nothing_to_say(file: str) -> None:
    rules = "{extends: default, rules: {line-length: {max: 120}, braces: {max-spaces-inside: 0}}}"
    done = subprocess.run(
        [sys.executable, "-m", "yamllint", "--strict", "-d", rules, FILE.with_name(file)],
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stdout) == (0, "")


@of_each
def test_a_container_can_write_nowhere_but_where_it_must_and_can_gain_nothing(name: str) -> None:
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service.get("cap_add", []) == (["NET_BIND_SERVICE"] if name == "proxy" else [])
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert not service.get("privileged")
    assert all("noexec" in place or place.startswith("/config") for place in service["tmpfs"])


@of_each
def test_a_container_has_its_share_of_memory_processors_and_processes(name: str) -> None:
    service = SERVICES[name]
    assert re.fullmatch(r"\d+[mg]", service["mem_limit"])
    assert service["cpus"] >= 1
    assert service["pids_limit"] > 0


@of_each
def test_an_image_has_a_version_and_none_is_the_latest(name: str) -> None:
    _, _, tag = SERVICES[name]["image"].partition(":")
    assert tag
    assert tag != "latest"


@pytest.mark.parametrize("name", OURS)
def test_what_is_built_is_a_stage_of_the_containerfile_under_the_package_s_version(name: str) -> None:
    built = OURS[name]["build"]
    assert (FILE.parent / built["context"] / built["dockerfile"]).resolve() == ROOT / "deploy" / "Containerfile"
    stage = stages()[built["target"]]
    assert OURS[name]["user"] == stage.of("USER")[-1]
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert OURS[name]["image"].endswith(f":{version}")


@pytest.mark.parametrize("name", [name for name in RUNNING if name != "proxy"])
def test_what_others_wait_for_says_how_it_is_without_a_shell(name: str) -> None:
    test = SERVICES[name]["healthcheck"]["test"]
    assert test[0] == "CMD"


def test_each_waits_for_those_it_needs() -> None:
    assert SERVICES["aimwell"]["depends_on"]["db"]["condition"] == "service_healthy"
    prepared = SERVICES["aimwell"]["depends_on"]["prepare"]
    assert prepared == {"condition": "service_completed_successfully", "required": False}  # the rules answer without it
    assert SERVICES["proxy"]["depends_on"]["aimwell"]["condition"] == "service_healthy"
    assert SERVICES["prepare"]["command"] == ["prepare"]


def test_only_the_proxy_has_a_way_out_or_in() -> None:
    inner = {name for name, network in COMPOSE["networks"].items() if network.get("internal")}
    assert inner == {"front", "back"}
    assert [name for name, s in SERVICES.items() if not set(s["networks"]) <= inner] == ["proxy"]
    assert [name for name, s in SERVICES.items() if "ports" in s] == ["proxy"]


def test_the_proxy_and_the_database_do_not_meet() -> None:
    assert not set(SERVICES["proxy"]["networks"]) & set(SERVICES["db"]["networks"])


def test_the_word_of_the_proxy_is_taken_and_nobody_else_s() -> None:
    (given,) = COMPOSE["networks"]["front"]["ipam"]["config"]
    assert ipaddress.ip_network(given["subnet"]).is_private
    assert SERVICES["aimwell"]["environment"]["AIMWELL_PROXIES"] == given["subnet"]
    assert {name for name, s in SERVICES.items() if "front" in s["networks"]} == {"aimwell", "proxy"}


def test_secrets_come_in_files_that_git_does_not_take() -> None:
    for name, secret in COMPOSE["secrets"].items():
        file = FILE.parent / secret["file"]
        done = subprocess.run(["git", "check-ignore", "--quiet", file], cwd=ROOT)
        assert done.returncode == 0
        assert file.name == name
    said = FILE.read_text(encoding="utf-8")
    assert "://aimwell:" not in said
    assert not re.search(r"PASSWORD:", said)


@pytest.mark.parametrize("name", OURS)
def test_what_is_set_is_a_setting(name: str) -> None:
    told = dict(OURS[name]["environment"])
    assert told.pop(SECRETS_VARIABLE) == "/run/secrets"
    assert {v.removeprefix("AIMWELL_").lower() for v in told} <= set(Settings.model_fields)
    assert {s.removeprefix("aimwell_") for s in OURS[name]["secrets"]} <= set(Settings.model_fields)


def test_a_stopping_service_is_given_the_time_that_it_takes() -> None:
    service = SERVICES["aimwell"]
    told = Settings(drain_seconds=float(service["environment"]["AIMWELL_DRAIN_SECONDS"]))
    assert seconds(service["stop_grace_period"]) > told.stop_seconds + told.drain_seconds + 3


def test_every_volume_and_network_that_is_used_is_named() -> None:
    mounted = {v.partition(":")[0] for s in SERVICES.values() for v in s.get("volumes", []) if not v.startswith(".")}
    assert mounted == set(COMPOSE["volumes"])
    assert {n for s in SERVICES.values() for n in s["networks"]} == set(COMPOSE["networks"])


def test_the_proxy_passes_on_what_the_service_would_take_and_says_under_which_name() -> None:
    caddyfile = (ROOT / "deploy" / "Caddyfile").read_text(encoding="utf-8")
    assert Path(SERVICES["proxy"]["volumes"][0].split(":")[0]).name == "Caddyfile"
    assert Settings().max_body_bytes == 1_000_000
    assert "max_size 1MB" in caddyfile
    waits = re.search(r"response_header_timeout (\d+)s", caddyfile)
    assert waits
    assert int(waits[1]) > Settings().request_seconds
    variables = set(re.findall(r"\{\$(\w+)", caddyfile))
    assert variables == set(SERVICES["proxy"]["environment"])
