"""A replica: it starts where the state is shared, is healthy once something was judged, and tells Ray what it needs."""

import asyncio
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from serve.cluster.deployment import options
from serve.cluster.replica import LOOK_SECONDS, NotReady, Replica
from serve.cluster.shared import NotShared, Shared, call_off, share
from serve.cluster.size import Size
from serve.judging import turns_of
from serve.life import Stage
from serve.settings import Settings
from serve.training.feed import MOST_STREAMS
from tests.serve.conftest import services

HERE = "cluster-of-here"


def replica(folder: Path, workers: int = 1) -> Replica:
    wired = services(state=folder, hosts=(), workers=workers)
    return Replica(wired.settings, share(wired.settings, HERE, 1), wired)


def test_one_without_the_shared_state_does_not_start(tmp_path: Path) -> None:
    with pytest.raises(NotShared):
        Replica(Settings(state=tmp_path), Shared(HERE, "another", keys_needed=False), services())


async def test_it_is_healthy_once_something_was_judged_and_its_app_is_the_whole_service(tmp_path: Path) -> None:
    made = replica(tmp_path)
    app = made.__serve_build_asgi_app__()
    waiting = asyncio.create_task(made.check_health())
    async with app.router.lifespan_context(app):
        await waiting
        await made.check_health()
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://localhost") as client:
            assert (await client.get("/readyz")).json()["status"] == "ready"
    await made.check_health()


async def test_it_takes_nothing_new_once_the_service_is_taken_down(tmp_path: Path) -> None:
    made = replica(tmp_path)
    app = made.__serve_build_asgi_app__()
    async with app.router.lifespan_context(app):
        await made.check_health()
        call_off(made.wired.settings, "a trial beside it")
        await asyncio.sleep(2 * LOOK_SECONDS)
        assert made.wired.life.stage is Stage.READY
        call_off(made.wired.settings, HERE)
        async with asyncio.timeout(5):
            while not made.wired.life.stopping:
                await asyncio.sleep(0.05)
        await made.check_health()
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://localhost") as client:
            refused = await client.post("/v1/score", json={"objectives": [{"text": "Ana will ring"}]})
    assert (refused.status_code, refused.headers["Retry-After"]) == (503, "5")


@pytest.mark.parametrize("workers", [1, 2, 24])
def test_it_judges_on_what_ray_gives_it_however_many_there_are_on_other_machines(tmp_path: Path, workers: int) -> None:
    made = replica(tmp_path, workers=workers)
    assert made.wired.judging.turns == replace(turns_of(made.wired.settings), judges=1)


async def test_one_that_cannot_judge_is_not(tmp_path: Path) -> None:
    made = replica(tmp_path)
    made.wired.life.warmed(judges=False)
    with pytest.raises(NotReady, match="failed"):
        await made.check_health()


def test_streams_that_stay_open_do_not_keep_requests_out() -> None:
    told = options(Settings(at_once=32), Size(2, 6))
    assert told["max_ongoing_requests"] == 32 + MOST_STREAMS
    assert told["autoscaling_config"]["min_replicas"] == 2
    assert told["autoscaling_config"]["max_replicas"] == 6


def test_a_replica_is_given_as_long_to_finish_as_the_service() -> None:
    assert options(Settings(stop_seconds=5), Size())["graceful_shutdown_timeout_s"] == 5
