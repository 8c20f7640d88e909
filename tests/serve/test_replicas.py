"""Two services over one state: what one is told, the other knows, as workers of a machine or replicas on several."""

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from data.reviews.store import ReviewStore
from model.assessor import Assessor
from model.bundle import verify
from model.criteria import Criterion
from model.promotion import GateSaid, keep
from model.registry import Registry
from serve.app import create_app
from serve.dependencies import Services
from serve.houses import Houses
from serve.keys import KeyScope, KeyStore
from serve.live import Live
from serve.review_desk import ReviewDesk
from tests.conftest import AS_OF, FakeClassifier
from tests.model.test_registry import bundle
from tests.serve.conftest import WARM_WITHIN, services

SHIPPED, LOCAL = "shipped-0123456789ab", "local-0123456789ab"
SOON = 2.0
"""A promotion is picked up within a second or so."""
ASKED = {"objectives": [{"text": "Ana will ring the clinic by Friday"}]}
REVIEW = {"text": "Ana will ring the clinic", "labels": {"specific": True}, "reviewer": "Bo", "source": "plan-01"}


def judged_by(name: str) -> Assessor:
    return Assessor(FakeClassifier(dict.fromkeys(Criterion, 0.9), bundle=name))


def under(now: Services, folder: Path) -> Services:
    return replace(now, assessor=judged_by(verify(folder).id))


@pytest.fixture
def shared(tmp_path: Path) -> Path:
    bundle(tmp_path, SHIPPED)
    bundle(tmp_path / "bundles", LOCAL)
    keep(tmp_path / "bundles" / LOCAL, GateSaid(SHIPPED, ()))
    return tmp_path


def replica(folder: Path, reviews: str, made_under: str = SHIPPED) -> TestClient:
    ignore_file = folder / "ignored.jsonl"
    houses = Houses(ignore_file=ignore_file)
    own = replace(
        services(state=folder, keys=folder / "keys.json", ignore_file=ignore_file, rate=10**6),
        assessor=judged_by(made_under),
        registry=Registry(folder / "bundles", folder / SHIPPED),
        reviews=ReviewDesk(lambda: ReviewStore(reviews)),
        houses=houses,
        ignored=houses.here().ignored,
    )
    app = create_app(own)
    app.state.live = Live(own, under)
    client = TestClient(app, raise_server_exceptions=False)
    client.__enter__()
    assert own.life.wait_until_warm(WARM_WITHIN)
    return client


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.e2e)])
def two(shared: Path, request: pytest.FixtureRequest) -> Iterator[tuple[TestClient, TestClient]]:
    file = f"sqlite:///{shared / 'reviews.sqlite'}"
    reviews = file if request.param == "sqlite" else request.getfixturevalue("postgres")
    both = replica(shared, reviews), replica(shared, reviews)
    yield both
    for client in both:
        client.__exit__()
        client.app.state.live.now().reviews.store.close()  # type: ignore[attr-defined]  # an app of ours


def soon(true: Callable[[], bool]) -> bool:
    end = time.monotonic() + SOON
    while not true():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


def bundle_of(client: TestClient) -> str:
    return str(client.post("/v1/score", json=ASKED).json()["bundle"])


def test_what_one_promotes_and_takes_back_the_other_serves_soon(two: tuple[TestClient, TestClient]) -> None:
    one, other = two
    assert one.post(f"/v1/models/{LOCAL}/promote", json={"why": "better"}).status_code == 200
    assert soon(lambda: bundle_of(one) == bundle_of(other) == LOCAL)
    assert other.post("/v1/models/rollback", json={"why": "too strict"}).status_code == 200
    assert soon(lambda: bundle_of(one) == bundle_of(other) == SHIPPED)
    assert one.get("/v1/models/history").json() == other.get("/v1/models/history").json()


def test_one_that_nobody_asks_takes_a_promotion_up_by_itself(two: tuple[TestClient, TestClient]) -> None:
    one, idle = two
    one.post(f"/v1/models/{LOCAL}/promote", json={"why": "better"})
    time.sleep(1.0)
    assert bundle_of(idle) == LOCAL, "its first request after hours is answered under the live bundle"


def test_one_that_was_made_just_before_a_promotion_catches_up(shared: Path) -> None:
    Registry(shared / "bundles", shared / SHIPPED).promote(LOCAL, by="Ana", why="better")
    late = replica(shared, f"sqlite:///{shared / 'reviews.sqlite'}", made_under=SHIPPED)
    try:
        assert soon(lambda: bundle_of(late) == LOCAL)
    finally:
        late.__exit__()


def test_a_request_that_is_sent_to_both_counts_once(two: tuple[TestClient, TestClient]) -> None:
    replies = [c.post("/v1/reviews", json={**REVIEW, "id": "r1"}, headers={"Idempotency-Key": "k-1"}) for c in two]
    assert [r.status_code for r in replies] == [201, 200]
    assert replies[0].json() == replies[1].json()
    changed = two[1].post("/v1/reviews", json={**REVIEW, "id": "r1", "why": "x"}, headers={"Idempotency-Key": "k-1"})
    assert changed.status_code == 409
    assert two[0].get("/v1/reviews/agreement").json() == two[1].get("/v1/reviews/agreement").json()


def test_what_one_ignores_is_ignored_by_the_other(two: tuple[TestClient, TestClient]) -> None:
    one, other = two
    one.post("/v1/ignored", json={"fingerprint": "0123456789abcdef"})
    assert [i["fingerprint"] for i in other.get("/v1/ignored").json()["ignored"]] == ["0123456789abcdef"]
    other.delete("/v1/ignored/0123456789abcdef")
    assert one.get("/v1/ignored").json()["ignored"] == []


def test_a_key_that_is_made_or_revoked_counts_at_both_at_once(two: tuple[TestClient, TestClient], shared: Path) -> None:
    keys = KeyStore(shared / "keys.json")
    key = keys.add("office", [KeyScope.SCORE], AS_OF)
    headers = {"Authorization": f"Bearer {key}"}
    for client in two:
        assert client.post("/v1/score", json=ASKED).status_code == 401
        assert client.post("/v1/score", json=ASKED, headers=headers).status_code == 200
    keys.revoke("office", AS_OF)
    assert [c.post("/v1/score", json=ASKED, headers=headers).status_code for c in two] == [401, 401]
