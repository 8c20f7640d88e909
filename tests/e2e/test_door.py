"""The real command behind its door: refusing to start, asking for keys, cutting off the slow, and ending in good order."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, expect

from serve.dependencies import day
from serve.keys import KeyScope, KeyStore
from tests.e2e.service import free_port, wait_for
from tests.model.fake_llm import FakeLlm, Reply, rewrites, running

pytestmark = pytest.mark.e2e
SECRET = "zebrafinch"
PLAN = f"Kai will tell {SECRET} to his mother"
JOHN = {"objectives": [{"text": "John will stop disrupting the class"}]}
EXIT_WITHIN = 10.0


@dataclass(frozen=True)
class Running:
    """A service in a process of its own, and what it says on standard error."""

    process: subprocess.Popen[bytes]
    address: str
    errors: Path

    def stop(self) -> None:
        self.process.send_signal(signal.SIGTERM)

    def lines(self) -> list[dict[str, str]]:
        return [json.loads(line) for line in self.errors.read_text().splitlines() if line.startswith("{")]


Start = Callable[..., contextlib.AbstractContextManager[Running]]


@pytest.fixture
def store(tmp_path: Path) -> KeyStore:
    return KeyStore(tmp_path / "keys.json")


@pytest.fixture
def start(tmp_path: Path, store: KeyStore) -> Start:
    """Return how to start `aimwell serve` on a free port with settings (`AIMWELL_…` without the prefix) of this test alone."""

    @contextlib.contextmanager
    def started(host: str = "127.0.0.1", **settings: str) -> Iterator[Running]:
        port, errors = free_port(), tmp_path / "stderr"
        own = {"CACHE": str(tmp_path / "cache"), "KEYS": str(store.path), "ISOLATED": "true", "BUNDLE": str(tmp_path)}
        environment = {f"AIMWELL_{name}": value for name, value in {**own, **settings}.items()}
        with errors.open("wb") as written:
            process = subprocess.Popen(
                [sys.executable, "-m", "serve.cli", "serve", "--host", host, "--port", str(port)],
                stdout=subprocess.DEVNULL,
                stderr=written,
                env={**os.environ, **environment},
            )
        near = "[::1]" if host == "::1" else "127.0.0.1"
        try:
            yield Running(process, wait_for(f"http://{near}:{port}", process), errors)
        finally:
            process.kill()
            process.wait()

    return started


@pytest.fixture
def llm() -> Iterator[FakeLlm]:
    with running() as server:
        yield server


def once(may_answer: Event) -> Reply:
    """Return a language model that takes as long as it is made to."""

    def reply(to: Any) -> None:
        may_answer.wait(EXIT_WITHIN * 2)
        rewrites("John will [[what: raise his hand]] [[amount: in 4 of 5 lessons]] [[when: ]]")(to)

    return reply


def until(so: Callable[[], bool]) -> None:
    give_up = time.monotonic() + EXIT_WITHIN
    while not so():
        assert time.monotonic() < give_up
        time.sleep(0.02)


def rewrite(address: str) -> httpx.Response:
    return httpx.post(f"{address}/v1/rewrite", json={"text": "John will stop disrupting the class"}, timeout=30)


def test_sigterm_finishes_the_rewrite_that_was_begun_and_takes_nothing_new(start: Start, llm: FakeLlm) -> None:
    may_answer = Event()
    llm.will(once(may_answer))
    with start(LLM_URL=llm.url, DRAIN_SECONDS="0.5") as running_, ThreadPoolExecutor(1) as client:
        begun = client.submit(rewrite, running_.address)
        until(lambda: bool(llm.asked))
        stopped_at = time.monotonic()
        running_.stop()
        until(lambda: httpx.get(f"{running_.address}/readyz").json()["status"] == "stopping")
        assert httpx.get(f"{running_.address}/readyz").status_code == 503
        refused = rewrite(running_.address)
        assert (refused.status_code, refused.json()["title"]) == (503, "Stopping")
        until(lambda: not reachable(running_.address))
        assert not begun.done()
        may_answer.set()
        reply = begun.result(timeout=EXIT_WITHIN)
        assert reply.status_code == 200
        assert "llm" in [s["origin"] for s in reply.json()["suggestions"]]
        running_.process.wait(EXIT_WITHIN)
        assert time.monotonic() - stopped_at < EXIT_WITHIN


def reachable(address: str) -> bool:
    try:
        httpx.get(f"{address}/healthz")
    except httpx.TransportError:
        return False
    return True


def test_what_never_ends_is_told_so_and_holds_nobody_up(start: Start, llm: FakeLlm) -> None:
    llm.will(once(Event()))
    with start(LLM_URL=llm.url, LLM_SECONDS="60", STOP_SECONDS="1") as running_, ThreadPoolExecutor(1) as client:
        begun = client.submit(rewrite, running_.address)
        until(lambda: bool(llm.asked))
        running_.stop()
        reply = begun.result(timeout=EXIT_WITHIN)
        assert (reply.status_code, reply.json()["title"]) == (503, "Stopping")
        running_.process.wait(EXIT_WITHIN)


def test_a_rewrite_that_takes_too_long_is_told_so_and_the_service_goes_on(start: Start, llm: FakeLlm) -> None:
    may_answer = Event()
    llm.will(once(may_answer))
    with start(LLM_URL=llm.url, LLM_SECONDS="60", REQUEST_SECONDS="0.5") as running_:
        late = rewrite(running_.address)
        assert (late.status_code, late.json()["title"], late.headers["retry-after"]) == (503, "Took too long", "5")
        assert httpx.post(f"{running_.address}/v1/score", json=JOHN).status_code == 200
        may_answer.set()


def test_a_body_that_trickles_and_a_head_that_does_are_cut(start: Start) -> None:
    with start(BODY_SECONDS="0.3") as running_:
        port = httpx.URL(running_.address).port or 0
        head = b"POST /v1/score HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 90\r\n\r\n"
        for sent in (head + b'{"objectives"', head[:40]):
            with socket.create_connection(("127.0.0.1", port), timeout=5) as slow:
                slow.sendall(sent)
                said = b""
                while piece := slow.recv(4096):
                    said += piece
            assert said.startswith(b"HTTP/1.1 408 ")


def test_bound_to_everything_it_needs_a_key_to_start_and_to_be_asked(start: Start, store: KeyStore) -> None:
    refused = subprocess.run(
        [sys.executable, "-m", "serve.cli", "serve", "--host", "0.0.0.0"],
        env={**os.environ, "AIMWELL_KEYS": str(store.path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert refused.returncode == 2
    assert "aimwell keys add NAME --scope score" in refused.stderr
    key = store.add("Word", [KeyScope.SCORE], day(None))
    with start("0.0.0.0") as running_:
        assert httpx.post(f"{running_.address}/v1/score", json=JOHN).status_code == 401
        held = {"Authorization": f"Bearer {key}"}
        assert httpx.post(f"{running_.address}/v1/score", json=JOHN, headers=held).status_code == 200
        asked_as = httpx.get(f"{running_.address}/", headers={"Host": "evil.example"})
        assert asked_as.status_code == 421
        assert [line["route"] for line in running_.lines() if line.get("status") == "401"] == ["/v1/score"]


def test_what_a_proxy_passes_on_is_refused_while_there_are_no_keys(start: Start) -> None:
    with start() as running_:
        passed_on = httpx.post(f"{running_.address}/v1/score", json=JOHN, headers={"X-Forwarded-For": "192.0.2.7"})
        assert (passed_on.status_code, passed_on.json()["title"]) == (403, "Not from there")


def test_the_loopback_of_ipv6_is_this_machine_too(start: Start) -> None:
    try:
        with socket.socket(socket.AF_INET6) as probe:
            probe.bind(("::1", 0))
    except OSError:
        pytest.skip("this machine has no IPv6")
    with start("::1") as running_:
        assert httpx.post(f"{running_.address}/v1/score", json=JOHN).status_code == 200


def test_the_log_has_a_line_a_request_and_no_word_of_a_plan(start: Start) -> None:
    with start(LOG="info") as running_:
        httpx.post(f"{running_.address}/v1/score", json={"objectives": [{"text": PLAN, "need": PLAN}]})
        httpx.post(f"{running_.address}/v1/score", json={"objectives": [{"text": PLAN, "domain": SECRET}]})
        httpx.get(f"{running_.address}/{SECRET}", params={"text": PLAN})
        httpx.post(f"{running_.address}/v2/check", data={"text": PLAN, "language": SECRET})
        with socket.create_connection(("127.0.0.1", httpx.URL(running_.address).port or 0), timeout=5) as broken:
            broken.sendall(f"{SECRET}\r\n\r\n".encode())
            assert broken.recv(4096).startswith(b"HTTP/1.1 400 ")
        metrics = httpx.get(f"{running_.address}/metrics").text
        until(lambda: "/metrics" in running_.errors.read_text())  # a line is written after its answer
        asked = [(line["route"], line["status"]) for line in running_.lines() if line["event"] == "request"]
        assert [a for a in asked if a[0] != "/readyz"] == [
            ("/v1/score", "200"),
            ("/v1/score", "422"),
            ("other", "404"),
            ("/v2/check", "400"),
            ("/metrics", "200"),
        ]
        assert SECRET not in running_.errors.read_text() + metrics


def test_without_being_asked_it_leaves_no_line_on_this_machine(start: Start) -> None:
    with start() as running_:
        httpx.post(f"{running_.address}/v1/score", json=JOHN)
        assert running_.lines() == []


def test_the_page_asks_for_a_key_and_forgets_it_with_the_tab(start: Start, store: KeyStore, browser: Browser) -> None:
    key = store.add("page", [KeyScope.SCORE], day(None))
    with start() as running_:
        context = browser.new_context(base_url=running_.address)
        page = context.new_page()
        page.goto("/")
        page.get_by_label("The objective").fill("John will stop disrupting the class")
        page.get_by_role("button", name="Judge it").click()
        expect(page.get_by_role("alert")).to_contain_text("This Aimwell asks for a key")
        page.get_by_role("textbox", name="API key").fill("aw_0_wrong")
        page.get_by_role("button", name="Use this key").click()
        expect(page.get_by_role("alert")).to_contain_text("not valid here")
        page.get_by_role("textbox", name="API key").fill(key)
        page.keyboard.press("Enter")
        expect(page.locator("#summary")).to_contain_text("of 5 met")
        expect(page.get_by_role("textbox", name="API key")).to_be_hidden()
        page.reload()
        page.get_by_label("The objective").fill("John will stop disrupting the class")
        page.get_by_role("button", name="Judge it").click()
        expect(page.locator("#summary")).to_contain_text("of 5 met")
        other = context.new_page()
        other.goto("/")
        other.get_by_label("The objective").fill("John will stop disrupting the class")
        other.get_by_role("button", name="Judge it").click()
        expect(other.get_by_role("alert")).to_contain_text("This Aimwell asks for a key")
        assert context.cookies() == []
        assert page.evaluate("localStorage.length") == 0
        context.close()
