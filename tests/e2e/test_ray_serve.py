"""The service on Ray Serve, on a cluster of this machine: the same answers, and none lost when its replicas come and go."""

import contextlib
import http.client
import json
import os
import secrets
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Event, Thread
from typing import Any

import httpx
import pytest

from model.bundle import DEFAULT_BUNDLE, MANIFEST, verify
from model.promotion import GateSaid, keep
from serve.limits import SECURITY_HEADERS
from tests.e2e.service import free_port, service

pytestmark = pytest.mark.e2e

START_WITHIN, EXIT_WITHIN = 90.0, 10.0
SHIPPED, LOCAL = verify(DEFAULT_BUNDLE).id, "local-0123456789ab"
JOHN: dict[str, Any] = {"objectives": [{"text": "John will stop disrupting the class"}]}
AS_OF = {"as_of": "2026-11-22"}


@dataclass
class Cluster:
    """A service on a cluster of its own, in the background."""

    process: subprocess.Popen[bytes]
    address: str
    ray: str
    settings: dict[str, str]
    said: Path

    def run(self, *options: str) -> subprocess.CompletedProcess[str]:
        port = self.address.rpartition(":")[2]
        command = [sys.executable, "-m", "serve.cli", "serve", "--engine", "ray", "--port", port, *options]
        return subprocess.run(command, env={**os.environ, **self.settings}, capture_output=True, text=True, check=False)

    def replicas(self) -> set[int]:
        """Return the processes of the replicas, as the system shows them."""
        return {pid for pid in below(self.process.pid) if title_of(pid).startswith("ray::ServeReplica")}


def below(pid: int) -> set[int]:
    """Return the processes that stem from one."""
    parents: dict[int, int] = {}
    for entry in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            parents[int(entry.name)] = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
    found = {pid}
    while more := {child for child, parent in parents.items() if parent in found} - found:
        found |= more
    return found - {pid}


def title_of(pid: int) -> str:
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace")
    return ""


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    folder = tmp_path_factory.mktemp("cluster")
    state = folder / "state"
    shutil.copytree(DEFAULT_BUNDLE, state / "bundles" / LOCAL)
    manifest = replace(verify(DEFAULT_BUNDLE), id=LOCAL)
    (state / "bundles" / LOCAL / MANIFEST).write_text(manifest.text(), encoding="utf-8")
    keep(state / "bundles" / LOCAL, GateSaid(SHIPPED, ()))
    settings = {
        "AIMWELL_CACHE": str(folder / "cache"),
        "AIMWELL_ISOLATED": "true",
        "AIMWELL_KEYS": str(folder / "keys.json"),
        "AIMWELL_STATE": str(state),
        "AIMWELL_RATE": "1000000",
        "RAY_AUTH_MODE": "token",
        "RAY_AUTH_TOKEN": secrets.token_hex(32),
    }
    port, out, said = free_port(), folder / "stdout", folder / "stderr"
    with out.open("wb") as to_out, said.open("wb") as to_said:
        process = subprocess.Popen(
            [
                *(sys.executable, "-m", "serve.cli", "serve", "--engine", "ray"),
                *("--port", str(port), "--replicas-min", "2", "--replicas-max", "2"),
            ],
            stdout=to_out,
            stderr=to_said,
            env={**os.environ, **settings},
        )
    begun = below(process.pid)
    try:
        until(lambda: "Ray cluster at" in out.read_text() or process.poll() is not None, START_WITHIN)
        assert process.poll() is None, said.read_text()
        begun = below(process.pid)
        ray = out.read_text().rpartition("Ray cluster at ")[2].strip()
        yield Cluster(process, f"http://127.0.0.1:{port}", ray, settings, said)
    finally:
        process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(EXIT_WITHIN)
        process.kill()
        for pid in begun:
            if title_of(pid).startswith("ray::"):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)


def until(true: Any, seconds: float) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        time.sleep(0.05)


@dataclass
class Load:
    """Clients that ask one after the other, and try once more where they are told to, or cut off."""

    address: str
    bundles: list[str] = field(default_factory=list)
    again: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    done: Event = field(default_factory=Event)

    def ask(self) -> None:
        with httpx.Client(base_url=self.address, timeout=20) as client:
            while not self.done.is_set():
                if (why := self.once(client)) is None:
                    continue
                self.again.append(why)
                time.sleep(1.0)
                if (why := self.once(client)) is not None:
                    self.failed.append(why)

    def once(self, client: httpx.Client) -> str | None:
        """Ask, and return what went wrong."""
        try:
            reply = client.post("/v1/score", json=JOHN)
        except httpx.TransportError as error:
            return type(error).__name__
        if reply.status_code == 200:
            self.bundles.append(reply.json()["bundle"])
            return None
        waits = reply.status_code == 503 and reply.headers.get("Retry-After") == "1"
        return "asked to come again" if waits else f"{reply.status_code} {reply.text}"


@contextlib.contextmanager
def load(cluster: Cluster, clients: int = 3) -> Iterator[Load]:
    made = Load(cluster.address)
    threads = [Thread(target=made.ask) for _ in range(clients)]
    for thread in threads:
        thread.start()
    try:
        until(lambda: len(made.bundles) > 20, 20)
        yield made
    finally:
        made.done.set()
        for thread in threads:
            thread.join()


def test_the_cluster_answers_as_the_service_does(cluster: Cluster, tmp_path: Path) -> None:
    def heard(address: str) -> list[Any]:
        found = []
        with httpx.Client(base_url=address, timeout=20) as client:
            for path, body, headers in (
                ("/v1/score", {**JOHN, **AS_OF}, {}),
                ("/v1/score", {"objectives": []}, {}),
                ("/v1/score", JOHN, {"Host": "elsewhere.example"}),
                ("/v1/score", JOHN, {"X-Forwarded-For": "192.0.2.7"}),
                ("/v1/score", {"objectives": [{"text": "x" * 1_100_000}]}, {}),
                ("/nowhere", {}, {}),
                ("/-/routes", {}, {}),
            ):
                reply = client.post(path, json=body, headers=headers)
                kept = {name: reply.headers.get(name) for name in (*SECURITY_HEADERS, "Content-Type", "Retry-After")}
                assert len(reply.headers.get_list("X-Request-ID")) <= 1
                found.append((path, reply.status_code, kept, reply.json()))
        return found

    with service(tmp_path, AIMWELL_RATE="1000000") as alone:
        assert heard(cluster.address) == heard(alone)


def test_the_training_room_is_one_room_whichever_replica_answers(cluster: Cluster) -> None:
    def events(stream: httpx.Response) -> Iterator[dict[str, Any]]:
        return (json.loads(line.removeprefix("data: ")) for line in stream.iter_lines() if line.startswith("data: "))

    with httpx.Client(base_url=cluster.address, timeout=10) as client:
        code = client.post("/v1/training/sessions", json={}).json()["code"]
        client.put(f"/v1/training/sessions/{code}/step", json={"step": "exercise-4"})
        with client.stream("GET", f"/v1/training/sessions/{code}/events") as told:
            tally = events(told)
            assert next(tally)["people"] == 0
            for n in range(8):
                person = {"X-Participant": client.post("/v1/training/join", json={"code": code}).json()["token"]}
                said = {"id": f"answer-000{n}", "item": "rewording-s01", "said": {"text": "by Friday"}}
                client.post("/v1/training/mine/answers", json={"answers": [said]}, headers=person)
            assert next(t for t in tally if t["reworded"] == 8)["people"] == 8
            with client.stream("GET", "/v1/training/mine/events", headers=person) as page:
                moves = events(page)
                assert next(moves)["step"] == "exercise-4"
                assert next(t for t in tally if t["online"])["online"] == 1
            assert next(t for t in tally if not t["online"])["people"] == 8, "a page that is closed is known to be"


def test_a_killed_replica_costs_no_client_more_than_asking_again(cluster: Cluster) -> None:
    with load(cluster) as under:
        before = cluster.replicas()
        assert len(before) == 2
        victim = min(before)
        os.kill(victim, signal.SIGKILL)
        answered = len(under.bundles)
        until(lambda: len(cluster.replicas() - {victim}) == 2, 30)
        until(lambda: len(under.bundles) > answered + 50, 20)
    assert under.failed == []
    assert len(under.again) <= 3, "what was under way at the moment of the kill, and no more"


def test_a_promotion_reaches_all_replicas_without_an_error(cluster: Cluster) -> None:
    with load(cluster) as under, httpx.Client(base_url=cluster.address, timeout=20) as client:
        assert client.post(f"/v1/models/{LOCAL}/promote", json={"why": "better"}).status_code == 200
        time.sleep(2.5)
        since = len(under.bundles)
        until(lambda: len(under.bundles) > since + 50, 20)
        assert set(under.bundles[since:]) == {LOCAL}
        assert client.post("/v1/models/rollback", json={"why": "too strict"}).status_code == 200
        time.sleep(2.5)
        since = len(under.bundles)
        until(lambda: len(under.bundles) > since + 50, 20)
        assert set(under.bundles[since:]) == {SHIPPED}
    assert (under.again, under.failed) == ([], [])


def test_a_rolling_redeployment_drops_nothing(cluster: Cluster) -> None:
    with load(cluster) as under:
        before = cluster.replicas()
        done = cluster.run("--address", cluster.ray, "--replicas-min", "2", "--replicas-max", "2")
        assert done.returncode == 0, done.stderr
        until(lambda: not (before & cluster.replicas()), 30)
        answered = len(under.bundles)
        until(lambda: len(under.bundles) > answered + 20, 20)
    assert (under.again, under.failed) == ([], [])


def test_it_stops_in_good_order_and_leaves_nothing_behind(cluster: Cluster) -> None:
    parts = below(cluster.process.pid)
    code = httpx.post(f"{cluster.address}/v1/training/sessions", json={}, timeout=20).json()["code"]
    listening = Event()

    def listen() -> None:
        with httpx.stream("GET", f"{cluster.address}/v1/training/sessions/{code}/events", timeout=20) as told:
            for _ in told.iter_lines():
                listening.set()

    listener = Thread(target=listen)  # a page that is open all the time; it ends with the service
    listener.start()
    assert listening.wait(10)
    connection = http.client.HTTPConnection(cluster.address.removeprefix("http://"), timeout=20)
    texts = [{"text": f"Kai will read {n} pages to his mother by 3 May 2027"} for n in range(150)]
    connection.request("POST", "/v1/score", json.dumps({"objectives": texts}), {"Content-Type": "application/json"})
    time.sleep(0.1)
    told = time.monotonic()
    cluster.process.send_signal(signal.SIGTERM)
    reply = connection.getresponse()
    assert reply.status == 200, "what was admitted is finished"
    assert len(json.loads(reply.read())["results"]) == 150
    connection.close()
    assert cluster.process.wait(EXIT_WITHIN) == 0
    assert time.monotonic() - told < EXIT_WITHIN
    listener.join(5)
    assert not listener.is_alive()
    until(lambda: not any(title_of(pid).startswith("ray::") for pid in parts), 10)
    assert "Traceback" not in cluster.said.read_text()
