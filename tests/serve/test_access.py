"""Who may do what, through the whole door."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from serve.access import ANYBODY, RULES, Access, Way, key_in, rule_for
from serve.app import create_app
from serve.dependencies import day
from serve.key_ring import KeyRing
from serve.keys import KeyScope, KeyStore
from serve.refusals import Forbidden, Unauthorised
from tests.serve.conftest import services

TODAY = day(None)
JOHN: dict[str, Any] = {"objectives": [{"text": "John will stop disrupting the class"}]}
TEXT = {"text": "John will stop disrupting the class.", "language": "en-GB"}


@pytest.fixture
def store(tmp_path: Path) -> KeyStore:
    return KeyStore(tmp_path / "keys.json")


@pytest.fixture
def scoring(store: KeyStore) -> str:
    return store.add("Word", [KeyScope.SCORE], TODAY)


@pytest.fixture
def keyed(store: KeyStore, scoring: str, serve: Callable[..., TestClient]) -> TestClient:
    """Return a client, without any key, of a service that asks for one."""
    return serve(keys=store.path)


def test_without_any_key_on_this_machine_everybody_may_ask(client: TestClient) -> None:
    assert client.post("/v1/score", json=JOHN).status_code == 200
    assert client.get("/metrics").status_code == 200


@pytest.mark.parametrize(
    ("client_address", "status"),
    [("127.0.0.1", 200), ("::1", 200), ("127.1.2.3", 200), ("192.0.2.7", 403), ("2001:db8::7", 403)],
)
def test_without_keys_no_other_machine_is_answered_even_if_a_proxy_asks_for_it(
    store: KeyStore, client_address: str, status: int
) -> None:
    near = TestClient(create_app(services(keys=store.path)), client=(client_address, 5000))
    assert near.post("/v1/score", json=JOHN).status_code == status
    assert near.get("/healthz").status_code == 200
    key = store.add("Word", [KeyScope.SCORE], TODAY)
    assert near.post("/v1/score", json=JOHN, headers={"X-API-Key": key}).status_code == 200


@pytest.mark.parametrize("path", ["/", "/static/page.js", "/favicon.ico", "/docs", "/openapi.json", "/healthz"])
def test_the_page_and_the_questions_of_health_need_no_key(keyed: TestClient, path: str) -> None:
    assert keyed.get(path).status_code == 200


@pytest.mark.parametrize(
    ("method", "path"),
    [("POST", "/v1/score"), ("POST", "/v1/rewrite"), ("GET", "/v1/ignored"), ("GET", "/metrics"), ("GET", "/nowhere")],
)
def test_everything_else_needs_one_and_says_how_to_send_it(keyed: TestClient, method: str, path: str) -> None:
    reply = keyed.request(method, path)
    assert (reply.status_code, reply.headers["content-type"]) == (401, "application/problem+json")
    assert reply.headers["www-authenticate"] == 'Bearer realm="aimwell"'
    assert "X-API-Key" in reply.json()["detail"]


def test_a_key_is_taken_from_either_header(keyed: TestClient, scoring: str) -> None:
    for headers in (
        {"Authorization": f"Bearer {scoring}"},
        {"authorization": f"bearer  {scoring} "},
        {"X-API-Key": scoring},
        {"Authorization": "Basic dXNlcjpwYXNz", "X-API-Key": scoring},
    ):
        assert keyed.post("/v1/score", json=JOHN, headers=headers).status_code == 200


@pytest.mark.parametrize("key", ["aw_0_0", "nonsense", "aw__", "\x7f", "é"])
def test_a_key_that_is_none_is_refused_without_quoting_it(keyed: TestClient, key: str) -> None:
    reply = keyed.post("/v1/score", json=JOHN, headers=[(b"x-api-key", key.encode("utf-8"))])
    assert reply.status_code == 401
    assert 'error="invalid_token"' in reply.headers["www-authenticate"]
    assert key not in reply.text


def test_a_key_without_the_scope_is_told_which_one_it_lacks(keyed: TestClient, scoring: str) -> None:
    reply = keyed.get("/metrics", headers={"X-API-Key": scoring})
    assert (reply.status_code, reply.headers["content-type"]) == (403, "application/problem+json")
    assert "“admin”" in reply.json()["detail"]


def test_no_scope_includes_another(keyed: TestClient, store: KeyStore) -> None:
    admin = store.add("Prometheus", [KeyScope.ADMIN], TODAY)
    assert keyed.get("/metrics", headers={"X-API-Key": admin}).status_code == 200
    assert keyed.post("/v1/score", json=JOHN, headers={"X-API-Key": admin}).status_code == 403


def test_a_key_is_asked_for_before_a_word_of_the_body_is_read(keyed: TestClient) -> None:
    reply = keyed.post("/v1/score", content=b"{not json", headers={"content-type": "application/json"})
    assert reply.status_code == 401


def test_keys_that_are_made_and_revoked_count_at_once(serve: Callable[..., TestClient], store: KeyStore) -> None:
    client = serve(keys=store.path)
    assert client.post("/v1/score", json=JOHN).status_code == 200
    key = store.add("Word", [KeyScope.SCORE], TODAY)
    assert client.post("/v1/score", json=JOHN).status_code == 401
    assert client.post("/v1/score", json=JOHN, headers={"X-API-Key": key}).status_code == 200
    store.revoke("Word", TODAY)
    assert client.post("/v1/score", json=JOHN, headers={"X-API-Key": key}).status_code == 401


@pytest.mark.parametrize("path", ["/v2/check", "/check"])
def test_the_languagetool_protocol_carries_the_key_in_its_form(keyed: TestClient, scoring: str, path: str) -> None:
    assert keyed.post(path, data=TEXT).status_code == 401
    assert keyed.post(path, data={**TEXT, "username": "office", "apiKey": "aw_0_0"}).status_code == 401
    assert keyed.post(path, data={**TEXT, "username": "office", "apiKey": scoring}).status_code == 200
    assert keyed.post(path, data=TEXT, headers={"X-API-Key": scoring}).status_code == 200
    assert keyed.get(path, params={**TEXT, "apiKey": scoring}).status_code == 200


def test_a_form_s_key_needs_the_scope_too(keyed: TestClient, store: KeyStore) -> None:
    admin = store.add("Prometheus", [KeyScope.ADMIN], TODAY)
    assert keyed.post("/v2/check", data={**TEXT, "apiKey": admin}).status_code == 403


def test_a_preflight_needs_no_key_and_gets_an_answer_by_the_list(
    serve: Callable[..., TestClient], store: KeyStore, scoring: str
) -> None:
    client = serve(keys=store.path, origins=("https://plans.example",))
    asks = {"access-control-request-method": "POST", "access-control-request-headers": "authorization, content-type"}
    for path in ("/v1/score", "/v2/check"):
        welcome = client.options(path, headers={"origin": "https://plans.example", **asks})
        assert welcome.status_code == 200
        assert welcome.headers["access-control-allow-origin"] == "https://plans.example"
        assert "Authorization" in welcome.headers["access-control-allow-headers"]
        refused = client.options(path, headers={"origin": "https://evil.example", **asks})
        assert refused.status_code == 403
        assert "access-control-allow-origin" not in refused.headers


def test_a_listed_page_can_read_what_it_is_told_refusals_included(
    serve: Callable[..., TestClient], store: KeyStore, scoring: str
) -> None:
    client = serve(keys=store.path, origins=("https://plans.example",), max_body_bytes=1000)
    page = {"origin": "https://plans.example"}
    replies = [
        client.post("/v1/score", json=JOHN, headers=page),
        client.post("/v1/score", json=JOHN, headers={**page, "x-api-key": scoring}),
        client.post("/v1/score", content=b"x" * 2000, headers={**page, "x-api-key": scoring}),
    ]
    assert [r.status_code for r in replies] == [401, 200, 413]
    assert {r.headers["access-control-allow-origin"] for r in replies} == {"https://plans.example"}
    assert all("Origin" in r.headers["vary"] for r in replies)
    assert all("access-control-allow-credentials" not in r.headers for r in replies)


def test_by_default_no_other_page_may_ask(client: TestClient) -> None:
    reply = client.post("/v1/score", json=JOHN, headers={"origin": "https://evil.example"})
    assert (reply.status_code, reply.headers["content-type"]) == (403, "application/problem+json")
    assert client.post("/v1/score", json=JOHN, headers={"origin": "http://testserver"}).status_code == 200


def test_a_key_has_its_own_rate_and_whoever_tries_keys_is_counted_by_address(
    serve: Callable[..., TestClient], store: KeyStore, scoring: str
) -> None:
    client = serve(keys=store.path, rate=3)
    tried = [client.post("/v1/score", json=JOHN, headers={"X-API-Key": f"aw_0_{n}"}) for n in range(4)]
    assert [r.status_code for r in tried] == [401, 401, 401, 429]
    assert int(tried[-1].headers["retry-after"]) in range(1, 21)
    assert tried[-1].headers["content-type"] == "application/problem+json"
    held = [client.post("/v1/score", json=JOHN, headers={"X-API-Key": scoring}).status_code for _ in range(4)]
    assert held == [200, 200, 200, 429]
    assert client.get("/healthz").status_code == 200


def test_every_route_has_a_rule_of_its_own() -> None:
    """A route that nobody has thought of is for administrators: say in `serve/access.py` who may use a new one."""
    documented = create_app(services()).openapi()["paths"]
    assert [path for path in documented if rule_for(path).path == "other"] == []
    assert len({rule.path for rule in RULES}) == len(RULES)


@pytest.mark.parametrize(
    ("path", "way", "scope"),
    [
        ("/", Way.OPEN, None),
        ("/static/page.js", Way.OPEN, None),
        ("/staticky", Way.HEADER, KeyScope.ADMIN),
        ("/v1/score", Way.HEADER, KeyScope.SCORE),
        ("/v1/score/", Way.HEADER, KeyScope.SCORE),
        ("//v1/score", Way.HEADER, KeyScope.ADMIN),
        ("/V1/SCORE", Way.HEADER, KeyScope.ADMIN),
        ("/v1/ignored/9f3c0e6a51b27d84", Way.HEADER, KeyScope.SCORE),
        ("/v2/check", Way.FORM, KeyScope.SCORE),
        ("/metrics", Way.HEADER, KeyScope.ADMIN),
        ("/healthz/../metrics", Way.HEADER, KeyScope.ADMIN),
        ("", Way.HEADER, KeyScope.ADMIN),
    ],
)
def test_what_an_address_asks_for(path: str, way: Way, scope: KeyScope | None) -> None:
    rule = rule_for(path)
    assert rule.way is way
    assert scope is None or rule.scope is scope


def test_an_address_is_read_by_the_routes_as_by_the_rules(keyed: TestClient) -> None:
    for path in (
        "/healthz/../metrics",
        "/static/../metrics",
        "/static/..%2fmetrics",
        "/%2e/metrics",
        "/docs/%2e%2e/metrics",
    ):
        reply = keyed.send(keyed.build_request("GET", f"http://testserver{path}"))
        assert reply.status_code in (401, 404), path


def test_access_lets_in_and_says_who_it_is(store: KeyStore) -> None:
    access = Access(KeyRing(store))
    assert access.open
    assert access.allow(KeyScope.ADMIN, None) is ANYBODY
    key = store.add("Word", [KeyScope.SCORE], TODAY)
    assert access.allow(KeyScope.SCORE, key).name == "Word"
    with pytest.raises(Forbidden):
        access.allow(KeyScope.REVIEW, key)
    for missing in (None, "", "aw_0_0"):
        with pytest.raises(Unauthorised):
            access.allow(KeyScope.SCORE, missing)


@pytest.mark.parametrize(
    ("headers", "key"),
    [
        ({"authorization": "Bearer k"}, "k"),
        ({"authorization": "Bearer "}, None),
        ({"authorization": "Basic k", "x-api-key": "j"}, "j"),
        ({"authorization": "Bearer k", "x-api-key": "j"}, "k"),
        ({}, None),
    ],
)
def test_a_key_stands_in_one_of_two_headers(headers: dict[str, str], key: str | None) -> None:
    assert key_in(headers) == key
