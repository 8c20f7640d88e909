import subprocess
import sys
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from serve.app import wire
from serve.settings import Settings


def test_it_is_alive_and_says_who_judges(client: TestClient) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}
    assert client.get("/readyz").json() == {"status": "ready", "engine": "rules", "bundle": None, "warning": None}


def test_without_a_bundle_the_rules_answer_and_standard_error_says_why(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wired = wire(Settings(bundle=tmp_path))
    assert wired.assessor.classifier is None
    assert "the rules answer alone" in (wired.warning or "")
    assert "manifest.json is not there" in capsys.readouterr().err


@pytest.mark.parametrize("path", ["/", "/docs", "/favicon.ico", "/static/reference/swagger-ui.css", "/openapi.json"])
def test_the_page_and_the_reference_are_served_from_this_machine(client: TestClient, path: str) -> None:
    reply = client.get(path)
    assert reply.status_code == 200
    assert "unsafe-inline" not in reply.headers["content-security-policy"].split("style-src")[0]
    assert path not in ("/", "/docs") or "//" not in reply.text.replace("http://www.w3.org", "")


def test_every_answer_and_refusal_is_in_the_openapi_document(client: TestClient) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    assert {"/v1/score", "/v1/rewrite", "/healthz", "/readyz"} <= set(paths)
    assert {"200", "400", "413", "422"} <= set(paths["/v1/score"]["post"]["responses"])


def test_importing_the_service_pulls_in_no_training_stack() -> None:
    code = "import serve.app, sys; print([m for m in ('torch', 'sklearn', 'transformers', 'datasets') if m in sys.modules])"
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"
    )
