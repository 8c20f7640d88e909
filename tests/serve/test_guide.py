"""The guide as the service gives it, and the ways to it from whatever shows a finding."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from serve.guide.book import PAGES, places
from serve.keys import KeyScope, KeyStore
from serve.limits import SECURITY_HEADERS

JOHN = {"text": "John will stop disrupting the class"}


@pytest.mark.parametrize("name", PAGES)
def test_each_page_is_served_under_the_same_policy_as_every_other(client: TestClient, name: str) -> None:
    page = client.get("/guide" if name == "index" else f"/guide/{name}")
    assert page.status_code == 200
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert page.headers["content-security-policy"] == SECURITY_HEADERS["Content-Security-Policy"]


@pytest.mark.parametrize("rule", places())
def test_the_name_of_a_finding_leads_to_its_section(client: TestClient, rule: str) -> None:
    where = client.get(f"/guide/{rule}", follow_redirects=False).headers["location"]
    path, _, anchor = where.partition("#")
    assert f'<section class="finding" id="{anchor}"' in client.get(path).text
    assert anchor == rule


@pytest.mark.parametrize("name", ["index", "no-such-rule", "%3Cb%3E", "..%2Fapp.py"])
def test_what_the_guide_does_not_have_is_not_found(client: TestClient, name: str) -> None:
    assert client.get(f"/guide/{name}").status_code == 404


def test_it_is_open_where_keys_are_needed(tmp_path: Path, serve: Callable[..., TestClient]) -> None:
    store = KeyStore(tmp_path / "keys.json")
    store.add("Word", [KeyScope.SCORE], date(2027, 1, 11))
    keyed = serve(keys=store.path)
    assert keyed.post("/v1/score", json={"objectives": [JOHN]}).status_code == 401
    assert [keyed.get(path).status_code for path in ("/guide", "/guide/specific", "/guide/no-actor")] == [200] * 3


def test_every_finding_of_a_reply_leads_to_its_section(client: TestClient) -> None:
    scored = client.post("/v1/score", json={"objectives": [JOHN]}).json()["results"][0]
    rewritten = client.post("/v1/rewrite", json=JOHN).json()
    replies = [scored, rewritten["assessment"], *rewritten["suggestions"]]
    found = [f for reply in replies for c in reply["criteria"].values() for f in c["findings"]]
    assert {"stop-behaviour", "no-deadline"} <= {f["rule"] for f in found}
    for finding in found:
        assert finding["url"].endswith(f"#{finding['rule']}")
        assert client.get(finding["url"]).status_code == 200


def test_a_match_in_running_text_leads_to_the_page_that_turns_it_off_and_to_the_guide(client: TestClient) -> None:
    matches = client.post("/v2/check", data={"text": f"{JOHN['text']}.", "language": "en-GB"}).json()["matches"]
    links = {m["aimwell"]["rule"]: [link["value"] for link in m["rule"]["urls"]] for m in matches}
    off, guide = links["stop-behaviour"]
    assert off.startswith("http://testserver/ignore?")
    assert guide == "http://testserver/guide/specific#stop-behaviour"
