"""Sixty people in one training room on a real service: every answer is kept, every stream hears, and it stops in good order.

pytest tests/e2e/test_training_load.py -s      prints the figures
"""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import quantiles
from typing import Any

import httpx
import pytest

from tests.e2e.service import service

pytestmark = pytest.mark.e2e
PEOPLE = 60
SECONDS = 20.0
PAUSE = 3.0
"""Seconds between two answers of one person: about ten times as fast as anybody reads, thinks and decides."""
PATIENCE_P95 = 2.0
"""Seconds; the tests share two cores with whatever else runs there."""
STOPS_WITHIN = 10.0


@dataclass
class Person:
    """A participant's page: it holds a stream, answers, asks for feedback, and sends again what was not taken."""

    client: httpx.AsyncClient
    token: str = ""
    sent: list[str] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    feedback: list[float] = field(default_factory=list)
    heard: list[str] = field(default_factory=list)
    again: int = 0

    @property
    def headers(self) -> dict[str, str]:
        return {"X-Participant": self.token}

    async def join(self, code: str) -> None:
        while (reply := await self.client.post("/v1/training/join", json={"code": code})).status_code == 503:
            await asyncio.sleep(float(reply.headers["retry-after"]))  # all at once, as its page does
        self.token = reply.raise_for_status().json()["token"]

    async def listen(self) -> None:
        while not self.heard:  # busy: its page calls again, too
            async with self.client.stream("GET", "/v1/training/mine/events", headers=self.headers, timeout=60) as told:
                async for line in told.aiter_lines():
                    if line.startswith("data: "):
                        self.heard.append(json.loads(line[6:])["step"])
            await asyncio.sleep(1)

    async def work(self, number: int) -> None:
        await asyncio.sleep(PAUSE * number / PEOPLE)
        until, n = time.monotonic() + SECONDS, 0
        while time.monotonic() < until:
            begun = time.monotonic()
            item = f"s{n % 16 + 1:02}"
            smart = (number + n) % 3 == 0
            await self.answer(f"decision-{item}", {"smart": smart, "misses": [] if smart else ["specific"]})
            if n % 4 == 0:
                asked = time.monotonic()
                await self.client.get(f"/v1/training/mine/feedback/decision-{item}", headers=self.headers, timeout=30)
                self.feedback.append(time.monotonic() - asked)
            n += 1
            await asyncio.sleep(max(0.0, PAUSE - (time.monotonic() - begun)))

    async def answer(self, item: str, said: dict[str, Any]) -> None:
        id_ = f"{self.token[:10]}-{len(self.sent):04}"
        begun = time.monotonic()
        body = {"answers": [{"id": id_, "item": item, "said": said}]}
        while True:
            reply = await self.client.post("/v1/training/mine/answers", json=body, headers=self.headers, timeout=30)
            if reply.status_code == 200:
                break
            assert reply.status_code in (429, 503), reply.text
            self.again += 1
            await asyncio.sleep(float(reply.headers.get("retry-after", 1)))
        self.times.append(time.monotonic() - begun)
        assert reply.json() == {"kept": [id_], "refused": []}
        self.sent.append(id_)


@asynccontextmanager
async def clients(address: str) -> AsyncIterator[httpx.AsyncClient]:
    limits = httpx.Limits(max_connections=3 * PEOPLE)
    async with httpx.AsyncClient(base_url=address, limits=limits, timeout=30) as client:
        yield client


def p95(times: list[float]) -> float:
    return quantiles(times, n=20)[-1]


async def lead(client: httpx.AsyncClient, code: str, step: str) -> None:
    (await client.put(f"/v1/training/sessions/{code}/step", json={"step": step})).raise_for_status()


async def a_session(address: str, told: dict[str, Any]) -> None:
    async with clients(address) as client:
        code = (await client.post("/v1/training/sessions", json={})).json()["code"]
        await lead(client, code, "exercise-2")
        people = [Person(client) for _ in range(PEOPLE)]
        await asyncio.gather(*(p.join(code) for p in people))
        streams = [asyncio.create_task(p.listen()) for p in people]
        async with client.stream("GET", f"/v1/training/sessions/{code}/events", timeout=60) as tallies:
            counted = asyncio.create_task(count(tallies))
            await asyncio.gather(*(p.work(n) for n, p in enumerate(people)))
            await lead(client, code, "exercise-3")
            await asyncio.sleep(2)
            now = (await client.get(f"/v1/training/sessions/{code}")).json()
            counted.cancel()
            told["tallies"] = await asyncio.gather(counted, return_exceptions=True)
        told |= {
            "online": now["online"],
            "answered": sum(s["answered"] for s in now["statements"]),
            "distinct": sum(min(16, len(p.sent)) for p in people),
            "sent": sum(len(p.sent) for p in people),
            "again": sum(p.again for p in people),
            "answer p95": p95([t for p in people for t in p.times]),
            "feedback p95": p95([t for p in people for t in p.feedback]),
            "heard": [p.heard for p in people],
        }
        for stream in streams:
            stream.cancel()
        await asyncio.gather(*streams, return_exceptions=True)


async def count(tallies: httpx.Response) -> None:
    async for _ in tallies.aiter_lines():
        pass


def test_sixty_people_answer_at_once_and_nothing_is_lost(tmp_path: Path) -> None:
    told: dict[str, Any] = {}
    with service(tmp_path / "cache", AIMWELL_STATE=str(tmp_path / "state")) as address:
        asyncio.run(a_session(address, told))
    shown = {k: round(v, 3) if isinstance(v, float) else v for k, v in told.items() if k not in ("heard", "tallies")}
    print(f"\n{PEOPLE} people, {SECONDS:g} s: {shown}")  # noqa: T201
    assert told["online"] == PEOPLE
    assert told["answered"] == told["distinct"]
    assert all(heard[0] == "exercise-2" and heard[-1] == "exercise-3" for heard in told["heard"])
    assert told["answer p95"] < PATIENCE_P95


async def hold(address: str, code: str, stopping: asyncio.Event) -> list[float]:
    """Hold sixty streams until the service ends them; return when each ended, from the moment at which it was told to stop."""
    async with clients(address) as client:
        people = [Person(client) for _ in range(PEOPLE)]
        await asyncio.gather(*(p.join(code) for p in people))
        streams = [asyncio.create_task(p.listen()) for p in people]
        while not all(p.heard for p in people):
            await asyncio.sleep(0.05)
        stopping.set()
        begun = time.monotonic()
        ended = []
        for stream in streams:
            await asyncio.wait_for(asyncio.gather(stream, return_exceptions=True), STOPS_WITHIN)
            ended.append(time.monotonic() - begun)
        return ended


def test_sixty_open_streams_do_not_hold_up_a_service_that_stops(tmp_path: Path) -> None:
    async def held(address: str) -> list[float]:
        async with clients(address) as client:
            code = (await client.post("/v1/training/sessions", json={})).json()["code"]
        stopping = asyncio.Event()
        holding = asyncio.create_task(hold(address, code, stopping))
        await asyncio.wait_for(stopping.wait(), 30)
        asyncio.get_running_loop().run_in_executor(None, stop)
        return await holding

    running = service(tmp_path / "cache", AIMWELL_STATE=str(tmp_path / "state"))
    address = running.__enter__()
    took: list[float] = []

    def stop() -> None:
        begun = time.monotonic()
        running.__exit__(None, None, None)
        took.append(time.monotonic() - begun)

    ended = asyncio.run(held(address))
    print(f"\nstreams ended after {max(ended):.2f} s, the service after {took[0]:.2f} s")  # noqa: T201
    assert max(ended) < STOPS_WITHIN
    assert took[0] < STOPS_WITHIN
