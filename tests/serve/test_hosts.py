import pytest
from fastapi.testclient import TestClient
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

from serve.hosts import Hosts, is_loopback, name_in


async def inside(scope: Scope, receive: Receive, send: Send) -> None:
    await PlainTextResponse("in")(scope, receive, send)


def status(host: str, origin: str | None = None, *, bound: str = "127.0.0.1", **listed: tuple[str, ...]) -> int:
    app = Hosts(inside, bound, listed.get("names", ()), listed.get("origins", ()))
    headers = {"host": host} | ({"origin": origin} if origin is not None else {})
    return TestClient(app).get("/", headers=headers).status_code


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("localhost", 200),
        ("localhost:8642", 200),
        ("LocalHost:8642", 200),
        ("localhost.", 200),
        ("127.0.0.1:8642", 200),
        ("[::1]:8642", 200),
        ("[::1]", 200),
        ("evil.example", 421),
        ("localhost.evil.example", 421),
        ("evil.example:8642", 421),
        ("127.0.0.1.evil.example", 421),
        ("192.0.2.7", 421),
        ("evil.example#localhost", 421),
        ("localhost@evil.example", 421),
        ("[::1", 200),
        ("[evil.example]", 421),
        ("", 421),
        (":8642", 421),
    ],
)
def test_a_service_of_this_machine_answers_to_its_own_names_only(host: str, expected: int) -> None:
    assert status(host) == expected


def test_a_name_that_rebinds_to_this_machine_is_refused_though_its_page_names_itself() -> None:
    assert status("evil.example:8642", "http://evil.example:8642") == 421


@pytest.mark.parametrize(
    ("host", "expected"),
    [("192.0.2.7:8642", 200), ("[2001:db8::7]:8642", 200), ("evil.example", 421), ("aimwell.example", 200)],
)
@pytest.mark.parametrize("bound", ["0.0.0.0", "::"])
def test_bound_to_every_address_it_answers_to_all_of_them_and_to_names_that_are_listed(
    bound: str, host: str, expected: int
) -> None:
    assert status(host, bound=bound, names=("aimwell.example",)) == expected


def test_the_address_that_it_is_bound_to_is_its_name() -> None:
    assert status("192.0.2.7:8642", bound="192.0.2.7") == 200
    assert status("192.0.2.8:8642", bound="192.0.2.7") == 421


@pytest.mark.parametrize(
    ("host", "origin", "expected"),
    [
        ("localhost:8642", None, 200),
        ("localhost:8642", "http://localhost:8642", 200),
        ("localhost:8642", "http://localhost:3000", 403),
        ("localhost:8642", "http://localhost", 403),
        ("localhost:8642", "https://evil.example", 403),
        ("localhost:8642", "null", 403),
        ("localhost:8642", "", 403),
        ("localhost:8642", "localhost:8642", 403),
        ("aimwell.example", "https://aimwell.example", 200),
        ("aimwell.example", "https://aimwell.example:443", 200),
        ("aimwell.example:443", "https://aimwell.example", 200),
        ("aimwell.example", "https://aimwell.example.evil.example", 403),
        ("localhost:8642", "https://plans.example", 200),
        ("localhost:8642", "https://Plans.example", 200),
        ("localhost:8642", "http://plans.example", 403),
        ("localhost:8642", "https://plans.example:8443", 403),
        ("localhost:8642", "https://sub.plans.example", 403),
    ],
)
def test_pages_of_its_own_and_of_listed_origins_may_ask_and_no_others(
    host: str, origin: str | None, expected: int
) -> None:
    assert status(host, origin, names=("aimwell.example",), origins=("https://plans.example",)) == expected


def test_every_page_may_ask_where_that_is_said() -> None:
    assert [status("localhost", o, origins=("*",)) for o in ("https://a.example", "null")] == [200, 200]


@pytest.mark.parametrize(
    ("header", "name"),
    [("Host.example:80", "host.example"), ("[2001:DB8::1]:80", "2001:db8::1"), ("a.", "a"), ("", "")],
)
def test_a_name_is_read_without_port_and_brackets(header: str, name: str) -> None:
    assert name_in(header) == name


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("127.0.0.1", True),
        ("127.8.9.10", True),
        ("::1", True),
        ("localhost", True),
        ("0.0.0.0", False),
        ("::", False),
        ("", False),
        ("192.0.2.7", False),
        ("no such host", False),
    ],
)
def test_loopback_is_what_only_this_machine_can_reach(host: str, expected: bool) -> None:
    assert is_loopback(host) is expected
