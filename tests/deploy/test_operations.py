"""What the page for operators says is so: its settings, files, figures, refusals and commands are there."""

import re
import subprocess

import pytest
import yaml  # type: ignore[import-untyped]
from prometheus_client.parser import text_string_to_metric_families

from model.criteria import Engine
from serve import refusals
from serve.access import RULES
from serve.metrics import Metrics
from serve.refusals import Refusal
from serve.settings import Settings
from tests.deploy.container import ROOT

PAGE = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
ALERTS = [
    rule for group in yaml.safe_load((ROOT / "deploy/alerts.yaml").read_text())["groups"] for rule in group["rules"]
]
ASKED = [rule["expr"] for rule in ALERTS] + re.findall(r"\| `([^`]*(?:aimwell|process)_[^`]*)` \|$", PAGE, re.MULTILINE)
NO_SETTINGS = {"AIMWELL_SECRETS", "AIMWELL_CACHE", "AIMWELL_REWRITER_BASE", "AIMWELL_NAME"}
BLOCKS = re.findall(r"^```sh\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)


def figures() -> set[str]:
    """Return the names of everything that a service that has done something of each kind counts."""
    metrics = Metrics()
    metrics.answered("POST", "/v1/score", "200", 0.1)
    metrics.rewrites.labels("rules").inc()
    text = metrics.text(engine=Engine.RULES, bundle=None, ready=True).decode()
    return {sample.name for family in text_string_to_metric_families(text) for sample in family.samples}


@pytest.mark.parametrize("asked", ASKED)
def test_what_a_monitor_is_to_ask_for_is_counted(asked: str) -> None:
    assert set(re.findall(r"\b(?:aimwell|process)_\w+\b", asked)) <= figures() | {"up"}
    routes = set(re.findall(r'route="([^"]+)"', asked))
    assert routes <= {rule.path for rule in RULES}
    assert set(re.findall(r'engine="([^"]+)"', asked)) <= {engine.value for engine in Engine}


def test_every_alert_says_what_it_means() -> None:
    assert len({rule["alert"] for rule in ALERTS}) == len(ALERTS)
    assert all(rule["annotations"]["summary"].endswith(".") for rule in ALERTS)
    assert {rule["labels"]["severity"] for rule in ALERTS} == {"page", "ticket"}


def test_every_setting_that_it_names_is_one() -> None:
    named = set(re.findall(r"\bAIMWELL_[A-Z_]+\b", PAGE)) - NO_SETTINGS
    assert {name.removeprefix("AIMWELL_").lower() for name in named} <= set(Settings.model_fields)


def test_every_refusal_that_it_explains_is_one() -> None:
    explained = set(re.findall(r"^\| [45]\d\d “([^”]+)”", PAGE, re.MULTILINE))
    titles = {
        r.title for r in vars(refusals).values() if isinstance(r, type) and issubclass(r, Refusal) and r is not Refusal
    }
    assert explained
    assert explained <= titles


@pytest.mark.parametrize("script", BLOCKS)
def test_every_script_is_one_and_takes_files_that_are_there(script: str) -> None:
    subprocess.run(["/bin/sh", "-n"], input=script, text=True, check=True)
    assert [file for file in re.findall(r"\bdeploy/[\w.-]+", script) if not (ROOT / file).exists()] == []
