"""`aimwell lsp` as a process: how soon it answers, how it leaves, and what it leaves in the log."""

import asyncio
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.e2e
COMMAND = [sys.executable, "-m", "serve", "lsp"]
ROOT = Path(__file__).parents[2]


@pytest.fixture
def server() -> Iterator[subprocess.Popen[bytes]]:
    with subprocess.Popen(
        COMMAND, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as started:
        yield started
        started.kill()


def say(server: subprocess.Popen[bytes], **message: object) -> None:
    assert server.stdin is not None
    server.stdin.write(framed([message]))
    server.stdin.flush()


def framed(messages: list[dict[str, object]]) -> bytes:
    bodies = [json.dumps({"jsonrpc": "2.0", **message}).encode() for message in messages]
    return b"".join(b"Content-Length: %d\r\n\r\n%s" % (len(body), body) for body in bodies)


def answer(server: subprocess.Popen[bytes]) -> dict[str, object]:
    assert server.stdout is not None
    length = 0
    while (line := server.stdout.readline()) not in (b"\r\n", b""):
        name, _, value = line.partition(b":")
        length = int(value) if name == b"Content-Length" else length
    read: dict[str, object] = json.loads(server.stdout.read(length))
    return read


def introduce(server: subprocess.Popen[bytes], client: int | None = None) -> dict[str, object]:
    say(server, id=1, method="initialize", params={"processId": client, "rootUri": None, "capabilities": {}})
    return answer(server)


def test_the_first_answer_does_not_wait_for_the_models(server: subprocess.Popen[bytes]) -> None:
    started = time.monotonic()
    assert "result" in introduce(server)
    assert time.monotonic() - started < 3.0  # a third of it, when the machine has nothing else to do


@pytest.mark.parametrize(("says_goodbye", "code"), [(True, 0), (False, 1)])
def test_it_leaves_when_it_is_told_to(server: subprocess.Popen[bytes], says_goodbye: bool, code: int) -> None:
    introduce(server)
    if says_goodbye:
        say(server, id=2, method="shutdown")
        assert answer(server)["result"] is None
    say(server, method="exit")
    assert server.wait(10) == code


def test_it_leaves_when_its_client_hangs_up(server: subprocess.Popen[bytes]) -> None:
    introduce(server)
    assert server.stdin is not None
    server.stdin.close()
    assert server.wait(10) == 1


def test_it_leaves_when_its_client_has_died_and_the_line_is_held_open(server: subprocess.Popen[bytes]) -> None:
    client = subprocess.Popen(["sleep", "60"])
    introduce(server, client.pid)
    client.kill()
    client.wait()
    assert server.wait(15) == 1


async def test_no_word_of_a_plan_is_logged(tmp_path: Path) -> None:
    server = await asyncio.create_subprocess_exec(
        *COMMAND,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
        env={**os.environ, "AIMWELL_BUNDLE": str(tmp_path)},
        cwd=ROOT,
    )
    document = {"uri": "file:///plan.md", "languageId": "markdown", "version": 1, "text": "Otto will ring."}
    messages: list[dict[str, object]] = [
        {"id": 1, "method": "initialize", "params": {"processId": None, "rootUri": None, "capabilities": {}}},
        {"method": "initialized", "params": {}},
        {"method": "textDocument/didOpen", "params": {"textDocument": document}},
        {"method": "textDocument/didOpen", "params": {"textDocument": {**document, "version": "Otto"}}},
        {"method": "textDocument/didChange", "params": {"Otto": "Otto"}},
        {"id": 2, "method": "textDocument/hover", "params": {"textDocument": "Otto"}},
        {"id": 3, "method": "workspace/executeCommand", "params": {"command": "aimwell.ignore", "arguments": ["Otto"]}},
        {"id": 4, "method": "Otto"},
    ]
    assert server.stdin is not None
    assert server.stderr is not None
    server.stdin.write(framed(messages))
    log = b""
    async with asyncio.timeout(30):
        while b"the rules answer alone" not in log:
            log += await server.stderr.readline()
        _, rest = await server.communicate(framed([{"id": 5, "method": "shutdown"}, {"method": "exit"}]))
    assert b"Unable to deserialize" in log + rest
    assert b"Otto" not in log + rest
