import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
import uvicorn
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send
from typer.testing import CliRunner
from uvicorn.server import ServerState

from serve.cli import app
from serve.dependencies import day
from serve.keys import KeyScope, KeyStore, KeysUnusable
from serve.server import NotSafe, address_of, check_safe, patient
from serve.settings import Settings

TODAY = day(None)
SHORT = 0.1


@pytest.fixture
def store(tmp_path: Path) -> KeyStore:
    return KeyStore(tmp_path / "keys.json")


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost"])
def test_this_machine_alone_may_do_without_keys(store: KeyStore, host: str) -> None:
    assert check_safe(Settings(host=host, keys=store.path)) is False


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7"])
def test_bound_elsewhere_it_starts_with_a_valid_key_only(store: KeyStore, host: str) -> None:
    settings = Settings(host=host, keys=store.path)
    with pytest.raises(NotSafe, match=r"aimwell keys add NAME --scope score"):
        check_safe(settings)
    store.add("Word", [KeyScope.SCORE], TODAY - timedelta(days=9), expires=TODAY - timedelta(days=1))
    with pytest.raises(NotSafe):
        check_safe(settings)
    store.add("Word", [KeyScope.SCORE], TODAY)
    assert check_safe(settings) is True
    store.revoke("Word", TODAY)
    with pytest.raises(NotSafe):
        check_safe(settings)


def test_a_name_for_a_proxy_needs_keys_although_it_is_bound_to_this_machine(store: KeyStore) -> None:
    settings = Settings(hosts=("localhost", "aimwell.invalid"), keys=store.path)
    with pytest.raises(NotSafe, match=r"AIMWELL_HOSTS says that it is reached as aimwell\.invalid"):
        check_safe(settings)
    store.add("Word", [KeyScope.SCORE], TODAY)
    assert check_safe(settings) is True


def test_a_key_file_that_cannot_be_used_stops_it_on_this_machine_too(store: KeyStore) -> None:
    store.path.write_text("{")
    store.path.chmod(0o600)
    with pytest.raises(KeysUnusable):
        check_safe(Settings(keys=store.path))


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ({"AIMWELL_HOST": "0.0.0.0"}, "aimwell keys add"),
        ({"AIMWELL_PORT": "eighty"}, "AIMWELL_PORT: "),
        ({"AIMWELL_ORIGINS": "https://a.example,*"}, "AIMWELL_ORIGINS: “*” is no origin"),
        ({"AIMWELL_LOG": "loud"}, "AIMWELL_LOG: "),
    ],
)
def test_the_command_refuses_in_one_line_and_with_exit_2(
    monkeypatch: pytest.MonkeyPatch, store: KeyStore, environment: dict[str, str], said: str
) -> None:
    monkeypatch.setenv("AIMWELL_KEYS", str(store.path))
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    result = CliRunner().invoke(app, ["serve"])
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_the_host_on_the_command_line_is_the_one_that_counts(monkeypatch: pytest.MonkeyPatch, store: KeyStore) -> None:
    monkeypatch.setenv("AIMWELL_KEYS", str(store.path))
    assert CliRunner().invoke(app, ["serve", "--host", "0.0.0.0"]).exit_code == 2


@pytest.mark.parametrize(("host", "address"), [("127.0.0.1", "http://127.0.0.1:8642"), ("::1", "http://[::1]:8642")])
def test_the_address_can_be_pasted_into_a_browser(host: str, address: str) -> None:
    assert address_of(Settings(host=host)) == address


async def echo(scope: Scope, receive: Receive, send: Send) -> None:
    await PlainTextResponse("heard")(scope, receive, send)


@pytest.fixture
async def port() -> AsyncIterator[int]:
    """Return the port of a server that waits a tenth of a second for the head of a request."""
    config = uvicorn.Config(echo, http=patient(SHORT), ws="none", lifespan="off", log_config=None)
    config.load()
    state = ServerState()
    server = await asyncio.get_running_loop().create_server(
        lambda: config.http_protocol_class(config=config, server_state=state, app_state={}),  # type: ignore[call-arg]
        "127.0.0.1",
        0,
    )
    yield server.sockets[0].getsockname()[1]
    server.close()
    await server.wait_closed()


async def said_to(port: int, *pieces: bytes) -> bytes:
    """Return all that a server says until it hangs up."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for piece in pieces:
        writer.write(piece)
        await writer.drain()
        await asyncio.sleep(SHORT / 5)
    async with asyncio.timeout(5):
        said = await reader.read()
    writer.close()
    await writer.wait_closed()
    return said


WHOLE = b"GET / HTTP/1.1\r\nHost: a\r\n\r\n"


async def test_a_head_that_trickles_is_cut(port: int) -> None:
    said = await said_to(port, b"GET / HT", b"TP/1.1\r\n", b"Host: a\r\n")
    assert said.startswith(b"HTTP/1.1 408 ")


async def test_whoever_says_nothing_is_let_go_without_a_word(port: int) -> None:
    assert await said_to(port) == b""


async def test_a_second_request_on_a_connection_has_no_more_time_than_the_first(port: int) -> None:
    said = await said_to(port, WHOLE, b"GET / HTTP/1.1\r\n")
    assert said.startswith(b"HTTP/1.1 200 ")
    assert b"heard" in said
    assert b"HTTP/1.1 408 " in said


async def test_a_head_that_arrives_in_time_is_answered(port: int) -> None:
    said = await said_to(port, WHOLE[:10], WHOLE[10:-4] + b"\r\nConnection: close\r\n\r\n")
    assert said.startswith(b"HTTP/1.1 200 ")
    assert b"408" not in said
