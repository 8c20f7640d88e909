"""Joining a cluster: what is refused before anything is started, and what is said where it cannot be."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from typer.testing import CliRunner

from serve.cli import app
from serve.cluster.alone import DoorOpen
from serve.cluster.run import ClusterFailed, address_here, check_front, joined, name_of
from serve.cluster.size import Size
from serve.settings import Settings
from tests.serve.test_extras import WITHOUT

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--replicas-max", "3"], "go with --engine ray"),
        (["--address", "127.0.0.1:6379"], "go with --engine ray"),
        (["--engine", "ray", "--down"], "needs the --address"),
        (["--engine", "ray", "--replicas-min", "3", "--replicas-max", "2"], "--replicas-max"),
        (["--engine", "ray", "--replicas-min", "0"], "--replicas-min"),
    ],
)
def test_options_that_do_not_go_together_are_refused_at_once(options: list[str], said: str) -> None:
    done = CliRunner().invoke(app, ["serve", *options])
    assert done.exit_code == 2
    assert said in done.stderr
    assert done.stderr.count("\n") == 1


def test_without_ray_the_command_that_installs_it_is_named() -> None:
    program = WITHOUT.format(command="serve", libraries=("ray",)).replace("'serve']", "'serve', '--engine', 'ray']")
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert "pip install 'aimwell[ray]'" in done.stderr


class _Somebodys(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def somebodys() -> Iterator[str]:
    """Return the address of a proxy that is not behind our front."""
    server = HTTPServer(("127.0.0.1", 0), _Somebodys)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_proxy_without_our_front_is_not_served_from(somebodys: str) -> None:
    with pytest.raises(ClusterFailed, match="serve shutdown"):
        check_front(somebodys, alone=False)


def test_a_machine_without_a_proxy_is_one_of_several() -> None:
    check_front("http://127.0.0.1:9", alone=False)
    with pytest.raises(ClusterFailed):
        check_front("http://127.0.0.1:9", alone=True)


def test_a_cluster_of_its_own_that_asks_nobody_for_a_token_is_not_started(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "environ", {**os.environ, "RAY_AUTH_MODE": "disabled"})
    with pytest.raises(DoorOpen, match="disabled"), joined(None, Size()):
        pass


class Nodes:
    """Stands for Ray, which lists the machines of a cluster."""

    def __init__(self, *, head: bool) -> None:
        self._head = head

    def nodes(self) -> list[dict[str, object]]:
        return [
            {"NodeID": "a1", "Alive": True, "Resources": {"CPU": 2.0}},
            {"NodeID": "b2", "Alive": False, "Resources": {}},
            {"NodeID": "c3", "Alive": self._head, "Resources": {"node:__internal_head__": 1.0}},
        ]


def test_a_cluster_is_told_from_others_by_its_head() -> None:
    assert name_of(Nodes(head=True)) == "c3"
    with pytest.raises(ClusterFailed, match="ray status"):
        name_of(Nodes(head=False))


@pytest.mark.parametrize(
    ("host", "address"),
    [("127.0.0.1", "http://127.0.0.1:8642"), ("0.0.0.0", "http://127.0.0.1:8642"), ("::", "http://[::1]:8642")],
)
def test_a_proxy_at_every_address_is_found_at_this_machines_own(host: str, address: str) -> None:
    assert address_here(Settings(host=host, port=8642)) == address
