"""A service with a training room of its own, on the rules alone, and a clock that can be put forward."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from serve.app import create_app
from serve.dependencies import Services
from serve.training.room import Room
from tests.serve.conftest import services


@dataclass
class Clock:
    now: datetime

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **by: float) -> None:
        self.now += timedelta(**by)


@dataclass
class Person:
    """Somebody with a token."""

    client: TestClient
    token: str
    sent: int = 0

    @property
    def headers(self) -> dict[str, str]:
        return {"X-Participant": self.token}

    def mine(self) -> dict[str, Any]:
        found: dict[str, Any] = self.client.get("/v1/training/mine", headers=self.headers).json()
        return found

    def answer(self, item: str, *, id_: str | None = None, **said: Any) -> Any:
        self.sent += 1
        body = {"answers": [{"id": id_ or f"{self.token[:8]}-{self.sent:04}", "item": item, "said": said}]}
        return self.client.post("/v1/training/mine/answers", json=body, headers=self.headers)

    def feedback(self, item: str) -> Any:
        return self.client.get(f"/v1/training/mine/feedback/{item}", headers=self.headers)


@dataclass
class Place:
    """A service with its room and a facilitator without a key, because none is needed."""

    client: TestClient
    room: Room
    clock: Clock
    wired: Services

    def begin(self, step: str | None = "exercise-4") -> str:
        code: str = self.client.post("/v1/training/sessions", json={}).json()["code"]
        if step:
            self.lead(code, step)
        return code

    def lead(self, code: str, step: str) -> Any:
        return self.client.put(f"/v1/training/sessions/{code}/step", json={"step": step})

    def join(self, code: str, pseudonym: str | None = None) -> Person:
        reply = self.client.post("/v1/training/join", json={"code": code, "pseudonym": pseudonym})
        assert reply.status_code == 201, reply.text
        return Person(self.client, reply.json()["token"])

    def tally(self, code: str) -> dict[str, Any]:
        found: dict[str, Any] = self.client.get(f"/v1/training/sessions/{code}").json()
        return found


def place_in(folder: Path, clock: Clock, **settings: Any) -> Place:
    wired = services(state=folder, **settings)
    app = create_app(wired)
    room: Room = app.state.room
    room.store.now = clock
    return Place(TestClient(app, raise_server_exceptions=False), room, clock, wired)


@pytest.fixture
def clock() -> Clock:
    return Clock(datetime(2026, 11, 23, 9, 0, tzinfo=UTC))


@pytest.fixture
def place(tmp_path: Path, clock: Clock) -> Iterator[Place]:
    made = place_in(tmp_path, clock)
    yield made
    made.room.store.close()
