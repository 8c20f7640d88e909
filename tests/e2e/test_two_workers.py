"""Two workers of one machine: whoever asks one is heard by whoever listens to the other."""

import contextlib
import json
import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.e2e.service import service

pytestmark = pytest.mark.e2e
TRIES = 60


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("workers")
    # The rules alone, which start at once: a bundle that is not there is named.
    with service(folder, AIMWELL_WORKERS="2", AIMWELL_BUNDLE=str(folder)) as started:
        yield started


@contextlib.contextmanager
def one_at_each(address: str) -> Iterator[list[httpx.Client]]:
    """Give a client of each worker: a connection that is kept stays with the process that accepted it."""
    found: dict[str, httpx.Client] = {}
    with contextlib.ExitStack() as closing:
        for _ in range(TRIES):
            single = httpx.Limits(max_connections=1)
            client = closing.enter_context(httpx.Client(base_url=address, limits=single, timeout=10))
            found.setdefault(process_of(client), client)
            if len(found) == 2:
                yield list(found.values())
                return
    pytest.fail("one worker took every connection")


def process_of(client: httpx.Client) -> str:
    said = re.search(r'aimwell_ready\{process="([^"]+)"\}', client.get("/metrics").text)
    assert said is not None
    return said[1]


def events(stream: httpx.Response) -> Iterator[dict[str, Any]]:
    return (json.loads(line.removeprefix("data: ")) for line in stream.iter_lines() if line.startswith("data: "))


def test_a_facilitator_at_one_worker_hears_of_answers_and_pages_at_the_other(address: str) -> None:
    with one_at_each(address) as (host, guest):
        code = guest.post("/v1/training/sessions", json={}).json()["code"]
        with host.stream("GET", f"/v1/training/sessions/{code}/events") as told:
            tally = events(told)
            assert next(tally)["people"] == 0
            guest.put(f"/v1/training/sessions/{code}/step", json={"step": "exercise-4"})
            token = guest.post("/v1/training/join", json={"code": code}).json()["token"]
            said = {"id": "answer-0001", "item": "rewording-s01", "said": {"text": "by Friday"}}
            person = {"X-Participant": token}
            kept = guest.post("/v1/training/mine/answers", json={"answers": [said]}, headers=person)
            assert kept.json()["kept"] == ["answer-0001"]
            found = next(t for t in tally if t["reworded"])
            assert (found["people"], found["state"]["step"]) == (1, "exercise-4")
            with guest.stream("GET", "/v1/training/mine/events", headers=person) as page:
                moves = events(page)  # kept: a reader that is dropped hangs up
                assert next(moves)["step"] == "exercise-4"
                assert next(t for t in tally if t["online"])["online"] == 1


def test_a_step_at_one_worker_reaches_a_page_at_the_other(address: str) -> None:
    with one_at_each(address) as (host, guest):
        code = host.post("/v1/training/sessions", json={}).json()["code"]
        token = guest.post("/v1/training/join", json={"code": code}).json()["token"]
        with guest.stream("GET", "/v1/training/mine/events", headers={"X-Participant": token}) as page:
            moves = events(page)
            assert next(moves)["step"] == "welcome"
            host.put(f"/v1/training/sessions/{code}/step", json={"step": "measure-1"})
            assert next(moves)["step"] == "measure-1"


def test_a_review_that_one_worker_keeps_the_other_answers_from(address: str) -> None:
    review = {"id": "r1", "text": "Ana will ring the clinic", "labels": {"specific": True}}
    with one_at_each(address) as both:
        replies = [c.post("/v1/reviews", json={**review, "reviewer": "Bo", "source": "plan-01"}) for c in both]
        assert [r.status_code for r in replies] == [201, 200]
