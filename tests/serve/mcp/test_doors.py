"""The tools on HTTP, behind the service's door."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from serve.keys import KeyScope, KeyStore
from serve.mcp.doors import PATH, http_app
from tests.serve.conftest import services

LIST = {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}}
HEADERS = {"Accept": "application/json, text/event-stream", "MCP-Protocol-Version": "2025-06-18"}
Ask = Callable[..., tuple[int, str]]


@pytest.fixture
def ask() -> Iterator[Callable[..., Ask]]:
    """Return a way to ask a server with some settings for its tools, with some headers."""
    with ExitStack() as stack:

        def server(**settings: Any) -> Ask:
            app = http_app(services(hosts=(), **settings))
            client = stack.enter_context(TestClient(app, base_url="http://127.0.0.1:8643"))

            def answer(**headers: str) -> tuple[int, str]:
                reply = client.post(PATH, json=LIST, headers={**HEADERS, **headers})
                return reply.status_code, reply.text

            return answer

        yield server


def test_the_tools_are_listed(ask: Callable[..., Ask]) -> None:
    status, said = ask()()
    assert status == 200
    assert "review_plan" in said


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Host": "plans.example"}, 421),
        ({"Host": "127.0.0.1.plans.example:8643"}, 421),
        ({"Origin": "https://plans.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://127.0.0.1:8643"}, 200),
        ({"Host": "localhost:8643"}, 200),
        ({"Host": "[::1]:8643"}, 200),
    ],
)
def test_it_answers_to_its_own_names_and_to_no_page_from_elsewhere(
    ask: Callable[..., Ask], headers: dict[str, str], status: int
) -> None:
    assert ask()(**headers)[0] == status


def test_a_page_that_the_operator_lists_may_ask(ask: Callable[..., Ask]) -> None:
    assert ask(origins=("https://plans.example",))(Origin="https://plans.example")[0] == 200


def test_where_there_are_keys_one_with_the_scope_is_needed(ask: Callable[..., Ask], tmp_path: Path) -> None:
    store = KeyStore(tmp_path / "keys.json")
    today = date.today()  # noqa: DTZ011
    score = store.add("assistant", [KeyScope.SCORE], today)
    review = store.add("reviewer", [KeyScope.REVIEW], today)
    asked = ask(keys=store.path)
    assert asked()[0] == 401
    assert asked(Authorization="Bearer aw_nobody_s")[0] == 401
    assert asked(Authorization=f"Bearer {review}")[0] == 403
    assert asked(Authorization=f"Bearer {score}")[0] == 200


def test_a_body_over_the_limit_is_refused(ask: Callable[..., Ask]) -> None:
    assert ask(max_body_bytes=20)()[0] == 413
