import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from serve.app import create_app
from serve.logs import OneLine, configure
from tests.serve.conftest import services

JOHN = {"objectives": [{"text": "John will stop disrupting the class"}]}


@pytest.fixture
def as_it_was() -> Iterator[None]:
    """Put the logging of the tests back."""
    root, own = logging.getLogger(), logging.getLogger("aimwell.requests")
    handlers, levels = root.handlers[:], (root.level, own.level)
    yield
    root.handlers[:] = handlers
    root.setLevel(levels[0])
    own.setLevel(levels[1])


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


@pytest.mark.usefixtures("as_it_was")
def test_a_request_is_one_line_of_json_where_that_is_wanted(capsys: pytest.CaptureFixture[str]) -> None:
    client = TestClient(create_app(services()))
    configure(requests=True)
    reply = client.post("/v1/score?who=Kai", json=JOHN)
    (line,) = lines(capsys)
    assert set(line) == {"time", "level", "event", "method", "route", "status", "ms", "request"}
    assert (line["event"], line["method"], line["route"], line["status"]) == ("request", "POST", "/v1/score", "200")
    assert line["request"] == reply.headers["x-request-id"]
    assert line["ms"] > 0


@pytest.mark.usefixtures("as_it_was")
def test_a_request_leaves_no_line_where_none_is_wanted(capsys: pytest.CaptureFixture[str]) -> None:
    client = TestClient(create_app(services()))
    configure(requests=False)
    client.post("/v1/score", json=JOHN)
    assert lines(capsys) == []


@pytest.mark.usefixtures("as_it_was")
def test_warnings_of_any_library_become_a_line_whose_traceback_is_a_place(capsys: pytest.CaptureFixture[str]) -> None:
    configure(requests=False)
    try:
        int("about secretword")
    except ValueError:
        logging.getLogger("uvicorn.error").exception("Exception in ASGI application %s\n", "about secretword")
    (line,) = lines(capsys)
    assert (line["event"], line["level"]) == ("Exception in ASGI application %s", "error")
    assert line["error"].startswith("ValueError at ")
    assert "test_logs.py" in line["error"]
    assert "secretword" not in json.dumps(line)


def test_a_line_is_one_whatever_it_says() -> None:
    record = logging.LogRecord("a", logging.ERROR, "f", 1, "two\nlines “ü”", None, None)
    assert "\n" not in OneLine().format(record)
    assert json.loads(OneLine().format(record))["event"] == "two\nlines “ü”"


def test_numbers_of_requests_are_all_different_and_never_the_client_s(client: TestClient) -> None:
    replies = [client.get("/healthz", headers={"X-Request-ID": "chosen"}) for _ in range(3)]
    numbers = {r.headers["x-request-id"] for r in replies}
    assert len(numbers) == 3
    assert "chosen" not in numbers
