"""The health check of container engines, against small servers of every kind."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from serve.healthy import USUAL_PORT, address, ask
from serve.settings import Settings

Answers = Callable[[int, bytes], str]


@contextmanager
def answering(status: int, body: bytes) -> Iterator[str]:
    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found = self.path == "/readyz"
            self.send_response(status if found else 404)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

    server = HTTPServer(("127.0.0.1", 0), Answer)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def service() -> Iterator[Answers]:
    """Return how to start something that answers /readyz so."""
    with ExitStack() as stack:
        yield lambda status, body: stack.enter_context(answering(status, body))


@pytest.mark.parametrize(
    ("status", "said", "ready"),
    [(200, "ready", True), (200, "degraded", True), (503, "starting", False), (503, "stopping", False)],
)
def test_a_service_is_healthy_while_requests_may_be_sent_to_it(
    service: Answers, status: int, said: str, ready: bool
) -> None:
    assert ask(service(status, json.dumps({"status": said}).encode())) == (ready, said)


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b"{}", b"null"])
def test_whatever_else_answers_there_is_not_healthy(service: Answers, body: bytes) -> None:
    ready, said = ask(service(200, body))
    assert not ready
    assert said.startswith("no answer from http://127.0.0.1:")


@pytest.mark.parametrize("url", ["http://127.0.0.1:1", "http://[::1", "nonsense", "http://127.0.0.1:port"])
def test_where_nobody_answers_is_not_healthy(url: str) -> None:
    assert not ask(url)[0]


@pytest.mark.parametrize(
    ("host", "port", "asked"),
    [
        (None, None, f"http://127.0.0.1:{USUAL_PORT}"),
        ("0.0.0.0", "8000", "http://127.0.0.1:8000"),
        ("::", None, f"http://127.0.0.1:{USUAL_PORT}"),
        ("192.0.2.7", "80", "http://192.0.2.7:80"),
        ("::1", "80", "http://[::1]:80"),
    ],
)
def test_it_asks_where_the_service_is_told_to_listen(
    host: str | None, port: str | None, asked: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in (("AIMWELL_HOST", host), ("AIMWELL_PORT", port)):
        monkeypatch.setenv(name, value) if value else monkeypatch.delenv(name, raising=False)
    assert address() == asked
    assert Settings.model_fields["port"].default == USUAL_PORT


def test_its_exit_code_tells_and_it_starts_without_the_service_s_libraries(service: Answers) -> None:
    seen = "import runpy, sys\ntry: runpy.run_module('serve.healthy', run_name='__main__')\n"
    seen += "finally: print([m for m in ('pydantic', 'fastapi', 'httpx', 'numpy', 'typer') if m in sys.modules])"
    for status, code in ((200, 0), (503, 1)):
        done = subprocess.run(
            [sys.executable, "-c", seen, service(status, b'{"status": "so"}')], capture_output=True, text=True
        )
        assert (done.returncode, done.stdout) == (code, "so\n[]\n"), done.stderr
