"""`aimwell mcp` itself, with the trained bundle: over standard input and output, and over HTTP, with the SDK's client."""

import json
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from mcp import Client, StdioServerParameters
from mcp.client.stdio import stdio_client

from tests.e2e.service import free_port

pytestmark = pytest.mark.e2e
COMMAND = ["-m", "serve", "mcp"]
START_WITHIN = 30.0
ROOT = Path(__file__).parents[2]
JOHN = {"text": "John will stop disrupting the class"}
PLAN = "| What will be done? | Who | By when |\n| --- | --- | --- |\n| Support attendance | Staff | ongoing |\n"
INTRODUCTION = {
    "jsonrpc": "2.0",
    "id": 1,
    "method": "initialize",
    "params": {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}},
}


@asynccontextmanager
async def on_stdio() -> AsyncIterator[Client]:
    server = StdioServerParameters(command=sys.executable, args=COMMAND, cwd=ROOT)
    async with Client(stdio_client(server)) as client:
        yield client


async def said(client: Client, tool: str, **arguments: Any) -> dict[str, Any]:
    result = await client.call_tool(tool, arguments)
    assert not result.is_error, result.content
    assert isinstance(result.structured_content, dict)
    return result.structured_content


async def test_an_assistant_scores_rewrites_and_reviews_over_standard_input_and_output() -> None:
    async with on_stdio() as client:
        assert {tool.name for tool in (await client.list_tools()).tools} == {
            "score_objectives",
            "rewrite_objective",
            "review_plan",
        }
        scored = await said(client, "score_objectives", objectives=[JOHN])
        assert scored["engine"] == "model"
        assert scored["results"][0]["criteria"]["specific"]["verdict"] == "not_met"
        rewritten = await said(client, "rewrite_objective", objective=JOHN, n=1)
        assert all(span["question"] for span in rewritten["suggestions"][0]["spans"])
        review = await said(client, "review_plan", text=PLAN)
        assert review["summary"]["time_bound"] == {"met": 0, "not_met": 1, "cannot_tell": 0}


def test_the_first_answer_does_not_wait_for_the_models_and_nothing_else_is_printed() -> None:
    started = time.monotonic()
    with subprocess.Popen(
        [sys.executable, *COMMAND], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as server:
        assert server.stdin is not None
        assert server.stdout is not None
        server.stdin.write(json.dumps(INTRODUCTION).encode() + b"\n")
        server.stdin.flush()
        first = json.loads(server.stdout.readline())
        assert first["result"]["serverInfo"]["name"] == "aimwell"
        assert time.monotonic() - started < 4.0  # a quarter of it, when the machine has nothing else to do
        out, log = server.communicate(timeout=10)
    assert (out, log, server.returncode) == (b"", b"", 0)


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    port = free_port()
    server = subprocess.Popen(
        [sys.executable, *COMMAND, "--http", "--port", str(port)], cwd=ROOT, stdout=subprocess.PIPE
    )
    assert server.stdout is not None
    try:
        assert f"http://127.0.0.1:{port}/mcp" in server.stdout.readline().decode()
        give_up = time.monotonic() + START_WITHIN
        while time.monotonic() < give_up:
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                time.sleep(0.05)  # the socket is not open yet; nothing tells when
        yield f"http://127.0.0.1:{port}/mcp"
    finally:
        server.terminate()
        server.communicate(timeout=10)


@pytest.mark.parametrize("mode", ["auto", "legacy"])
async def test_an_assistant_scores_over_http(address: str, mode: str) -> None:
    async with Client(address, mode=mode) as client:
        scored = await said(client, "score_objectives", objectives=[JOHN])
    assert scored["results"][0]["smart"] is False


@pytest.mark.parametrize(
    ("headers", "status"), [({"Host": "plans.example"}, 421), ({"Origin": "https://plans.example"}, 403)]
)
def test_http_answers_to_no_other_name_and_to_no_page_from_elsewhere(
    address: str, headers: dict[str, str], status: int
) -> None:
    accept = {"Accept": "application/json, text/event-stream"}
    assert httpx.post(address, json=INTRODUCTION, headers={**accept, **headers}).status_code == status


def test_http_that_others_could_reach_is_refused_without_keys(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, *COMMAND, "--http", "--host", "0.0.0.0", "--port", str(free_port())],
        cwd=ROOT,
        env={"AIMWELL_KEYS": str(tmp_path / "keys.json")},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert "aimwell keys add" in done.stderr
